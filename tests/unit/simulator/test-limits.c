#include "cdl-rest.h"
#include "cdl-sim-limits.h"
#include "cdl-time.h"

#define MINUTE (1000 * CDL_MINUTE_MS)

static guint
status (CdlSimLimits *limits, guint weight, gint64 now)
{
  g_autoptr (CdlSimReply) reply = cdl_sim_limits_take (limits, weight, now);

  return reply ? reply->status : 200;
}

static const char *
header (const CdlSimReply *reply, const char *name)
{
  for (guint i = 0; i + 1 < reply->headers->len; i += 2)
    if (g_str_equal (reply->headers->pdata[i], name))
      return reply->headers->pdata[i + 1];

  return NULL;
}

/* Weight adds up within a minute of the clock, and is forgotten with it. */
static void
test_window (void)
{
  CdlSimLimits limits;
  g_autoptr (CdlSimReply) reply = NULL;

  cdl_sim_limits_init (&limits, CDL_MARKET_SPOT, 0, 0);
  g_assert_cmpuint (limits.limit, ==, 6000);
  cdl_sim_limits_init (&limits, CDL_MARKET_UM, 0, 0);
  g_assert_cmpuint (limits.limit, ==, 2400);

  cdl_sim_limits_init (&limits, CDL_MARKET_SPOT, 100, 0);
  g_assert_cmpuint (status (&limits, 60, MINUTE), ==, 200);
  g_assert_cmpuint (status (&limits, 40, MINUTE + 1), ==, 200);
  reply = cdl_sim_limits_take (&limits, 1, MINUTE + 18500);
  g_assert_cmpuint (reply->status, ==, 429);
  g_assert_cmpstr (header (reply, "Retry-After"), ==, "42");
  g_assert_nonnull (strstr (reply->body->str, "\"code\":-1003"));
  g_assert_cmpuint ((guint) limits.violations, ==, 0);
  g_assert_cmpuint (status (&limits, 1, MINUTE + 50000), ==, 429);
  g_assert_cmpuint ((guint) limits.violations, ==, 1);
  g_assert_cmpuint (status (&limits, 1, MINUTE + CDL_MINUTE_MS), ==, 200);
  g_assert_cmpuint (limits.used, ==, 1);
}

/* Requests count as well, in windows of five minutes, but for futures, who have no such limit. */
static void
test_requests (void)
{
  CdlSimLimits limits;
  g_autoptr (CdlSimReply) reply = NULL;

  cdl_sim_limits_init (&limits, CDL_MARKET_SPOT, 0, 0);
  g_assert_cmpuint (limits.raw_limit, ==, 300000);
  cdl_sim_limits_init (&limits, CDL_MARKET_UM, 0, 0);
  g_assert_cmpuint (limits.raw_limit, ==, 0);

  cdl_sim_limits_init (&limits, CDL_MARKET_SPOT, 0, 3);
  for (int i = 0; i < 3; i++)
    g_assert_cmpuint (status (&limits, 1, MINUTE + i * CDL_MINUTE_MS), ==, 200);
  reply = cdl_sim_limits_take (&limits, 1, MINUTE + 4 * CDL_MINUTE_MS);
  g_assert_cmpuint (reply->status, ==, 429);
  g_assert_cmpstr (header (reply, "Retry-After"), ==, "60");
  g_assert_nonnull (strstr (reply->body->str, "Too many requests; current limit is 3 requests"));
  g_assert_cmpuint ((guint) limits.refused, ==, 1);
  g_assert_cmpuint (limits.used, ==, 0);
  g_assert_cmpuint (status (&limits, 1, MINUTE + 5 * CDL_MINUTE_MS), ==, 200);
}

/* Who goes on regardless is banned, for longer each time. */
static void
test_ban (void)
{
  CdlSimLimits limits;
  g_autoptr (CdlSimReply) reply = NULL;
  gint64 now = MINUTE;

  cdl_sim_limits_init (&limits, CDL_MARKET_UM, 10, 0);
  for (int ban = 0; ban < 3; ban++)
    {
      gint64 seconds = 120 << ban;
      int refused = 0;

      g_assert_cmpuint (status (&limits, 10, now), ==, 200);
      while (status (&limits, 1, now) == 429)
        refused++;
      g_assert_cmpint (refused, ==, 10);
      g_assert_cmpuint (status (&limits, 1, now + seconds * 1000 - 1), ==, 418);
      now += (seconds + 60) * 1000;
    }

  cdl_sim_limits_ban (&limits, now, 7);
  reply = cdl_sim_limits_take (&limits, 1, now + 500);
  g_assert_cmpuint (reply->status, ==, 418);
  g_assert_cmpstr (header (reply, "Retry-After"), ==, "7");
}

static void
test_weights (void)
{
  static const struct
  {
    const char *path, *limit;
    guint weight;
  } rows[] = {
    { "/api/v3/ping", NULL, 1 },         { "/api/v3/klines", NULL, 2 },
    { "/api/v3/klines", "1000", 2 },     { "/api/v3/exchangeInfo", NULL, 20 },
    { "/api/v3/aggTrades", NULL, 4 },    { "/fapi/v1/klines", NULL, 5 },
    { "/fapi/v1/klines", "99", 1 },      { "/fapi/v1/klines", "100", 2 },
    { "/fapi/v1/klines", "499", 2 },     { "/fapi/v1/klines", "500", 5 },
    { "/fapi/v1/klines", "1000", 5 },    { "/fapi/v1/klines", "1001", 10 },
    { "/fapi/v1/aggTrades", NULL, 20 },  { "/fapi/v1/exchangeInfo", NULL, 1 },
    { "/api/v3/ticker/price", NULL, 4 }, { "/fapi/v1/premiumIndex", NULL, 10 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GHashTable) query = g_hash_table_new (g_str_hash, g_str_equal);
      CdlRestRequest request = { .path = rows[i].path, .query = query };

      if (rows[i].limit)
        g_hash_table_insert (query, (gpointer) "limit", (gpointer) rows[i].limit);
      g_assert_true (cdl_rest_knows (rows[i].path, &request.market));
      g_assert_cmpuint (cdl_rest_weight (&request), ==, rows[i].weight);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/simulator/limits/window", test_window);
  g_test_add_func ("/simulator/limits/requests", test_requests);
  g_test_add_func ("/simulator/limits/ban", test_ban);
  g_test_add_func ("/simulator/limits/weights", test_weights);

  return g_test_run ();
}
