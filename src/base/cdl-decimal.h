#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A decimal number as it is written: mantissa / 10^scale. A price tick of 0.01 is {1, 2}. */
typedef struct
{
  gint64 mantissa;
  int scale; /* 0..18 */
} CdlDecimal;

#define CDL_DECIMAL_NONE ((CdlDecimal){ 0, 0 })

/* Reads "0.010", "-3", "1e-5"; trailing zeros are dropped (0.010 is {1, 2}). FALSE if the text is
 * not a number or does not fit. */
gboolean cdl_decimal_parse (const char *text, CdlDecimal *decimal);

/* The decimal that the shortest text of value names; FALSE for NaN, infinity, or no fit. */
gboolean cdl_decimal_from_double (double value, CdlDecimal *decimal);

/* mantissa / 10^scale, one correctly rounded division. */
double cdl_decimal_value (CdlDecimal decimal);

/* "0.01"; newly allocated. */
char *cdl_decimal_format (CdlDecimal decimal);

static inline gboolean
cdl_decimal_is_set (CdlDecimal decimal)
{
  return decimal.mantissa > 0;
}

/* The i-th value of a sweep: (min*10^k + i*step*10^k) / 10^k, so that 0:3:0.1 holds 0.3. */
double cdl_decimal_sweep (CdlDecimal min, CdlDecimal step, guint i);

/* How many values min:max:step holds, max included when hit exactly; 0 if step <= 0 or max < min.*/
guint64 cdl_decimal_sweep_count (CdlDecimal min, CdlDecimal max, CdlDecimal step);

/* Tick rounding of spec "Setups": v = price*10^k/m, r = round (v); r if |v - r| <= 1e-6, else
 * ceil or floor; level = r*m/10^k in one correctly rounded division, so it equals the parsed
 * decimal. NaN and infinity come back as they are; a tick that is not set rounds nothing. */
double cdl_decimal_round_up (CdlDecimal tick, double price);
double cdl_decimal_round_down (CdlDecimal tick, double price);

/* Places after the point of the shortest text of value (0.0105 has 4), at most 18. */
int cdl_double_decimals (double value);

G_END_DECLS
