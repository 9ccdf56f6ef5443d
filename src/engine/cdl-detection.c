#include "cdl-detection-private.h"

#include "cdl-number.h"
#include "cdl-time.h"

#include <string.h>

CdlDetection *
cdl_detection_new (CdlProgram *program)
{
  CdlDetection *self = g_new0 (CdlDetection, 1);

  self->program = program;
  self->candidates = g_array_new (FALSE, FALSE, sizeof (CdlCandidate));
  self->end = g_array_new (FALSE, FALSE, sizeof (gsize));

  return self;
}

void
cdl_detection_free (CdlDetection *self)
{
  g_array_unref (self->candidates);
  g_array_unref (self->end);
  g_free (self);
}

void
cdl_detection_extend (CdlDetection *self, CdlDetector *detector, gsize from, gsize to)
{
  for (gsize i = from; i < to; i++)
    {
      gsize end;

      cdl_detector_detect (detector, i, CDL_TIME_NONE, self->candidates);
      end = self->candidates->len;
      g_array_append_val (self->end, end);
    }
}

/* The candidates of one close. */
static const CdlCandidate *
candidates_of (const CdlDetection *self, gsize i, gsize *n)
{
  gsize start = i > 0 ? g_array_index (self->end, gsize, i - 1) : 0;

  *n = g_array_index (self->end, gsize, i) - start;

  return &g_array_index (self->candidates, CdlCandidate, start);
}

static gboolean
same_bits (double a, double b)
{
  return memcmp (&a, &b, sizeof a) == 0;
}

static gboolean
is_same (const CdlCandidate *a, const CdlCandidate *b)
{
  return a->def == b->def && a->created_at == b->created_at && a->first_kline == b->first_kline
         && a->type == b->type && same_bits (a->entry, b->entry)
         && same_bits (a->stop_loss, b->stop_loss) && same_bits (a->take_profit, b->take_profit)
         && same_bits (a->height, b->height) && same_bits (a->close, b->close);
}

/* "“long” (entry 1.2, stop loss 1.1, take profit 1.4)" of each, or "no setup". */
static char *
describe (const CdlDetection *self, const CdlCandidate *candidates, gsize n)
{
  GString *text = g_string_new (n == 0 ? "no setup" : NULL);

  for (gsize i = 0; i < n; i++)
    {
      const CdlCandidate *candidate = &candidates[i];
      char entry[CDL_NUMBER_SIZE], stop[CDL_NUMBER_SIZE], target[CDL_NUMBER_SIZE];
      g_autofree char *first = cdl_time_format_short (candidate->first_kline);

      g_string_append_printf (text, "%s“%s” (entry %s, stop loss %s, take profit %s, from %s on)",
                              i > 0 ? ", " : "",
                              cdl_program_setup (self->program, candidate->def)->name,
                              cdl_number_format (candidate->entry, entry),
                              cdl_number_format (candidate->stop_loss, stop),
                              cdl_number_format (candidate->take_profit, target), first);
    }

  return g_string_free (text, FALSE);
}

char *
cdl_detection_compare (const CdlDetection *a,
                       gsize a_from,
                       const CdlDetection *b,
                       gsize b_from,
                       gsize n,
                       const CdlKlines *klines,
                       const char *circumstance)
{
  for (gsize i = 0; i < n; i++)
    {
      gsize n_x, n_y;
      const CdlCandidate *x = candidates_of (a, a_from + i, &n_x);
      const CdlCandidate *y = candidates_of (b, b_from + i, &n_y);
      gboolean same = n_x == n_y;

      for (gsize k = 0; same && k < n_x; k++)
        same = is_same (&x[k], &y[k]);
      if (!same)
        {
          g_autofree char *when
              = cdl_time_format_short (cdl_klines_close_time (klines, a_from + i) + 1);
          g_autofree char *expected = describe (a, x, n_x);
          g_autofree char *found = describe (b, y, n_y);

          return g_strdup_printf ("the close of %s gives %s, but %s %s", when, expected, found,
                                  circumstance);
        }
    }

  return NULL;
}
