#include <string.h>

#include "cdl-funding.h"
#include "cdl-resample.h"
#include "cdl-test-lab.h"
#include "cdl-test-private.h"
#include "cdl-time.h"

#define START (G_GINT64_CONSTANT (1735689600000)) /* of the klines, ten days */
#define DAY   CDL_DAY_MS

static const char brackets[]
    = "{\"symbol\":\"SYNTHA\",\"brackets\":[{\"notionalFloor\":0,\"notionalCap\":50000000,"
      "\"initialLeverage\":125,\"maintMarginRatio\":0.004,\"cum\":0}]}";

/* The klines of SYNTHA on um as well, as minutes and in fives. */
static void
add_um (CdlTestLab *self)
{
  g_autoptr (CdlColumns) columns = cdl_test_lab_klines ("SYNTHA", CDL_TEST_LAB_KLINES);
  g_autoptr (CdlColumns) fives = cdl_resample (cdl_columns_view (columns), CDL_INTERVAL_5M);
  CdlDatasetName name = cdl_test_name ("SYNTHA", CDL_INTERVAL_1M);

  name.market = CDL_MARKET_UM;
  cdl_test_write (&self->market, &name, cdl_columns_view (columns), FALSE);
  name.interval = CDL_INTERVAL_5M;
  cdl_test_write (&self->market, &name, cdl_columns_view (fives), FALSE);
}

static CdlTestRequest *
um_request (gboolean leveraged)
{
  g_autoptr (GString) json = g_string_new (cdl_test_lab_strategy);
  CdlTestRequest *request;

  if (leveraged)
    g_string_replace (json, "\"mode\": \"percent\", \"percent\": 50",
                      "\"mode\": \"leverage\", \"leverage\": 20", 1);
  request = cdl_test_lab_request (json->str, "", "SYNTHA");
  request->settings.market = CDL_MARKET_UM;
  if (leveraged)
    {
      request->brackets
          = cdl_leverage_brackets_parse (brackets, strlen (brackets), "brackets.json", NULL);
      g_assert_nonnull (request->brackets);
    }

  return request;
}

/* A rate every eight hours over [from, to), as late as the exchange's. */
static void
add_rates (CdlTestLab *self, gint64 from, gint64 to, double rate)
{
  g_autoptr (GArray) rates = g_array_new (FALSE, FALSE, sizeof (CdlFunding));
  g_autoptr (GError) error = NULL;
  CdlWriteResult result;

  for (gint64 time = from; time < to; time += 8 * CDL_HOUR_MS)
    {
      CdlFunding funding = { .time = time + time / CDL_HOUR_MS % 17, .rate = rate };

      g_array_append_val (rates, funding);
    }
  cdl_funding_store (self->market.root, "SYNTHA", (const CdlFunding *) (gpointer) rates->data,
                     rates->len, TRUE, &result, &error);
  g_assert_no_error (error);
}

/* The mark price of a stamp that is stored without. */
static void
add_price (CdlTestLab *self, gint64 time, double rate)
{
  const CdlFunding stamp = { time, rate, 123.0 };
  CdlWriteResult result;

  g_assert_true (cdl_funding_store (self->market.root, "SYNTHA", &stamp, 1, FALSE, &result, NULL));
  g_assert_cmpuint (result.completed, ==, 1);
}

/* Marks that are the klines themselves, but for their lows, times low. */
static void
add_marks (CdlTestLab *self, CdlInterval interval, double low)
{
  g_autoptr (CdlArchive) archive = cdl_archive_new_mark (self->market.root);
  g_autoptr (CdlColumns) columns = cdl_test_lab_klines ("SYNTHA", CDL_TEST_LAB_KLINES);
  const CdlKlines *klines = cdl_columns_view (columns);
  g_autoptr (CdlColumns) marks = cdl_columns_new (CDL_INTERVAL_1M, 0);
  g_autoptr (CdlColumns) coarse = NULL;
  const CdlSourceFile source = { "marks.csv", "" };
  CdlDatasetName name = cdl_test_name ("SYNTHA", interval);
  g_autoptr (GError) error = NULL;
  CdlWriteResult result;

  for (gsize i = 0; i < klines->n; i++)
    {
      double values[CDL_N_FIELDS] = { 0 };

      for (int f = CDL_FIELD_OPEN; f <= CDL_FIELD_CLOSE; f++)
        values[f] = klines->field[f][i];
      values[CDL_FIELD_LOW] *= low;
      cdl_columns_append (marks, klines->open_time[i], values);
    }
  coarse = cdl_resample (cdl_columns_view (marks), interval);
  name.market = CDL_MARKET_UM;
  cdl_archive_write (archive, &name, cdl_columns_view (coarse), &source, TRUE, &result, &error);
  g_assert_no_error (error);
}

static void
forget (CdlTestLab *self, const char *what)
{
  g_autofree char *folder = g_build_filename (self->market.root, what, NULL);

  cdl_test_remove (folder);
}

static char *
id_of (CdlTestLab *self, const CdlTestRequest *request)
{
  g_autoptr (CdlTest) test = cdl_test_lab_ready (self, request);

  return g_strdup (cdl_test_run_id (test, 0));
}

/* Runs it and takes what is of interest. */
typedef struct
{
  double net, funding, liquidation_loss, trades;
  gboolean missing;
} Outcome;

static Outcome
outcome_of (CdlTestLab *self, const CdlTestRequest *request)
{
  g_autoptr (GPtrArray) runs = cdl_test_lab_run (self, request, NULL);
  const CdlRunRecord *run = runs->pdata[0];
  const double *value = run->statistics.value;

  return (Outcome){ value[CDL_STAT_NET], value[CDL_STAT_FUNDING], value[CDL_STAT_LIQUIDATION_LOSS],
                    value[CDL_STAT_TRADES], (run->flags & CDL_RUN_MISSING_FUNDING) != 0 };
}

/* Rates are charged, each as what it is; that one is missing is said. */
static void
test_funding (CdlTestLab *self, gconstpointer data)
{
  g_autoptr (CdlTestRequest) request = um_request (FALSE);
  Outcome none, zero, paid, earned, part;

  add_um (self);
  none = outcome_of (self, request);
  add_rates (self, START, START + 10 * DAY, 0.0);
  zero = outcome_of (self, request);
  add_rates (self, START, START + 10 * DAY, 0.001);
  paid = outcome_of (self, request);
  add_rates (self, START, START + 10 * DAY, -0.001);
  earned = outcome_of (self, request);

  g_assert_cmpfloat (none.trades, >, 20.0);
  g_assert_true (none.missing);
  g_assert_cmpfloat (none.funding, ==, 0.0);
  g_assert_false (zero.missing || paid.missing || earned.missing);
  g_assert_cmpfloat (zero.net, ==, none.net);
  g_assert_cmpfloat (zero.funding, ==, 0.0);
  g_assert_cmpfloat (paid.funding, >, 10.0);
  g_assert_cmpfloat (paid.net, <, none.net - 10.0);
  g_assert_cmpfloat (earned.funding, <, -10.0);
  g_assert_cmpfloat (earned.net, >, none.net + 10.0);

  /* Of a window that reaches beyond the rates. */
  forget (self, "funding");
  add_rates (self, START, START + 5 * DAY, 0.001);
  part = outcome_of (self, request);
  g_assert_true (part.missing);
  g_assert_cmpfloat (part.funding, >, 0.0);
  g_assert_cmpfloat (part.funding, <, paid.funding);
}

/* Spot has no funding, whatever is stored. */
static void
test_spot (CdlTestLab *self, gconstpointer data)
{
  g_autoptr (CdlTestRequest) request = cdl_test_lab_request (cdl_test_lab_strategy, "", "SYNTHA");
  g_autofree char *before = id_of (self, request);
  g_autofree char *after = NULL;

  add_rates (self, START, START + 10 * DAY, 0.001);
  add_marks (self, CDL_INTERVAL_1M, 0.5);
  after = id_of (self, request);
  g_assert_cmpstr (before, ==, after);
}

/* The id tells what a run could read: rates and marks of its window, and no others. */
static void
test_ids (CdlTestLab *self, gconstpointer data)
{
  static const struct
  {
    const char *name;
    gint64 from, to; /* of rates, in days */
    gboolean same;
  } cases[] = {
    { "before the window", 0, 2, TRUE },
    { "after it", 7, 10, TRUE },
    { "on its end", 6, 7, TRUE },
    { "its last day", 5, 6, FALSE },
    { "across its beginning", 0, 3, FALSE },
    { "all", 0, 10, FALSE },
  };
  g_autoptr (CdlTestRequest) request = um_request (FALSE);
  g_autofree char *plain = NULL;
  g_autofree char *with_rates = NULL;
  g_autofree char *other_rates = NULL;
  g_autofree char *with_price = NULL;
  g_autofree char *with_marks = NULL;
  g_autofree char *other_marks = NULL;

  add_um (self);
  request->from = START + 2 * DAY;
  request->to = START + 6 * DAY;
  plain = id_of (self, request);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *id = NULL;

      add_rates (self, START + cases[i].from * DAY, START + cases[i].to * DAY, 0.001);
      id = id_of (self, request);
      if ((strcmp (id, plain) == 0) != cases[i].same)
        g_error ("rates %s: %s", cases[i].name, cases[i].same ? "another id" : "the same id");
      forget (self, "funding");
    }

  add_rates (self, START, START + 10 * DAY, 0.001);
  with_rates = id_of (self, request);
  add_rates (self, START + 4 * DAY, START + 4 * DAY + 1, 0.002);
  other_rates = id_of (self, request);
  add_price (self, START + 4 * DAY, 0.002);
  with_price = id_of (self, request);
  add_marks (self, CDL_INTERVAL_1M, 1.0);
  with_marks = id_of (self, request);
  add_marks (self, CDL_INTERVAL_1M, 0.99);
  other_marks = id_of (self, request);
  g_assert_cmpstr (with_rates, !=, other_rates);
  g_assert_cmpstr (with_price, !=, other_rates);
  g_assert_cmpstr (with_marks, !=, with_price);
  g_assert_cmpstr (with_marks, !=, other_marks);
}

/* Marks liquidate where prices do not; those that say the same as prices change nothing. Finer ones
 * do for a coarser path. */
static void
test_marks (CdlTestLab *self, gconstpointer data)
{
  static const CdlInterval paths[] = { CDL_INTERVAL_1M, CDL_INTERVAL_5M };

  add_um (self);
  for (gsize i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      g_autoptr (CdlTestRequest) request = um_request (TRUE);
      Outcome none, same, fallen;

      request->has_path_interval = TRUE;
      request->path_interval = paths[i];
      forget (self, "mark");
      none = outcome_of (self, request);
      add_marks (self, CDL_INTERVAL_1M, 1.0);
      same = outcome_of (self, request);
      add_marks (self, CDL_INTERVAL_1M, 0.9);
      fallen = outcome_of (self, request);

      g_assert_cmpfloat (none.trades, >, 20.0);
      g_assert_cmpfloat (none.liquidation_loss, ==, 0.0);
      g_assert_cmpfloat (same.net, ==, none.net);
      g_assert_cmpfloat (fallen.liquidation_loss, !=, 0.0);
      g_assert_cmpfloat (fallen.net, <, none.net);
    }
}

/* Tiers are the symbol's own, part of the settings, and wanted of every symbol. */
static void
test_tiers (CdlTestLab *self, gconstpointer data)
{
  g_autoptr (CdlTestRequest) request = um_request (TRUE);
  g_autoptr (CdlTestRequest) plain = um_request (TRUE);
  g_autoptr (CdlTest) test = NULL;
  g_autoptr (CdlDiagnostics) diagnostics = cdl_diagnostics_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *id = NULL;
  g_autofree char *plain_id = NULL;
  const CdlTestPart *part;
  guint64 variant;

  add_um (self);
  test = cdl_test_lab_ready (self, request);
  part = cdl_test_part (test, 0, &variant);
  g_assert_cmpuint (part->settings.n_tiers, ==, 1);
  g_assert_nonnull (strstr (part->settings_text, "\"max_leverage\":125"));

  g_clear_pointer (&plain->brackets, cdl_leverage_brackets_free);
  id = id_of (self, request);
  plain_id = id_of (self, plain);
  g_assert_cmpstr (id, !=, plain_id);

  cdl_leverage_brackets_free (request->brackets);
  request->brackets = cdl_leverage_brackets_parse ("[]", 2, "empty.json", NULL);
  g_assert_null (cdl_test_new (self->market.archive, request, diagnostics, &error));
  g_assert_error (error, CDL_MARKET_ERROR, CDL_MARKET_ERROR_NOT_FOUND);
  g_assert_cmpstr (error->message, ==, "empty.json has no leverage brackets of SYNTHA");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  CDL_TEST_LAB_ADD ("/perpetual/funding", test_funding);
  CDL_TEST_LAB_ADD ("/perpetual/spot", test_spot);
  CDL_TEST_LAB_ADD ("/perpetual/ids", test_ids);
  CDL_TEST_LAB_ADD ("/perpetual/marks", test_marks);
  CDL_TEST_LAB_ADD ("/perpetual/tiers", test_tiers);

  return g_test_run ();
}
