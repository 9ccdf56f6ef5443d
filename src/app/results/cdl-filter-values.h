#pragma once

#include "cdl-store.h"

G_BEGIN_DECLS

/* What runs can be told apart by, with values that the store knows. */
typedef enum
{
  CDL_FILTER_STRATEGY,
  CDL_FILTER_SYMBOL,
  CDL_FILTER_INTERVAL,
  CDL_FILTER_MARKET,
  CDL_FILTER_TAG,
  CDL_FILTER_TEST,
} CdlFilterKind;

#define CDL_N_FILTER_KINDS 6

typedef struct
{
  char *id;    /* what the filter asks for */
  char *title; /* what people call it */
  gint64 time; /* when it was; CDL_TIME_NONE: that does not matter */
} CdlFilterValue;

/* GPtrArray of CdlFilterValue, which frees what it holds. */
void cdl_filter_values_async (CdlStore *store,
                              CdlFilterKind kind,
                              GAsyncReadyCallback callback,
                              gpointer user_data);
GPtrArray *cdl_filter_values_finish (CdlStore *store, GAsyncResult *result, GError **error);

/* Makes it a condition of filter. */
void cdl_filter_value_set (const CdlFilterValue *self, CdlFilterKind kind, CdlRunFilter *filter);

G_END_DECLS
