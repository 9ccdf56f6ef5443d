#pragma once

#include "cdl-klines.h"

G_BEGIN_DECLS

/* A straight line through two pivots. */
typedef struct
{
  gsize from, to;
  double from_price, to_price;
} CdlLine;

double cdl_line_at (const CdlLine *self, gsize x);

/* Shapes that the prices between two lines may have; several can hold at once. */
typedef enum
{
  CDL_SHAPE_ASCENDING_TRIANGLE = 1 << 0,
  CDL_SHAPE_DESCENDING_TRIANGLE = 1 << 1,
  CDL_SHAPE_SYMMETRIC_TRIANGLE = 1 << 2,
  CDL_SHAPE_RISING_WEDGE = 1 << 3,
  CDL_SHAPE_FALLING_WEDGE = 1 << 4,
  CDL_SHAPE_RECTANGLE = 1 << 5,
  CDL_SHAPE_CHANNEL = 1 << 6,
} CdlShape;

/* Prices between an upper and a lower line. */
typedef struct
{
  CdlLine upper; /* through the two latest pivot highs */
  CdlLine lower; /* through the two latest pivot lows */
  gsize oldest;  /* of the four pivots */
} CdlBand;

/* The band that the close of kline i confirms, if it has one of the shapes wanted (mask) and keeps
 * its closes within tolerance; args are the common ones. */
gboolean
cdl_band_find (const CdlKlines *klines, gsize i, const double *args, guint wanted, CdlBand *band);

G_END_DECLS
