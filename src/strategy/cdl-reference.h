#pragma once

#include "cdl-function.h"
#include "cdl-json-writer.h"
#include "cdl-pattern.h"

G_BEGIN_DECLS

/* The manual of the strategy language as Markdown: the file, the expressions, and every function
 * and pattern of the registries; newly allocated. */
char *cdl_reference_page (void);

/* The same of one function or pattern, as a section of its own; NULL if there is none of that name;
 * newly allocated. */
char *cdl_reference_section (const char *name);

/* The registries as JSON: { "functions": [...], "patterns": [...] } with everything that the page
 * says of them; of one function or pattern, its object alone. name NULL: all. FALSE, and nothing is
 * written, if there is none of that name. */
gboolean cdl_reference_write_json (CdlJsonWriter *writer, const char *name);

/* The name of the function or pattern that a misspelt one may mean; NULL if none is near. */
const char *cdl_reference_nearest (const char *name);

G_END_DECLS
