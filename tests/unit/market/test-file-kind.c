#include "cdl-test-market.h"

#include "cdl-file-kind.h"

static void
test_kinds (CdlTestMarket *self, gconstpointer data)
{
  static const struct
  {
    const char *text;
    CdlFileKind kind;
  } rows[] = {
    { "1704067200000,1,2,0.5,1.5,10\n", CDL_FILE_KLINES },
    { "open_time,open,high,low,close,volume\n", CDL_FILE_KLINES },
    { "[[1704067200000,1,2,0.5,1.5,10]]", CDL_FILE_KLINES },
    { "[]", CDL_FILE_KLINES },
    { "nothing of ours", CDL_FILE_KLINES },
    { "Dear Sir or Madam,\nat any rate\n", CDL_FILE_KLINES },
    { "ts,rate\n1,0.1\n", CDL_FILE_FUNDING },
    { "1704067200000,0.0001\n", CDL_FILE_FUNDING },
    { "calc_time,funding_interval_hours,last_funding_rate\n", CDL_FILE_FUNDING },
    { "fundingTime,fundingRate,markPrice\n", CDL_FILE_FUNDING },
    { " [\n {\"symbol\":\"A\",\"fundingRate\":\"0.1\"}]", CDL_FILE_FUNDING },
    { "[{\"ts\":1,\"rate\":0.1}]", CDL_FILE_FUNDING },
    { "[{\"open\":1}]", CDL_FILE_KLINES },
    { "{\"symbols\":[]}", CDL_FILE_EXCHANGE_INFO },
    { "\n {\"symbols\":[]}", CDL_FILE_EXCHANGE_INFO },
    { "https://x/exchangeInfo -> 1.5: {\"symbols\":[]}", CDL_FILE_EXCHANGE_INFO },
  };
  static const char *const filters[] = { "none", "gzip", "xz" };

  for (gsize i = 0; i < G_N_ELEMENTS (rows) * G_N_ELEMENTS (filters); i++)
    {
      const char *const members[] = { "x", rows[i / 3].text, NULL };
      g_autofree char *path = cdl_test_container (self, "x", "raw", filters[i % 3], members);
      g_autoptr (GError) error = NULL;
      CdlFileKind kind;

      cdl_file_kind (path, &kind, &error);
      g_assert_no_error (error);
      g_assert_cmpint (kind, ==, rows[i / 3].kind);
    }
}

static void
test_unreadable (CdlTestMarket *self, gconstpointer data)
{
  g_autofree char *path = cdl_test_file (self, "x.gz", "\x1f\x8b\x08 no gzip", -1);
  g_autoptr (GError) error = NULL;
  CdlFileKind kind;

  g_assert_false (cdl_file_kind (path, &kind, &error));
  g_assert_error (error, CDL_MARKET_ERROR, CDL_MARKET_ERROR_FORMAT);
}

static void
test_names (void)
{
  CdlFileKind kind;

  for (int i = 0; i < CDL_N_FILE_KINDS; i++)
    {
      g_assert_true (cdl_file_kind_parse (cdl_file_kind_name ((CdlFileKind) i), &kind));
      g_assert_cmpint (kind, ==, i);
    }
  g_assert_false (cdl_file_kind_parse ("exchange_info", &kind));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/file-kind/names", test_names);
  CDL_TEST_ADD ("/file-kind/kinds", test_kinds);
  CDL_TEST_ADD ("/file-kind/unreadable", test_unreadable);

  return g_test_run ();
}
