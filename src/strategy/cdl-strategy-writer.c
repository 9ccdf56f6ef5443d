#include "cdl-strategy-writer.h"

#include "cdl-hash.h"
#include "cdl-json-writer.h"
#include "cdl-number.h"
#include "cdl-strategy-reader.h"

#include <string.h>

typedef struct
{
  CdlJsonWriter *json;
  gboolean spelled; /* write defaults too */
  gboolean named;   /* write name, description and help */
} Writer;

/* Writes a member whose text may be a number; nothing if text is NULL. */
static void
write_formula (Writer *self, const char *name, const char *text)
{
  char shortest[CDL_NUMBER_SIZE];
  double value;

  if (text == NULL)
    return;
  if (cdl_number_parse (text, &value) && strcmp (cdl_number_format (value, shortest), text) == 0)
    cdl_json_member_double (self->json, name, value);
  else
    cdl_json_member_string (self->json, name, text);
}

static void
write_text (Writer *self, const char *name, const char *text)
{
  if (text != NULL)
    cdl_json_member_string (self->json, name, text);
}

static void
write_decimal (Writer *self, const char *name, gboolean has, CdlDecimal value)
{
  if (has)
    cdl_json_member_double (self->json, name, cdl_decimal_value (value));
}

static void
write_params (Writer *self, const GArray *params)
{
  if (params->len == 0 && !self->spelled)
    return;

  cdl_json_name (self->json, "params");
  cdl_json_begin_object (self->json);
  for (guint i = 0; i < params->len; i++)
    {
      const CdlParam *param = &g_array_index (params, CdlParam, i);

      cdl_json_name (self->json, param->name);
      cdl_json_begin_object (self->json);
      write_decimal (self, "value", TRUE, param->value);
      write_decimal (self, "min", param->has_min, param->min);
      write_decimal (self, "max", param->has_max, param->max);
      write_decimal (self, "step", param->has_step, param->step);
      if (self->named)
        write_text (self, "help", param->help);
      cdl_json_end_object (self->json);
    }
  cdl_json_end_object (self->json);
}

static void
write_lets (Writer *self, const GArray *lets)
{
  if (lets->len == 0 && !self->spelled)
    return;

  cdl_json_name (self->json, "let");
  cdl_json_begin_object (self->json);
  for (guint i = 0; i < lets->len; i++)
    {
      const CdlNamedText *let = &g_array_index (lets, CdlNamedText, i);

      write_formula (self, let->name, let->text);
    }
  cdl_json_end_object (self->json);
}

static void
write_setup (Writer *self, const CdlSetupDef *setup)
{
  cdl_json_begin_object (self->json);
  write_text (self, "name", setup->name);
  write_text (self, "side", cdl_side_name (setup->side));
  if (setup->pattern != NULL)
    {
      cdl_json_name (self->json, "pattern");
      cdl_json_begin_object (self->json);
      write_text (self, "name", setup->pattern);
      for (guint i = 0; i < setup->pattern_args->len; i++)
        {
          const CdlNamedText *arg = &g_array_index (setup->pattern_args, CdlNamedText, i);

          write_formula (self, arg->name, arg->text);
        }
      cdl_json_end_object (self->json);
    }
  write_text (self, "when", setup->when);
  cdl_json_name (self->json, "entry");
  cdl_json_begin_object (self->json);
  write_text (self, "type", cdl_entry_type_name (setup->entry_type));
  write_formula (self, "price", setup->entry_price);
  cdl_json_end_object (self->json);
  write_formula (self, "stop_loss", setup->stop_loss);
  write_formula (self, "take_profit", setup->take_profit);
  write_formula (self, "expires", setup->expires);
  write_formula (self, "max_pending", setup->max_pending);
  cdl_json_end_object (self->json);
}

static void
write_filters (Writer *self, char *const *filter)
{
  gboolean any = FALSE;

  for (int i = 0; i < CDL_N_FILTERS; i++)
    any = any || filter[i] != NULL;
  if (!any && !self->spelled)
    return;

  cdl_json_name (self->json, "filters");
  cdl_json_begin_object (self->json);
  for (int i = 0; i < CDL_N_FILTERS; i++)
    write_formula (self, cdl_filter_name ((CdlFilter) i), filter[i]);
  cdl_json_end_object (self->json);
}

static void
write_money (Writer *self, const CdlStrategy *strategy)
{
  const char *mode = cdl_money_mode_name (strategy->money_mode);

  cdl_json_name (self->json, "money");
  cdl_json_begin_object (self->json);
  write_text (self, "mode", mode);
  write_formula (self, mode, strategy->money_amount);
  write_formula (self, "max_leverage", strategy->money_max_leverage);
  if (self->spelled || !strategy->compound)
    cdl_json_member_bool (self->json, "compound", strategy->compound);
  cdl_json_end_object (self->json);
}

char *
cdl_strategy_write (const CdlStrategy *strategy, CdlStrategyStyle style)
{
  gboolean pretty = style == CDL_STRATEGY_PRETTY;
  g_autoptr (CdlJsonWriter) json
      = cdl_json_writer_new (pretty ? CDL_JSON_PRETTY : CDL_JSON_CANONICAL);
  Writer self = { json, !pretty, style != CDL_STRATEGY_NAMELESS };

  cdl_json_begin_object (json);
  cdl_json_member_int (json, "format", CDL_STRATEGY_FORMAT);
  if (self.named)
    {
      write_text (&self, "name", strategy->name);
      write_text (&self, "description", strategy->description);
    }
  write_text (&self, "interval", cdl_interval_name (strategy->interval));
  if (self.spelled || strategy->keep_pending)
    cdl_json_member_bool (json, "keep_pending", strategy->keep_pending);
  write_params (&self, strategy->params);
  write_lets (&self, strategy->lets);
  cdl_json_name (json, "setups");
  cdl_json_begin_array (json);
  for (guint i = 0; i < strategy->setups->len; i++)
    write_setup (&self, &g_array_index (strategy->setups, CdlSetupDef, i));
  cdl_json_end_array (json);
  write_filters (&self, strategy->filter);
  write_money (&self, strategy);
  cdl_json_end_object (json);

  return cdl_json_writer_steal (json);
}

char *
cdl_strategy_revision (const CdlStrategy *strategy)
{
  g_autofree char *text = cdl_strategy_write (strategy, CDL_STRATEGY_CANONICAL);

  return cdl_sha256 (text, -1);
}
