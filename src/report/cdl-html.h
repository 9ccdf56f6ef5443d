#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Writes HTML. Whatever comes from users or files goes through functions that escape it; markup is
 * in the code alone. */
typedef struct _CdlHtml CdlHtml;

CdlHtml *cdl_html_new (void);
void cdl_html_free (CdlHtml *self);

/* The document so far, now the caller's; the writer is empty afterwards. */
char *cdl_html_steal (CdlHtml *self);

/* Constant markup, as it is. */
void cdl_html_markup (CdlHtml *self, const char *markup);

/* Any text, escaped for elements and quoted attributes; what is not UTF-8, and control characters,
 * become U+FFFD. NULL writes nothing. */
void cdl_html_text (CdlHtml *self, const char *text);

/* "<tag class=…>" and "</tag>"; class may be NULL. */
void cdl_html_open (CdlHtml *self, const char *tag, const char *class);
void cdl_html_close (CdlHtml *self, const char *tag);

/* A whole element with text. */
void cdl_html_element (CdlHtml *self, const char *tag, const char *class, const char *text);

/* Two cells of a table: a name (with an explanation that a pointer shows, nullable) and its value.
 */
void cdl_html_fact (CdlHtml *self, const char *name, const char *explanation, const char *value);

/* A PNG picture inside the document; dark (nullable) stands in for light where dark colours are
 * liked. alt says in words what it shows. */
void cdl_html_picture (CdlHtml *self, GBytes *light, GBytes *dark, const char *alt);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CdlHtml, cdl_html_free)

G_END_DECLS
