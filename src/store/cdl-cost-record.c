#include "cdl-cost-record.h"

#include "cdl-number.h"

CdlCostRecord *
cdl_cost_record_new (const char *machine,
                     const char *revision,
                     double ns_per_unit,
                     guint64 samples,
                     gint64 updated_at)
{
  CdlCostRecord *self = g_new0 (CdlCostRecord, 1);

  self->machine = g_strdup (machine);
  self->revision = g_strdup (revision);
  self->ns_per_unit = ns_per_unit;
  self->error_pct = CDL_NAN;
  self->samples = samples;
  self->updated_at = updated_at;

  return self;
}

void
cdl_cost_record_free (CdlCostRecord *self)
{
  g_free (self->machine);
  g_free (self->revision);
  g_free (self);
}
