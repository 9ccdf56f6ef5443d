#pragma once

#include "cdl-strategy-check.h"

G_BEGIN_DECLS

/* Names of the JSON files of a folder, sorted; empty if there is none. */
GPtrArray *cdl_test_files (const char *folder);

/* Reads and checks a strategy file; asserts that it is right, warnings included. */
CdlStrategy *cdl_test_strategy (const char *folder, const char *name);

/* The strategies of the goldens' folder, which has runs too; NULL if there is no such folder. */
GPtrArray *cdl_test_golden_strategies (const char **folder);

/* The folder of the strategies that ship. */
const char *cdl_test_shipped (void);

G_END_DECLS
