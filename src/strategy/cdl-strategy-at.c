#include "cdl-strategy-at.h"

#include "cdl-strategy-check.h"
#include "cdl-strategy-writer.h"

CdlStrategy *
cdl_strategy_at (const CdlStrategy *strategy,
                 CdlInterval interval,
                 char **json,
                 CdlDiagnostics *diagnostics)
{
  CdlStrategy other = *strategy;
  g_autofree char *text = NULL;
  CdlStrategy *made;

  other.interval = interval;
  text = cdl_strategy_write (&other, CDL_STRATEGY_PRETTY);
  made = cdl_strategy_check (text, -1, diagnostics);
  *json = made != NULL ? g_steal_pointer (&text) : NULL;

  return made;
}
