#include "cdl-dataset-record.h"

#include "cdl-number.h"

static void
source_clear (gpointer data)
{
  CdlDatasetSource *source = data;

  g_free (source->name);
  g_free (source->checksum);
}

CdlDatasetRecord *
cdl_dataset_record_new (const char *fingerprint, CdlMarket market, const char *symbol)
{
  CdlDatasetRecord *self = g_atomic_rc_box_new0 (CdlDatasetRecord);

  self->fingerprint = g_strdup (fingerprint);
  self->market = market;
  self->symbol = g_strdup (symbol);
  self->quality_pct = CDL_NAN;
  self->sources = g_array_new (FALSE, FALSE, sizeof (CdlDatasetSource));
  g_array_set_clear_func (self->sources, source_clear);

  return self;
}

CdlDatasetRecord *
cdl_dataset_record_ref (CdlDatasetRecord *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
dataset_record_clear (gpointer data)
{
  CdlDatasetRecord *self = data;

  g_free (self->fingerprint);
  g_free (self->symbol);
  g_array_unref (self->sources);
}

void
cdl_dataset_record_unref (CdlDatasetRecord *self)
{
  g_atomic_rc_box_release_full (self, dataset_record_clear);
}

void
cdl_dataset_record_add_source (CdlDatasetRecord *self, const char *name, const char *checksum)
{
  CdlDatasetSource source = { g_strdup (name), g_strdup (checksum) };

  g_array_append_val (self->sources, source);
}
