#include "cdl-recording-block-private.h"

#include <math.h>
#include <string.h>

#define TYPE_MASK     7
#define RECONSTRUCTED 8
#define WHOLE         16
#define LATE          32
#define PRICED        64

/* --- Writing --- */

void
cdl_recording_block_init (CdlRecordingBlock *self)
{
  *self = (CdlRecordingBlock){ .bytes = g_byte_array_new () };
}

void
cdl_recording_block_clear (CdlRecordingBlock *self)
{
  g_byte_array_unref (self->bytes);
}

void
cdl_recording_block_reset (CdlRecordingBlock *self)
{
  g_byte_array_set_size (self->bytes, 0);
  self->received_at = self->time = 0;
}

static void
put_byte (CdlRecordingBlock *self, guint8 byte)
{
  g_byte_array_append (self->bytes, &byte, 1);
}

static void
put_number (CdlRecordingBlock *self, guint64 number)
{
  for (; number >= 0x80; number >>= 7)
    put_byte (self, (guint8) (number | 0x80));
  put_byte (self, (guint8) number);
}

/* The difference from *last, which becomes value. */
static void
put_time (CdlRecordingBlock *self, gint64 *last, gint64 value)
{
  guint64 difference = (guint64) value - (guint64) *last;

  put_number (self, (difference << 1) ^ (0 - (difference >> 63)));
  *last = value;
}

static void
put_double (CdlRecordingBlock *self, double value)
{
  guint64 bits;

  memcpy (&bits, &value, sizeof bits);
  bits = GUINT64_TO_LE (bits);
  g_byte_array_append (self->bytes, (const guint8 *) &bits, sizeof bits);
}

/* The beginning of text that is UTF-8 and not too long. */
static void
put_text (CdlRecordingBlock *self, const char *text)
{
  gsize length = strnlen (text, CDL_RECORDING_MAX_TEXT);
  const char *end;

  g_utf8_validate_len (text, length, &end);
  length = (gsize) (end - text);
  put_number (self, length);
  g_byte_array_append (self->bytes, (const guint8 *) text, (guint) length);
}

static void
put_decimal (CdlRecordingBlock *self, CdlDecimal decimal)
{
  put_number (self, cdl_decimal_is_set (decimal) ? (guint64) decimal.mantissa : 0);
  put_number (self, (guint64) decimal.scale);
}

void
cdl_recording_block_add (CdlRecordingBlock *self, guint symbol, const CdlFeedEvent *event)
{
  gboolean kline = event->type == CDL_FEED_EVENT_KLINE;
  gboolean priced = event->type == CDL_FEED_EVENT_FUNDING && event->funding.price > 0.0;

  g_return_if_fail (event->type != CDL_FEED_EVENT_FORMING);

  put_byte (self, (guint8) ((guint) event->type | (event->reconstructed ? RECONSTRUCTED : 0)
                            | (kline && event->kline.whole ? WHOLE : 0)
                            | (kline && event->kline.late ? LATE : 0) | (priced ? PRICED : 0)));
  put_number (self, symbol);
  put_time (self, &self->received_at, event->received_at);
  switch (event->type)
    {
    case CDL_FEED_EVENT_PRINT:
      put_time (self, &self->time, event->print.time);
      put_double (self, event->print.price);
      break;
    case CDL_FEED_EVENT_KLINE:
      put_time (self, &self->time, event->kline.row.open_time);
      for (int f = 0; f < CDL_N_FIELDS; f++)
        put_double (self, event->kline.row.field[f]);
      break;
    case CDL_FEED_EVENT_MARK:
      put_time (self, &self->time, event->mark.time);
      put_double (self, event->mark.price);
      break;
    case CDL_FEED_EVENT_FUNDING:
      put_time (self, &self->time, event->funding.time);
      put_double (self, event->funding.rate);
      if (priced)
        put_double (self, event->funding.price);
      break;
    case CDL_FEED_EVENT_STATE:
      put_byte (self, (guint8) event->state.state);
      put_text (self, event->state.reason != NULL ? event->state.reason : "");
      break;
    case CDL_FEED_EVENT_RULES:
      put_time (self, &self->time, event->rules.rules.from);
      put_decimal (self, event->rules.rules.tick);
      put_decimal (self, event->rules.rules.step);
      put_double (self, event->rules.rules.min_notional);
      put_text (self, event->rules.status);
      break;
    case CDL_FEED_EVENT_FORMING:
    default:
      g_assert_not_reached ();
    }
}

/* --- Reading --- */

typedef struct
{
  const guint8 *bytes;
  gsize size;
  gsize at;
  gint64 received_at;
  gint64 time;
  const char *const *symbols;
  guint n_symbols;
  char text[CDL_RECORDING_MAX_TEXT + 1];
} Reader;

static gboolean
get_byte (Reader *self, guint8 *byte)
{
  if (self->at == self->size)
    return FALSE;
  *byte = self->bytes[self->at++];

  return TRUE;
}

static gboolean
get_number (Reader *self, guint64 *number)
{
  guint8 byte;

  *number = 0;
  for (guint shift = 0; shift < 64; shift += 7)
    {
      if (!get_byte (self, &byte) || (shift == 63 && byte > 1))
        return FALSE;
      *number |= (guint64) (byte & 0x7f) << shift;
      if (byte < 0x80)
        return TRUE;
    }

  return FALSE;
}

/* Times of the years 1 to 9999 alone: intervals are counted in them. */
static gboolean
get_time (Reader *self, gint64 *last, gint64 *value)
{
  const gint64 first = G_GINT64_CONSTANT (-62135596800000),
               end = G_GINT64_CONSTANT (253402300800000);
  guint64 number;

  if (!get_number (self, &number))
    return FALSE;
  *last = (gint64) ((guint64) *last + ((number >> 1) ^ (0 - (number & 1))));
  *value = *last;

  return *value >= first && *value < end;
}

static gboolean
get_double (Reader *self, double *value)
{
  guint64 bits;

  if (self->size - self->at < sizeof bits)
    return FALSE;
  memcpy (&bits, self->bytes + self->at, sizeof bits);
  bits = GUINT64_FROM_LE (bits);
  memcpy (value, &bits, sizeof bits);
  self->at += sizeof bits;

  return isfinite (*value);
}

static gboolean
get_price (Reader *self, double *value)
{
  return get_double (self, value) && *value > 0.0;
}

static gboolean
get_kline (Reader *self, CdlFeedKline *row)
{
  const double *field = row->field;

  if (!get_time (self, &self->time, &row->open_time))
    return FALSE;
  for (int f = 0; f < CDL_N_FIELDS; f++)
    if (!(f <= CDL_FIELD_CLOSE ? get_price (self, &row->field[f])
                               : get_double (self, &row->field[f])))
      return FALSE;

  return field[CDL_FIELD_LOW] <= MIN (field[CDL_FIELD_OPEN], field[CDL_FIELD_CLOSE])
         && field[CDL_FIELD_HIGH] >= MAX (field[CDL_FIELD_OPEN], field[CDL_FIELD_CLOSE]);
}

/* Into self->text. */
static gboolean
get_text (Reader *self)
{
  guint64 length;

  if (!get_number (self, &length) || length > CDL_RECORDING_MAX_TEXT
      || length > self->size - self->at
      || !g_utf8_validate ((const char *) self->bytes + self->at, (gssize) length, NULL))
    return FALSE;
  memcpy (self->text, self->bytes + self->at, length);
  self->text[length] = '\0';
  self->at += length;

  return TRUE;
}

static gboolean
get_decimal (Reader *self, CdlDecimal *decimal)
{
  guint64 mantissa, scale;

  if (!get_number (self, &mantissa) || mantissa > G_MAXINT64 || !get_number (self, &scale)
      || scale > 18)
    return FALSE;
  *decimal = (CdlDecimal){ (gint64) mantissa, (int) scale };

  return TRUE;
}

static gboolean
get_rules (Reader *self, CdlFeedRules *told)
{
  CdlTradingRules *rules = &told->rules;

  told->status = self->text;

  return get_time (self, &self->time, &rules->from) && get_decimal (self, &rules->tick)
         && get_decimal (self, &rules->step) && get_double (self, &rules->min_notional)
         && rules->min_notional >= 0.0 && get_text (self);
}

static gboolean
get_state (Reader *self, CdlFeedEvent *event)
{
  guint8 state;

  if (!get_byte (self, &state) || state >= CDL_N_FEED_STATES || !get_text (self))
    return FALSE;
  event->state.state = (CdlFeedState) state;
  event->state.reason = self->text;

  return TRUE;
}

static gboolean
get_event (Reader *self, CdlFeedEvent *event)
{
  guint64 symbol;
  guint8 head;

  if (!get_byte (self, &head) || head >= 2 * PRICED || !get_number (self, &symbol)
      || symbol >= self->n_symbols || !get_time (self, &self->received_at, &event->received_at))
    return FALSE;

  event->type = (CdlFeedEventType) (head & TYPE_MASK);
  event->symbol = self->symbols[symbol];
  event->reconstructed = (head & RECONSTRUCTED) != 0;
  switch (event->type)
    {
    case CDL_FEED_EVENT_PRINT:
      return get_time (self, &self->time, &event->print.time)
             && get_price (self, &event->print.price);
    case CDL_FEED_EVENT_KLINE:
      event->kline.whole = (head & WHOLE) != 0;
      event->kline.late = (head & LATE) != 0;
      return get_kline (self, &event->kline.row);
    case CDL_FEED_EVENT_MARK:
      return get_time (self, &self->time, &event->mark.time)
             && get_price (self, &event->mark.price);
    case CDL_FEED_EVENT_FUNDING:
      return get_time (self, &self->time, &event->funding.time)
             && get_double (self, &event->funding.rate)
             && (!(head & PRICED) || get_price (self, &event->funding.price));
    case CDL_FEED_EVENT_STATE:
      return get_state (self, event);
    case CDL_FEED_EVENT_RULES:
      return get_rules (self, &event->rules);
    case CDL_FEED_EVENT_FORMING:
    default:
      return FALSE;
    }
}

gboolean
cdl_recording_block_read (const guint8 *bytes,
                          gsize size,
                          const char *const *symbols,
                          CdlFeedSink sink,
                          gpointer data,
                          GError **error)
{
  Reader reader = {
    .bytes = bytes,
    .size = size,
    .symbols = symbols,
    .n_symbols = g_strv_length ((char **) symbols),
  };

  while (reader.at < size)
    {
      CdlFeedEvent event = { 0 };
      gsize at = reader.at;

      if (!get_event (&reader, &event))
        {
          g_set_error (error, CDL_SESSION_ERROR, CDL_SESSION_ERROR_RECORDING,
                       "no event of a recording at byte %" G_GSIZE_FORMAT " of a block", at);
          return FALSE;
        }
      sink (&event, data);
    }

  return TRUE;
}
