#include "cdl-market-error.h"

G_DEFINE_QUARK (cdl - market - error, cdl_market_error)
