#include "cdl-run-details.h"

CdlRunDetails *
cdl_run_details_new (void)
{
  CdlRunDetails *self = g_new0 (CdlRunDetails, 1);

  self->setup_names = g_new0 (char *, 1);
  self->trades = g_array_new (FALSE, FALSE, sizeof (CdlTrade));
  self->equity = g_array_new (FALSE, FALSE, sizeof (CdlEquityPoint));

  return self;
}

void
cdl_run_details_free (CdlRunDetails *self)
{
  g_strfreev (self->setup_names);
  g_array_unref (self->trades);
  g_clear_pointer (&self->setups, g_array_unref);
  g_array_unref (self->equity);
  g_free (self);
}

const char *
cdl_run_details_name (const CdlRunDetails *self, guint def)
{
  return def < g_strv_length (self->setup_names) ? self->setup_names[def] : "";
}
