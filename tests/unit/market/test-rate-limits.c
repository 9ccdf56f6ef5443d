#include "cdl-test-market.h"

#include "cdl-rate-limits.h"
#include "cdl-time.h"

#include <string.h>

#define ROW(type, unit, n, limit)                                                                  \
  "{\"rateLimitType\":\"" type "\",\"interval\":\"" unit "\",\"intervalNum\":" n                   \
  ",\"limit\":" limit "}"

/* Those of requests are read, those of orders and what makes no sense are not; of several of one
 * kind the least counts. */
static void
test_parse (void)
{
  static const struct
  {
    const char *rows;
    CdlRateLimits limits;
  } cases[] = {
    { "", { .n = 0 } },
    { ROW ("ORDERS", "SECOND", "10", "100"), { .n = 0 } },
    { ROW ("REQUEST_WEIGHT", "MINUTE", "1", "6000") "," ROW (
          "ORDERS", "DAY", "1", "200000") "," ROW ("RAW_REQUESTS", "MINUTE", "5", "300000"),
      { { { TRUE, CDL_MINUTE_MS, 6000 }, { FALSE, 5 * CDL_MINUTE_MS, 300000 } }, 2 } },
    { ROW ("REQUEST_WEIGHT", "MINUTE", "1", "2400") "," ROW ("REQUEST_WEIGHT", "SECOND", "60",
                                                             "1200"),
      { { { TRUE, CDL_MINUTE_MS, 1200 } }, 1 } },
    { ROW ("RAW_REQUESTS", "DAY", "1", "99999999999"), { { { FALSE, CDL_DAY_MS, G_MAXINT } }, 1 } },
    { ROW ("REQUEST_WEIGHT", "MINUTE", "0", "6000"), { .n = 0 } },
    { ROW ("REQUEST_WEIGHT", "MINUTE", "1", "0"), { .n = 0 } },
    { ROW ("REQUEST_WEIGHT", "MINUTE", "1", "-5"), { .n = 0 } },
    { ROW ("REQUEST_WEIGHT", "FORTNIGHT", "1", "5"), { .n = 0 } },
    { ROW ("REQUEST_WEIGHT", "DAY", "2", "5"), { .n = 0 } },
    { "7,null,[],{\"rateLimitType\":7}", { .n = 0 } },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = g_strdup_printf ("{\"rateLimits\":[%s]}", cases[i].rows);
      CdlRateLimits limits;

      g_assert_cmpint (cdl_rate_limits_parse (text, strlen (text), &limits), ==,
                       cases[i].limits.n > 0);
      g_assert_cmpuint (limits.n, ==, cases[i].limits.n);
      for (guint j = 0; j < limits.n; j++)
        {
          const CdlRateLimit *is = &limits.limit[j], *wanted = &cases[i].limits.limit[j];

          g_assert_cmpint (is->weight, ==, wanted->weight);
          g_assert_cmpint (is->length_ms, ==, wanted->length_ms);
          g_assert_cmpuint (is->most, ==, wanted->most);
        }
    }
}

/* They are kept for the address that told them. */
static void
test_kept (CdlTestMarket *self, gconstpointer data)
{
  const CdlRateLimits limits
      = { { { TRUE, CDL_MINUTE_MS, 50 }, { FALSE, 5 * CDL_MINUTE_MS, 70 } }, 2 };
  CdlRateLimits loaded;
  g_autofree char *path = g_build_filename (self->root, "exchange", "spot-limits.json", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_false (cdl_rate_limits_load (&loaded, self->root, CDL_MARKET_SPOT, "http://a"));
  cdl_rate_limits_save (&limits, self->root, CDL_MARKET_SPOT, "http://a", &error);
  g_assert_no_error (error);
  g_assert_true (cdl_rate_limits_load (&loaded, self->root, CDL_MARKET_SPOT, "http://a"));
  g_assert_cmpuint (loaded.n, ==, 2);
  g_assert_true (loaded.limit[0].weight);
  g_assert_cmpuint (loaded.limit[0].most, ==, 50);
  g_assert_cmpint (loaded.limit[1].length_ms, ==, 5 * CDL_MINUTE_MS);
  g_assert_cmpuint (loaded.limit[1].most, ==, 70);
  g_assert_false (cdl_rate_limits_load (&loaded, self->root, CDL_MARKET_SPOT, "http://b"));
  g_assert_false (cdl_rate_limits_load (&loaded, self->root, CDL_MARKET_UM, "http://a"));

  g_assert_true (
      g_file_set_contents (path,
                           "{\"address\":\"http://a\",\"told_at\":1,\"rateLimits\":[" ROW (
                               "REQUEST_WEIGHT", "MINUTE", "1", "9") "]}",
                           -1, NULL));
  g_assert_false (cdl_rate_limits_load (&loaded, self->root, CDL_MARKET_SPOT, "http://a"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/rate-limits/parse", test_parse);
  CDL_TEST_ADD ("/rate-limits/kept", test_kept);

  return g_test_run ();
}
