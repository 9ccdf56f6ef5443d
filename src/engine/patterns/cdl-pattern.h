#pragma once

#include "cdl-klines.h"

G_BEGIN_DECLS

#define CDL_PATTERN_MAX_ARGS    10
#define CDL_PATTERN_MAX_OUTPUTS 6

typedef struct
{
  const char *name;
  double fallback;
  double min; /* smallest and largest sensible value, included */
  double max;
  gboolean whole;
  const char *doc;
} CdlPatternArg;

/* A pattern found at a close. */
typedef struct
{
  gsize first;   /* index of the oldest kline it was derived from (first_kline) */
  double height; /* in price; the gap in % is 100 * height / close */
  double output[CDL_PATTERN_MAX_OUTPUTS];
} CdlMatch;

/* The registry row of a pattern. */
typedef struct _CdlPattern CdlPattern;
struct _CdlPattern
{
  const char *name;
  const char *group; /* "Double and triple", "Lines", "Candlesticks", ... */
  CdlPatternArg args[CDL_PATTERN_MAX_ARGS];
  guint n_args;
  const char *outputs[CDL_PATTERN_MAX_OUTPUTS + 1]; /* names, NULL-terminated */

  /* Klines before the confirming one that it may read: max_klines + 2 strength, say. */
  gsize (*lookback) (const double *args);

  /* Whether the close of kline i confirms the pattern, reading klines [0, i] only. Pure: the same
   * answer whenever it is asked. min_gap is looked at by cdl_pattern_match(). */
  gboolean (*match) (const CdlKlines *klines, gsize i, const double *args, CdlMatch *match);

  const char *doc;     /* what it means to a trader */
  const char *formula; /* the exact rule */
};

const CdlPattern *const *cdl_patterns (guint *n);
const CdlPattern *cdl_pattern_find (const char *name);

/* Index of an argument or output by name; -1 if there is none. */
int cdl_pattern_arg (const CdlPattern *self, const char *name);
int cdl_pattern_output (const CdlPattern *self, const char *name);

/* match() and then min_gap, where the pattern has it: 100 * height / close >= min_gap. */
gboolean cdl_pattern_match (const CdlPattern *self,
                            const CdlKlines *klines,
                            gsize i,
                            const double *args,
                            CdlMatch *match);

G_END_DECLS
