#include "cdl-plan.h"
#include "cdl-random.h"
#include "cdl-time.h"

/* Sets of spans against the plainest model: a flag for each ms of a short time. */
static void
test_spans_model (void)
{
  enum
  {
    SIZE = 60
  };
  CdlRandom random;

  cdl_random_init (&random, 5);
  for (int round = 0; round < 500; round++)
    {
      g_autoptr (GArray) spans = cdl_spans_new ();
      gboolean model[SIZE] = { FALSE };
      gint64 from, to;

      for (int i = 0; i < 8; i++)
        {
          g_autoptr (GArray) missing = NULL;

          from = (gint64) cdl_random_below (&random, SIZE);
          to = from + (gint64) cdl_random_below (&random, (guint64) (SIZE - from) + 1);
          cdl_spans_add (spans, from, to);
          for (gint64 t = from; t < to; t++)
            model[t] = TRUE;

          from = (gint64) cdl_random_below (&random, SIZE);
          to = (gint64) cdl_random_below (&random, SIZE + 1);
          missing = cdl_spans_missing (spans, from, to);
          for (guint k = 0; k < missing->len; k++)
            {
              const CdlSpan *span = &g_array_index (missing, CdlSpan, k);

              for (; from < span->from; from++)
                g_assert_true (model[from]);
              for (; from < span->to; from++)
                g_assert_false (model[from]);
            }
          for (; from < to; from++)
            g_assert_true (model[from]);
        }
      for (guint k = 1; k < spans->len; k++)
        g_assert_cmpint (g_array_index (spans, CdlSpan, k).from, >,
                         g_array_index (spans, CdlSpan, k - 1).to);
    }
}

static void
test_spans_count (void)
{
  static const struct
  {
    CdlInterval interval;
    const char *from, *to;
    gsize n;
  } cases[] = {
    { CDL_INTERVAL_1M, "2024-01-01", "2024-01-02", 1440 },
    { CDL_INTERVAL_1M, "2024-01-01T00:00:30", "2024-01-01T00:02:30", 2 },
    { CDL_INTERVAL_1H, "2024-01-01T00:00:00.001", "2024-01-01T01:00:00.001", 1 },
    { CDL_INTERVAL_1W, "2024-01-01", "2024-01-16", 3 },
    { CDL_INTERVAL_1MO, "2024-01-01", "2025-01-01", 12 },
    { CDL_INTERVAL_1MO, "2024-01-02", "2024-02-01", 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GArray) spans = cdl_spans_new ();
      gint64 from, to;

      g_assert_true (cdl_time_parse (cases[i].from, &from));
      g_assert_true (cdl_time_parse (cases[i].to, &to));
      cdl_spans_add (spans, from, to);
      g_assert_cmpuint (cdl_spans_count (spans, cases[i].interval), ==, cases[i].n);
    }
}

/* "month 2024-01", "day 2024-02-03", "pages 120": what is asked for, in order. */
static char *
describe (const GArray *pieces, CdlInterval interval)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < pieces->len; i++)
    {
      const CdlPiece *piece = &g_array_index (pieces, CdlPiece, i);
      g_autoptr (GArray) span = cdl_spans_new ();
      g_autofree char *start = cdl_time_format_iso (piece->start);

      cdl_spans_add (span, piece->from, piece->to);
      g_string_append (text, i > 0 ? ", " : "");
      if (piece->kind == CDL_PIECE_PAGES)
        g_string_append_printf (text, "pages %" G_GSIZE_FORMAT, cdl_spans_count (span, interval));
      else
        g_string_append_printf (text, "%s %.*s", piece->kind == CDL_PIECE_MONTH ? "month" : "day",
                                piece->kind == CDL_PIECE_MONTH ? 7 : 10, start);
    }

  return g_string_free (text, FALSE);
}

static void
test_pieces (void)
{
  static const struct
  {
    CdlInterval interval;
    const char *from, *to;
    const char *published; /* files up to then are there */
    const char *pieces;
  } cases[] = {
    { CDL_INTERVAL_1M, "2024-01-01", "2024-03-03T10:00", "2024-03-03",
      "month 2024-01, month 2024-02, day 2024-03-01, day 2024-03-02, pages 600" },
    { CDL_INTERVAL_1M, "2024-01-31T12:00", "2024-02-01T10:00", "2024-03-03", "pages 1320" },
    { CDL_INTERVAL_1H, "2024-01-01", "2024-03-01", "2024-03-03", "pages 1440" },
    { CDL_INTERVAL_5M, "2024-01-30", "2024-03-03", "2024-03-03",
      "pages 576, month 2024-02, pages 576" },
    { CDL_INTERVAL_1D, "2017-01-01", "2024-01-01", "2024-03-03", "pages 2556" },
    { CDL_INTERVAL_1S, "2024-01-01", "2024-01-02T00:10", "2024-03-03",
      "day 2024-01-01, pages 600" },
    { CDL_INTERVAL_1M, "2024-01-01", "2024-01-15", NULL, "pages 10000, pages 10000, pages 160" },
    { CDL_INTERVAL_1M, "2024-01-01", "2024-01-01", NULL, "" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      CdlPlanOptions options = { cases[i].interval, 1000, CDL_TIME_NONE, CDL_TIME_NONE };
      g_autoptr (GArray) missing = cdl_spans_new ();
      g_autoptr (GArray) pieces = NULL;
      g_autofree char *text = NULL;
      gint64 from, to;

      g_assert_true (cdl_time_parse (cases[i].from, &from));
      g_assert_true (cdl_time_parse (cases[i].to, &to));
      if (cases[i].published != NULL)
        {
          g_assert_true (cdl_time_parse (cases[i].published, &options.month_before));
          options.day_before = options.month_before;
        }
      cdl_spans_add (missing, from, to);
      pieces = cdl_plan_klines (missing, &options);
      text = describe (pieces, cases[i].interval);
      g_assert_cmpstr (text, ==, cases[i].pieces);
    }
}

/* Whatever is missing: pieces cover all of it, in order, and overlap nowhere. */
static void
test_pieces_cover (void)
{
  CdlRandom random;

  cdl_random_init (&random, 9);
  for (int round = 0; round < 100; round++)
    {
      CdlPlanOptions options = { CDL_INTERVAL_1M, 1000, 1704067200000 + 50 * CDL_DAY_MS,
                                 1704067200000 + 70 * CDL_DAY_MS };
      g_autoptr (GArray) missing = cdl_spans_new ();
      g_autoptr (GArray) covered = cdl_spans_new ();
      g_autoptr (GArray) pieces = NULL;
      gint64 last = 0;

      for (guint i = 0; i < 1 + cdl_random_below (&random, 6); i++)
        {
          gint64 from
              = 1704067200000 + (gint64) cdl_random_below (&random, 80 * 1440) * CDL_MINUTE_MS;

          cdl_spans_add (missing, from,
                         from + (gint64) cdl_random_below (&random, 20 * 1440) * CDL_MINUTE_MS);
        }
      pieces = cdl_plan_klines (missing, &options);
      for (guint i = 0; i < pieces->len; i++)
        {
          const CdlPiece *piece = &g_array_index (pieces, CdlPiece, i);

          g_assert_cmpint (piece->from, >=, last);
          g_assert_cmpint (piece->to, >, piece->from);
          last = piece->to;
          cdl_spans_add (covered, piece->from, piece->to);
        }
      for (guint i = 0; i < missing->len; i++)
        {
          const CdlSpan *span = &g_array_index (missing, CdlSpan, i);
          g_autoptr (GArray) left = cdl_spans_missing (covered, span->from, span->to);

          g_assert_cmpuint (left->len, ==, 0);
        }
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/download/spans-model", test_spans_model);
  g_test_add_func ("/download/spans-count", test_spans_count);
  g_test_add_func ("/download/pieces", test_pieces);
  g_test_add_func ("/download/pieces-cover", test_pieces_cover);

  return g_test_run ();
}
