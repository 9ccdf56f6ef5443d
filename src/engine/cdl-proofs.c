#include "cdl-proofs.h"

#include "cdl-detection-private.h"

#include "cdl-history.h"
#include "cdl-program-private.h"
#include "cdl-random.h"
#include "cdl-time.h"

/* Where the data is cut: everywhere if it is this short, else at so many places. */
#define N_CUTS 12

typedef struct
{
  CdlProgram *program;
  const CdlKlines *views; /* by program interval */
  CdlDecimal tick;
  CdlRandom random;
  CdlDetection *whole;
} Trial;

const char *
cdl_law_name (CdlLaw law)
{
  static const char *const names[CDL_N_LAWS] = {
    [CDL_LAW_NO_LOOK_AHEAD] = "no look-ahead",
    [CDL_LAW_STREAM] = "batch equals stream",
    [CDL_LAW_RESET] = "reset equals afresh",
    [CDL_LAW_DEPTH] = "depth",
  };

  return names[law];
}

/* All views as they were at the close of the strategy's kline n - 1; n > 0. */
static void
cut_end (const Trial *self, gsize n, CdlKlines *cut)
{
  gint64 now = cdl_klines_close_time (&self->views[0], n - 1);

  cut[0] = cdl_klines_slice (&self->views[0], 0, n);
  for (guint k = 1; k < cdl_program_n_intervals (self->program); k++)
    cut[k] = cdl_klines_slice (&self->views[k], 0,
                               (gsize) (cdl_klines_last_closed (&self->views[k], now) + 1));
}

/* What each close of views gives. */
static CdlDetection *
detect (const Trial *self, const CdlKlines *views)
{
  g_autoptr (CdlDetector) detector = cdl_detector_new (self->program, self->tick);
  CdlDetection *detection = cdl_detection_new (self->program);

  cdl_detector_extend (detector, views);
  cdl_detection_extend (detection, detector, 0, views[0].n);

  return detection;
}

/* The k-th place to cut n klines at, from least to n - 1; -1 after the last. */
static gssize
next_cut (Trial *self, gsize least, gsize n, guint k)
{
  if (n <= least)
    return -1;
  if (n - least <= N_CUTS)
    return least + k < n ? (gssize) (least + k) : -1;

  return k < N_CUTS ? (gssize) (least + cdl_random_below (&self->random, n - least)) : -1;
}

static void
prove_no_look_ahead (Trial *self, CdlProofResult *result)
{
  gssize n;

  for (guint k = 0;
       result->counter_example == NULL && (n = next_cut (self, 1, self->views[0].n, k)) > 0; k++)
    {
      CdlKlines cut[CDL_N_INTERVALS] = { 0 };
      g_autoptr (CdlDetection) prefix = NULL;

      cut_end (self, (gsize) n, cut);
      prefix = detect (self, cut);
      result->comparisons += (guint64) n;
      result->counter_example
          = cdl_detection_compare (self->whole, 0, prefix, 0, (gsize) n, self->views,
                                   "as long as the later klines are not known");
    }
}

static void
prove_stream (Trial *self, CdlProofResult *result)
{
  static const gsize chunks[] = { 1, 2, 3, 7, 13, 100 };
  gsize n = self->views[0].n;

  for (guint c = 0; c < G_N_ELEMENTS (chunks) && result->counter_example == NULL; c++)
    {
      g_autoptr (CdlDetector) detector = cdl_detector_new (self->program, self->tick);
      g_autoptr (CdlDetection) stream = cdl_detection_new (self->program);
      g_autofree char *how
          = g_strdup_printf ("if klines come %" G_GSIZE_FORMAT " at a time", chunks[c]);

      for (gsize from = 0; from < n; from += chunks[c])
        {
          CdlKlines cut[CDL_N_INTERVALS] = { 0 };
          gsize to = MIN (from + chunks[c], n);

          cut_end (self, to, cut);
          cdl_detector_extend (detector, cut);
          cdl_detection_extend (stream, detector, from, to);
        }
      result->comparisons += n;
      result->counter_example
          = cdl_detection_compare (self->whole, 0, stream, 0, n, self->views, how);
    }
}

static char *
describe_pattern (gboolean found, gint64 first_kline)
{
  g_autofree char *first = found ? cdl_time_format_short (first_kline) : NULL;

  return found ? g_strdup_printf ("its pattern from %s on", first) : g_strdup ("nothing");
}

/* Compares the pattern of definition def in the whole and in the klines from `start` on. */
static void
compare_patterns (const Trial *self,
                  CdlDetector *whole,
                  CdlDetector *fresh,
                  guint def,
                  gsize start,
                  CdlProofResult *result)
{
  const CdlKlines *klines = &self->views[0];

  for (gsize i = start; i < klines->n && result->counter_example == NULL; i++)
    {
      gint64 first_whole = CDL_TIME_NONE, first_fresh = CDL_TIME_NONE;
      gboolean kept = cdl_detector_pattern (whole, def, i, &first_whole)
                      && first_whole >= klines->open_time[start];
      gboolean found = cdl_detector_pattern (fresh, def, i - start, &first_fresh);

      result->comparisons++;
      if (kept != found || (kept && first_whole != first_fresh))
        {
          g_autofree char *when = cdl_time_format_short (cdl_klines_close_time (klines, i) + 1);
          g_autofree char *window = cdl_time_format_short (klines->open_time[start]);
          g_autofree char *expected = describe_pattern (kept, first_whole);
          g_autofree char *got = describe_pattern (found, first_fresh);

          result->counter_example = g_strdup_printf (
              "the close of %s confirms for “%s” %s, but %s if detection begins "
              "at %s",
              when, cdl_program_setup (self->program, def)->name, expected, got, window);
        }
    }
}

static void
prove_reset (Trial *self, CdlProofResult *result)
{
  g_autoptr (CdlDetector) whole = cdl_detector_new (self->program, self->tick);
  gssize start;

  cdl_detector_extend (whole, self->views);
  for (guint k = 0;
       result->counter_example == NULL && (start = next_cut (self, 1, self->views[0].n, k)) > 0;
       k++)
    {
      g_autoptr (CdlDetector) fresh = cdl_detector_new (self->program, self->tick);
      CdlKlines cut[CDL_N_INTERVALS] = { 0 };

      for (guint i = 0; i < cdl_program_n_intervals (self->program); i++)
        cut[i] = self->views[i];
      cut[0] = cdl_klines_slice (&cut[0], (gsize) start, cut[0].n);
      cdl_detector_extend (fresh, cut);
      for (guint def = 0; def < cdl_program_n_setups (self->program); def++)
        if (cdl_program_setup (self->program, def)->has_pattern)
          compare_patterns (self, whole, fresh, def, (gsize) start, result);
    }
}

static gboolean
is_recursive (const CdlProgram *program)
{
  for (guint i = 0; i < program->graph->nodes->len; i++)
    {
      const CdlNode *node = cdl_graph_node (program->graph, i);

      if (node->kind == CDL_NODE_CALL && node->function->recursive)
        return TRUE;
    }

  return FALSE;
}

/* The klines that a run from `from` loads out of an archive; FALSE if it has less than W. */
static gboolean
load (const Trial *self,
      const CdlKlines *archive,
      gint64 from,
      CdlKlines *loaded,
      gsize *first_covered)
{
  CdlHistory history;

  cdl_history_plan (self->program, archive, from, CDL_TIME_NONE, &history);
  if (history.short_history)
    return FALSE;
  for (guint k = 0; k < cdl_program_n_intervals (self->program); k++)
    loaded[k] = cdl_klines_slice (&archive[k], history.first[k], archive[k].n);
  *first_covered = history.first_covered - history.first[0];

  return TRUE;
}

/* A run that starts at kline `start` loads the same klines, and finds the same setups, whether the
 * archive holds more or just what it loads. Where every function has a finite window, what lies
 * before the look-back cannot matter at all: then the setups of the whole are the same, too. */
static char *
compare_depth (Trial *self, gsize start, CdlProofResult *result)
{
  gint64 from = self->views[0].open_time[start];
  gsize n = self->views[0].n - start, covered, covered_again;
  CdlKlines loaded[CDL_N_INTERVALS] = { 0 }, again[CDL_N_INTERVALS] = { 0 };
  g_autoptr (CdlDetection) deep = NULL;
  g_autoptr (CdlDetection) exact = NULL;
  g_autofree char *when = cdl_time_format_short (from);
  char *difference = NULL;

  if (!load (self, self->views, from, loaded, &covered))
    return NULL;
  if (!load (self, loaded, from, again, &covered_again))
    return g_strdup_printf ("a run from %s loads its look-back, but that is not enough if the "
                            "archive holds no more",
                            when);

  deep = detect (self, loaded);
  exact = detect (self, again);
  result->comparisons += n;
  difference = cdl_detection_compare (deep, covered, exact, covered_again, n, &loaded[0],
                                      "if the archive holds no more than the look-back");
  if (difference == NULL && !is_recursive (self->program))
    difference = cdl_detection_compare (self->whole, start, deep, covered, n, self->views,
                                        "without the klines before the look-back");

  return difference;
}

static void
prove_depth (Trial *self, CdlProofResult *result)
{
  gssize start;

  for (guint k = 0;
       result->counter_example == NULL && (start = next_cut (self, 0, self->views[0].n, k)) >= 0;
       k++)
    result->counter_example = compare_depth (self, (gsize) start, result);
}

CdlProofs *
cdl_proofs_run (CdlProgram *program, const CdlKlines *views, CdlDecimal tick, guint64 seed)
{
  static void (*const prove[CDL_N_LAWS]) (Trial *, CdlProofResult *) = {
    [CDL_LAW_NO_LOOK_AHEAD] = prove_no_look_ahead,
    [CDL_LAW_STREAM] = prove_stream,
    [CDL_LAW_RESET] = prove_reset,
    [CDL_LAW_DEPTH] = prove_depth,
  };
  CdlProofs *self = g_new0 (CdlProofs, 1);
  Trial trial = { .program = program, .views = views, .tick = tick };

  cdl_random_init (&trial.random, seed);
  trial.whole = detect (&trial, views);
  self->klines = views[0].n;
  if (self->klines > 0)
    {
      self->first = views[0].open_time[0];
      self->end = cdl_klines_close_time (&views[0], self->klines - 1) + 1;
    }
  self->setups = trial.whole->candidates->len;
  for (int i = 0; i < CDL_N_LAWS; i++)
    prove[i](&trial, &self->result[i]);
  cdl_detection_free (trial.whole);

  return self;
}

void
cdl_proofs_free (CdlProofs *self)
{
  for (int i = 0; i < CDL_N_LAWS; i++)
    g_free (self->result[i].counter_example);
  g_free (self);
}

gboolean
cdl_proofs_hold (const CdlProofs *self)
{
  for (int i = 0; i < CDL_N_LAWS; i++)
    if (self->result[i].counter_example != NULL)
      return FALSE;

  return TRUE;
}
