#include "cdl-test-market.h"

#include "cdl-funding.h"

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

#define T0 "1704067200002" /* 2024-01-01 00:00:00.002 */
#define T1 "1704096000000" /* 08:00 */

/* The same two rates in all the ways they are written. */
static void
test_good (void)
{
  static const char *const texts[] = {
    "ts,rate\n" T0 ",0.0001\n" T1 ",-2.5e-05\n",
    "ts,rate\r\n" T0 ",0.0001\r\n\r\n" T1 ",-0.000025",
    T0 ",0.0001\n" T1 ",-0.000025\n",
    "rate,x,time\n0.0001,9," T0 "\n-0.000025,9," T1 "\n",
    "calc_time,funding_interval_hours,last_funding_rate\n" T0 ",8,0.00010000\n" T1
    ",8,-0.00002500\n",
    "time,rate\n2024-01-01 00:00:00.002,0.0001\n2024-01-01T08:00Z,-0.000025\n",
    "[{\"symbol\":\"BTCUSDT\",\"fundingRate\":\"0.00010000\",\"fundingTime\":" T0 "},"
    "{\"symbol\":\"BTCUSDT\",\"fundingRate\":\"-0.00002500\",\"fundingTime\":" T1
    ",\"markPrice\":\"42000.1\"}]",
    " [{\"rate\":0.0001,\"ts\":\"" T0 "\"},{\"rate\":-2.5e-05,\"ts\":\"" T1 "\"}]\n",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GError) error = NULL;
      gsize n = 0;
      g_autofree CdlFunding *rates
          = cdl_funding_parse (texts[i], strlen (texts[i]), "f.csv", &n, &error);

      g_assert_no_error (error);
      g_assert_cmpuint (n, ==, 2);
      g_assert_cmpint (rates[0].time, ==, G_GINT64_CONSTANT (1704067200002));
      g_assert_cmpfloat (rates[0].rate, ==, 0.0001);
      g_assert_cmpint (rates[1].time, ==, G_GINT64_CONSTANT (1704096000000));
      g_assert_cmpfloat (rates[1].rate, ==, -0.000025);
    }
}

/* The mark price is taken where a column or member of that name has one. */
static void
test_prices (void)
{
  static const struct
  {
    const char *text;
    double first, second;
  } rows[] = {
    { "time,rate,mark_price\n" T0 ",0.1,42000.5\n" T1 ",0.2,\n", 42000.5, 0.0 },
    { "markPrice,rate,time\n1,0.1," T0 "\n0,0.2," T1 "\n", 1.0, 0.0 },
    { "[{\"fundingTime\":" T0 ",\"fundingRate\":\"0.1\",\"markPrice\":\"\"},{\"fundingTime\":" T1
      ",\"fundingRate\":\"0.2\",\"markPrice\":\"42000.1\"}]",
      0.0, 42000.1 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;
      gsize n = 0;
      g_autofree CdlFunding *rates
          = cdl_funding_parse (rows[i].text, strlen (rows[i].text), "f.csv", &n, &error);

      g_assert_no_error (error);
      g_assert_cmpuint (n, ==, 2);
      g_assert_cmpfloat (rates[0].price, ==, rows[i].first);
      g_assert_cmpfloat (rates[1].price, ==, rows[i].second);
    }
}

static void
test_bad (void)
{
  static const struct
  {
    const char *text;
    const char *words;
  } rows[] = {
    { "", "f.csv, line 1: no funding rates in it" },
    { "ts,rate\n", "no funding rates in it" },
    { "[]", "no funding rates in it" },
    { "open,high\n1,2\n", "f.csv, line 1: not funding rates; a header “ts,rate”" },
    { T0 ",1,2\n", "line 1: not funding rates" },
    { "ts,rate\n" T0 ",0.0001\nnow,0.0001\n", "f.csv, line 3: “now” is not a time" },
    { "ts,rate\n" T0 ",\n", "line 2: “” is not a rate" },
    { "ts,rate\n" T0 ",nan\n", "line 2: “nan” is not a rate" },
    { "ts,rate\n" T0 ",1e999\n", "line 2: “1e999” is not a rate" },
    { "ts,rate\n" T0 ",1\n", "line 2: a rate of 1; rates are fractions, 0.0001 is 0.01 %" },
    { "ts,rate\n" T0 "\n", "line 2: has 1 columns; 2 are needed" },
    { "ts,rate,price\n" T0 ",0.1\n", "line 2: has 2 columns; 3 are needed" },
    { "ts,rate,price\n" T0 ",0.1,-5\n", "line 2: “-5” is not a mark price" },
    { "ts,rate,price\n" T0 ",0.1,inf\n", "line 2: “inf” is not a mark price" },
    { "ts,rate\n" T1 ",0.0001\n" T0 ",0.0001\n",
      "line 3: " T0 " is not later than the row before" },
    { "ts,rate\n" T1 ",0.0001\n" T1 ",0.0001\n",
      "line 3: " T1 " is not later than the row before" },
    { "[{\"fundingTime\":" T0 "}]", "f.csv, entry 1: not a funding rate" },
    { "[7]", "entry 1: not a funding rate" },
    { "[{\"fundingTime\":" T0 ",\"fundingRate\":null}]", "entry 1: not a funding rate" },
    { "[{\"fundingTime\":" T0 ",\"fundingRate\":true}]", "entry 1: not a funding rate" },
    { "[{\"fundingTime\"", "f.csv, line 1, column 16: not JSON" },
    { "\xff\xfe\n", "f.csv, line 1: not text; is it compressed, or damaged?" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;
      gsize n;

      g_assert_null (cdl_funding_parse (rows[i].text, strlen (rows[i].text), "f.csv", &n, &error));
      g_test_message ("%s", error->message);
      g_assert_error (error, CDL_MARKET_ERROR, CDL_MARKET_ERROR_FORMAT);
      g_assert_nonnull (strstr (error->message, rows[i].words));
    }
}

static void
assert_stored (CdlTestMarket *self, const CdlFunding *expected, gsize n_expected)
{
  g_autofree CdlFunding *rates = NULL;
  g_autoptr (GError) error = NULL;
  gsize n;

  cdl_funding_load (self->root, "BTCUSDT", &rates, &n, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (n, ==, n_expected);
  for (gsize i = 0; i < n; i++)
    {
      g_assert_cmpint (rates[i].time, ==, expected[i].time);
      g_assert_cmpfloat (rates[i].rate, ==, expected[i].rate);
      if (isnan (expected[i].price))
        g_assert_true (isnan (rates[i].price));
      else
        g_assert_cmpfloat (rates[i].price, ==, expected[i].price);
    }
}

/* In any order, with overlaps whose stamps differ by a few ms; other rates only when asked to. */
static void
test_store (CdlTestMarket *self, gconstpointer data)
{
  static const CdlFunding late[] = { { 2000000, 0.1 }, { 3000000, 0.2 } };
  static const CdlFunding early[] = { { 1000000, -0.1 }, { 2000004, 0.1 } };
  static const CdlFunding other[] = { { 2999999, 0.3 }, { 4000000, 0.4 } };
  static const CdlFunding merged[] = { { 1000000, -0.1 }, { 2000000, 0.1 }, { 3000000, 0.2 } };
  static const CdlFunding replaced[]
      = { { 1000000, -0.1 }, { 2000000, 0.1 }, { 2999999, 0.3 }, { 4000000, 0.4 } };
  g_autoptr (GError) error = NULL;
  CdlWriteResult result;

  assert_stored (self, NULL, 0);
  g_assert_true (cdl_funding_store (self->root, "BTCUSDT", late, 2, FALSE, &result, &error));
  g_assert_cmpuint (result.added, ==, 2);
  g_assert_true (cdl_funding_store (self->root, "BTCUSDT", early, 2, FALSE, &result, &error));
  g_assert_cmpuint (result.added, ==, 1);
  g_assert_cmpuint (result.same, ==, 1);
  assert_stored (self, merged, 3);

  g_assert_false (cdl_funding_store (self->root, "BTCUSDT", other, 2, FALSE, &result, &error));
  g_assert_error (error, CDL_MARKET_ERROR, CDL_MARKET_ERROR_CONFLICT);
  g_assert_cmpstr (error->message, ==,
                   "the funding rate of 1970-01-01 00:49:59.999 is 0.3, stored is 0.2");
  g_clear_error (&error);
  assert_stored (self, merged, 3);
  g_assert_true (cdl_funding_store (self->root, "BTCUSDT", other, 2, TRUE, &result, &error));
  g_assert_cmpuint (result.replaced, ==, 1);
  assert_stored (self, replaced, 4);

  g_assert_false (cdl_funding_store (self->root, "../BTC", other, 2, TRUE, &result, &error));
  g_assert_error (error, CDL_MARKET_ERROR, CDL_MARKET_ERROR_FORMAT);
}

/* Prices come to stamps that had none, which are otherwise as they were, and are never lost. */
static void
test_store_prices (CdlTestMarket *self, gconstpointer data)
{
  static const CdlFunding plain[] = { { 1000000, 0.1 }, { 2000000, 0.2 }, { 3000000, 0.3 } };
  static const CdlFunding priced[] = { { 1000003, 0.1, 7.5 }, { 2000003, 0.2, NAN } };
  static const CdlFunding both[]
      = { { 1000000, 0.1, 7.5 }, { 2000000, 0.2, NAN }, { 3000000, 0.3 } };
  static const CdlFunding other = { 1000000, 0.1, 8.0 };
  static const CdlFunding rate = { 1000000, 0.9 };
  static const CdlFunding replaced[]
      = { { 1000000, 0.9, 8.0 }, { 2000000, 0.2, NAN }, { 3000000, 0.3 } };
  g_autofree char *path
      = g_build_filename (self->root, "funding", "um", "BTCUSDT", "price.npy", NULL);
  g_autoptr (GError) error = NULL;
  CdlWriteResult result;

  /* As it was stored before there were prices. */
  g_assert_true (cdl_funding_store (self->root, "BTCUSDT", plain, 3, FALSE, &result, &error));
  g_assert_cmpint (g_unlink (path), ==, 0);
  assert_stored (self, plain, 3);

  for (guint again = 0; again < 2; again++)
    {
      g_assert_true (cdl_funding_store (self->root, "BTCUSDT", priced, 2, FALSE, &result, &error));
      g_assert_cmpuint (result.completed, ==, again == 0 ? 2 : 0);
      g_assert_cmpuint (result.same, ==, again == 0 ? 0 : 2);
      g_assert_cmpuint (result.replaced + result.added, ==, 0);
      assert_stored (self, both, 3);
      g_assert_true (cdl_funding_store (self->root, "BTCUSDT", plain, 3, FALSE, &result, &error));
      g_assert_cmpuint (result.same, ==, 3);
      assert_stored (self, both, 3);
    }

  g_assert_false (cdl_funding_store (self->root, "BTCUSDT", &other, 1, FALSE, &result, &error));
  g_assert_error (error, CDL_MARKET_ERROR, CDL_MARKET_ERROR_CONFLICT);
  g_assert_cmpstr (error->message, ==,
                   "the mark price at the funding of 1970-01-01 00:16:40 is 8, stored is 7.5");
  assert_stored (self, both, 3);
  g_assert_true (cdl_funding_store (self->root, "BTCUSDT", &other, 1, TRUE, &result, NULL));
  g_assert_true (cdl_funding_store (self->root, "BTCUSDT", &rate, 1, TRUE, &result, NULL));
  g_assert_cmpuint (result.replaced, ==, 1);
  assert_stored (self, replaced, 3);
}

static void
test_damaged_store (CdlTestMarket *self, gconstpointer data)
{
  static const CdlFunding rates[] = { { 1000000, 0.1 }, { 2000000, 0.1 } };
  static const char *const files[] = { "time.npy", "rate.npy", "price.npy" };

  for (gsize i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *symbol = g_strdup_printf ("SYMBOL%" G_GSIZE_FORMAT, i);
      g_autofree char *path
          = g_build_filename (self->root, "funding", "um", symbol, files[i], NULL);
      g_autofree char *bytes = NULL;
      g_autofree CdlFunding *read = NULL;
      g_autoptr (GError) error = NULL;
      CdlWriteResult result;
      gsize n;

      g_assert_true (cdl_funding_store (self->root, symbol, rates, 2, FALSE, &result, NULL));
      g_assert_true (g_file_get_contents (path, &bytes, &n, NULL));
      g_assert_true (g_file_set_contents (path, bytes, (gssize) n - 8, NULL));
      g_assert_false (cdl_funding_load (self->root, symbol, &read, &n, &error));
      g_assert_error (error, CDL_MARKET_ERROR, CDL_MARKET_ERROR_DAMAGED);
      g_assert_false (cdl_funding_store (self->root, symbol, rates, 2, FALSE, &result, NULL));
    }
}

static void
test_import (CdlTestMarket *self, gconstpointer data)
{
  static const char *const months[]
      = { "02.csv", "ts,rate\n" T1 ",0.2\n", "01.csv", "ts,rate\n" T0 ",0.1\n", NULL };
  static const CdlFunding expected[] = { { 1704067200002, 0.1 }, { 1704096000000, 0.2 } };
  static const char *const names[]
      = { "BTCUSDT-fundingRate-2024.zip", "funding_binance_BTCUSDT.zip" };
  g_autofree char *nameless = cdl_test_file (self, "rates.csv", "ts,rate\n" T0 ",0.1\n", -1);
  g_autofree char *bad = cdl_test_file (self, "BTCUSDT.csv", "ts,rate\n" T0 ",9\n", -1);
  g_autoptr (GError) error = NULL;
  CdlWriteResult result;

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = cdl_test_container (self, names[i], "zip", "none", months);
      g_autofree char *symbol = NULL;

      cdl_funding_import (self->root, path, NULL, FALSE, &symbol, &result, &error);
      g_assert_no_error (error);
      g_assert_cmpstr (symbol, ==, "BTCUSDT");
      g_assert_cmpuint (result.added, ==, i == 0 ? 2 : 0);
      assert_stored (self, expected, 2);
    }
  g_assert_false (cdl_funding_import (self->root, nameless, NULL, FALSE, NULL, &result, &error));
  g_assert_nonnull (strstr (error->message, "rates.csv: its name does not tell the symbol"));
  g_clear_error (&error);
  g_assert_false (cdl_funding_import (self->root, bad, NULL, FALSE, NULL, &result, &error));
  g_assert_nonnull (strstr (error->message, "BTCUSDT.csv, line 2: a rate of 9"));
  assert_stored (self, expected, 2);
}

static void
test_list (CdlTestMarket *self, gconstpointer data)
{
  static const char *const symbols[] = { "ETHUSDT", "BTCUSDT" };
  static const CdlFunding rate = { 1704067200002, 0.1 };
  g_auto (GStrv) none = cdl_funding_list (self->root);
  g_auto (GStrv) all = NULL;
  g_autofree char *listed = NULL;

  g_assert_cmpuint (g_strv_length (none), ==, 0);
  for (gsize i = 0; i < G_N_ELEMENTS (symbols); i++)
    {
      g_autoptr (GError) error = NULL;
      CdlWriteResult result;

      cdl_funding_store (self->root, symbols[i], &rate, 1, FALSE, &result, &error);
      g_assert_no_error (error);
    }
  all = cdl_funding_list (self->root);
  listed = g_strjoinv (" ", all);
  g_assert_cmpstr (listed, ==, "BTCUSDT ETHUSDT");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/funding/good", test_good);
  g_test_add_func ("/funding/prices", test_prices);
  g_test_add_func ("/funding/bad", test_bad);
  CDL_TEST_ADD ("/funding/store", test_store);
  CDL_TEST_ADD ("/funding/store-prices", test_store_prices);
  CDL_TEST_ADD ("/funding/damaged-store", test_damaged_store);
  CDL_TEST_ADD ("/funding/import", test_import);
  CDL_TEST_ADD ("/funding/list", test_list);

  return g_test_run ();
}
