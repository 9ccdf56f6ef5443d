#pragma once

#include "cdl-run-record.h"

G_BEGIN_DECLS

/* All statistics of a run on stdout, by group, two in a line, money in the quote asset; then why
 * those that are undefined are so. */
void cdl_cli_print_stats (const CdlRunRecord *run);

G_END_DECLS
