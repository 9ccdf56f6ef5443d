#include "cdl-test-broker.h"

#include "cdl-number.h"
#include "cdl-time.h"

CdlProgram *
test_program (const TestRules *rules)
{
  g_autoptr (CdlStrategy) strategy = cdl_strategy_new ();
  g_autoptr (CdlDiagnostics) diagnostics = cdl_diagnostics_new ();
  g_autofree char *problems = NULL;
  CdlProgram *program;

  strategy->name = g_strdup ("by hand");
  strategy->interval = CDL_INTERVAL_1M;
  strategy->keep_pending = rules->keep_pending;
  for (int i = 0; i < 2; i++)
    {
      CdlSetupDef def = {
        .name = g_strdup (i == 0 ? "long" : "short"),
        .side = i == 0 ? CDL_SIDE_LONG : CDL_SIDE_SHORT,
        .pattern = g_strdup ("swing"), /* unlimited pending setups */
        .pattern_args = g_array_new (FALSE, FALSE, sizeof (CdlNamedText)),
        .entry_price = g_strdup ("close"),
        .stop_loss = g_strdup ("low"),
        .take_profit = g_strdup ("high"),
        .expires = rules->expires > 0 ? g_strdup_printf ("%u", rules->expires) : NULL,
        .max_pending = rules->max_pending > 0 ? g_strdup_printf ("%u", rules->max_pending) : NULL,
      };

      g_array_append_val (strategy->setups, def);
    }
  for (int i = 0; i < CDL_N_FILTERS; i++)
    strategy->filter[i] = g_strdup (rules->filter[i]);
  strategy->money_mode = rules->money_mode;
  strategy->money_amount = g_strdup (rules->money_amount != NULL ? rules->money_amount : "1000");
  strategy->money_max_leverage = g_strdup (rules->money_max_leverage);
  strategy->compound = !rules->no_compound;

  program = cdl_program_new (strategy, NULL, diagnostics);
  problems = cdl_diagnostics_format (diagnostics);
  if (program == NULL)
    g_error ("test strategy: %s", problems);

  return program;
}

void
test_settings (CdlSettings *settings)
{
  cdl_settings_init (settings, CDL_MARKET_SPOT);
  settings->allow_short = TRUE;
  settings->fee_maker = settings->fee_taker = 0.0;
}

CdlBroker *
test_broker (const TestRules *rules, const CdlSettings *settings)
{
  g_autoptr (CdlProgram) program = test_program (rules);

  return cdl_broker_new (program, settings);
}

guint
test_add (CdlBroker *broker,
          CdlSide side,
          CdlEntryType type,
          double entry,
          double stop_loss,
          double take_profit,
          guint minute)
{
  CdlCandidate candidate = {
    .def = side == CDL_SIDE_LONG ? 0 : 1,
    .created_at = (gint64) (minute + 1) * CDL_MINUTE_MS - 1,
    .first_kline = (gint64) minute * CDL_MINUTE_MS,
    .type = type,
    .entry = entry,
    .stop_loss = stop_loss,
    .take_profit = take_profit,
    .height = CDL_NAN,
    .close = 100.0,
  };

  cdl_broker_add (broker, &candidate);
  broker->price = 100.0;

  return broker->setups->len;
}

void
test_kline (CdlBroker *broker, guint minute, double open, double high, double low, double close)
{
  gint64 open_time = (gint64) minute * CDL_MINUTE_MS;

  cdl_broker_expire (broker, open_time);
  broker->time = open_time;
  broker->proof = CDL_PROVEN;
  cdl_broker_jump (broker, open);
  cdl_broker_inside (broker, open, high, low, close);
  cdl_broker_settle (broker);
}

const CdlSetup *
test_setup (const CdlBroker *broker, guint seq)
{
  return cdl_broker_setup (broker, seq - 1);
}

const CdlTrade *
test_trade (const CdlBroker *broker, guint seq)
{
  g_assert_cmpuint (broker->trades->len, >=, seq);

  return cdl_broker_trade (broker, seq - 1);
}
