#include "cdl-http.h"
#include "cdl-pace.h"
#include "cdl-time.h"

#define NOON G_GINT64_CONSTANT (1704110400000)

static void
test_answers (void)
{
  static const struct
  {
    guint status;
    gboolean problem;
    CdlAnswer answer;
  } cases[] = {
    { 200, FALSE, CDL_ANSWER_GOOD },    { 200, TRUE, CDL_ANSWER_AGAIN },
    { 0, TRUE, CDL_ANSWER_AGAIN },      { 500, FALSE, CDL_ANSWER_AGAIN },
    { 503, FALSE, CDL_ANSWER_AGAIN },   { 429, FALSE, CDL_ANSWER_PAUSE },
    { 418, TRUE, CDL_ANSWER_PAUSE },    { 403, FALSE, CDL_ANSWER_REFUSED },
    { 451, FALSE, CDL_ANSWER_REFUSED }, { 404, FALSE, CDL_ANSWER_NONE },
    { 400, FALSE, CDL_ANSWER_WRONG },   { 302, FALSE, CDL_ANSWER_WRONG },
    { 204, FALSE, CDL_ANSWER_WRONG },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpint (cdl_answer_judge (cases[i].status, cases[i].problem), ==, cases[i].answer);
}

static void
test_retry_after (void)
{
  static const struct
  {
    const char *text;
    gint64 ms;
  } cases[] = {
    { "7", 7000 },
    { "0", 0 },
    { "99999", 99999000 },
    { "999999999999999", G_GINT64_CONSTANT (2147483647000) },
    { "-5", -1 },
    { "soon", -1 },
    { "", -1 },
    { "Mon, 01 Jan 2024 12:00:30 GMT", 30000 },
    { "Mon, 01 Jan 2024 11:00:00 GMT", 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpint (cdl_http_retry_after (cases[i].text, NOON), ==, cases[i].ms);
}

static CdlPace
pace_of (guint weight)
{
  const CdlRateLimits limits = { { { TRUE, CDL_MINUTE_MS, weight } }, 1 };
  CdlPace pace = { .offset = 0 };

  cdl_pace_set_limits (&pace, &limits);

  return pace;
}

/* A minute's weight is used up to four fifths, and counted anew in the next one. */
static void
test_weight (void)
{
  CdlPace pace = pace_of (100);
  int asked = 0;

  while (cdl_pace_ask (&pace, 2, NOON + 1000) == 0)
    asked++;
  g_assert_cmpint (asked, ==, 40);
  g_assert_cmpint (cdl_pace_ask (&pace, 2, NOON + 1000), ==, 59000);
  g_assert_cmpint (cdl_pace_ask (&pace, 2, NOON + 60000), ==, 0);

  /* Others of the same address use it up; garbage and old answers change nothing. */
  cdl_pace_answered (&pace, 200, 79, -1, NOON + 61000);
  cdl_pace_answered (&pace, 200, -1, -1, NOON + 61000);
  cdl_pace_answered (&pace, 200, 5, -1, NOON + 61000);
  g_assert_cmpint (cdl_pace_ask (&pace, 2, NOON + 61000), ==, 59000);

  /* A single request above the limit is asked all the same. */
  g_assert_cmpint (cdl_pace_ask (&pace, 500, NOON + 120000), ==, 0);

  /* The host's minutes are those of its own clock. */
  pace = pace_of (10);
  pace.offset = 30000;
  g_assert_cmpint (cdl_pace_ask (&pace, 8, NOON), ==, 0);
  g_assert_cmpint (cdl_pace_ask (&pace, 8, NOON), ==, 30000);
}

/* Each limit counts in its own way, and the longest wait decides; what one refuses, the others do
 * not count. Others that are told take effect at once, and what was used stays used. */
static void
test_limits (void)
{
  const CdlRateLimits both
      = { { { TRUE, CDL_MINUTE_MS, 1000 }, { FALSE, 5 * CDL_MINUTE_MS, 10 } }, 2 };
  const CdlRateLimits less
      = { { { FALSE, 5 * CDL_MINUTE_MS, 20 }, { TRUE, CDL_MINUTE_MS, 100 } }, 2 };
  CdlPace pace = { .offset = 0 };

  cdl_pace_set_limits (&pace, &both);
  for (int i = 0; i < 8; i++)
    g_assert_cmpint (cdl_pace_ask (&pace, 10, NOON), ==, 0);
  g_assert_cmpint (cdl_pace_ask (&pace, 10, NOON + 1000), ==, 299000);
  g_assert_cmpint (cdl_pace_ask (&pace, 10, NOON + 61000), ==, 239000);

  cdl_pace_set_limits (&pace, &less);
  g_assert_cmpint (cdl_pace_ask (&pace, 60, NOON + 61000), ==, 0);
  g_assert_cmpint (cdl_pace_ask (&pace, 60, NOON + 61000), ==, 59000);
  for (int i = 9; i < 16; i++)
    g_assert_cmpint (cdl_pace_ask (&pace, 1, NOON + 121000), ==, 0);
  g_assert_cmpint (cdl_pace_ask (&pace, 1, NOON + 121000), ==, 179000);
}

/* Funding rates have a limit of their own, which nothing else counts against; and what the common
 * ones refuse does not count there. */
static void
test_funding (void)
{
  CdlPace pace = pace_of (100);
  int asked = 0;

  pace.funding.limit = (CdlRateLimit){ FALSE, 5 * CDL_MINUTE_MS, 20 };
  for (int i = 0; i < 79; i++)
    g_assert_cmpint (cdl_pace_ask (&pace, 1, NOON), ==, 0);
  g_assert_cmpint (cdl_pace_ask_funding (&pace, 1, NOON), ==, 0);
  g_assert_cmpint (cdl_pace_ask_funding (&pace, 1, NOON + 1000), ==, 59000);

  while (cdl_pace_ask_funding (&pace, 1, NOON + 60000) == 0)
    asked++;
  g_assert_cmpint (asked, ==, 15);
  g_assert_cmpint (cdl_pace_ask_funding (&pace, 1, NOON + 60000), ==, 240000);
  g_assert_cmpint (cdl_pace_ask (&pace, 1, NOON + 60000), ==, 0);
  g_assert_cmpint (cdl_pace_ask_funding (&pace, 1, NOON + 300000), ==, 0);
}

/* Whatever the host says of its time, no more is asked in a minute of the steady clock than two of
 * its minutes allow, and nothing waits for longer than two. */
static void
test_host_clock (void)
{
  static const gint64 jumps[] = { 500, -500, 30000, -30000, -61000, 3600000, -3600000, 86400000 };

  for (gsize i = 0; i < G_N_ELEMENTS (jumps); i++)
    {
      CdlPace pace = pace_of (100);
      int asked = 0;

      while (cdl_pace_ask (&pace, 2, NOON + 1000) == 0)
        asked++;
      cdl_pace_dated (&pace, NOON + jumps[i], NOON + 1000, NOON + 1100);
      while (cdl_pace_ask (&pace, 2, NOON + 1100) == 0)
        asked++;
      g_assert_cmpint (asked, <=, 80);
      g_assert_cmpint (cdl_pace_ask (&pace, 2, NOON + 1100), <=, 2 * CDL_MINUTE_MS);
    }
}

/* A date of whole seconds puts right only what cannot be. */
static void
test_dates (void)
{
  CdlPace pace = { .offset = 400 };

  cdl_pace_dated (&pace, 5000, 5000, 5200);
  g_assert_cmpint (pace.offset, ==, 400);
  cdl_pace_dated (&pace, 7000, 5000, 5200);
  g_assert_cmpint (pace.offset, ==, 1800);
  cdl_pace_dated (&pace, 5000, 5000, 5200);
  g_assert_cmpint (pace.offset, ==, 999);
  /* An answer that was long on its way tells little. */
  cdl_pace_dated (&pace, 90000, 60000, 120000);
  g_assert_cmpint (pace.offset, ==, 999);
}

static void
test_pauses (void)
{
  static const struct
  {
    guint status;
    gint64 retry_after, pause;
  } cases[] = {
    { 429, 7000, 7000 }, { 429, -1, 60000 },          { 429, 0, 1000 },
    { 418, -1, 120000 }, { 418, 99999000, 99999000 }, { 200, 7000, 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      CdlPace pace = pace_of (1000);

      cdl_pace_answered (&pace, cases[i].status, -1, cases[i].retry_after, NOON);
      g_assert_cmpint (cdl_pace_ask (&pace, 1, NOON), ==, cases[i].pause);
      g_assert_cmpint (cdl_pace_ask (&pace, 1, NOON + cases[i].pause), ==, 0);
      /* A shorter one that follows does not end it. */
      cdl_pace_answered (&pace, 429, -1, 1000, NOON);
      g_assert_cmpint (cdl_pace_ask (&pace, 1, NOON), ==, MAX (cases[i].pause, 1000));
    }
}

static void
test_backoff (void)
{
  g_assert_cmpint (cdl_backoff (500, 0, 0.0), ==, 1);
  g_assert_cmpint (cdl_backoff (500, 1, 0.999999), <=, 1001);
  g_assert_cmpint (cdl_backoff (500, 1, 0.999999), >=, 990);
  g_assert_cmpint (cdl_backoff (500, 63, 0.999999), <=, CDL_BACKOFF_MAX_MS + 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pace/answers", test_answers);
  g_test_add_func ("/pace/retry-after", test_retry_after);
  g_test_add_func ("/pace/weight", test_weight);
  g_test_add_func ("/pace/limits", test_limits);
  g_test_add_func ("/pace/funding", test_funding);
  g_test_add_func ("/pace/host-clock", test_host_clock);
  g_test_add_func ("/pace/dates", test_dates);
  g_test_add_func ("/pace/pauses", test_pauses);
  g_test_add_func ("/pace/backoff", test_backoff);

  return g_test_run ();
}
