#include "cdl-cli-synthetic.h"

#include "cdl-cli.h"
#include "cdl-hash.h"
#include "cdl-synthetic.h"
#include "cdl-time.h"

#define MINUTE_MS (60 * 1000)

/* Every some days the exchange is down for an hour and a half: klines are missing. */
#define OUTAGE_PERIOD_DAYS 60
#define OUTAGE_DAY         17
#define OUTAGE_FROM_MS     (130 * MINUTE_MS)
#define OUTAGE_TO_MS       (225 * MINUTE_MS)

static const struct
{
  char letter;
  double price, volatility;
} markets[] = {
  { 'A', 60000.0, 0.6 },
  { 'B', 180.0, 0.9 },
};

char **
cdl_cli_synthetic_symbols (guint64 seed)
{
  char **symbols = g_new0 (char *, G_N_ELEMENTS (markets) + 1);

  for (gsize i = 0; i < G_N_ELEMENTS (markets); i++)
    symbols[i] = g_strdup_printf (CDL_CLI_SYNTHETIC_PREFIX "%" G_GUINT64_FORMAT "%c", seed,
                                  markets[i].letter);

  return symbols;
}

gint64
cdl_cli_synthetic_start (void)
{
  CdlSyntheticOptions options;

  cdl_synthetic_options_init (&options, 0);

  return options.start;
}

CdlDecimal
cdl_cli_synthetic_tick (void)
{
  CdlSyntheticOptions options;

  cdl_synthetic_options_init (&options, 0);

  return options.tick;
}

static gboolean
in_outage (gint64 start, gint64 open_time)
{
  gint64 day = (open_time - start) / CDL_DAY_MS, time = (open_time - start) % CDL_DAY_MS;

  return day % OUTAGE_PERIOD_DAYS == OUTAGE_DAY && time >= OUTAGE_FROM_MS && time < OUTAGE_TO_MS;
}

static CdlColumns *
make_klines (gsize market, guint64 seed, int days)
{
  CdlSyntheticOptions options;
  g_autoptr (CdlSynthetic) synthetic = NULL;
  CdlColumns *columns = cdl_columns_new (CDL_INTERVAL_1M, (1u << CDL_N_FIELDS) - 1);
  double values[CDL_N_FIELDS];
  gint64 open_time;

  cdl_synthetic_options_init (&options, seed * G_N_ELEMENTS (markets) + market);
  options.price = markets[market].price;
  options.volatility = markets[market].volatility;
  options.quiet = 0.001;
  options.holes = 0.00002;
  synthetic = cdl_synthetic_new (&options);

  for (;;)
    {
      open_time = cdl_synthetic_next (synthetic, values);
      if (open_time >= options.start + days * CDL_DAY_MS)
        return columns;
      if (!in_outage (options.start, open_time))
        cdl_columns_append (columns, open_time, values);
    }
}

gboolean
cdl_cli_synthetic_write (guint64 seed, int days, GError **error)
{
  g_autoptr (CdlArchive) archive = cdl_cli_archive ();
  g_auto (GStrv) symbols = cdl_cli_synthetic_symbols (seed);
  g_autofree char *file = g_strdup_printf ("synthetic, seed %" G_GUINT64_FORMAT, seed);
  g_autofree char *digest = cdl_sha256 (file, -1);
  const CdlSourceFile source = { .file = file, .sha256 = digest };

  for (gsize i = 0; i < G_N_ELEMENTS (markets); i++)
    {
      g_autoptr (CdlColumns) columns = make_klines (i, seed, days);
      CdlDatasetName name;
      CdlWriteResult result;

      if (!cdl_dataset_name_init (&name, CDL_MARKET_SPOT, symbols[i], CDL_INTERVAL_1M))
        g_assert_not_reached ();
      if (!cdl_archive_write (archive, &name, cdl_columns_view (columns), &source, FALSE, &result,
                              error))
        return FALSE;
    }

  return TRUE;
}
