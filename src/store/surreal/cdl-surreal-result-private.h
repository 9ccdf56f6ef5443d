#pragma once

#include <glib.h>

#include "cdl-run-record.h"

G_BEGIN_DECLS

/* Table result: what a run was and gave, a field each, by the names of exports. Nothing here reads
 * it, since lists of many fields take an engine several times as long; it is for the questions that
 * a person asks the server himself. */

/* Statements that put or replace the result of a run, in a block. */
void cdl_surreal_put_result (GString *sql, const CdlRunRecord *run);

G_END_DECLS
