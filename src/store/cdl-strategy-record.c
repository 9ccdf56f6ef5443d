#include "cdl-strategy-record.h"

CdlStrategyRecord *
cdl_strategy_record_new (const char *name,
                         const char *revision,
                         const char *json,
                         gint64 created_at)
{
  CdlStrategyRecord *self = g_atomic_rc_box_new0 (CdlStrategyRecord);

  self->name = g_strdup (name);
  self->revision = g_strdup (revision);
  self->json = g_strdup (json);
  self->created_at = created_at;

  return self;
}

CdlStrategyRecord *
cdl_strategy_record_ref (CdlStrategyRecord *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
strategy_record_clear (gpointer data)
{
  CdlStrategyRecord *self = data;

  g_free (self->name);
  g_free (self->revision);
  g_free (self->json);
}

void
cdl_strategy_record_unref (CdlStrategyRecord *self)
{
  g_atomic_rc_box_release_full (self, strategy_record_clear);
}
