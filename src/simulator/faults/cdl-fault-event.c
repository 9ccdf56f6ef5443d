#include "cdl-fault-event.h"

#include "cdl-ws-frame.h"

#include <string.h>

/* Puts text in place of the string value of a member. */
static void
replace_member (GString *json, const char *member, const char *text)
{
  g_autofree char *key = g_strdup_printf ("\"%s\":\"", member);
  char *at = strstr (json->str, key);
  gssize start;

  if (!at)
    return;
  start = at - json->str + (gssize) strlen (key);
  g_string_erase (json, start, (gssize) strcspn (json->str + start, "\""));
  g_string_insert (json, start, text);
}

/* Numbers of thirteen digits are times. */
static void
make_micro (GString *json)
{
  gsize digits = 0;

  for (gsize i = 0; i <= json->len; i++)
    if (g_ascii_isdigit (json->str[i]))
      digits++;
    else
      {
        if (digits == 13 && json->str[i - 14] == ':')
          {
            g_string_insert (json, (gssize) i, "000");
            i += 3;
          }
        digits = 0;
      }
}

/* Strings that begin with a digit lose their quotes. */
static void
make_numbers (GString *json)
{
  for (gsize i = 0; i + 1 < json->len; i++)
    if (json->str[i] == '"' && g_ascii_isdigit (json->str[i + 1]))
      {
        char *end = strchr (json->str + i + 1, '"');

        if (end && (gsize) (end - json->str) == i + 1 + strspn (json->str + i + 1, "0123456789."))
          {
            g_string_erase (json, end - json->str, 1);
            g_string_erase (json, (gssize) i, 1);
          }
      }
}

static void
nest (GString *json, gsize depth)
{
  g_autofree char *brackets = g_malloc (depth);

  memset (brackets, '[', depth);
  g_string_assign (json, "{\"e\":");
  g_string_append_len (json, brackets, (gssize) depth);
  memset (brackets, ']', depth);
  g_string_append_len (json, brackets, (gssize) depth);
  g_string_append_c (json, '}');
}

static void
change_values (CdlFaults *faults, const char *name, GString *text)
{
  const CdlFault *fault;

  if ((fault = cdl_faults_strike (faults, CDL_FAULT_EVENT_VALUE, name)))
    replace_member (text, strstr (text->str, "\"k\":{") ? "c" : "p", cdl_fault_text (fault, "NaN"));
  if ((fault = cdl_faults_strike (faults, CDL_FAULT_EVENT_SYMBOL, name)))
    replace_member (text, "s", cdl_fault_text (fault, "XXXUSDT"));
  if (cdl_faults_strike (faults, CDL_FAULT_EVENT_MICRO, name))
    make_micro (text);
  if (cdl_faults_strike (faults, CDL_FAULT_EVENT_NUMBERS, name))
    make_numbers (text);
}

void
cdl_fault_event_text (CdlFaults *faults, const char *name, GString *text)
{
  const CdlFault *fault;
  g_autofree char *copy = NULL;

  change_values (faults, name, text);
  if (cdl_faults_strike (faults, CDL_FAULT_JSON_UNKNOWN, name))
    g_string_insert (text, 1, "\"zz\":{\"nobody\":[1,null]},\"st\":1,");
  if (cdl_faults_strike (faults, CDL_FAULT_JSON_KEYS, name))
    g_string_insert (text, (gssize) text->len - 1, ",\"e\":\"other\",\"E\":1");
  if ((fault = cdl_faults_strike (faults, CDL_FAULT_JSON_DEEP, name)))
    nest (text, (gsize) MAX (cdl_fault_value (fault, 10000), 1));
  if ((fault = cdl_faults_strike (faults, CDL_FAULT_JSON_TEXT, name)))
    g_string_assign (text, cdl_fault_text (fault, "null"));
  if (cdl_faults_strike (faults, CDL_FAULT_JSON_TRUNCATED, name))
    g_string_truncate (text, text->len / 2);
  if (cdl_faults_strike (faults, CDL_FAULT_JSON_TWICE, name))
    {
      copy = g_strdup (text->str);
      g_string_append (text, copy);
    }
  if (cdl_faults_strike (faults, CDL_FAULT_JSON_BOM, name))
    g_string_prepend (text, "\xef\xbb\xbf");
}

CdlEventFate
cdl_fault_event_fate (CdlFaults *faults, const char *name, const CdlStreamEvent *event)
{
  gboolean closes = event->type == CDL_EVENT_KLINE && event->kline.closed;
  CdlEventFate fate = { .copies = 1 };
  const CdlFault *fault;

  if (cdl_faults_strike (faults, CDL_FAULT_EVENT_DROP, name)
      || (closes && cdl_faults_strike (faults, CDL_FAULT_CLOSE_MISSING, name)))
    fate.copies = 0;
  if ((fault = cdl_faults_strike (faults, CDL_FAULT_EVENT_DUPLICATE, name)))
    fate.copies *= (guint) cdl_fault_value (fault, 2);
  if (closes && cdl_faults_strike (faults, CDL_FAULT_CLOSE_TWICE, name))
    fate.copies *= 2;
  if ((fault = cdl_faults_strike (faults, CDL_FAULT_EVENT_DELAY, name)))
    fate.delay = (gint64) cdl_fault_value (fault, 2000);
  if (closes && (fault = cdl_faults_strike (faults, CDL_FAULT_CLOSE_LATE, name)))
    fate.delay = (gint64) (cdl_fault_value (fault, 30) * 1000);
  fate.hold = cdl_faults_strike (faults, CDL_FAULT_EVENT_REORDER, name) != NULL;

  return fate;
}

/* A client answers each ping, and may send no more than five frames a second. */
#define PING_EVERY 64

static void
append_fragments (const CdlFault *fault, GByteArray *frames, const char *text, gsize length)
{
  gsize third = length / 3;

  cdl_ws_frame_append (frames, 0, CDL_WS_TEXT, FALSE, text, third);
  if (fault->strikes % PING_EVERY == 1)
    cdl_ws_frame_append (frames, CDL_WS_FIN, CDL_WS_PING, FALSE, "between", 7);
  cdl_ws_frame_append (frames, 0, CDL_WS_CONTINUATION, FALSE, text + third, third);
  cdl_ws_frame_append (frames, CDL_WS_FIN, CDL_WS_CONTINUATION, FALSE, text + 2 * third,
                       length - 2 * third);
}

void
cdl_fault_frame (CdlFaults *faults, const char *name, const GString *text, GByteArray *frames)
{
  g_autoptr (GString) changed = NULL;
  const CdlFault *fault;
  guint flags = CDL_WS_FIN;

  if (cdl_faults_list (faults)->len == 0)
    {
      cdl_ws_frame_append (frames, flags, CDL_WS_TEXT, FALSE, text->str, text->len);
      return;
    }

  changed = g_string_new_len (text->str, (gssize) text->len);
  if ((fault = cdl_faults_strike (faults, CDL_FAULT_FRAME_HUGE, name)))
    {
      gsize size = (gsize) cdl_fault_value (fault, 20) * 1024 * 1024;

      g_string_set_size (changed, size);
      memset (changed->str, ' ', size);
      g_string_append_len (changed, text->str, (gssize) text->len);
    }
  if (cdl_faults_strike (faults, CDL_FAULT_FRAME_UTF8, name))
    g_string_insert_c (changed, (gssize) changed->len / 2, (char) 0xff);
  if (cdl_faults_strike (faults, CDL_FAULT_FRAME_RSV, name))
    flags |= CDL_WS_RSV1;

  if ((fault = cdl_faults_strike (faults, CDL_FAULT_FRAME_FRAGMENT, name)))
    append_fragments (fault, frames, changed->str, changed->len);
  else
    cdl_ws_frame_append (frames, flags,
                         cdl_faults_strike (faults, CDL_FAULT_FRAME_BINARY, name) ? CDL_WS_BINARY
                                                                                  : CDL_WS_TEXT,
                         cdl_faults_strike (faults, CDL_FAULT_FRAME_MASKED, name) != NULL,
                         changed->str, changed->len);
}
