#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Numbers as people read them: "1,234.56" with that many places; "–" for NaN. Newly allocated. */
char *cdl_text_number (double value, int places);

/* The same with "+" before what is above zero. */
char *cdl_text_signed (double value, int places);

/* Three digits of it and what they count: "950", "1.53K", "12.3M", "2.1B". Newly allocated. */
char *cdl_text_short_number (double value);

G_END_DECLS
