#include "cdl-compare-row.h"

G_DEFINE_FINAL_TYPE (CdlCompareRow, cdl_compare_row, G_TYPE_OBJECT)

static void
cdl_compare_row_finalize (GObject *object)
{
  CdlCompareRow *self = CDL_COMPARE_ROW (object);

  for (guint i = 0; i < self->n; i++)
    g_free (self->values[i]);
  g_free (self->values);
  g_free (self->title);
  g_free (self->doc);
  G_OBJECT_CLASS (cdl_compare_row_parent_class)->finalize (object);
}

static void
cdl_compare_row_class_init (CdlCompareRowClass *class)
{
  G_OBJECT_CLASS (class)->finalize = cdl_compare_row_finalize;
}

static void
cdl_compare_row_init (CdlCompareRow *self)
{
  self->best = -1;
}

CdlCompareRow *
cdl_compare_row_new (const char *title, const char *doc, guint n)
{
  CdlCompareRow *self = g_object_new (CDL_TYPE_COMPARE_ROW, NULL);

  self->title = g_strdup (title);
  self->doc = g_strdup (doc);
  self->values = n > 0 ? g_new0 (char *, n) : NULL;
  self->n = n;

  return self;
}
