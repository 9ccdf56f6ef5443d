#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Returns by year and month, coloured by how much; a year is a row. */
#define CDL_TYPE_MONTH_TABLE (cdl_month_table_get_type ())
G_DECLARE_FINAL_TYPE (CdlMonthTable, cdl_month_table, CDL, MONTH_TABLE, GtkWidget)

/* months: of CdlMonth, in order; NULL: none. */
void cdl_month_table_set_months (CdlMonthTable *self, const GArray *months);

G_END_DECLS
