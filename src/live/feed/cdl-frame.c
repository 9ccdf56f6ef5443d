#include "cdl-frame.h"

#include "cdl-frame-scan-private.h"
#include "cdl-number.h"
#include "cdl-time.h"

#define FIRST_TIME G_GINT64_CONSTANT (1483228800000) /* 2017-01-01 */
#define LAST_TIME  G_GINT64_CONSTANT (4102444800000) /* 2100-01-01 */

#define MAX_NUMBER 1e15
#define MAX_PLACES 40 /* length of a number's text */

/* One object whose members are read until one is wrong: then reason says what. */
typedef struct
{
  const CdlScanObject *object;
  const char *reason;
} Reader;

static CdlScanValue
take (Reader *self, const char *name, CdlScanKind kind, const char *reason)
{
  CdlScanValue value = cdl_scan_member (self->object, name);

  if (value.kind != kind && self->reason == NULL)
    self->reason = reason;

  return value;
}

static gint64
take_whole (Reader *self, const char *name, gint64 min, gint64 max, const char *reason)
{
  CdlScanValue value = take (self, name, CDL_SCAN_NUMBER, reason);
  gboolean negative;
  gint64 whole = 0;

  if (self->reason != NULL)
    return 0;
  negative = value.text[0] == '-';
  for (gsize i = negative ? 1 : 0; i < value.length; i++)
    {
      if (!g_ascii_isdigit (value.text[i]) || i >= 18)
        {
          self->reason = reason;
          return 0;
        }
      whole = whole * 10 + (value.text[i] - '0');
    }
  whole = negative ? -whole : whole;
  if (whole < min || whole > max)
    self->reason = reason;

  return whole;
}

static gint64
take_time (Reader *self, const char *name)
{
  return take_whole (self, name, FIRST_TIME, LAST_TIME - 1, "a time is no time in ms");
}

static gint64
take_id (Reader *self, const char *name, gint64 min)
{
  return take_whole (self, name, min, CDL_FRAME_MAX_ID, "an id is no whole number");
}

/* Digits with at most one point among them. */
static gboolean
is_plain (CdlScanValue value)
{
  gboolean point = FALSE;

  for (gsize i = 0; i < value.length; i++)
    if (value.text[i] == '.' && !point && i > 0 && i + 1 < value.length)
      point = TRUE;
    else if (!g_ascii_isdigit (value.text[i]))
      return FALSE;

  return value.length > 0 && value.length <= MAX_PLACES;
}

static double
take_number (Reader *self, const char *name, gboolean negative, const char *reason)
{
  CdlScanValue value = take (self, name, CDL_SCAN_TEXT, reason);
  gboolean below = negative && value.length > 0 && value.text[0] == '-';
  double number = 0.0;

  if (below)
    {
      value.text++;
      value.length--;
    }
  if (self->reason == NULL
      && (!is_plain (value) || !cdl_number_parse_bytes (value.text, value.length, &number)
          || number >= MAX_NUMBER))
    self->reason = reason;

  return below ? -number : number;
}

static double
take_amount (Reader *self, const char *name)
{
  return take_number (self, name, FALSE, "an amount is no number from 0 up, written as a text");
}

static double
take_price (Reader *self, const char *name)
{
  static const char reason[] = "a price is no number above 0, written as a text";
  double price = take_number (self, name, FALSE, reason);

  if (self->reason == NULL && price <= 0.0)
    self->reason = reason;

  return price;
}

static void
take_symbol (Reader *self, CdlFrame *frame)
{
  CdlScanValue value = take (self, "s", CDL_SCAN_TEXT, "there is no symbol");

  if (self->reason != NULL)
    return;
  if (value.length == 0 || value.length >= CDL_SYMBOL_SIZE)
    self->reason = "the symbol is none";
  for (gsize i = 0; i < value.length && self->reason == NULL; i++)
    if (g_ascii_isupper (value.text[i]) || g_ascii_isdigit (value.text[i]) || value.text[i] == '_')
      frame->symbol[i] = value.text[i];
    else
      self->reason = "the symbol is none";
  if (self->reason == NULL)
    frame->symbol[value.length] = '\0';
}

static void
take_print (Reader *self, CdlFrame *frame)
{
  frame->print.id = take_id (self, "a", 0);
  frame->print.price = take_price (self, "p");
  frame->print.qty = take_amount (self, "q");
  frame->print.first_id = take_id (self, "f", -1);
  frame->print.last_id = take_id (self, "l", -1);
  frame->print.time = take_time (self, "T");
  if (self->reason == NULL && frame->print.first_id > frame->print.last_id)
    self->reason = "its first trade comes after its last";
}

static void
take_interval (Reader *self, CdlFrame *frame)
{
  CdlScanValue value = take (self, "i", CDL_SCAN_TEXT, "there is no interval");
  char name[8];

  if (self->reason != NULL)
    return;
  if (value.length < sizeof name)
    {
      memcpy (name, value.text, value.length);
      name[value.length] = '\0';
      if (cdl_interval_parse (name, &frame->kline.interval))
        return;
    }
  self->reason = "the interval is none";
}

static void
check_kline (Reader *self, const CdlFrame *frame, gint64 close_time)
{
  const CdlFeedKline *row = &frame->kline.row;
  const double *field = row->field;
  double low = MIN (field[CDL_FIELD_OPEN], field[CDL_FIELD_CLOSE]);
  double high = MAX (field[CDL_FIELD_OPEN], field[CDL_FIELD_CLOSE]);

  if (self->reason != NULL)
    return;
  if (cdl_interval_floor (frame->kline.interval, row->open_time) != row->open_time
      || cdl_interval_close (frame->kline.interval, row->open_time) != close_time)
    self->reason = "the kline's times are not those of its interval";
  else if (field[CDL_FIELD_LOW] > low || field[CDL_FIELD_HIGH] < high)
    self->reason = "open or close is not between low and high";
}

static void
take_kline (Reader *self, CdlFrame *frame)
{
  CdlScanValue value = take (self, "k", CDL_SCAN_OBJECT, "there is no kline");
  double *field = frame->kline.row.field;
  CdlScanObject object;
  Reader inner = { &object, NULL };
  CdlScanKind closed;
  gint64 close_time;

  if (self->reason != NULL || !cdl_scan_object (value.text, value.length, &object, &self->reason))
    return;
  self->reason = NULL;
  take_interval (&inner, frame);
  frame->kline.row.open_time = take_time (&inner, "t");
  close_time = take_time (&inner, "T");
  value = take (&inner, "s", CDL_SCAN_TEXT, "there is no symbol");
  if (inner.reason == NULL && !cdl_scan_equal (value, frame->symbol, strlen (frame->symbol)))
    inner.reason = "it names two symbols";
  frame->kline.first_id = take_id (&inner, "f", -1);
  frame->kline.last_id = take_id (&inner, "L", -1);
  field[CDL_FIELD_OPEN] = take_price (&inner, "o");
  field[CDL_FIELD_HIGH] = take_price (&inner, "h");
  field[CDL_FIELD_LOW] = take_price (&inner, "l");
  field[CDL_FIELD_CLOSE] = take_price (&inner, "c");
  field[CDL_FIELD_VOLUME] = take_amount (&inner, "v");
  field[CDL_FIELD_QUOTE_VOLUME] = take_amount (&inner, "q");
  field[CDL_FIELD_TRADES] = (double) take_id (&inner, "n", 0);
  field[CDL_FIELD_TAKER_BUY_BASE] = take_amount (&inner, "V");
  field[CDL_FIELD_TAKER_BUY_QUOTE] = take_amount (&inner, "Q");
  closed = cdl_scan_member (&object, "x").kind;
  frame->kline.closed = closed == CDL_SCAN_TRUE;
  if (closed != CDL_SCAN_TRUE && closed != CDL_SCAN_FALSE && inner.reason == NULL)
    inner.reason = "it does not say whether the kline is closed";
  check_kline (&inner, frame, close_time);
  self->reason = inner.reason;
}

static void
take_mark (Reader *self, CdlFrame *frame)
{
  CdlScanValue rate = cdl_scan_member (self->object, "r");

  frame->mark.price = take_price (self, "p");
  frame->mark.rate = CDL_NAN;
  frame->mark.next_funding = CDL_TIME_NONE;
  /* Contracts that expire have no funding: an empty rate, and 0 as its time. */
  if (rate.kind == CDL_SCAN_NONE || (rate.kind == CDL_SCAN_TEXT && rate.length == 0))
    return;
  frame->mark.rate = take_number (self, "r", TRUE, "the funding rate is no number");
  frame->mark.next_funding = take_time (self, "T");
}

/* Lower case symbol, "@", kind. */
static gboolean
is_stream_of (CdlScanValue stream, const CdlFrame *frame)
{
  static const char *const kinds[] = {
    [CDL_FRAME_PRINT] = "aggTrade", [CDL_FRAME_KLINE] = "kline_", [CDL_FRAME_MARK] = "markPrice"
  };
  char name[CDL_SYMBOL_SIZE + 24];
  char *c = name;

  for (const char *s = frame->symbol; *s != '\0'; s++)
    *c++ = g_ascii_tolower (*s);
  *c++ = '@';
  c = g_stpcpy (c, kinds[frame->type]);
  if (frame->type == CDL_FRAME_KLINE)
    c = g_stpcpy (c, cdl_interval_name (frame->kline.interval));
  if (frame->type == CDL_FRAME_MARK && stream.length > (gsize) (c - name))
    c = g_stpcpy (c, "@1s");

  return cdl_scan_equal (stream, name, (gsize) (c - name));
}

static void
take_answer (Reader *self, CdlFrame *frame)
{
  CdlScanValue id = cdl_scan_member (self->object, "id");
  CdlScanValue code = cdl_scan_member (self->object, "code");

  frame->answer.id = -1;
  if (id.kind == CDL_SCAN_NUMBER)
    frame->answer.id = take_id (self, "id", 0);
  if (code.kind != CDL_SCAN_NONE)
    frame->answer.code
        = (int) take_whole (self, "code", -99999, 99999, "the error code is no number");
}

/* An event, that is a message with "e". */
static void
take_event (Reader *self, CdlScanValue event, CdlFrame *frame)
{
  static const struct
  {
    const char *name;
    CdlFrameType type;
    void (*take) (Reader *self, CdlFrame *frame);
  } events[] = {
    { "aggTrade", CDL_FRAME_PRINT, take_print },
    { "kline", CDL_FRAME_KLINE, take_kline },
    { "markPriceUpdate", CDL_FRAME_MARK, take_mark },
  };

  if (cdl_scan_equal (event, "serverShutdown", strlen ("serverShutdown")))
    {
      frame->type = CDL_FRAME_SHUTDOWN;
      frame->event_time = take_time (self, "E");
    }
  for (gsize i = 0; i < G_N_ELEMENTS (events); i++)
    if (cdl_scan_equal (event, events[i].name, strlen (events[i].name)))
      {
        frame->type = events[i].type;
        frame->event_time = take_time (self, "E");
        take_symbol (self, frame);
        if (self->reason == NULL)
          events[i].take (self, frame);
      }
}

gboolean
cdl_frame_read (const char *text, gsize length, CdlFrame *frame, const char **reason)
{
  CdlScanObject object;
  Reader self = { &object, NULL };
  CdlScanValue stream, data, event;

  memset (frame, 0, sizeof *frame);
  frame->type = CDL_FRAME_OTHER;
  if (!cdl_scan_object (text, length, &object, reason))
    return FALSE;
  stream = cdl_scan_member (&object, "stream");
  data = cdl_scan_member (&object, "data");
  if (stream.kind == CDL_SCAN_TEXT && data.kind == CDL_SCAN_OBJECT
      && !cdl_scan_object (data.text, data.length, &object, reason))
    return FALSE;

  event = cdl_scan_member (&object, "e");
  if (event.kind == CDL_SCAN_TEXT)
    take_event (&self, event, frame);
  else if (event.kind != CDL_SCAN_NONE)
    self.reason = "the kind of event is no text";
  else if (cdl_scan_member (&object, "code").kind != CDL_SCAN_NONE
           || cdl_scan_member (&object, "error").kind != CDL_SCAN_NONE)
    {
      frame->type = CDL_FRAME_ERROR;
      take_answer (&self, frame);
    }
  else if (cdl_scan_member (&object, "result").kind != CDL_SCAN_NONE)
    {
      frame->type = CDL_FRAME_ANSWER;
      take_answer (&self, frame);
    }
  if (self.reason == NULL && stream.kind == CDL_SCAN_TEXT && frame->type <= CDL_FRAME_MARK
      && !is_stream_of (stream, frame))
    self.reason = "it is not of the stream that it came with";
  *reason = self.reason;

  return self.reason == NULL;
}
