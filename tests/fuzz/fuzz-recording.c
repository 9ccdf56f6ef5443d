#include "cdl-fuzz.h"

#include <math.h>

#include "cdl-recording-block-private.h"
#include "cdl-recording-private.h"

/* The first byte chooses: a whole file, or what is inside a block. */
static const CdlFuzzSeed seeds[] = {
  CDL_FUZZ_SEED ("FCDLREC1\n\x13\x00\x00\x00x\x01\xe3\x62\x60\x60\x60\x60"),
  CDL_FUZZ_SEED (
      "B\x00\x00\x80\xe8\x84\x91\xcb\x83\x01\x80\xe8\x84\x91\xcb\x83\x01"
      "\x00\x00\x00\x00\x00\x00\x59\x40\x08\x01\x02\x04\x00\x00\x00\x00\x00\x00\x59\x40"),
  CDL_FUZZ_SEED ("B\x11\x00\x02\x02"
                 "\x00\x00\x00\x00\x00\x00\x59\x40\x00\x00\x00\x00\x00\x00\x59\x40"
                 "\x00\x00\x00\x00\x00\x00\x59\x40\x00\x00\x00\x00\x00\x00\x59\x40"
                 "\x00\x00\x00\x00\x00\x00\x59\x40\x00\x00\x00\x00\x00\x00\x59\x40"
                 "\x00\x00\x00\x00\x00\x00\x59\x40\x00\x00\x00\x00\x00\x00\x59\x40"
                 "\x00\x00\x00\x00\x00\x00\x59\x40"),
  CDL_FUZZ_SEED ("B\x06\x00\x02\x02\x01\x02\x01\x05\x00\x00\x00\x00\x00\x00\x14\x40\x05"
                 "BREAK"),
  CDL_FUZZ_SEED ("B\x05\x01\x02\x03\x04late\x04\x00\x02\x02\x00\x00\x00\x00\x00\x00\x59\x40"),
};

static const char *const symbols[] = { "AAAUSDT", "BBBUSDT", NULL };

/* What is handed on can be believed. */
static void
check (const CdlFeedEvent *event, gpointer data)
{
  const double *field = event->kline.row.field;

  g_assert_true (event->symbol == symbols[0] || event->symbol == symbols[1]);
  switch (event->type)
    {
    case CDL_FEED_EVENT_PRINT:
      g_assert_true (isfinite (event->print.price) && event->print.price > 0.0);
      break;
    case CDL_FEED_EVENT_KLINE:
      g_assert_true (0.0 < field[CDL_FIELD_LOW] && field[CDL_FIELD_LOW] <= field[CDL_FIELD_HIGH]);
      for (int f = 0; f < CDL_N_FIELDS; f++)
        g_assert_true (isfinite (field[f]));
      break;
    case CDL_FEED_EVENT_STATE:
      g_assert_cmpuint ((guint) event->state.state, <, CDL_N_FEED_STATES);
      g_assert_true (g_utf8_validate (event->state.reason, -1, NULL));
      break;
    case CDL_FEED_EVENT_MARK:
      g_assert_true (isfinite (event->mark.price));
      break;
    case CDL_FEED_EVENT_FUNDING:
      g_assert_true (isfinite (event->funding.rate));
      break;
    case CDL_FEED_EVENT_RULES:
      g_assert_true (event->rules.rules.tick.mantissa >= 0 && event->rules.rules.step.scale <= 18);
      g_assert_true (isfinite (event->rules.rules.min_notional));
      g_assert_true (g_utf8_validate (event->rules.status, -1, NULL));
      break;
    case CDL_FEED_EVENT_FORMING:
    default:
      g_assert_not_reached ();
    }
}

static int
fuzz_recording (const guint8 *data, gsize size)
{
  g_autoptr (GError) error = NULL;
  gboolean good;

  if (size == 0)
    return 0;
  if (data[0] == 'B')
    good = cdl_recording_block_read (data + 1, size - 1, symbols, check, NULL, &error);
  else
    good = cdl_recording_play_bytes (data + 1, size - 1, symbols, check, NULL, &error);
  g_assert_cmpint (good, ==, error == NULL);

  return 0;
}

CDL_FUZZ_TARGET ("recording", fuzz_recording, seeds);
