#include "cdl-html.h"

struct _CdlHtml
{
  GString *text;
};

CdlHtml *
cdl_html_new (void)
{
  CdlHtml *self = g_new0 (CdlHtml, 1);

  self->text = g_string_new (NULL);

  return self;
}

void
cdl_html_free (CdlHtml *self)
{
  g_string_free (self->text, TRUE);
  g_free (self);
}

char *
cdl_html_steal (CdlHtml *self)
{
  char *text = g_string_free (self->text, FALSE);

  self->text = g_string_new (NULL);

  return text;
}

void
cdl_html_markup (CdlHtml *self, const char *markup)
{
  g_string_append (self->text, markup);
}

static void
append_character (GString *text, gunichar c)
{
  switch (c)
    {
    case '&':
      g_string_append (text, "&amp;");
      break;
    case '<':
      g_string_append (text, "&lt;");
      break;
    case '>':
      g_string_append (text, "&gt;");
      break;
    case '"':
      g_string_append (text, "&quot;");
      break;
    case '\'':
      g_string_append (text, "&#39;");
      break;
    case '\n':
    case '\t':
      g_string_append_unichar (text, c);
      break;
    default:
      g_string_append_unichar (text, g_unichar_iscntrl (c) ? 0xfffd : c);
      break;
    }
}

void
cdl_html_text (CdlHtml *self, const char *text)
{
  g_autofree char *valid = NULL;

  if (text == NULL)
    return;
  valid = g_utf8_make_valid (text, -1);
  for (const char *at = valid; *at != '\0'; at = g_utf8_next_char (at))
    append_character (self->text, g_utf8_get_char (at));
}

void
cdl_html_open (CdlHtml *self, const char *tag, const char *class)
{
  if (class != NULL)
    g_string_append_printf (self->text, "<%s class=\"%s\">", tag, class);
  else
    g_string_append_printf (self->text, "<%s>", tag);
}

void
cdl_html_close (CdlHtml *self, const char *tag)
{
  g_string_append_printf (self->text, "</%s>\n", tag);
}

void
cdl_html_element (CdlHtml *self, const char *tag, const char *class, const char *text)
{
  cdl_html_open (self, tag, class);
  cdl_html_text (self, text);
  g_string_append_printf (self->text, "</%s>", tag);
}

void
cdl_html_fact (CdlHtml *self, const char *name, const char *explanation, const char *value)
{
  g_string_append (self->text, "<tr><th scope=\"row\"");
  if (explanation != NULL)
    {
      g_string_append (self->text, " title=\"");
      cdl_html_text (self, explanation);
      g_string_append_c (self->text, '"');
    }
  g_string_append_c (self->text, '>');
  cdl_html_text (self, name);
  g_string_append (self->text, "</th>");
  cdl_html_element (self, "td", NULL, value);
  cdl_html_close (self, "tr");
}

static void
append_png (CdlHtml *self, GBytes *png)
{
  gsize size;
  const guchar *data = g_bytes_get_data (png, &size);
  g_autofree char *encoded = g_base64_encode (data, size);

  g_string_append (self->text, "data:image/png;base64,");
  g_string_append (self->text, encoded);
}

void
cdl_html_picture (CdlHtml *self, GBytes *light, GBytes *dark, const char *alt)
{
  g_string_append (self->text, "<picture>");
  if (dark != NULL)
    {
      g_string_append (self->text, "<source media=\"(prefers-color-scheme: dark)\" srcset=\"");
      append_png (self, dark);
      g_string_append (self->text, "\">");
    }
  g_string_append (self->text, "<img alt=\"");
  cdl_html_text (self, alt);
  g_string_append (self->text, "\" src=\"");
  append_png (self, light);
  g_string_append (self->text, "\"></picture>\n");
}
