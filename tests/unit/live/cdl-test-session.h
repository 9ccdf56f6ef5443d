#pragma once

#include "cdl-session-symbol.h"
#include "cdl-test-world.h"

/* What a feed tells of klines, for sessions in tests. */

#define TEST_SYMBOL "TESTUSDT"

/* All nine columns: what the klines of a test archive have. */
#define TEST_ALL_FIELDS ((1u << CDL_N_FIELDS) - 1)

/* The bit mask of the columns that klines have. */
guint test_session_fields (const CdlKlines *klines);

/* Path kline i, whole (all its prints were told) or not. */
CdlFeedEvent test_session_kline (const CdlKlines *path, gsize i, gboolean whole);

CdlFeedEvent test_session_print (CdlPrint print);

/* The prints of path kline j of a market, and how many. */
const CdlPrint *test_session_prints_of (const TestMarket *market, gsize j, gsize *n);

/* A session over a world from its first path kline on; its funding is told already. */
CdlSessionSymbol *test_session_new (const TestWorld *world, CdlSessionFactFunc func, gpointer data);
