#include "cdl-test-feed.h"

#include "cdl-time.h"

#include <string.h>

/* What a feed has told so far, held against the truth as it comes. */
typedef struct
{
  CdlTestFeed *feed;
  const CdlFeedKline *klines;
  const CdlFeedPrint *prints;
  gsize n_klines, n_prints;
  gsize kline, print; /* next to be told */
  guint not_whole, reconstructed, live;
  CdlFeedState state;
  gint64 now;
  GArray *inputs;
  GString *told; /* a line for each event */
} Check;

/* An input with all that it points to. */
typedef struct
{
  CdlFeedInput input;
  CdlFrame frame;
  gpointer rows;
} Recorded;

static void
record (const CdlFeedInput *input, gpointer data)
{
  static const gsize sizes[CDL_N_FEED_INPUTS] = {
    [CDL_FEED_INPUT_KLINES] = sizeof (CdlFeedKline),
    [CDL_FEED_INPUT_PRINTS] = sizeof (CdlFeedPrint),
    [CDL_FEED_INPUT_RULES] = sizeof (CdlFeedRules),
  };
  Check *self = data;
  Recorded recorded = { .input = *input };

  self->now = input->now;
  if (input->frame != NULL)
    recorded.frame = *input->frame;
  recorded.rows = g_memdup2 (input->klines, input->n * sizes[input->type]);
  g_array_append_val (self->inputs, recorded);
}

static void
skip_prints (Check *self, gint64 until)
{
  while (self->print < self->n_prints && self->prints[self->print].time < until)
    self->print++;
}

static void
on_print (Check *self, const CdlFeedEvent *event)
{
  const CdlFeedPrint *expected = &self->prints[self->print];

  g_assert_cmpuint (self->print, <, self->n_prints);
  g_assert_cmpint (event->print.time, ==, expected->time);
  g_assert_cmpfloat (event->print.price, ==, expected->price);
  g_assert_cmpint (event->print.time, >=, self->klines[self->kline].open_time);
  g_assert_cmpint (event->print.time, <, self->klines[self->kline].open_time + CDL_MINUTE_MS);
  self->print++;
}

static void
on_kline (Check *self, const CdlFeedEvent *event)
{
  const CdlFeedKline *expected = &self->klines[self->kline];

  g_assert_cmpuint (self->kline, <=, self->n_klines);
  g_assert_cmpint (event->kline.row.open_time, ==, expected->open_time);
  g_assert_cmpmem (event->kline.row.field, sizeof expected->field, expected->field,
                   sizeof expected->field);
  if (event->kline.whole)
    g_assert_false (self->print < self->n_prints
                    && self->prints[self->print].time < expected->open_time + CDL_MINUTE_MS);
  else
    self->not_whole++;
  skip_prints (self, expected->open_time + CDL_MINUTE_MS);
  self->kline++;
  if (self->kline < self->n_klines)
    skip_prints (self, self->klines[self->kline].open_time);
}

static void
on_event (const CdlFeedEvent *event, gpointer data)
{
  Check *self = data;

  switch (event->type)
    {
    case CDL_FEED_EVENT_PRINT:
      on_print (self, event);
      g_string_append_printf (self->told, "p %" G_GINT64_FORMAT " %d\n", event->print.time,
                              event->reconstructed);
      break;
    case CDL_FEED_EVENT_KLINE:
      on_kline (self, event);
      g_string_append_printf (self->told, "k %" G_GINT64_FORMAT " %d %d %d\n",
                              event->kline.row.open_time, event->kline.whole, event->kline.late,
                              event->reconstructed);
      break;
    case CDL_FEED_EVENT_STATE:
      self->state = event->state.state;
      g_string_append_printf (self->told, "s %d %s\n", event->state.state, event->state.reason);
      break;
    case CDL_FEED_EVENT_FORMING:
    case CDL_FEED_EVENT_MARK:
    case CDL_FEED_EVENT_FUNDING:
    case CDL_FEED_EVENT_RULES:
      break;
    }
  if (event->type != CDL_FEED_EVENT_PRINT && event->type != CDL_FEED_EVENT_KLINE)
    return;
  if (event->reconstructed)
    {
      self->reconstructed++;
      return;
    }
  /* As live passes only what is told while it is fresh. */
  self->live++;
  g_assert_cmpint (self->state, ==, CDL_FEED_LIVE);
  if (event->type == CDL_FEED_EVENT_PRINT)
    g_assert_cmpint (self->now - event->print.time, <, 12 * CDL_SECOND_MS);
  else
    g_assert_cmpint (self->now - event->kline.row.open_time, <, CDL_MINUTE_MS + 12 * CDL_SECOND_MS);
}

static void
ignore_request (const CdlFeedRequest *request, gpointer data)
{
}

static void
ignore_kline (const CdlFeedKline *kline, gboolean repair, gpointer data)
{
}

/* What was put in gives the same events again. */
static void
check_replay (const Check *first)
{
  CdlFeedCoreOptions options = cdl_test_feed_options (first->feed);
  Check again = *first;
  CdlFeedOutlet outlet = { on_event, ignore_request, ignore_kline, NULL, NULL, &again };
  g_autoptr (CdlFeedCore) core = cdl_feed_core_new (&options, &outlet);

  again.told = g_string_new (NULL);
  again.kline = again.print = 0;
  skip_prints (&again, CDL_TEST_START);
  again.state = CDL_FEED_OFFLINE;
  for (guint i = 0; i < first->inputs->len; i++)
    {
      Recorded *recorded = &g_array_index (first->inputs, Recorded, i);
      CdlFeedInput input = recorded->input;

      input.frame = input.frame != NULL ? &recorded->frame : NULL;
      input.klines = recorded->rows;
      again.now = input.now;
      cdl_feed_core_input (core, &input);
    }
  g_assert_cmpstr (again.told->str, ==, first->told->str);
  g_string_free (again.told, TRUE);
}

static void
run (const CdlTestFaults *faults, guint64 seed, Check *check)
{
  CdlTestFeed *feed = cdl_test_feed_new (seed, faults);
  GArray *stored = cdl_test_feed_stored (feed);

  g_test_message ("seed %" G_GUINT64_FORMAT, seed);
  memset (check, 0, sizeof *check);
  check->feed = feed;
  check->klines = cdl_test_feed_klines (feed, &check->n_klines);
  check->prints = cdl_test_feed_prints (feed, &check->n_prints);
  check->inputs = g_array_new (FALSE, FALSE, sizeof (Recorded));
  check->told = g_string_new (NULL);
  skip_prints (check, CDL_TEST_START);
  cdl_test_feed_run (feed, on_event, record, check);

  g_assert_cmpuint (check->kline, >=, check->n_klines);
  g_assert_cmpint (cdl_test_feed_state (feed), ==, CDL_FEED_LIVE);
  g_assert_cmpmem (stored->data, check->n_klines * sizeof (CdlFeedKline), check->klines,
                   check->n_klines * sizeof (CdlFeedKline));
  g_assert_cmpuint (check->live, >, 0);
  check_replay (check);
  for (guint i = 0; i < check->inputs->len; i++)
    g_free (g_array_index (check->inputs, Recorded, i).rows);
  g_array_unref (check->inputs);
  g_string_free (check->told, TRUE);
}

static const struct
{
  const char *name;
  CdlTestFaults faults;
} cases[] = {
  { "perfect", { .minutes = 8 } },
  { "quiet-minutes", { .minutes = 12, .quiet = TRUE } },
  { "holes", { .minutes = 14, .holes = TRUE } },
  { "answers-lack-klines", { .minutes = 16, .outages = 3, .lose_close = 0.5, .rest_lacks = 0.7 } },
  { "drops", { .minutes = 10, .drop = 0.05 } },
  { "many-drops", { .minutes = 10, .drop = 0.6 } },
  { "twice", { .minutes = 8, .twice = 0.5 } },
  { "reordered", { .minutes = 10, .late = 0.3, .late_ms = 2000 } },
  { "very-late", { .minutes = 10, .late = 0.1, .late_ms = 90000 } },
  { "lost-closes", { .minutes = 10, .lose_close = 1.0 } },
  { "outages", { .minutes = 16, .outages = 4 } },
  { "bad-prices", { .minutes = 10, .bad_price = 0.02 } },
  { "slow-answers", { .minutes = 14, .outages = 2, .drop = 0.02, .rest_fails = 0.5 } },
  { "everything",
    { .minutes = 20,
      .outages = 3,
      .drop = 0.05,
      .twice = 0.1,
      .late = 0.1,
      .late_ms = 5000,
      .lose_close = 0.3,
      .rest_fails = 0.2,
      .rest_lacks = 0.2,
      .bad_price = 0.01,
      .holes = TRUE,
      .quiet = TRUE } },
};

static void
test_case (gconstpointer data)
{
  const CdlTestFaults *faults = data;
  const char *rounds = g_getenv ("CHANDELIER_FEED_ROUNDS");
  const char *first = g_getenv ("CHANDELIER_FEED_SEED");
  guint n = rounds != NULL ? (guint) g_ascii_strtoull (rounds, NULL, 10) : 3;

  for (guint i = 0; i < n; i++)
    {
      guint64 seed = i == 0 ? (first != NULL ? g_ascii_strtoull (first, NULL, 10) : 1)
                            : (guint64) g_test_rand_int () << 20 | i;
      Check check;

      run (faults, seed, &check);
      /* Where the exchange answers, nothing is missing in the end. */
      if (faults->rest_fails == 0.0)
        g_assert_cmpuint (check.not_whole, ==, 0);
      /* Every hole of the market is known for one, each seventh minute and nothing else. */
      g_assert_cmpuint (cdl_test_feed_holes (check.feed), ==,
                        faults->holes ? (faults->minutes + 2) / 7 : 0);
      /* A perfect feed is told as it happens, once it has begun. */
      if (faults == &cases[0].faults)
        g_assert_cmpuint (check.reconstructed, <, 60);
      g_test_message ("%u live, %u reconstructed, %u klines not whole, %u requests", check.live,
                      check.reconstructed, check.not_whole, cdl_test_feed_requests (check.feed));
      cdl_test_feed_free (check.feed);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/live/feed-core/%s", cases[i].name);

      g_test_add_data_func (path, &cases[i].faults, test_case);
    }

  return g_test_run ();
}
