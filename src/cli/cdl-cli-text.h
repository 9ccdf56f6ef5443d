#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Text of files that a terminal shall show and not obey: control characters become blanks; newly
 * allocated. text: UTF-8. */
char *cdl_text_printable (const char *text);

/* The words of text, made printable, in lines of at most width characters (longer words get a line
 * of their own), each but the first after indent blanks; no newline at the end; newly allocated. */
char *cdl_text_wrap (const char *text, guint width, guint indent);

/* text, or its first characters and "…" if it has more than width; newly allocated. */
char *cdl_text_shorten (const char *text, guint width);

/* "1 kline", "2 klines": the plural is the word with an s; newly allocated. */
char *cdl_text_count (guint64 n, const char *word);

G_END_DECLS
