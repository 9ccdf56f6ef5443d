#pragma once

#include <adwaita.h>

#include "cdl-strategy-files.h"

G_BEGIN_DECLS

/* A strategy, and what its parameters are, chosen in a form: a row that it has for the strategy,
 * and a group that gets a row for each parameter, which hides where there are none. */
typedef struct _CdlStrategyRows CdlStrategyRows;

/* Another strategy was chosen, or other values. */
typedef void (*CdlStrategyRowsFunc) (gpointer data);

/* row and params must outlive it, or end with it. */
CdlStrategyRows *cdl_strategy_rows_new (AdwComboRow *row,
                                        AdwPreferencesGroup *params,
                                        CdlStrategyRowsFunc changed,
                                        gpointer data);
void cdl_strategy_rows_free (CdlStrategyRows *self);

/* Offers what cdl_strategy_choices_load() finds; the first one is chosen. */
void cdl_strategy_rows_load (CdlStrategyRows *self, const char *root);

/* Offers another one before them, and chooses it; choice is taken over. */
void cdl_strategy_rows_choose (CdlStrategyRows *self, CdlStrategyChoice *choice);

/* NULL: there is none. */
const CdlStrategyChoice *cdl_strategy_rows_chosen (const CdlStrategyRows *self);

/* Parameters of the chosen one, in their order: the value of one, and all of them as they were
 * typed ("name=text"). */
void cdl_strategy_rows_set_value (CdlStrategyRows *self, guint i, double value);
char **cdl_strategy_rows_sets (const CdlStrategyRows *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CdlStrategyRows, cdl_strategy_rows_free)

G_END_DECLS
