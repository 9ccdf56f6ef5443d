#include "cdl-test-market.h"

#include "cdl-hash.h"

#include <string.h>

#define REST       "1,2,0.5,1.5,10"
#define AT(minute) "2024-01-01 00:" minute ":00," REST "\n"

/* Symbol and interval of file names. */
static void
test_guess (void)
{
  static const struct
  {
    const char *path;
    const char *symbol; /* NULL: not told */
    const char *interval;
  } rows[] = {
    { "BTCUSDT-5m-2024-01.zip", "BTCUSDT", "5m" },
    { "/some/where/BTCUSDT-1mo-2024-01.zip", "BTCUSDT", "1M" },
    { "BTCUSDT-1M.tar.xz", "BTCUSDT", "1M" },
    { "BTCUSDT_1m_2021.csv.xz", "BTCUSDT", "1m" },
    { "BTC_USDT-1m_202111.json.xz", "BTCUSDT", "1m" },
    { "XRP_USDT_USDT-1h-futures.json.gz", "XRPUSDT", "1h" },
    { "1000PEPEUSDT-1s-2024-01-02.csv", "1000PEPEUSDT", "1s" },
    { "BTCUSDT_240628-1d-2024-06.zip", "BTCUSDT_240628", "1d" },
    { "klines.csv", NULL, NULL },
    { "BTCUSDT.csv", NULL, NULL },
    { "my-BTCUSDT-1m.csv", NULL, NULL },
    { "1m.csv", NULL, NULL },
    { "", NULL, NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *symbol = NULL;
      CdlInterval interval = CDL_INTERVAL_1M;
      gboolean found = cdl_import_guess (rows[i].path, &symbol, &interval);

      g_assert_cmpint (found, ==, rows[i].symbol != NULL);
      g_assert_cmpstr (symbol, ==, rows[i].symbol);
      if (found)
        g_assert_cmpstr (cdl_interval_name (interval), ==, rows[i].interval);
    }
}

static gboolean
import (CdlTestMarket *self,
        const char *path,
        const CdlImportOptions *wanted,
        CdlImportResult *result,
        GError **error)
{
  CdlImportOptions options = *wanted;

  options.now_ms = options.now_ms != 0 ? options.now_ms : CDL_TEST_NOW;

  return cdl_import_klines (self->archive, path, &options, result, error);
}

/* The file is on record with its checksum, the rows are counted, and it may come again. */
static void
test_result (CdlTestMarket *self, gconstpointer data)
{
  static const char text[] = AT ("00") AT ("01") AT ("02");
  g_autofree char *path = cdl_test_file (self, "BTCUSDT-1m-2024-01.csv", text, -1);
  g_autofree char *sha256 = cdl_sha256 (text, -1);
  g_autoptr (GError) error = NULL;
  g_autoptr (CdlDataset) dataset = NULL;
  g_autoptr (GPtrArray) sources = NULL;
  CdlImportOptions options = { .market = CDL_MARKET_UM };
  CdlImportResult result;
  const CdlSource *source;

  import (self, path, &options, &result, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (result.rows, ==, 3);
  g_assert_cmpuint (result.written.added, ==, 3);
  dataset = cdl_archive_open (self->archive, &result.name, &error);
  g_assert_no_error (error);
  sources = cdl_archive_sources (self->archive, dataset);
  g_assert_cmpuint (sources->len, ==, 1);
  source = sources->pdata[0];
  g_assert_cmpstr (source->file, ==, "BTCUSDT-1m-2024-01.csv");
  g_assert_cmpstr (source->sha256, ==, sha256);
  g_assert_cmpint (result.name.market, ==, CDL_MARKET_UM);
  g_assert_cmpstr (result.name.symbol, ==, "BTCUSDT");
}

/* Members of one container, in any order, with overlaps and empty ones. */
static void
test_members (CdlTestMarket *self, gconstpointer data)
{
  static const char *const members[] = { "2.csv",  AT ("03") AT ("04"),
                                         "1.csv",  AT ("00") AT ("01"),
                                         "3.csv",  AT ("01") AT ("02") AT ("03"),
                                         "4.json", "[]",
                                         "5.csv",  AT ("05"),
                                         NULL };
  static const char *const differ[]
      = { "1.csv", AT ("00") AT ("01"), "2.csv", "2024-01-01 00:01,1,2,0.5,1.25,10\n", NULL };
  static const char *const mixed[]
      = { "1.csv", AT ("00") AT ("01"), "2.csv", AT ("05") AT ("10") AT ("15"), NULL };
  g_autofree char *path = cdl_test_container (self, "BTCUSDT-1m.tar.gz", "tar", "gzip", members);
  g_autofree char *other = cdl_test_container (self, "ETHUSDT-1m.zip", "zip", "none", differ);
  g_autofree char *third = cdl_test_container (self, "third.zip", "zip", "none", mixed);
  g_autoptr (GError) error = NULL;
  CdlImportOptions options = { 0 };
  CdlImportResult result;

  import (self, path, &options, &result, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (result.rows, ==, 6);

  g_assert_false (import (self, other, &options, &result, &error));
  g_assert_error (error, CDL_MARKET_ERROR, CDL_MARKET_ERROR_CONFLICT);
  g_assert_cmpstr (error->message, ==,
                   "ETHUSDT-1m.zip: 2.csv: the kline of 2024-01-01 00:01 differs from the stored "
                   "one: close is 1.25, stored is 1.5");
  g_clear_error (&error);

  options.symbol = "ETHUSDT";
  g_assert_false (import (self, third, &options, &result, &error));
  g_assert_nonnull (strstr (error->message, "third.zip: 2.csv: its klines are 5m apart, not 1m"));
}

/* Whatever is wrong with a file, the archive stays as it was, to the byte. */
static void
test_nothing_changes (CdlTestMarket *self, gconstpointer data)
{
  static const struct
  {
    const char *name;
    const char *text;
    const char *words;
  } files[] = {
    { "BTCUSDT-1m-a.csv", AT ("03") "2024-01-01 00:04:00,1,0.9,0.5,1.5,10\n", "line 2: high" },
    { "BTCUSDT-1m-b.csv", AT ("05") AT ("04") AT ("06"), "line 2: its open time is before" },
    { "BTCUSDT-1m-c.csv", "2024-01-01 00:01,1,2,0.5,1.75,10\n", "differs from the stored one" },
    { "BTCUSDT-1m-d.csv", "", "is empty" },
    { "BTCUSDT-1m-e.csv", "[]", "holds no closed klines" },
    { "BTCUSDT-1m-f.csv", "2030-01-01 00:01," REST "\n", "holds no closed klines" },
    { "BTCUSDT-1m-g.zip", "PK\3\4 this is no zip", "" },
    { "BTCUSDT-1m-h.gz", "\x1f\x8b\x08 nor is this gzip", "damaged or incomplete" },
    { "BTCUSDT-1m-i.json", "[[1,2", "damaged in element 1: the file ends in the middle" },
    { "nameless.csv", AT ("03"), "its name does not tell the symbol" },
  };
  g_autofree char *good = cdl_test_file (self, "BTCUSDT-1m.csv", AT ("00") AT ("01") AT ("02"), -1);
  g_autofree char *before = NULL;

  cdl_test_import (self, good, NULL);
  before = cdl_test_digest (self);
  for (gsize i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *path = cdl_test_file (self, files[i].name, files[i].text, -1);
      g_autofree char *after = NULL;
      g_autoptr (GError) error = NULL;
      CdlImportOptions options = { 0 };
      CdlImportResult result;

      g_assert_false (import (self, path, &options, &result, &error));
      g_test_message ("%s", error->message);
      g_assert_cmpint (error->domain, ==, CDL_MARKET_ERROR);
      g_assert_nonnull (strstr (error->message, files[i].words));
      g_assert_nonnull (strstr (error->message, files[i].name));
      g_assert_null (result.first_bad);
      after = cdl_test_digest (self);
      g_assert_cmpstr (after, ==, before);
    }
}

static void
test_skip_bad (CdlTestMarket *self, gconstpointer data)
{
  static const char text[] = AT ("00") AT ("01") "x\n" AT ("01") AT ("02");
  g_autofree char *path = cdl_test_file (self, "BTCUSDT-1m.csv", text, -1);
  g_autoptr (GError) error = NULL;
  CdlImportOptions options = { .skip_bad = TRUE };
  CdlImportResult result;

  import (self, path, &options, &result, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (result.bad, ==, 2);
  g_assert_cmpstr (result.first_bad, ==,
                   "BTCUSDT-1m.csv, line 3: it has 1 columns, the first row 6");
  g_assert_cmpuint (result.rows, ==, 3);
  cdl_import_result_clear (&result);
  g_assert_null (result.first_bad);
}

/* What the user says goes before what the name says. */
static void
test_options (CdlTestMarket *self, gconstpointer data)
{
  g_autofree char *path = cdl_test_file (self, "BTCUSDT-1m.csv", AT ("00") AT ("05") AT ("10"), -1);
  g_autofree char *changed
      = cdl_test_file (self, "changed.csv", "2024-01-01 00:05,1,2,0.5,1.25,10\n", -1);
  g_autoptr (GError) error = NULL;
  CdlImportOptions options
      = { .symbol = "SOLUSDT", .has_interval = TRUE, .interval = CDL_INTERVAL_5M };
  CdlImportOptions bad = { .symbol = "../../etc" };
  CdlImportResult result;

  import (self, path, &options, &result, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (result.name.symbol, ==, "SOLUSDT");
  g_assert_cmpint (result.name.interval, ==, CDL_INTERVAL_5M);

  options.replace = TRUE;
  import (self, changed, &options, &result, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (result.written.replaced, ==, 1);

  g_assert_false (import (self, path, &bad, &result, &error));
  g_assert_nonnull (strstr (error->message, "“../../etc” is not a symbol"));
}

static gboolean
cancel (guint64 done, guint64 total, gpointer data)
{
  return FALSE;
}

static void
test_cancel (CdlTestMarket *self, gconstpointer data)
{
  g_autofree char *path = cdl_test_file (self, "BTCUSDT-1m.csv", AT ("00") AT ("01"), -1);
  g_autoptr (GError) error = NULL;
  CdlImportOptions options = { .progress = cancel };
  CdlImportResult result;

  g_assert_false (import (self, path, &options, &result, &error));
  g_assert_error (error, CDL_MARKET_ERROR, CDL_MARKET_ERROR_CANCELLED);
  g_assert_false (g_file_test (self->root, G_FILE_TEST_EXISTS));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/import/guess", test_guess);
  CDL_TEST_ADD ("/import/result", test_result);
  CDL_TEST_ADD ("/import/members", test_members);
  CDL_TEST_ADD ("/import/nothing-changes", test_nothing_changes);
  CDL_TEST_ADD ("/import/skip-bad", test_skip_bad);
  CDL_TEST_ADD ("/import/options", test_options);
  CDL_TEST_ADD ("/import/cancel", test_cancel);

  return g_test_run ();
}
