#include "cdl-cli-settings.h"

#include "cdl-cli.h"

void
cdl_cli_settings_clear (CdlCliSettings *self)
{
  g_clear_pointer (&self->capital, g_free);
  g_clear_pointer (&self->maker, g_free);
  g_clear_pointer (&self->taker, g_free);
  g_clear_pointer (&self->slippage_bps, g_free);
  g_clear_pointer (&self->slippage_ticks, g_free);
  g_clear_pointer (&self->tiers, g_free);
}

gboolean
cdl_cli_percent (const char *option, const char *text, double *fraction)
{
  double percent = 100.0 * *fraction;

  if (text == NULL)
    return TRUE;
  if (!cdl_cli_number (option, text, -1.0, 50.0, &percent))
    return FALSE;
  *fraction = percent / 100.0;

  return TRUE;
}

gboolean
cdl_cli_settings_apply (const CdlCliSettings *self, CdlSettings *settings)
{
  settings->through = settings->through || self->through;
  settings->allow_short = settings->allow_short || self->allow_short;

  return cdl_cli_number ("--capital", self->capital, 1e-9, 1e15, &settings->capital)
         && cdl_cli_percent ("--maker", self->maker, &settings->fee_maker)
         && cdl_cli_percent ("--taker", self->taker, &settings->fee_taker)
         && cdl_cli_number ("--slippage-bps", self->slippage_bps, 0.0, 1000.0,
                            &settings->slippage_bps)
         && cdl_cli_number ("--slippage-ticks", self->slippage_ticks, 0.0, 1e6,
                            &settings->slippage_ticks);
}

gboolean
cdl_cli_settings_read_tiers (const CdlCliSettings *self,
                             CdlMarket market,
                             CdlLeverageBrackets **brackets)
{
  g_autoptr (GError) error = NULL;

  if (self->tiers == NULL)
    return TRUE;
  if (market == CDL_MARKET_UM)
    *brackets = cdl_leverage_brackets_read (self->tiers, &error);
  if (*brackets != NULL)
    return TRUE;
  cdl_cli_fail (CDL_EXIT_USAGE, "--tiers: %s",
                error != NULL ? error->message : "only um has leverage: --market um");

  return FALSE;
}
