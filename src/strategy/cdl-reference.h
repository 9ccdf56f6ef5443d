#pragma once

#include "cdl-function.h"
#include "cdl-pattern.h"

G_BEGIN_DECLS

/* The manual of the strategy language as Markdown: the file, the expressions, and every function
 * and pattern of the registries; newly allocated. */
char *cdl_reference_page (void);

/* The same of one function or pattern, as a section of its own; NULL if there is none of that name;
 * newly allocated. */
char *cdl_reference_section (const char *name);

/* "stoch_k(n, smooth = 3)": how a function is called; newly allocated. */
char *cdl_reference_signature (const CdlFunction *function);

G_END_DECLS
