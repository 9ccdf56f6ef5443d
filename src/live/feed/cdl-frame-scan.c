#include "cdl-frame-scan-private.h"

typedef struct
{
  const char *at;
  const char *end;
  const char *reason;
} Scan;

static gboolean scan_value (Scan *self, int depth, CdlScanValue *value);

static gboolean
fail (Scan *self, const char *reason)
{
  self->reason = self->at == self->end ? "it breaks off" : reason;

  return FALSE;
}

/* The next character that is no blank; 0 at the end, and for a NUL, which nothing takes. */
static char
next (Scan *self)
{
  while (self->at < self->end
         && (*self->at == ' ' || *self->at == '\n' || *self->at == '\r' || *self->at == '\t'))
    self->at++;

  return self->at < self->end ? *self->at : '\0';
}

static gboolean
scan_escape (Scan *self)
{
  if (++self->at == self->end)
    return fail (self, NULL);
  if (*self->at == 'u')
    {
      for (int i = 0; i < 4; i++)
        if (++self->at == self->end || !g_ascii_isxdigit (*self->at))
          return fail (self, "an escape in a text is damaged");
    }
  else if (*self->at == '\0' || strchr ("\"\\/bfnrt", *self->at) == NULL)
    return fail (self, "an escape in a text is damaged");
  self->at++;

  return TRUE;
}

static gboolean
scan_text (Scan *self, const char **text, gsize *length)
{
  const char *start = ++self->at;

  while (self->at < self->end && *self->at != '"')
    {
      if ((guchar) *self->at < 0x20)
        return fail (self, "a text holds a control character");
      if (*self->at != '\\')
        self->at++;
      else if (!scan_escape (self))
        return FALSE;
    }
  if (self->at == self->end)
    return fail (self, NULL);
  *text = start;
  *length = (gsize) (self->at - start);
  self->at++;

  return TRUE;
}

static gboolean
scan_digits (Scan *self)
{
  const char *start = self->at;

  while (self->at < self->end && g_ascii_isdigit (*self->at))
    self->at++;

  return self->at > start || fail (self, "a number is damaged");
}

static gboolean
scan_number (Scan *self)
{
  if (*self->at == '-')
    self->at++;
  if (self->at < self->end && *self->at == '0')
    self->at++;
  else if (!scan_digits (self))
    return FALSE;
  if (self->at < self->end && *self->at == '.')
    {
      self->at++;
      if (!scan_digits (self))
        return FALSE;
    }
  if (self->at < self->end && (*self->at == 'e' || *self->at == 'E'))
    {
      self->at++;
      if (self->at < self->end && (*self->at == '+' || *self->at == '-'))
        self->at++;
      return scan_digits (self);
    }

  return TRUE;
}

static gboolean
scan_word (Scan *self, const char *word)
{
  gsize length = strlen (word);

  if ((gsize) (self->end - self->at) < length || memcmp (self->at, word, length) != 0)
    return fail (self, "a value is no JSON");
  self->at += length;

  return TRUE;
}

/* `"name":`, with blanks. */
static gboolean
scan_name (Scan *self, const char **name, gsize *length)
{
  if (next (self) != '"')
    return fail (self, "a name of a member is expected");
  if (!scan_text (self, name, length))
    return FALSE;
  if (next (self) != ':')
    return fail (self, "a colon is expected");
  self->at++;

  return TRUE;
}

/* After a value of a list: a comma, or the list's end. */
static gboolean
scan_separator (Scan *self, char close, gboolean *more)
{
  char c = next (self);

  if (c != ',' && c != close)
    return fail (self, "a comma or the end of a list is expected");
  self->at++;
  *more = c == ',';

  return TRUE;
}

/* An array, or an object that is not looked into. */
static gboolean
skip_list (Scan *self, char close, int depth)
{
  gboolean more = TRUE;

  if (depth > CDL_SCAN_MAX_DEPTH)
    return fail (self, "it is nested too deeply");
  self->at++;
  if (next (self) == close)
    {
      self->at++;
      more = FALSE;
    }
  while (more)
    {
      CdlScanValue ignored;
      const char *name;
      gsize length;

      if ((close == '}' && !scan_name (self, &name, &length))
          || !scan_value (self, depth + 1, &ignored) || !scan_separator (self, close, &more))
        return FALSE;
    }

  return TRUE;
}

static gboolean
scan_value (Scan *self, int depth, CdlScanValue *value)
{
  char first = next (self);
  gboolean good;

  value->text = self->at;
  switch (first)
    {
    case '"':
      value->kind = CDL_SCAN_TEXT;
      return scan_text (self, &value->text, &value->length);
    case '{':
      value->kind = CDL_SCAN_OBJECT;
      good = skip_list (self, '}', depth);
      break;
    case '[':
      value->kind = CDL_SCAN_ARRAY;
      good = skip_list (self, ']', depth);
      break;
    case 't':
      value->kind = CDL_SCAN_TRUE;
      good = scan_word (self, "true");
      break;
    case 'f':
      value->kind = CDL_SCAN_FALSE;
      good = scan_word (self, "false");
      break;
    case 'n':
      value->kind = CDL_SCAN_NULL;
      good = scan_word (self, "null");
      break;
    default:
      value->kind = CDL_SCAN_NUMBER;
      good = (first == '-' || g_ascii_isdigit (first)) ? scan_number (self)
                                                       : fail (self, "a value is no JSON");
    }
  value->length = (gsize) (self->at - value->text);

  return good;
}

static gboolean
add_member (Scan *self, CdlScanObject *object, const CdlScanMember *member)
{
  for (guint i = 0; i < object->n; i++)
    if (object->member[i].length == member->length
        && memcmp (object->member[i].name, member->name, member->length) == 0)
      return fail (self, "a member comes twice");
  if (object->n == CDL_SCAN_MAX_MEMBERS)
    return fail (self, "an object has too many members");
  object->member[object->n++] = *member;

  return TRUE;
}

gboolean
cdl_scan_object (const char *text, gsize length, CdlScanObject *object, const char **reason)
{
  Scan self = { text, text + length, NULL };
  gboolean more = TRUE;

  object->n = 0;
  *reason = "it is not an object";
  if (next (&self) != '{')
    return FALSE;
  self.at++;
  if (next (&self) == '}')
    {
      self.at++;
      more = FALSE;
    }
  while (more)
    {
      CdlScanMember member;

      if (!scan_name (&self, &member.name, &member.length) || !scan_value (&self, 1, &member.value)
          || !add_member (&self, object, &member) || !scan_separator (&self, '}', &more))
        {
          *reason = self.reason;
          return FALSE;
        }
    }
  next (&self);
  *reason = "something follows the object";

  return self.at == self.end;
}

CdlScanValue
cdl_scan_member (const CdlScanObject *object, const char *name)
{
  gsize length = strlen (name);

  for (guint i = 0; i < object->n; i++)
    if (object->member[i].length == length && memcmp (object->member[i].name, name, length) == 0)
      return object->member[i].value;

  return (CdlScanValue){ CDL_SCAN_NONE, "", 0 };
}
