#include "cdl-setup-row.h"

struct _CdlSetupRow
{
  GObject parent_instance;
  CdlSetup setup;
  char *name;
};

G_DEFINE_FINAL_TYPE (CdlSetupRow, cdl_setup_row, G_TYPE_OBJECT)

static void
cdl_setup_row_finalize (GObject *object)
{
  g_free (CDL_SETUP_ROW (object)->name);
  G_OBJECT_CLASS (cdl_setup_row_parent_class)->finalize (object);
}

static void
cdl_setup_row_class_init (CdlSetupRowClass *class)
{
  G_OBJECT_CLASS (class)->finalize = cdl_setup_row_finalize;
}

static void
cdl_setup_row_init (CdlSetupRow *self)
{
}

CdlSetupRow *
cdl_setup_row_new (const CdlSetup *setup, const char *name)
{
  CdlSetupRow *self = g_object_new (CDL_TYPE_SETUP_ROW, NULL);

  self->setup = *setup;
  self->name = g_strdup (name);

  return self;
}

const CdlSetup *
cdl_setup_row_setup (CdlSetupRow *self)
{
  return &self->setup;
}

const char *
cdl_setup_row_name (CdlSetupRow *self)
{
  return self->name;
}
