#include "cdl-cli-strategy-words.h"

#include <string.h>

#include "cdl-cli-table.h"
#include "cdl-cli-text.h"
#include "cdl-decimal.h"
#include "cdl-klines.h"
#include "cdl-number.h"
#include "cdl-strategy-writer.h"
#include "cdl-time.h"

#define WIDTH 80

/* Characters before the text of a line that begins with a label. */
#define LABEL 18

/* "  Label         text", the text wrapped behind the label. */
static void
add_line (GString *words, const char *label, const char *text)
{
  g_autofree char *wrapped = cdl_text_wrap (text, WIDTH - LABEL, LABEL);
  int pad = LABEL - 3 - (int) g_utf8_strlen (label, -1);

  g_string_append_printf (words, "  %s%*s %s\n", label, MAX (pad, 0), "", wrapped);
}

/* "2", or "reward = 2" of an expression that has that value. */
static char *
formula (const char *text, double value)
{
  char number[CDL_NUMBER_SIZE];
  double written;

  if (text == NULL || cdl_number_parse (text, &written))
    return g_strdup (cdl_number_format (value, number));

  return g_strdup_printf ("%s = %s", text, cdl_number_format (value, number));
}

/* What is read of each interval, and how far back. */
static void
add_intervals (GString *words, const CdlProgram *program)
{
  g_autoptr (GString) lookbacks = g_string_new (NULL);

  for (guint i = 0; i < cdl_program_n_intervals (program); i++)
    {
      CdlInterval interval = cdl_program_interval (program, i);
      gsize lookback = cdl_program_lookback (program, i);
      g_autofree char *klines = cdl_text_count (lookback, "kline");
      g_autofree char *time = cdl_duration_format ((gint64) lookback * cdl_interval_ms (interval));
      g_autoptr (GString) reads = g_string_new (cdl_interval_name (interval));

      for (int f = 0; f < CDL_N_FIELDS; f++)
        if (cdl_program_reads (program, i) & 1u << f)
          g_string_append_printf (reads, " %s", cdl_field_name ((CdlField) f));
      add_line (words, i == 0 ? "Reads" : "", reads->str);
      if (lookback > 0)
        g_string_append_printf (lookbacks, "%s%s of %s (%s)", lookbacks->len > 0 ? ", " : "",
                                klines, cdl_interval_name (interval), time);
    }
  add_line (words, "Look-back", lookbacks->len > 0 ? lookbacks->str : "none");
}

static void
add_param (GString *words, const CdlParam *param)
{
  g_autofree char *value = cdl_decimal_format (param->value);
  g_autofree char *min = cdl_decimal_format (param->min);
  g_autofree char *max = cdl_decimal_format (param->max);
  g_autofree char *step = cdl_decimal_format (param->step);
  g_autoptr (GString) text = g_string_new (value);

  if (param->has_min && param->has_max)
    g_string_append_printf (text, ", from %s to %s", min, max);
  else if (param->has_min)
    g_string_append_printf (text, ", from %s on", min);
  else if (param->has_max)
    g_string_append_printf (text, ", at most %s", max);
  if (param->has_step)
    g_string_append_printf (text, " by %s", step);
  if (param->help != NULL)
    g_string_append_printf (text, ": %s", param->help);
  add_line (words, param->name, text->str);
}

static void
add_params (GString *words, const GArray *params)
{
  if (params->len == 0)
    return;

  g_string_append (words, "\nParameters\n");
  for (guint i = 0; i < params->len; i++)
    add_param (words, &g_array_index (params, CdlParam, i));
}

static void
add_lets (GString *words, const GArray *lets)
{
  if (lets->len == 0)
    return;

  g_string_append (words, "\nWhere\n");
  for (guint i = 0; i < lets->len; i++)
    {
      const CdlNamedText *let = &g_array_index (lets, CdlNamedText, i);
      g_autofree char *text = g_strdup_printf ("= %s", let->text);

      add_line (words, let->name, text);
    }
}

/* "double_bottom (strength 5, tolerance 0.3) is confirmed". */
static char *
describe_pattern (const CdlSetupDef *setup)
{
  GString *text = g_string_new (setup->pattern);

  for (guint i = 0; i < setup->pattern_args->len; i++)
    {
      const CdlNamedText *arg = &g_array_index (setup->pattern_args, CdlNamedText, i);

      g_string_append_printf (text, "%s%s = %s", i == 0 ? " (" : ", ", arg->name, arg->text);
    }
  g_string_append (text, setup->pattern_args->len > 0 ? ") is confirmed" : " is confirmed");

  return g_string_free (text, FALSE);
}

static char *
describe_entry (const CdlSetupDef *setup)
{
  gboolean is_long = setup->side == CDL_SIDE_LONG;

  switch (setup->entry_type)
    {
    case CDL_ENTRY_STOP:
      return g_strdup_printf ("%s, when the price %s to it (stop)", setup->entry_price,
                              is_long ? "rises" : "falls");
    case CDL_ENTRY_LIMIT:
      return g_strdup_printf ("%s, when the price %s to it (limit)", setup->entry_price,
                              is_long ? "falls" : "rises");
    case CDL_ENTRY_TOUCH:
      return g_strdup_printf ("%s, when the price touches it", setup->entry_price);
    case CDL_ENTRY_MARKET:
    default:
      return g_strdup ("at the market, at once");
    }
}

static char *
describe_expiry (const CdlSetupDef *setup, const CdlSetupRule *rule, CdlInterval interval)
{
  g_autofree char *number = formula (setup->expires, rule->expires);
  g_autofree char *time = cdl_duration_format (rule->expires * cdl_interval_ms (interval));

  return rule->expires == 0 ? g_strdup ("never")
                            : g_strdup_printf ("%s %s after it arose (%s)", number,
                                               rule->expires == 1 ? "kline" : "klines", time);
}

static char *
describe_pending (const CdlSetupDef *setup, const CdlSetupRule *rule)
{
  g_autofree char *number = formula (setup->max_pending, rule->max_pending);

  return rule->max_pending == 0
             ? g_strdup ("any number at once")
             : g_strdup_printf ("%s at once; a newer one replaces the oldest", number);
}

static void
add_setup (GString *words, const CdlSetupDef *setup, const CdlSetupRule *rule, CdlInterval interval)
{
  g_autofree char *entry = describe_entry (setup);
  g_autofree char *expiry = describe_expiry (setup, rule, interval);
  g_autofree char *pending = describe_pending (setup, rule);

  g_string_append_printf (words, "\nSetup “%s”, %s\n", setup->name, cdl_side_name (setup->side));
  if (setup->pattern != NULL)
    {
      g_autofree char *pattern = describe_pattern (setup);

      add_line (words, "When", pattern);
    }
  if (setup->when != NULL)
    add_line (words, setup->pattern != NULL ? "and" : "When", setup->when);
  add_line (words, "Enter", entry);
  add_line (words, "Stop loss", setup->stop_loss);
  add_line (words, "Take profit", setup->take_profit);
  if (setup->entry_type != CDL_ENTRY_MARKET)
    {
      add_line (words, "Expires", expiry);
      add_line (words, "Waiting", pending);
    }
}

/* What stands before and behind a filter's number. */
static const struct
{
  const char *before, *behind;
} filter_words[CDL_N_FILTERS] = {
  [CDL_FILTER_MIN_GAP]
  = { "height of the pattern, else way to the target, at least", "% of the price" },
  [CDL_FILTER_MIN_GAIN] = { "gain at the target at least", "%, net of fees" },
  [CDL_FILTER_MAX_GAIN] = { "gain at the target at most", "%, net of fees" },
  [CDL_FILTER_MIN_LOSS] = { "loss at the stop loss at least", "%, net of fees" },
  [CDL_FILTER_MAX_LOSS] = { "loss at the stop loss at most", "%, net of fees" },
  [CDL_FILTER_MAX_LEVERAGE] = { "leverage at most", "" },
  [CDL_FILTER_MAX_OPEN_TRADES] = { "trades open at once at most", "" },
};

static void
add_filters (GString *words, const CdlStrategy *strategy, const CdlRules *rules)
{
  g_string_append (words, "\nA setup is traded only if\n");
  for (int i = 0; i < CDL_N_FILTERS; i++)
    {
      g_autofree char *number = NULL;
      g_autofree char *text = NULL;

      /* One of them has a default. */
      if (strategy->filter[i] == NULL && i != CDL_FILTER_MAX_OPEN_TRADES)
        continue;
      number = formula (strategy->filter[i], rules->filter[i]);
      text = g_strdup_printf ("%s %s %s", filter_words[i].before, number, filter_words[i].behind);
      add_line (words, cdl_filter_name ((CdlFilter) i), text);
    }
}

static char *
describe_size (const char *amount, CdlMoneyMode mode)
{
  switch (mode)
    {
    case CDL_MONEY_FIXED:
      return g_strdup_printf ("positions of %s in the quote currency", amount);
    case CDL_MONEY_PERCENT:
      return g_strdup_printf ("positions of %s %% of the capital", amount);
    case CDL_MONEY_LEVERAGE:
      return g_strdup_printf ("positions of %s times the capital", amount);
    case CDL_MONEY_RISK:
      return g_strdup_printf ("the stop loss costs %s %% of the capital", amount);
    case CDL_MONEY_TARGET:
    default:
      return g_strdup_printf ("the target gains %s %% of the capital", amount);
    }
}

static void
add_money (GString *words, const CdlStrategy *strategy, const CdlRules *rules)
{
  g_autofree char *amount = formula (strategy->money_amount, rules->money_amount);
  g_autofree char *cap = formula (strategy->money_max_leverage, rules->money_max_leverage);
  g_autofree char *size = describe_size (amount, rules->money_mode);
  g_autofree char *capped = g_strdup_printf ("%s, leverage at most %s", size, cap);

  g_string_append (words, "\nMoney\n");
  add_line (words, "Size", strategy->money_max_leverage != NULL ? capped : size);
  add_line (words, "Capital",
            rules->compound ? "the balance: sizes grow and shrink with it"
                            : "always the one at the start");
}

char *
cdl_strategy_words (const CdlStrategy *strategy, const CdlProgram *program)
{
  GString *words = g_string_new (strategy->name);
  g_autofree char *revision = cdl_strategy_revision (strategy);
  const CdlRules *rules = cdl_program_rules (program);

  g_string_append_c (words, '\n');
  if (strategy->description != NULL)
    {
      g_autofree char *description = cdl_text_wrap (strategy->description, WIDTH, 0);

      g_string_append_printf (words, "%s\n", description);
    }
  g_string_append_c (words, '\n');
  add_line (words, "Interval", cdl_interval_name (strategy->interval));
  add_intervals (words, program);
  add_line (words, "Revision", revision);
  add_params (words, strategy->params);
  add_lets (words, strategy->lets);
  for (guint i = 0; i < strategy->setups->len; i++)
    add_setup (words, &g_array_index (strategy->setups, CdlSetupDef, i),
               cdl_program_setup (program, i), strategy->interval);
  if (strategy->keep_pending)
    g_string_append (words, "\nWaiting setups survive when another one is entered.\n");
  add_filters (words, strategy, rules);
  add_money (words, strategy, rules);

  return g_string_free (words, FALSE);
}
