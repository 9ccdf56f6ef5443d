#include "cdl-json-scan.h"

#include "cdl-number.h"

#include <string.h>

typedef struct
{
  const char *text;
  const char *at;
  guint depth;
  GString *path; /* of the value that is being read */

  /* Of the first problem; NULL if there is none. */
  char *message;
  const char *remedy;
  const char *error_at;

  /* The path that is looked for, and the innermost value around it so far. */
  const char *wanted;
  const char *found_start, *found_end;
} Scan;

static gboolean scan_value (Scan *self);

static gboolean G_GNUC_PRINTF (4, 5)
    refuse (Scan *self, const char *at, const char *remedy, const char *format, ...)
{
  va_list args;

  va_start (args, format);
  self->message = g_strdup_vprintf (format, args);
  va_end (args);
  self->remedy = remedy;
  self->error_at = at;

  return FALSE;
}

static gboolean
refuse_end (Scan *self, const char *remedy)
{
  return refuse (self, self->at, remedy, "the text ends too early");
}

static void
skip_blanks (Scan *self)
{
  self->at += strspn (self->at, " \t\r\n");
}

/* Reads four hex digits; -1 if they are not. */
static int
scan_hex (const char *at)
{
  int code = 0;

  for (int i = 0; i < 4; i++)
    {
      int digit = g_ascii_xdigit_value (at[i]);

      if (digit < 0)
        return -1;
      code = code * 16 + digit;
    }

  return code;
}

/* \uXXXX, after the backslash; a pair of surrogates is one character. */
static gboolean
scan_unicode_escape (Scan *self, GString *decoded)
{
  const char *start = self->at - 1;
  int code = scan_hex (self->at + 1);

  if (code < 0)
    return refuse (self, start, "\\u takes four hex digits", "this escape is not whole");
  self->at += 5;
  if (code >= 0xd800 && code < 0xdc00 && self->at[0] == '\\' && self->at[1] == 'u')
    {
      int low = scan_hex (self->at + 2);

      if (low >= 0xdc00 && low < 0xe000)
        {
          code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00);
          self->at += 6;
        }
    }
  if (code == 0 || (code >= 0xd800 && code < 0xe000))
    return refuse (self, start, NULL, "this escape does not name a character");
  g_string_append_unichar (decoded, (gunichar) code);

  return TRUE;
}

/* A string from its opening quote on; appends its text. */
static gboolean
scan_string (Scan *self, GString *decoded)
{
  static const char letters[] = "\"\\/bfnrt", meant[] = "\"\\/\b\f\n\r\t";
  const char *start = self->at++;

  while (*self->at != '"')
    {
      gsize plain = strcspn (self->at, "\"\\\n\r");
      const char *letter;

      for (gsize i = 0; i < plain; i++)
        if ((guchar) self->at[i] < ' ')
          return refuse (self, self->at + i, "write a tab as \\t", "a control character in a text");
      g_string_append_len (decoded, self->at, (gssize) plain);
      self->at += plain;
      if (*self->at == '"')
        break;
      if (*self->at != '\\')
        return refuse (self, start, "a text ends with \" on the line it began; a new line is \\n",
                       "this text has no end");
      self->at++;
      if (*self->at == 'u')
        {
          if (!scan_unicode_escape (self, decoded))
            return FALSE;
          continue;
        }
      letter = *self->at != '\0' ? strchr (letters, *self->at) : NULL;
      if (letter == NULL)
        return refuse (self, self->at - 1, "a backslash itself is written \\\\",
                       "a backslash that begins no escape");
      g_string_append_c (decoded, meant[letter - letters]);
      self->at++;
    }
  self->at++;

  return TRUE;
}

static gboolean
scan_number (Scan *self)
{
  static const char remedy[] = "numbers are written like 12, -0.5 or 1e-3";
  const char *start = self->at;
  g_autofree char *text = NULL;
  gsize digits, length;
  double value;

  /* All that may be meant as one number, to name it whole. */
  length = strspn (start, "+-.0123456789abcdefABCDEFxX_");
  text = g_strndup (start, length);

  self->at += *start == '-' ? 1 : 0;
  digits = strspn (self->at, "0123456789");
  if (digits == 0 || (digits > 1 && *self->at == '0'))
    return refuse (self, start, remedy, "“%s” is not a number", text);
  self->at += digits;
  if (*self->at == '.')
    {
      gsize places = strspn (self->at + 1, "0123456789");

      if (places == 0)
        return refuse (self, start, remedy, "“%s” is not a number", text);
      self->at += 1 + places;
      digits = 0;
    }
  if (*self->at == 'e' || *self->at == 'E')
    {
      gsize sign = self->at[1] == '+' || self->at[1] == '-' ? 1 : 0;
      gsize exponent = strspn (self->at + 1 + sign, "0123456789");

      if (exponent == 0)
        return refuse (self, start, remedy, "“%s” is not a number", text);
      self->at += 1 + sign + exponent;
      digits = 0;
    }
  if ((gsize) (self->at - start) < length)
    return refuse (self, start, remedy, "“%s” is not a number", text);
  if (digits > 18 || !cdl_number_parse (text, &value))
    return refuse (self, start, NULL, "this number is too large");

  return TRUE;
}

static gboolean
scan_word (Scan *self)
{
  static const char *const words[] = { "true", "false", "null" };
  gsize length = 0;

  while (g_ascii_isalnum (self->at[length]) || self->at[length] == '_')
    length++;
  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    if (length == strlen (words[i]) && strncmp (self->at, words[i], length) == 0)
      {
        self->at += length;
        return TRUE;
      }

  if (length > 0)
    return refuse (self, self->at, "texts stand in double quotes", "“%.*s” is not a JSON value",
                   (int) length, self->at);
  if (*self->at == '\'')
    return refuse (self, self->at, "texts stand in double quotes", "a text in single quotes");
  if (*self->at == '/' || *self->at == '#')
    return refuse (self, self->at, "use “description” and “help” to explain",
                   "JSON has no comments");
  if (*self->at == '\0')
    return refuse_end (self, "a value is missing");

  return refuse (self, self->at, NULL, "a value is expected here");
}

/* After a value inside an object or array: TRUE if another one follows, and self->at is there. */
static gboolean
scan_separator (Scan *self, char close, gboolean *more)
{
  skip_blanks (self);
  *more = *self->at == ',';
  if (*self->at == close)
    {
      self->at++;
      return TRUE;
    }
  if (*self->at == '\0')
    return refuse_end (self, close == '}' ? "an object is closed with }" : "a list ends with ]");
  if (!*more)
    return refuse (self, self->at, NULL, "a comma or %c is expected here", close);

  self->at++;
  skip_blanks (self);
  if (*self->at == close)
    return refuse (self, self->at, "remove the comma", "nothing stands between the comma and %c",
                   close);

  return TRUE;
}

static gboolean
scan_member (Scan *self, GHashTable *names)
{
  g_autoptr (GString) name = g_string_new (NULL);
  const char *start = self->at;
  gsize length = self->path->len;

  if (*start == '\0')
    return refuse_end (self, "an object is closed with }");
  if (*start != '"')
    return refuse (self, start, "members are written like \"name\": value",
                   "the name of a member is expected here, in double quotes");
  if (!scan_string (self, name))
    return FALSE;
  if (!g_hash_table_add (names, g_strdup (name->str)))
    return refuse (self, start, "keep one of them", "“%s” is given twice", name->str);
  skip_blanks (self);
  if (*self->at != ':')
    return *self->at == '\0'
               ? refuse_end (self, "a value is missing")
               : refuse (self, self->at, NULL, "a colon is expected after “%s”", name->str);
  self->at++;

  g_string_append_printf (self->path, ".%s", name->str);
  if (!scan_value (self))
    return FALSE;
  g_string_truncate (self->path, length);

  return TRUE;
}

static gboolean
scan_object (Scan *self)
{
  g_autoptr (GHashTable) names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  gboolean more = TRUE;

  self->at++;
  skip_blanks (self);
  if (*self->at == '}')
    {
      self->at++;
      return TRUE;
    }
  while (more)
    if (!scan_member (self, names) || !scan_separator (self, '}', &more))
      return FALSE;

  return TRUE;
}

static gboolean
scan_array (Scan *self)
{
  gsize length = self->path->len;
  gboolean more = TRUE;

  self->at++;
  skip_blanks (self);
  if (*self->at == ']')
    {
      self->at++;
      return TRUE;
    }
  for (guint i = 0; more; i++)
    {
      g_string_append_printf (self->path, "[%u]", i);
      if (!scan_value (self))
        return FALSE;
      g_string_truncate (self->path, length);
      if (!scan_separator (self, ']', &more))
        return FALSE;
    }

  return TRUE;
}

/* Whether the value being read is the wanted one or one around it. */
static gboolean
is_around (const Scan *self)
{
  const char *rest;

  if (self->wanted == NULL || !g_str_has_prefix (self->wanted, self->path->str))
    return FALSE;
  rest = self->wanted + self->path->len;

  return *rest == '\0' || *rest == '.' || *rest == '[';
}

static gboolean
scan_value (Scan *self)
{
  const char *start;
  gboolean good, around = is_around (self);

  skip_blanks (self);
  start = self->at;
  if (self->depth == CDL_JSON_MAX_DEPTH)
    return refuse (self, start, NULL, "nested deeper than %d levels", CDL_JSON_MAX_DEPTH);

  self->depth++;
  if (*start == '{')
    good = scan_object (self);
  else if (*start == '[')
    good = scan_array (self);
  else if (*start == '"')
    {
      g_autoptr (GString) ignored = g_string_new (NULL);

      good = scan_string (self, ignored);
    }
  else if (*start != '\0' && strchr ("+-.0123456789", *start) != NULL)
    good = scan_number (self);
  else
    good = scan_word (self);
  self->depth--;

  /* Values inside this one have been here before it. */
  if (good && around && self->found_start == NULL)
    {
      self->found_start = start;
      self->found_end = self->at;
    }

  return good;
}

static void
scan_init (Scan *self, const char *text, const char *wanted)
{
  *self = (Scan){ .text = text, .at = text, .path = g_string_new ("$"), .wanted = wanted };
}

static void
scan_clear (Scan *self)
{
  g_string_free (self->path, TRUE);
  g_free (self->message);
}

static void
count_lines (const char *text, const char *at, int *line, int *column)
{
  const char *line_start = text;

  *line = 1;
  for (const char *c = text; c < at; c++)
    if (*c == '\n')
      {
        (*line)++;
        line_start = c + 1;
      }
  *column = (int) g_utf8_strlen (line_start, at - line_start) + 1;
}

gboolean
cdl_json_scan (const char *text, CdlDiagnostics *diagnostics)
{
  gboolean good;
  Scan self;

  scan_init (&self, text, NULL);
  good = scan_value (&self);
  if (good)
    {
      skip_blanks (&self);
      if (*self.at != '\0')
        good = refuse (&self, self.at, "one file holds one value",
                       "there is more after the end of the value");
    }
  if (!good)
    {
      int line, column;

      count_lines (text, self.error_at, &line, &column);
      cdl_diagnostics_add (diagnostics, TRUE, "$", line, column, 0, self.message, self.remedy);
    }
  scan_clear (&self);

  return good;
}

/* One character of a string as it is written: where the next begins. */
static const char *
next_character (const char *at)
{
  if (*at != '\\')
    return g_utf8_next_char (at);
  if (at[1] != 'u')
    return at + 2;
  if (scan_hex (at + 2) >= 0xd800 && scan_hex (at + 2) < 0xdc00)
    return at + 12;

  return at + 6;
}

/* Moves start and end from a value to the characters inside it that the diagnostic names. */
static void
narrow (const CdlDiagnostic *diagnostic, gboolean string, const char **start, const char **end)
{
  const char *at = *start + (string ? 1 : 0), *last = *end - (string ? 1 : 0);
  int line = 1, column = 1;

  while (at < last && (line < diagnostic->line || column < diagnostic->column))
    {
      gboolean breaks = string ? g_str_has_prefix (at, "\\n") : *at == '\n';

      line += breaks ? 1 : 0;
      column = breaks ? 1 : column + 1;
      at = string ? next_character (at) : g_utf8_next_char (at);
    }

  *start = at;
  for (int i = 0; i < diagnostic->length && at < last; i++)
    at = string ? next_character (at) : g_utf8_next_char (at);
  *end = at;
}

void
cdl_json_locate (const char *text, const CdlDiagnostic *diagnostic, CdlJsonPlace *place)
{
  const char *start = text, *end = text + strlen (text);
  Scan self;

  scan_init (&self, text, diagnostic->path);
  if (strcmp (diagnostic->path, "$") != 0 && scan_value (&self) && self.found_start != NULL)
    {
      start = self.found_start;
      end = self.found_end;
    }
  scan_clear (&self);
  if (diagnostic->line > 0)
    narrow (diagnostic, start != text && *start == '"', &start, &end);

  place->start = (gsize) (start - text);
  place->end = (gsize) (end - text);
  count_lines (text, start, &place->line, &place->column);
}
