#pragma once

#include "cdl-broker-private.h"

/* A broker to test by hand: setups and prices are given, nothing is detected. */

/* What a test strategy says beside its setups; zero values are defaults. */
typedef struct
{
  const char *filter[CDL_N_FILTERS]; /* texts, NULL: absent */
  CdlMoneyMode money_mode;           /* default fixed */
  const char *money_amount;          /* default "1000" */
  const char *money_max_leverage;
  gboolean keep_pending;
  gboolean no_compound;
  guint expires;     /* of every setup definition */
  guint max_pending; /* of every setup definition; 0: unlimited */
} TestRules;

/* One program with two definitions, 0 long and 1 short, on 1m. */
CdlProgram *test_program (const TestRules *rules);

/* Spot with shorts, capital 10,000, no fees, no tick: numbers one can check by hand. */
void test_settings (CdlSettings *settings);

CdlBroker *test_broker (const TestRules *rules, const CdlSettings *settings);

/* Adds a setup made at the close of minute `minute` (from 0), close 100; its seq. */
guint test_add (CdlBroker *broker,
                CdlSide side,
                CdlEntryType type,
                double entry,
                double stop_loss,
                double take_profit,
                guint minute);

/* Feeds one path kline as cdl_run_path_kline() would, but for funding and equity. */
void
test_kline (CdlBroker *broker, guint minute, double open, double high, double low, double close);

const CdlSetup *test_setup (const CdlBroker *broker, guint seq);
const CdlTrade *test_trade (const CdlBroker *broker, guint seq);
