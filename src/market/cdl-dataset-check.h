#pragma once

#include "cdl-json-writer.h"
#include "cdl-klines.h"

G_BEGIN_DECLS

/* A run of klines without a hole. */
typedef struct
{
  gint64 first; /* open times */
  gint64 last;
  gsize rows;
} CdlStretch;

/* A hole between two klines. */
typedef struct
{
  gint64 after;       /* open time of the last kline before it */
  gint64 before;      /* of the first one after it */
  gsize missing;      /* klines */
  gboolean confirmed; /* the exchange said that it has none of them: see cdl_absent_mark() */
} CdlHole;

/* What can be odd in a single kline. Holes are no fault of a kline. */
typedef enum
{
  CDL_FINDING_ZERO_VOLUME, /* nobody traded; harmless: the exchange fills quiet times so */
  CDL_FINDING_OHLC,        /* high below, or low above, one of the others */
  CDL_FINDING_PRICE,       /* a price that is not a finite number above 0 */
  CDL_FINDING_VOLUME,      /* another column below 0 or infinite */
  CDL_FINDING_ODD_OPEN,    /* opens off the grid of its interval */
  CDL_FINDING_ORDER,       /* opens at or before the kline before it */
} CdlFinding;

#define CDL_N_FINDINGS        6
#define CDL_FINDING_MAX_TIMES 10

typedef struct
{
  gsize count;
  gint64 times[CDL_FINDING_MAX_TIMES]; /* open times of the first ones */
} CdlFindings;

/* What a dataset holds and lacks: what "data check" and the data page show. */
typedef struct
{
  CdlInterval interval;
  gsize rows;
  gint64 first; /* open times; CDL_TIME_NONE without rows */
  gint64 last;
  gsize missing;     /* klines that the holes lack */
  double quality;    /* 100 x rows / (rows + missing), %; 0 without rows */
  GArray *holes;     /* CdlHole */
  GArray *stretches; /* CdlStretch: one more than holes; none without rows */
  CdlFindings findings[CDL_N_FINDINGS];
} CdlDatasetCheck;

/* Reads every kline once. Nothing is taken for granted of the columns, not even their order. */
CdlDatasetCheck *cdl_dataset_check (const CdlKlines *klines);
void cdl_dataset_check_free (CdlDatasetCheck *self);

/* TRUE if nothing is wrong beside holes and quiet klines. */
gboolean cdl_dataset_check_is_sound (const CdlDatasetCheck *self);

/* "OHLC violations", in the plural; and the member of JSON: "ohlc_violations". */
const char *cdl_finding_title (CdlFinding finding);
const char *cdl_finding_name (CdlFinding finding);

/* For the terminal: one fact per line, then the holes, at most max_holes of them; newly
 * allocated. */
char *cdl_dataset_check_format (const CdlDatasetCheck *self, gsize max_holes);

/* The same, whole, as one JSON object. */
void cdl_dataset_check_write (const CdlDatasetCheck *self, CdlJsonWriter *writer);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CdlDatasetCheck, cdl_dataset_check_free)

G_END_DECLS
