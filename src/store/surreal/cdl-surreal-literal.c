#include "cdl-surreal-literal-private.h"

#include <math.h>
#include <string.h>

#include "cdl-number.h"
#include "cdl-time.h"

static void
append_escaped (GString *sql, char c)
{
  switch (c)
    {
    case '"':
      g_string_append (sql, "\\\"");
      break;
    case '\\':
      g_string_append (sql, "\\\\");
      break;
    case '\n':
      g_string_append (sql, "\\n");
      break;
    case '\r':
      g_string_append (sql, "\\r");
      break;
    case '\t':
      g_string_append (sql, "\\t");
      break;
    default:
      g_string_append_printf (sql, "\\u%04x", (guint) (guchar) c);
    }
}

void
cdl_surreal_text (GString *sql, const char *text)
{
  const char *from = text;

  if (text == NULL)
    {
      g_string_append (sql, "NULL");
      return;
    }

  g_string_append_c (sql, '"');
  for (const char *p = text; *p != '\0'; p++)
    if (*p == '"' || *p == '\\' || (guchar) *p < 0x20 || *p == 0x7f)
      {
        g_string_append_len (sql, from, p - from);
        append_escaped (sql, *p);
        from = p + 1;
      }
  g_string_append (sql, from);
  g_string_append_c (sql, '"');
}

void
cdl_surreal_double (GString *sql, double value)
{
  char buffer[CDL_NUMBER_SIZE];

  if (!isfinite (value))
    {
      g_string_append (sql, "NULL");
      return;
    }

  if (value == 0.0 && signbit (value))
    g_string_append_c (sql, '-');
  g_string_append (sql, cdl_number_format (value, buffer));
  /* Without point or exponent it would be an integer. */
  if (strpbrk (buffer, ".e") == NULL)
    g_string_append (sql, ".0");
}

void
cdl_surreal_int (GString *sql, gint64 value)
{
  g_string_append_printf (sql, "%" G_GINT64_FORMAT, value);
}

void
cdl_surreal_bool (GString *sql, gboolean value)
{
  g_string_append (sql, value ? "true" : "false");
}

void
cdl_surreal_time (GString *sql, gint64 time_ms)
{
  if (time_ms == CDL_TIME_NONE)
    g_string_append (sql, "NULL");
  else
    cdl_surreal_int (sql, time_ms);
}

void
cdl_surreal_record (GString *sql, const char *table, const char *id)
{
  g_string_append_printf (sql, "%s:`%s`", table, id);
}

void
cdl_surreal_item (GString *sql)
{
  char last = sql->len > 0 ? sql->str[sql->len - 1] : '{';

  if (last != '{' && last != '[')
    g_string_append (sql, ", ");
}

void
cdl_surreal_name (GString *sql, const char *name)
{
  cdl_surreal_item (sql);
  g_string_append (sql, name);
  g_string_append (sql, ": ");
}

void
cdl_surreal_member_text (GString *sql, const char *name, const char *text)
{
  cdl_surreal_name (sql, name);
  cdl_surreal_text (sql, text);
}

void
cdl_surreal_member_double (GString *sql, const char *name, double value)
{
  cdl_surreal_name (sql, name);
  cdl_surreal_double (sql, value);
}

void
cdl_surreal_member_int (GString *sql, const char *name, gint64 value)
{
  cdl_surreal_name (sql, name);
  cdl_surreal_int (sql, value);
}

void
cdl_surreal_member_bool (GString *sql, const char *name, gboolean value)
{
  cdl_surreal_name (sql, name);
  cdl_surreal_bool (sql, value);
}

void
cdl_surreal_member_time (GString *sql, const char *name, gint64 time_ms)
{
  cdl_surreal_name (sql, name);
  cdl_surreal_time (sql, time_ms);
}

void
cdl_surreal_member_record (GString *sql, const char *name, const char *table, const char *id)
{
  cdl_surreal_name (sql, name);
  cdl_surreal_record (sql, table, id);
}

void
cdl_surreal_texts (GString *sql, const char *const *texts, gssize n)
{
  g_string_append_c (sql, '[');
  for (gssize i = 0; n >= 0 ? i < n : texts[i] != NULL; i++)
    {
      cdl_surreal_item (sql);
      cdl_surreal_text (sql, texts[i]);
    }
  g_string_append_c (sql, ']');
}
