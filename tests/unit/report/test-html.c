#include <string.h>

#include "cdl-html.h"

static void
test_escape (void)
{
  static const struct
  {
    const char *text, *html;
  } rows[] = {
    { "", "" },
    { "Sharpe 1.2 – “fine”", "Sharpe 1.2 – “fine”" },
    { "<script>alert('x')</script>", "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;" },
    { "a & b \"c\"", "a &amp; b &quot;c&quot;" },
    { "&lt;", "&amp;lt;" },
    { "two\nlines\tand a bell\a", "two\nlines\tand a bell\uFFFD" },
    { "cut \xe2\x82", "cut \uFFFD\uFFFD" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (CdlHtml) html = cdl_html_new ();
      g_autofree char *text = NULL;

      cdl_html_text (html, rows[i].text);
      text = cdl_html_steal (html);
      g_assert_cmpstr (text, ==, rows[i].html);
    }
}

/* No bytes whatever get out of text or attribute. */
static void
test_any_bytes (void)
{
  for (int round = 0; round < 5000; round++)
    {
      static const char alphabet[] = "<>&\"'\\/= aé\x80\xff\x01\n-!";
      char bytes[24];
      g_autoptr (CdlHtml) html = cdl_html_new ();
      g_autofree char *text = NULL;

      for (gsize i = 0; i + 1 < sizeof bytes; i++)
        bytes[i] = alphabet[g_test_rand_int_range (0, (int) sizeof alphabet)];
      bytes[sizeof bytes - 1] = '\0';
      cdl_html_text (html, bytes);
      text = cdl_html_steal (html);
      g_assert_true (g_utf8_validate (text, -1, NULL));
      g_assert_null (strpbrk (text, "<>\"'"));
      for (const char *at = text; (at = strchr (at, '&')) != NULL; at++)
        g_assert_nonnull (strchr (at, ';'));
    }
}

static void
test_elements (void)
{
  g_autoptr (CdlHtml) html = cdl_html_new ();
  g_autoptr (GBytes) png = g_bytes_new_static ("png", 3);
  g_autofree char *text = NULL;

  cdl_html_element (html, "td", "gain", "+1 <2>");
  cdl_html_fact (html, "R&D", "say \"why\"", "1");
  cdl_html_picture (html, png, NULL, "a \"chart\"");
  text = cdl_html_steal (html);
  g_assert_cmpstr (
      text, ==,
      "<td class=\"gain\">+1 &lt;2&gt;</td>"
      "<tr><th scope=\"row\" title=\"say &quot;why&quot;\">R&amp;D</th><td>1</td></tr>\n"
      "<picture><img alt=\"a &quot;chart&quot;\" src=\"data:image/png;base64,cG5n\">"
      "</picture>\n");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/html/escape", test_escape);
  g_test_add_func ("/html/any-bytes", test_any_bytes);
  g_test_add_func ("/html/elements", test_elements);

  return g_test_run ();
}
