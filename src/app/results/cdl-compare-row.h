#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A line of a comparison: one thing, as each run has it. */
#define CDL_TYPE_COMPARE_ROW (cdl_compare_row_get_type ())
G_DECLARE_FINAL_TYPE (CdlCompareRow, cdl_compare_row, CDL, COMPARE_ROW, GObject)

struct _CdlCompareRow
{
  GObject parent_instance;
  char *title;
  char *doc;     /* NULL: none */
  char **values; /* one per run, "" where it has none; NULL: a heading */
  guint n;
  int best; /* -1: none */
  gboolean differs;
};

/* Strings are copied. */
CdlCompareRow *cdl_compare_row_new (const char *title, const char *doc, guint n);

G_END_DECLS
