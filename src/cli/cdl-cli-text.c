#include "cdl-cli-text.h"

#include "cdl-cli-table.h"

char *
cdl_text_printable (const char *text)
{
  GString *printable = g_string_new (NULL);

  for (const char *c = text; *c != '\0'; c = g_utf8_next_char (c))
    {
      gunichar letter = g_utf8_get_char_validated (c, -1);

      if (letter == (gunichar) -1 || letter == (gunichar) -2)
        break;
      g_string_append_unichar (printable, g_unichar_isprint (letter) ? letter : ' ');
    }

  return g_string_free (printable, FALSE);
}

char *
cdl_text_wrap (const char *text, guint width, guint indent)
{
  g_autofree char *printable = cdl_text_printable (text);
  g_auto (GStrv) words = g_strsplit (printable, " ", -1);
  GString *wrapped = g_string_new (NULL);
  glong used = 0;

  for (char **word = words; *word != NULL; word++)
    {
      glong length = g_utf8_strlen (*word, -1);

      if (length == 0)
        continue;
      if (used > 0 && used + 1 + length > (glong) width)
        {
          g_string_append_printf (wrapped, "\n%*s", (int) indent, "");
          used = 0;
        }
      g_string_append_printf (wrapped, "%s%s", used > 0 ? " " : "", *word);
      used += length + (used > 0 ? 1 : 0);
    }

  return g_string_free (wrapped, FALSE);
}

char *
cdl_text_shorten (const char *text, guint width)
{
  g_autofree char *start = NULL;

  if (g_utf8_strlen (text, -1) <= (glong) width)
    return g_strdup (text);
  start = g_utf8_substring (text, 0, (glong) width - 1);

  return g_strconcat (start, "…", NULL);
}

char *
cdl_text_count (guint64 n, const char *word)
{
  g_autofree char *number = cdl_text_number ((double) n, 0);

  return g_strdup_printf ("%s %s%s", number, word, n == 1 ? "" : "s");
}
