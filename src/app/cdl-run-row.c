#include "cdl-run-row.h"

struct _CdlRunRow
{
  GObject parent_instance;
  CdlRunRecord *run;
};

G_DEFINE_FINAL_TYPE (CdlRunRow, cdl_run_row, G_TYPE_OBJECT)

static void
cdl_run_row_finalize (GObject *object)
{
  cdl_run_record_free (CDL_RUN_ROW (object)->run);
  G_OBJECT_CLASS (cdl_run_row_parent_class)->finalize (object);
}

static void
cdl_run_row_class_init (CdlRunRowClass *class)
{
  G_OBJECT_CLASS (class)->finalize = cdl_run_row_finalize;
}

static void
cdl_run_row_init (CdlRunRow *self)
{
}

CdlRunRow *
cdl_run_row_new (CdlRunRecord *run)
{
  CdlRunRow *self = g_object_new (CDL_TYPE_RUN_ROW, NULL);

  self->run = run;

  return self;
}

const CdlRunRecord *
cdl_run_row_run (CdlRunRow *self)
{
  return self->run;
}
