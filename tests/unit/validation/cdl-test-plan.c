#include "cdl-test-plan.h"

#include <math.h>

#include "cdl-number.h"
#include "cdl-strategy-reader.h"

/* How the next part of a strategy is chosen. */
typedef struct
{
  CdlRandom *random;
  GString *text;
  double tick;
  TestPlanKind kind;
} Draft;

static guint
below (CdlRandom *random, guint n)
{
  return (guint) cdl_random_below (random, n);
}

static gboolean
chance (CdlRandom *random, double probability)
{
  return cdl_random_double (random) < probability;
}

/* A number of ticks between least and least + spread - 1 that differs from close to close. */
static char *
ticks (const Draft *draft, int least, guint spread)
{
  char buffer[CDL_NUMBER_SIZE];
  guint factor = 1 + 2 * below (draft->random, 20);

  return g_strdup_printf ("(%d + k * %u %% %u) * %s", least, factor, spread,
                          cdl_number_format (draft->tick, buffer));
}

static void
add_entry (const Draft *draft, CdlSide side)
{
  static const char *const types[CDL_N_ENTRY_TYPES] = { "touch", "stop", "limit", "market" };
  CdlEntryType type = (CdlEntryType) below (draft->random, CDL_N_ENTRY_TYPES);
  /* Now and then an explicit level is already passed. */
  int least = chance (draft->random, 0.1) ? -1 : 0;
  guint spread = 1 + below (draft->random, 6);
  g_autofree char *away = ticks (draft, least, spread);
  g_autofree char *around = ticks (draft, -(int) spread, 2 * spread);
  gboolean up = (type == CDL_ENTRY_STOP) == (side == CDL_SIDE_LONG);

  g_string_append_printf (draft->text, "\"entry\":{\"type\":\"%s\"", types[type]);
  if (type == CDL_ENTRY_TOUCH)
    g_string_append_printf (draft->text, ",\"price\":\"close + %s\"", around);
  else if (type != CDL_ENTRY_MARKET)
    g_string_append_printf (draft->text, ",\"price\":\"close %c %s\"", up ? '+' : '-', away);
  g_string_append (draft->text, "},");
}

static void
add_pattern (const Draft *draft)
{
  /* Loose enough to be confirmed every few klines. */
  static const char *const patterns[] = {
    "\"double_bottom\",\"strength\":1,\"tolerance\":1",
    "\"double_top\",\"strength\":2,\"tolerance\":1,\"min_gap\":0.2",
    "\"head_and_shoulders\",\"strength\":1,\"tolerance\":2,\"depth\":0.1",
    "\"channel\",\"strength\":1,\"tolerance\":1",
    "\"support\",\"strength\":1,\"tolerance\":1,\"touches\":2,\"max_klines\":40",
    "\"swing\",\"strength\":2",
    "\"inside_bar\"",
  };

  g_string_append_printf (draft->text, "\"pattern\":{\"name\":%s},",
                          patterns[below (draft->random, G_N_ELEMENTS (patterns))]);
}

static void
add_condition (const Draft *draft)
{
  static const char *const conditions[] = {
    "close > ema(close, %u)",  "crossover(close, sma(close, %u))",
    "rsi(close, %u)@15m < 50", "close > sma(close, %u)@1h",
    "atr(%u)[2] < atr(4)",     "barssince(close > open, 20) < %u or volume > sma(volume, 9)",
  };
  g_auto (GStrv) parts
      = g_strsplit (conditions[below (draft->random, G_N_ELEMENTS (conditions))], "%u", 2);

  g_string_append_printf (draft->text, "\"when\":\"%s%u%s\",", parts[0],
                          2 + below (draft->random, 12), parts[1]);
}

/* When a setup is made. */
static void
add_moment (const Draft *draft)
{
  CdlRandom *random = draft->random;
  gboolean has_pattern = draft->kind == TEST_PLAN_PATTERNS
                         || (draft->kind == TEST_PLAN_HISTORY && chance (random, 0.5));

  if (has_pattern)
    add_pattern (draft);
  if (draft->kind == TEST_PLAN_SINGLE)
    g_string_append (draft->text, "\"when\":\"k == 3\",");
  else if (draft->kind == TEST_PLAN_LEVELS)
    g_string_append_printf (draft->text, "\"when\":\"k * %u %% 11 < %u\",", 1 + below (random, 10),
                            1 + below (random, 11));
  else if (!has_pattern || (draft->kind == TEST_PLAN_HISTORY && chance (random, 0.5)))
    add_condition (draft);
}

static void
add_setup (const Draft *draft, guint i)
{
  CdlRandom *random = draft->random;
  CdlSide side = chance (random, 0.5) ? CDL_SIDE_LONG : CDL_SIDE_SHORT;
  /* Now and then a stop at the entry: an invalid setup. */
  g_autofree char *stop = ticks (draft, chance (random, 0.1) ? 0 : 1, 1 + below (random, 6));
  g_autofree char *target = ticks (draft, 1, 1 + below (random, 8));

  g_string_append_printf (draft->text, "%s{\"name\":\"%c\",\"side\":\"%s\",", i > 0 ? "," : "",
                          'a' + (int) i, cdl_side_name (side));
  add_moment (draft);
  add_entry (draft, side);
  g_string_append_printf (
      draft->text, "\"stop_loss\":\"entry %c %s\",\"take_profit\":\"entry %c %s\"",
      side == CDL_SIDE_LONG ? '-' : '+', stop, side == CDL_SIDE_LONG ? '+' : '-', target);
  if (chance (random, 0.5))
    g_string_append_printf (draft->text, ",\"expires\":%u", 1 + below (random, 8));
  if (chance (random, 0.6))
    g_string_append_printf (draft->text, ",\"max_pending\":%u", 1 + below (random, 4));
  g_string_append_c (draft->text, '}');
}

static void
add_filters (const Draft *draft)
{
  /* Limits that some setups of a few ticks keep and others do not. */
  static const struct
  {
    const char *name;
    double least, spread;
  } filters[] = {
    { "min_gap", 0, 2 },  { "min_gain", 0, 2 }, { "max_gain", 2, 4 },
    { "min_loss", 0, 2 }, { "max_loss", 2, 4 }, { "max_leverage", 0, 8 },
  };

  g_string_append (draft->text, ",\"filters\":{");
  g_string_append_printf (draft->text, "\"max_open_trades\":%u", 1 + 2 * below (draft->random, 2));
  for (gsize i = 0; i < G_N_ELEMENTS (filters) && draft->kind != TEST_PLAN_SINGLE; i++)
    if (chance (draft->random, 0.1))
      {
        char buffer[CDL_NUMBER_SIZE];
        double limit
            = filters[i].least
              + round (10.0 * filters[i].spread * cdl_random_double (draft->random)) / 10.0;

        g_string_append_printf (draft->text, ",\"%s\":%s", filters[i].name,
                                cdl_number_format (limit, buffer));
      }
  g_string_append_c (draft->text, '}');
}

static void
add_money (const Draft *draft)
{
  static const struct
  {
    CdlMoneyMode mode;
    double most;
  } modes[] = {
    { CDL_MONEY_FIXED, 9000 }, { CDL_MONEY_PERCENT, 100 }, { CDL_MONEY_LEVERAGE, 20 },
    { CDL_MONEY_RISK, 4 },     { CDL_MONEY_TARGET, 4 },
  };
  guint i = below (draft->random, G_N_ELEMENTS (modes));
  const char *name = cdl_money_mode_name (modes[i].mode);
  double amount = modes[i].most * (double) (1 + below (draft->random, 20)) / 20.0;
  char buffer[CDL_NUMBER_SIZE];

  g_string_append_printf (draft->text, ",\"money\":{\"mode\":\"%s\",\"%s\":%s,\"compound\":%s",
                          name, name, cdl_number_format (amount, buffer),
                          chance (draft->random, 0.7) ? "true" : "false");
  if (chance (draft->random, 0.5))
    g_string_append_printf (draft->text, ",\"max_leverage\":%u", 1 + below (draft->random, 10));
  g_string_append_c (draft->text, '}');
}

static char *
write_strategy (Draft *draft)
{
  static const char *const intervals[] = { "1m", "3m", "5m", "15m" };
  static const guint minutes[] = { 1, 3, 5, 15 };
  guint interval = below (draft->random, draft->kind == TEST_PLAN_SINGLE ? 3 : 4);
  guint n = draft->kind == TEST_PLAN_SINGLE ? 1 : 1 + below (draft->random, 3);

  draft->text = g_string_new (NULL);
  /* k counts the strategy's klines of the day. */
  g_string_append_printf (draft->text,
                          "{\"format\":1,\"name\":\"random\",\"interval\":\"%s\","
                          "\"keep_pending\":%s,"
                          "\"let\":{\"k\":\"time %% 86400000 / %u\"},\"setups\":[",
                          intervals[interval], chance (draft->random, 0.5) ? "true" : "false",
                          minutes[interval] * 60000);
  for (guint i = 0; i < n; i++)
    add_setup (draft, i);
  g_string_append_c (draft->text, ']');
  add_filters (draft);
  add_money (draft);
  g_string_append_c (draft->text, '}');

  return g_string_free (draft->text, FALSE);
}

static void
choose_settings (CdlRandom *random, CdlDecimal tick, CdlSettings *settings)
{
  cdl_settings_init (settings, chance (random, 0.5) ? CDL_MARKET_SPOT : CDL_MARKET_UM);
  settings->allow_short = TRUE;
  settings->tick = tick;
  settings->through = chance (random, 0.3);
  if (chance (random, 0.3))
    settings->fee_maker = settings->fee_taker = 0.0;
  if (chance (random, 0.3))
    settings->slippage_bps = (double) (1 + below (random, 20));
  if (chance (random, 0.2))
    settings->slippage_ticks = 1.0;
  if (chance (random, 0.3))
    settings->step = (CdlDecimal){ 1, 2 };
  if (chance (random, 0.2))
    settings->min_notional = 3000.0;
  if (settings->market == CDL_MARKET_UM && chance (random, 0.5))
    {
      settings->n_tiers = 2;
      settings->tiers[0] = (CdlTier){ 20000.0, 20.0, 0.01, 0.0 };
      settings->tiers[1] = (CdlTier){ (double) INFINITY, 10.0, 0.02, 200.0 };
      settings->liquidation_fee = 0.005;
    }
}

CdlProgram *
test_plan_compile (const char *text)
{
  g_autoptr (CdlDiagnostics) diagnostics = cdl_diagnostics_new ();
  g_autoptr (CdlStrategy) strategy = cdl_strategy_read (text, -1, diagnostics);
  CdlProgram *program = strategy != NULL ? cdl_program_new (strategy, NULL, diagnostics) : NULL;

  if (program == NULL)
    {
      g_autofree char *problems = cdl_diagnostics_format (diagnostics);

      g_error ("%s\n%s", text, problems);
    }

  return program;
}

TestPlan *
test_plan_new (CdlRandom *random, CdlDecimal tick, TestPlanKind kind)
{
  TestPlan *self = g_new0 (TestPlan, 1);
  Draft draft = { .random = random, .tick = cdl_decimal_value (tick), .kind = kind };

  self->text = write_strategy (&draft);
  self->program = test_plan_compile (self->text);
  choose_settings (random, tick, &self->settings);

  return self;
}

void
test_plan_free (TestPlan *self)
{
  g_free (self->text);
  cdl_program_unref (self->program);
  g_free (self);
}

void
test_plan_change_rules (const TestPlan *self,
                        CdlRandom *random,
                        const CdlKlines *path,
                        CdlTradingRules *rules,
                        gsize n)
{
  for (gsize i = 0; i < n; i++)
    {
      gsize part = path->n / n;

      rules[i] = (CdlTradingRules){
        .from = path->open_time[i * part + 1 + below (random, (guint) part - 1)],
        .tick = self->settings.tick,
        .step = { 1 + (gint64) below (random, 5), (int) below (random, 4) },
        .min_notional = below (random, 2) * self->settings.capital / 4,
      };
      rules[i].tick.mantissa *= 1 + (gint64) below (random, 4);
    }
}
