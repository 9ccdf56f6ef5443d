#pragma once

#include "cdl-settings.h"

G_BEGIN_DECLS

/* So much may be asked of the exchange in windows of so long, from one address. */
typedef struct
{
  gboolean weight;  /* counts what requests weigh; else how many they are */
  gint64 length_ms; /* windows begin at multiples of it, by the exchange's clock */
  guint most;
} CdlRateLimit;

#define CDL_MAX_RATE_LIMITS 4

typedef struct
{
  CdlRateLimit limit[CDL_MAX_RATE_LIMITS];
  guint n;
} CdlRateLimits;

/* Reads the “rateLimits” of an answer of Binance to exchangeInfo: REQUEST_WEIGHT and RAW_REQUESTS,
 * whose windows are of seconds to days. FALSE if there are none that make sense. */
gboolean cdl_rate_limits_parse (const char *text, gsize size, CdlRateLimits *self);

/* Adds one, or lowers what is there of that kind and length; more than fit are left out. */
void cdl_rate_limits_add (CdlRateLimits *self, const CdlRateLimit *limit);

/* Kept in exchange/<market>-limits.json below the archive's root, with the address that told them
 * and the machine's time. FALSE if they are not there, of another address, or older than a day:
 * exchanges change them rarely. */
gboolean
cdl_rate_limits_load (CdlRateLimits *self, const char *root, CdlMarket market, const char *address);
gboolean cdl_rate_limits_save (const CdlRateLimits *self,
                               const char *root,
                               CdlMarket market,
                               const char *address,
                               GError **error);

G_END_DECLS
