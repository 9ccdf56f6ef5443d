#pragma once

#include "cdl-text.h"

G_BEGIN_DECLS

/* A table for people: columns as wide as their widest cell, numbers to the right. */
typedef struct _CdlTable CdlTable;

/* titles: NULL-terminated; a title that begins with ">" is of numbers. */
CdlTable *cdl_table_new (const char *const *titles);
void cdl_table_free (CdlTable *self);

/* Adds a row of as many cells as there are titles, NULL-terminated; texts are copied. */
void cdl_table_add (CdlTable *self, const char *const *cells);

/* On stdout. */
void cdl_table_print (const CdlTable *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CdlTable, cdl_table_free)

G_END_DECLS
