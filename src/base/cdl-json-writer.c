#include "cdl-json-writer.h"

#include <math.h>
#include <string.h>

#include "cdl-number.h"
#include "cdl-time.h"

/* A member of an object that is being written canonically, and where its text stands. */
typedef struct
{
  char *name;
  gsize start;
  gsize end; /* known when the object ends */
} Member;

/* An object or array that is open. */
typedef struct
{
  gboolean is_object;
  guint count;
  GArray *members; /* Member; canonical objects only */
} Level;

struct _CdlJsonWriter
{
  CdlJsonStyle style;
  GString *text;
  GArray *levels; /* Level */
  gboolean after_name;
};

static void
member_clear (gpointer data)
{
  g_free (((Member *) data)->name);
}

static void
level_clear (gpointer data)
{
  g_clear_pointer (&((Level *) data)->members, g_array_unref);
}

CdlJsonWriter *
cdl_json_writer_new (CdlJsonStyle style)
{
  CdlJsonWriter *self = g_new0 (CdlJsonWriter, 1);

  self->style = style;
  self->text = g_string_new (NULL);
  self->levels = g_array_new (FALSE, FALSE, sizeof (Level));
  g_array_set_clear_func (self->levels, level_clear);

  return self;
}

void
cdl_json_writer_free (CdlJsonWriter *self)
{
  g_string_free (self->text, TRUE);
  g_array_unref (self->levels);
  g_free (self);
}

char *
cdl_json_writer_steal (CdlJsonWriter *self)
{
  char *text;

  g_assert (self->levels->len == 0);
  if (self->style == CDL_JSON_PRETTY)
    g_string_append_c (self->text, '\n');
  text = g_string_free (self->text, FALSE);
  self->text = g_string_new (NULL);

  return text;
}

static Level *
top (CdlJsonWriter *self)
{
  return self->levels->len > 0 ? &g_array_index (self->levels, Level, self->levels->len - 1) : NULL;
}

static void
new_line (CdlJsonWriter *self)
{
  if (self->style != CDL_JSON_PRETTY)
    return;
  g_string_append_c (self->text, '\n');
  for (guint i = 0; i < self->levels->len; i++)
    g_string_append (self->text, "  ");
}

/* What stands before an element or a name. */
static void
separate (CdlJsonWriter *self)
{
  Level *level = top (self);

  if (self->after_name)
    {
      self->after_name = FALSE;
      return;
    }
  if (level == NULL)
    return;
  /* Members that will be sorted get their commas then. */
  if (level->count++ > 0 && level->members == NULL)
    g_string_append_c (self->text, ',');
  new_line (self);
}

static void
begin (CdlJsonWriter *self, gboolean is_object)
{
  Level level = { .is_object = is_object };

  separate (self);
  g_string_append_c (self->text, is_object ? '{' : '[');
  if (is_object && self->style == CDL_JSON_CANONICAL)
    {
      level.members = g_array_new (FALSE, FALSE, sizeof (Member));
      g_array_set_clear_func (level.members, member_clear);
    }
  g_array_append_val (self->levels, level);
}

/* By UTF-16 code units (RFC 8785): like bytes, but that surrogates come before U+E000..U+FFFF. */
static int
compare_utf16 (const char *a, const char *b)
{
  g_autofree gunichar2 *left = g_utf8_to_utf16 (a, -1, NULL, NULL, NULL);
  g_autofree gunichar2 *right = g_utf8_to_utf16 (b, -1, NULL, NULL, NULL);
  gsize i = 0;

  if (left == NULL || right == NULL)
    return strcmp (a, b);
  while (left[i] != 0 && left[i] == right[i])
    i++;

  return (int) left[i] - (int) right[i];
}

static int
compare_members (gconstpointer a, gconstpointer b)
{
  const char *left = ((const Member *) a)->name, *right = ((const Member *) b)->name;

  if (g_str_is_ascii (left) && g_str_is_ascii (right))
    return strcmp (left, right);

  return compare_utf16 (left, right);
}

static Member *
get_member (GArray *members, guint i)
{
  return &g_array_index (members, Member, i);
}

/* Rewrites the members of the object that ends in sorted order. */
static void
sort_members (CdlJsonWriter *self, GArray *members)
{
  g_autofree char *unsorted = NULL;
  gsize start;

  if (members->len == 0)
    return;

  start = get_member (members, 0)->start;
  unsorted = g_strndup (self->text->str + start, self->text->len - start);
  for (guint i = 0; i + 1 < members->len; i++)
    get_member (members, i)->end = get_member (members, i + 1)->start;
  get_member (members, members->len - 1)->end = self->text->len;
  g_array_sort (members, compare_members);

  g_string_truncate (self->text, start);
  for (guint i = 0; i < members->len; i++)
    {
      const Member *member = get_member (members, i);

      if (i > 0)
        g_string_append_c (self->text, ',');
      g_string_append_len (self->text, unsorted + (member->start - start),
                           (gssize) (member->end - member->start));
    }
}

static void
end (CdlJsonWriter *self, gboolean is_object)
{
  Level *level = top (self);
  gboolean empty;

  g_assert (level != NULL && level->is_object == is_object && !self->after_name);
  empty = level->count == 0;
  if (level->members != NULL)
    sort_members (self, level->members);
  g_array_set_size (self->levels, self->levels->len - 1);
  if (!empty)
    new_line (self);
  g_string_append_c (self->text, is_object ? '}' : ']');
}

void
cdl_json_begin_object (CdlJsonWriter *self)
{
  begin (self, TRUE);
}

void
cdl_json_end_object (CdlJsonWriter *self)
{
  end (self, TRUE);
}

void
cdl_json_begin_array (CdlJsonWriter *self)
{
  begin (self, FALSE);
}

void
cdl_json_end_array (CdlJsonWriter *self)
{
  end (self, FALSE);
}

static void
append_quoted (GString *out, const char *text)
{
  g_string_append_c (out, '"');
  for (const char *c = text; *c != '\0'; c++)
    {
      static const char letters[] = "\bb\ff\nn\rr\tt\"\"\\\\";
      const char *escape = NULL;

      for (const char *l = letters; *l != '\0'; l += 2)
        if (*l == *c)
          escape = l + 1;

      if (escape != NULL)
        g_string_append_printf (out, "\\%c", *escape);
      else if ((guchar) *c < 0x20)
        g_string_append_printf (out, "\\u%04x", (guint) *c);
      else
        g_string_append_c (out, *c);
    }
  g_string_append_c (out, '"');
}

void
cdl_json_name (CdlJsonWriter *self, const char *name)
{
  Level *level = top (self);

  g_assert (level != NULL && level->is_object && !self->after_name);
  separate (self);
  if (level->members != NULL)
    {
      Member member = { .name = g_strdup (name), .start = self->text->len };

      g_array_append_val (level->members, member);
    }
  append_quoted (self->text, name);
  g_string_append (self->text, self->style == CDL_JSON_PRETTY ? ": " : ":");
  self->after_name = TRUE;
}

void
cdl_json_raw (CdlJsonWriter *self, const char *text)
{
  separate (self);
  g_string_append (self->text, text);
}

void
cdl_json_string (CdlJsonWriter *self, const char *text)
{
  if (text == NULL)
    {
      cdl_json_null (self);
      return;
    }
  separate (self);
  append_quoted (self->text, text);
}

void
cdl_json_double (CdlJsonWriter *self, double value)
{
  char text[CDL_NUMBER_SIZE];

  cdl_json_raw (self, cdl_number_format (value, text));
}

void
cdl_json_int (CdlJsonWriter *self, gint64 value)
{
  char text[CDL_NUMBER_SIZE];

  g_snprintf (text, sizeof text, "%" G_GINT64_FORMAT, value);
  cdl_json_raw (self, text);
}

void
cdl_json_bool (CdlJsonWriter *self, gboolean value)
{
  cdl_json_raw (self, value ? "true" : "false");
}

void
cdl_json_null (CdlJsonWriter *self)
{
  cdl_json_raw (self, "null");
}

void
cdl_json_member_string (CdlJsonWriter *self, const char *name, const char *text)
{
  cdl_json_name (self, name);
  cdl_json_string (self, text);
}

void
cdl_json_member_double (CdlJsonWriter *self, const char *name, double value)
{
  cdl_json_name (self, name);
  cdl_json_double (self, value);
}

void
cdl_json_member_int (CdlJsonWriter *self, const char *name, gint64 value)
{
  cdl_json_name (self, name);
  cdl_json_int (self, value);
}

void
cdl_json_member_time (CdlJsonWriter *self, const char *name, gint64 time_ms)
{
  cdl_json_name (self, name);
  if (time_ms == CDL_TIME_NONE)
    cdl_json_null (self);
  else
    cdl_json_int (self, time_ms);
}

void
cdl_json_member_bool (CdlJsonWriter *self, const char *name, gboolean value)
{
  cdl_json_name (self, name);
  cdl_json_bool (self, value);
}

void
cdl_json_exact (CdlJsonWriter *self, double value)
{
  char text[CDL_NUMBER_SIZE + 2];

  cdl_number_format (value, text);
  if (value == 0.0 && signbit (value))
    g_strlcpy (text, "-0.0", sizeof text);
  else if (isfinite (value) && strpbrk (text, ".e") == NULL && fabs (value) >= 0x1p53)
    g_strlcat (text, ".0", sizeof text);
  cdl_json_raw (self, text);
}

void
cdl_json_member_exact (CdlJsonWriter *self, const char *name, double value)
{
  cdl_json_name (self, name);
  cdl_json_exact (self, value);
}
