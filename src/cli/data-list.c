#include <string.h>

#include "cdl-absent.h"
#include "cdl-cli-datasets.h"
#include "cdl-cli-table.h"
#include "cdl-dataset-check.h"
#include "cdl-exchange-info.h"
#include "cdl-freshness.h"
#include "cdl-funding.h"
#include "cdl-number.h"
#include "cdl-prints.h"
#include "cdl-time.h"

/* The longest usual time between two rates of a symbol. */
#define FUNDING_STEP_MS (8 * CDL_HOUR_MS)

/* Everything is written both ways at once, so that the archive is read once. */
typedef struct
{
  const CdlDatasetFilter *filter;
  const char *root;
  gint64 now[CDL_N_MARKETS]; /* the exchange's clock */
  CdlJsonWriter *writer;
  guint n; /* rows of the present table */
  int code;
} Listing;

static char *
format_count (gsize n)
{
  return cdl_text_number ((double) n, 0);
}

/* To the minute: stamps of the exchange are some ms late. */
static char *
format_minute (gint64 time_ms)
{
  return cdl_time_format_short (cdl_interval_floor (CDL_INTERVAL_1M, time_ms));
}

/* "100 %", or what is lacking to that. */
static char *
format_quality (const CdlDatasetCheck *check)
{
  g_autofree char *number = cdl_text_number (check->quality, check->missing > 0 ? 4 : 0);

  return g_strconcat (number, " %", NULL);
}

/* mark: klines of prices that nobody trades at, so that their volume says nothing. */
static void
add_dataset (CdlTable *table,
             const CdlDatasetName *name,
             gboolean mark,
             const CdlDatasetCheck *check,
             const CdlFreshness *freshness,
             gsize absent,
             const GPtrArray *sources)
{
  g_autofree char *age = cdl_freshness_format (freshness);
  g_autofree char *absent_text = format_count (absent);
  g_autofree char *first = cdl_time_format_short (check->first);
  g_autofree char *last = cdl_time_format_short (check->last);
  g_autofree char *rows = format_count (check->rows);
  g_autofree char *holes = format_count (check->holes->len);
  g_autofree char *missing = format_count (check->missing - MIN (absent, check->missing));
  g_autofree char *quiet
      = mark ? g_strdup ("–") : format_count (check->findings[CDL_FINDING_ZERO_VOLUME].count);
  g_autofree char *quality = format_quality (check);
  g_autofree char *files = format_count (sources->len);

  cdl_table_add (table,
                 (const char *[]){ cdl_market_name (name->market), name->symbol,
                                   cdl_interval_name (name->interval), first, last, age, rows,
                                   holes, missing, absent_text, quiet, quality, files, NULL });
}

static void
write_sources (CdlJsonWriter *writer, const GPtrArray *sources)
{
  cdl_json_name (writer, "sources");
  cdl_json_begin_array (writer);
  for (guint i = 0; i < sources->len; i++)
    {
      const CdlSource *source = sources->pdata[i];

      cdl_json_begin_object (writer);
      cdl_json_member_string (writer, "file", source->file);
      cdl_json_member_string (writer, "sha256", source->sha256);
      cdl_json_member_int (writer, "rows", (gint64) source->rows);
      cdl_json_member_int (writer, "first", source->first);
      cdl_json_member_int (writer, "last", source->last);
      cdl_json_member_int (writer, "written_at", source->written_at);
      cdl_json_end_object (writer);
    }
  cdl_json_end_array (writer);
}

static void
write_dataset (CdlJsonWriter *writer,
               const CdlDatasetName *name,
               const CdlDatasetCheck *check,
               const CdlFreshness *freshness,
               gsize absent,
               const GPtrArray *sources)
{
  cdl_json_begin_object (writer);
  cdl_json_member_string (writer, "market", cdl_market_name (name->market));
  cdl_json_member_string (writer, "symbol", name->symbol);
  cdl_json_member_string (writer, "interval", cdl_interval_name (name->interval));
  cdl_json_member_int (writer, "first", check->first);
  cdl_json_member_int (writer, "last", check->last);
  cdl_json_member_int (writer, "rows", (gint64) check->rows);
  cdl_json_member_int (writer, "holes", (gint64) check->holes->len);
  cdl_json_member_int (writer, "missing", (gint64) check->missing);
  cdl_json_member_int (writer, "absent", (gint64) absent);
  cdl_json_member_int (writer, "age_ms", freshness->age_ms);
  cdl_json_member_int (writer, "behind", (gint64) freshness->behind);
  cdl_json_member_bool (writer, "stale", freshness->stale);
  cdl_json_member_int (writer, "zero_volume",
                       (gint64) check->findings[CDL_FINDING_ZERO_VOLUME].count);
  cdl_json_member_double (writer, "quality", check->quality);
  cdl_json_member_bool (writer, "sound", cdl_dataset_check_is_sound (check));
  write_sources (writer, sources);
  cdl_json_end_object (writer);
}

/* The datasets of an archive; what cannot be read goes to stderr. */
static CdlTable *
list_datasets (Listing *self, CdlArchive *archive, gboolean mark)
{
  static const char *const titles[]
      = { "Market", "Symbol",   "Interval", "First",        "Last",     ">Age",     ">Rows",
          ">Holes", ">Missing", ">Absent",  ">Zero volume", ">Quality", ">Sources", NULL };
  g_autoptr (GArray) names = cdl_dataset_filter_list (self->filter, archive);
  CdlTable *table = cdl_table_new (titles);

  for (guint i = 0; i < names->len; i++)
    {
      const CdlDatasetName *name = &g_array_index (names, CdlDatasetName, i);
      g_autoptr (GError) error = NULL;
      g_autoptr (CdlDataset) dataset = cdl_archive_open (archive, name, &error);
      g_autoptr (CdlDatasetCheck) check = NULL;
      g_autoptr (GPtrArray) sources = NULL;
      g_autoptr (GArray) absent = NULL;
      CdlFreshness freshness;
      gsize n_absent;

      if (dataset == NULL)
        {
          self->code = cdl_cli_fail_error (g_steal_pointer (&error));
          continue;
        }
      check = cdl_dataset_check (cdl_dataset_klines (dataset));
      if (check->rows == 0)
        continue;
      sources = cdl_archive_sources (archive, dataset);
      absent = cdl_absent_load (archive, name);
      n_absent = cdl_absent_count (absent, cdl_dataset_klines (dataset));
      freshness = cdl_freshness_of_klines (cdl_dataset_klines (dataset), self->now[name->market]);
      add_dataset (table, name, mark, check, &freshness, n_absent, sources);
      write_dataset (self->writer, name, check, &freshness, n_absent, sources);
      self->n++;
    }

  return table;
}

static CdlTable *
list_klines (Listing *self)
{
  g_autoptr (CdlArchive) archive = cdl_archive_new (self->root);

  return list_datasets (self, archive, FALSE);
}

static CdlTable *
list_mark (Listing *self)
{
  g_autoptr (CdlArchive) archive = cdl_archive_new_mark (self->root);

  return list_datasets (self, archive, TRUE);
}

static CdlTable *
list_funding (Listing *self)
{
  static const char *const titles[]
      = { "Market", "Symbol", "First", "Last", ">Age", ">Rates", NULL };
  g_auto (GStrv) symbols = cdl_funding_list (self->root);
  CdlTable *table = cdl_table_new (titles);
  const char *market = cdl_market_name (CDL_MARKET_UM);

  for (char **symbol = symbols; *symbol != NULL; symbol++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree CdlFunding *rates = NULL;
      g_autofree char *first = NULL;
      g_autofree char *last = NULL;
      g_autofree char *count = NULL;
      g_autofree char *age = NULL;
      CdlFreshness freshness;
      gsize n = 0;

      if (!cdl_dataset_filter_symbol (self->filter, CDL_MARKET_UM, *symbol))
        continue;
      if (!cdl_funding_load (self->root, *symbol, &rates, &n, &error))
        self->code = cdl_cli_fail_error (g_steal_pointer (&error));
      if (n == 0)
        continue;

      first = format_minute (rates[0].time);
      last = format_minute (rates[n - 1].time);
      count = format_count (n);
      freshness = cdl_freshness_of (rates[n - 1].time, FUNDING_STEP_MS, self->now[CDL_MARKET_UM]);
      age = cdl_freshness_format (&freshness);
      cdl_table_add (table, (const char *[]){ market, *symbol, first, last, age, count, NULL });
      cdl_json_begin_object (self->writer);
      cdl_json_member_string (self->writer, "market", market);
      cdl_json_member_string (self->writer, "symbol", *symbol);
      cdl_json_member_int (self->writer, "first", rates[0].time);
      cdl_json_member_int (self->writer, "last", rates[n - 1].time);
      cdl_json_member_int (self->writer, "rows", (gint64) n);
      cdl_json_member_int (self->writer, "age_ms", freshness.age_ms);
      cdl_json_member_bool (self->writer, "stale", freshness.stale);
      cdl_json_end_object (self->writer);
      self->n++;
    }

  return table;
}

static CdlTable *
list_prints (Listing *self)
{
  static const char *const titles[]
      = { "Market", "Symbol", "First day", "Last day", ">Days", NULL };
  CdlTable *table = cdl_table_new (titles);

  for (int market = 0; market < CDL_N_MARKETS; market++)
    {
      const char *market_name = cdl_market_name ((CdlMarket) market);
      g_auto (GStrv) symbols = cdl_print_symbols (self->root, (CdlMarket) market);

      for (char **symbol = symbols; *symbol != NULL; symbol++)
        {
          g_autoptr (GArray) days = cdl_print_days (self->root, (CdlMarket) market, *symbol);
          g_autofree char *count = format_count (days->len);
          g_autofree char *first = NULL;
          g_autofree char *last = NULL;
          gint64 begin, end;

          if (days->len == 0
              || !cdl_dataset_filter_symbol (self->filter, (CdlMarket) market, *symbol))
            continue;
          begin = g_array_index (days, gint64, 0);
          end = g_array_index (days, gint64, days->len - 1);
          first = cdl_time_format_short (begin);
          last = cdl_time_format_short (end);
          cdl_table_add (table, (const char *[]){ market_name, *symbol, first, last, count, NULL });
          cdl_json_begin_object (self->writer);
          cdl_json_member_string (self->writer, "market", market_name);
          cdl_json_member_string (self->writer, "symbol", *symbol);
          cdl_json_member_int (self->writer, "first", begin);
          cdl_json_member_int (self->writer, "last", end);
          cdl_json_member_int (self->writer, "days", (gint64) days->len);
          cdl_json_end_object (self->writer);
          self->n++;
        }
    }

  return table;
}

/* "0.01", or "–" where the exchange names none. */
static char *
format_decimal (CdlDecimal decimal)
{
  return cdl_decimal_is_set (decimal) ? cdl_decimal_format (decimal) : g_strdup ("–");
}

static void
add_symbol (Listing *self, CdlTable *table, CdlMarket market, const CdlSymbolInfo *info)
{
  const char *market_name = cdl_market_name (market);
  g_autofree char *tick = format_decimal (info->tick);
  g_autofree char *step = format_decimal (info->step);
  g_autofree char *as_of = info->as_of != 0 ? format_minute (info->as_of) : g_strdup ("unknown");
  char minimum[CDL_NUMBER_SIZE];

  cdl_json_begin_object (self->writer);
  cdl_json_member_string (self->writer, "market", market_name);
  cdl_json_member_string (self->writer, "symbol", info->symbol);
  cdl_json_member_string (self->writer, "status", info->status);
  cdl_json_member_string (self->writer, "tick", cdl_decimal_is_set (info->tick) ? tick : NULL);
  cdl_json_member_string (self->writer, "step", cdl_decimal_is_set (info->step) ? step : NULL);
  cdl_json_member_double (self->writer, "min_notional", info->min_notional);
  cdl_json_member_time (self->writer, "as_of", info->as_of != 0 ? info->as_of : CDL_TIME_NONE);
  cdl_json_end_object (self->writer);

  cdl_number_format (info->min_notional, minimum);
  cdl_table_add (table, (const char *[]){ market_name, info->symbol, info->status, tick, step,
                                          info->min_notional > 0.0 ? minimum : "–", as_of, NULL });
  self->n++;
}

/* The exchange has thousands of symbols: shown are those of which there are klines, or that were
 * named. */
static gboolean
is_wanted (const Listing *self, const GArray *stored, CdlMarket market, const char *symbol)
{
  if (self->filter->symbols != NULL)
    return cdl_dataset_filter_symbol (self->filter, market, symbol);
  if (self->filter->has_market && self->filter->market != market)
    return FALSE;
  for (guint i = 0; i < stored->len; i++)
    {
      const CdlDatasetName *name = &g_array_index (stored, CdlDatasetName, i);

      if (name->market == market && strcmp (name->symbol, symbol) == 0)
        return TRUE;
    }

  return FALSE;
}

static CdlTable *
list_exchange_info (Listing *self)
{
  static const char *const titles[]
      = { "Market", "Symbol", "Status", ">Tick", ">Step", ">Min. notional", "As of", NULL };
  g_autoptr (CdlArchive) archive = cdl_archive_new (self->root);
  g_autoptr (GArray) stored = cdl_archive_list (archive);
  CdlTable *table = cdl_table_new (titles);

  for (int market = 0; market < CDL_N_MARKETS; market++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (CdlExchangeInfo) info
          = cdl_exchange_info_load (self->root, (CdlMarket) market, &error);

      if (info == NULL)
        {
          self->code = cdl_cli_fail_error (g_steal_pointer (&error));
          continue;
        }
      for (guint i = 0; i < cdl_exchange_info_count (info); i++)
        {
          const CdlSymbolInfo *symbol = cdl_exchange_info_get (info, i);

          if (is_wanted (self, stored, (CdlMarket) market, symbol->symbol))
            add_symbol (self, table, (CdlMarket) market, symbol);
        }
    }

  return table;
}

static const struct
{
  const char *name;
  const char *title;
  CdlTable *(*list) (Listing *self);
} parts[] = {
  { "klines", "Klines", list_klines },
  { "mark", "Mark prices", list_mark },
  { "funding", "Funding rates", list_funding },
  { "prints", "Prints", list_prints },
  { "exchange_info", "Exchange information", list_exchange_info },
};

static int
run (int argc, char **argv)
{
  static const GOptionEntry more[] = { G_OPTION_ENTRY_NULL };
  g_auto (CdlDatasetOptions) options = { 0 };
  g_autofree GOptionEntry *entries = cdl_dataset_entries (&options, more);
  g_autofree char *root = NULL;
  g_autoptr (CdlJsonWriter) writer = cdl_json_writer_new (CDL_JSON_PRETTY);
  CdlDatasetFilter filter;
  Listing self = { .filter = &filter, .writer = writer, .code = CDL_EXIT_OK };
  gboolean empty = TRUE;
  CdlOutput output;
  int code;

  if (!cdl_cli_parse (&cdl_command_data_list, entries, &argc, &argv, 0, 0, &output, &code))
    return code;
  if (!cdl_dataset_options_read (&options, &filter))
    return CDL_EXIT_USAGE;

  root = cdl_cli_data_folder ();
  self.root = root;
  for (int market = 0; market < CDL_N_MARKETS; market++)
    self.now[market] = cdl_server_now (root, (CdlMarket) market);
  cdl_json_begin_object (writer);
  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      g_autoptr (CdlTable) table = NULL;

      self.n = 0;
      cdl_json_name (writer, parts[i].name);
      cdl_json_begin_array (writer);
      table = parts[i].list (&self);
      cdl_json_end_array (writer);
      if (output.json || self.n == 0)
        continue;

      g_print ("%s%s\n\n", empty ? "" : "\n", parts[i].title);
      cdl_table_print (table);
      empty = FALSE;
    }
  cdl_json_end_object (writer);

  if (output.json)
    cdl_cli_print_json (writer);
  else if (empty && self.code == CDL_EXIT_OK)
    g_print ("There is no such data: “data download” fetches klines and rates from the exchange, "
             "“data import” adds files.\n");

  return self.code;
}

const CdlCommand cdl_command_data_list = {
  .noun = "data",
  .verb = "list",
  .args = "",
  .summary = "Stored klines, funding rates and exchange information",
  .run = run,
};
