#pragma once

#include "cdl-strategy.h"

G_BEGIN_DECLS

/* A strategy that can be tested or traded, with its text. */
typedef struct
{
  char *json;
  CdlStrategy *strategy;
} CdlStrategyChoice;

/* json is copied; NULL if it is not right. */
CdlStrategyChoice *cdl_strategy_choice_new (const char *json);
void cdl_strategy_choice_free (CdlStrategyChoice *self);

/* Those of the data folder and those that come with the program, by name: a GPtrArray of
 * CdlStrategyChoice. Files that are not right are the command line's to explain. */
GPtrArray *cdl_strategy_choices_load (const char *root);

G_END_DECLS
