#pragma once

#include "cdl-columns.h"
#include "cdl-pattern.h"

/* Fills args with the fallbacks of pattern, then with text: "strength=1 tolerance=0.3". */
void cdl_test_pattern_args (const CdlPattern *pattern, const char *text, double *args);

/* 1m klines from text, one word each: "9" is a kline with one price, "9/7/8" has high, low and
 * close (which is its open, too), "8,9,7,8.5" has open, high, low and close. */
CdlColumns *cdl_test_pattern_klines (const char *text);

#define CDL_TEST_NOTHING G_MAXSIZE

typedef struct
{
  const char *why; /* what the case is about */
  const char *args;
  const char *klines;
  gsize first; /* of the pattern that the last kline confirms, or CDL_TEST_NOTHING */
  double outputs[3];
} CdlPatternCase;

void cdl_test_pattern_cases (const char *name, const CdlPatternCase *cases, gsize n);

/* Textures of random markets, all on a coarse grid of prices so that ties occur. */
typedef enum
{
  CDL_TEXTURE_WALK,
  CDL_TEXTURE_FLAT,  /* with stretches in which nothing moves */
  CDL_TEXTURE_RANGE, /* swings between two levels, now and then shifted */
  CDL_TEXTURE_TREND, /* zigzags that climb or fall, with changing amplitude */
  CDL_TEXTURE_JUMPS, /* steep runs, then rests */
} CdlTexture;

#define CDL_N_TEXTURES 5

CdlColumns *cdl_test_pattern_random (CdlTexture texture, guint64 seed, gsize n);

/* Random arguments for pattern, of sizes at which random markets have matches. */
void cdl_test_pattern_random_args (const CdlPattern *pattern, guint64 seed, double *args);

/* Whether both found nothing, or the same, to the bit; shift is added to the first kline of b. */
gboolean cdl_test_pattern_same (const CdlPattern *pattern,
                                gboolean found_a,
                                const CdlMatch *a,
                                gboolean found_b,
                                const CdlMatch *b,
                                gsize shift);
