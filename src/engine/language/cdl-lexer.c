#include <string.h>

#include "cdl-number.h"
#include "cdl-syntax-private.h"

void
cdl_source_error (const CdlSource *source,
                  gsize start,
                  gsize length,
                  const char *remedy,
                  const char *format,
                  ...)
{
  g_autofree char *message = NULL;
  int line = 1, column;
  const char *line_start = source->text;
  va_list args;

  for (const char *c = source->text; c < source->text + start; c++)
    if (*c == '\n')
      {
        line++;
        line_start = c + 1;
      }
  column = (int) g_utf8_strlen (line_start, source->text + start - line_start) + 1;

  va_start (args, format);
  message = g_strdup_vprintf (format, args);
  va_end (args);
  cdl_diagnostics_add (source->diagnostics, TRUE, source->path, line, column,
                       (int) g_utf8_strlen (source->text + start, (gssize) length), message,
                       remedy);
}

static CdlToken
lex_number (const CdlSource *source, gsize start)
{
  const char *text = source->text + start;
  gsize length = strspn (text, "0123456789.");
  g_autofree char *digits = NULL;
  CdlToken token = { CDL_TOKEN_NUMBER, .start = start };

  if (text[length] == 'e' || text[length] == 'E')
    {
      gsize sign = text[length + 1] == '+' || text[length + 1] == '-' ? 1 : 0;
      gsize exponent = strspn (text + length + 1 + sign, "0123456789");

      if (exponent > 0)
        length += 1 + sign + exponent;
    }
  token.length = length;
  digits = g_strndup (text, length);
  if (!cdl_number_parse (digits, &token.number))
    {
      cdl_source_error (source, start, length, "write it like 12.5 or 1e-3", "“%s” is not a number",
                        digits);
      token.kind = CDL_TOKEN_BAD;
    }

  return token;
}

static CdlToken
lex_interval (const CdlSource *source, gsize start, gsize length)
{
  CdlToken token = { CDL_TOKEN_INTERVAL, .start = start, .length = length };
  g_autofree char *word = g_strndup (source->text + start, length);

  if (!cdl_interval_parse (word, &token.interval))
    {
      cdl_source_error (source, start, length,
                        "intervals are 1s 1m 3m 5m 15m 30m 1h 2h 4h 6h 8h 12h 1d 3d 1w 1M",
                        "“%s” is not an interval", word);
      token.kind = CDL_TOKEN_BAD;
    }

  return token;
}

CdlToken
cdl_lexer_next (const CdlSource *source, gsize position, gboolean after_at)
{
  static const char *const two[] = { "<=", ">=", "==", "!=" };
  const char *text;
  CdlToken token = { CDL_TOKEN_OPERATOR, .length = 1 };

  while (source->text[position] != '\0' && strchr (" \t\r\n", source->text[position]) != NULL)
    position++;
  text = source->text + position;
  token.start = position;

  if (*text == '\0')
    {
      token.kind = CDL_TOKEN_END;
      token.length = 0;
      return token;
    }
  if (after_at && g_ascii_isalnum (*text))
    {
      for (token.length = 0; g_ascii_isalnum (text[token.length]);)
        token.length++;
      return lex_interval (source, position, token.length);
    }
  if (g_ascii_isdigit (*text) || (*text == '.' && g_ascii_isdigit (text[1])))
    return lex_number (source, position);
  if (g_ascii_isalpha (*text) || *text == '_')
    {
      token.kind = CDL_TOKEN_NAME;
      while (g_ascii_isalnum (text[token.length]) || text[token.length] == '_')
        token.length++;
      return token;
    }
  for (gsize i = 0; i < G_N_ELEMENTS (two); i++)
    if (strncmp (text, two[i], 2) == 0)
      {
        token.length = 2;
        return token;
      }
  if (strchr ("+-*/%<>()[],?:@", *text) == NULL)
    {
      gsize length = (gsize) (g_utf8_next_char (text) - text);
      const char *remedy = NULL;

      if (*text == '=')
        remedy = "to compare, write ==";
      else if (*text == '&')
        remedy = "write and";
      else if (*text == '|')
        remedy = "write or";
      else if (*text == '!')
        remedy = "write not";
      else if (*text == '^')
        remedy = "write pow(x, y)";
      token.kind = CDL_TOKEN_BAD;
      token.length = MIN (length, strlen (text));
      cdl_source_error (source, position, token.length, remedy, "“%.*s” has no meaning here",
                        (int) token.length, text);
    }

  return token;
}
