#pragma once

#include "cdl-run-record.h"

G_BEGIN_DECLS

/* The quote asset that ends a symbol: "USDT" of BTCUSDT; "" if none is known. */
const char *cdl_symbol_quote (const char *symbol);

/* The settings of a run in words; newly allocated. */
char *cdl_run_settings_words (const CdlRunRecord *run);

const char *cdl_run_flag_words (CdlRunFlags flag);

/* What a fate, an exit reason or a proof means: by CdlFate, CdlExitReason, CdlProof. */
const char *cdl_run_fate_words (guint fate);
const char *cdl_run_exit_words (guint reason);
const char *cdl_run_proof_words (guint proof);

G_END_DECLS
