#pragma once

#include "cdl-archive.h"
#include "cdl-columns.h"
#include "cdl-prints.h"
#include "cdl-rate-limits.h"
#include "cdl-run.h"

G_BEGIN_DECLS

/* What can be downloaded. */
typedef enum
{
  CDL_SERIES_KLINES,
  CDL_SERIES_MARK,    /* klines of mark prices; futures only */
  CDL_SERIES_FUNDING, /* futures only */
  CDL_SERIES_PRINTS,  /* aggregated trades */
  CDL_SERIES_INFO,    /* trading rules */
} CdlSeries;

#define CDL_N_SERIES 5

/* "klines", "mark", "funding", "prints", "info". */
const char *cdl_series_name (CdlSeries series);
gboolean cdl_series_parse (const char *text, CdlSeries *series);

/* One series of one symbol; the interval means nothing but for klines and mark prices. */
typedef struct
{
  CdlSeries series;
  CdlDatasetName name;
} CdlSeriesId;

/* "BTCUSDT 1m (spot)", "funding rates of BTCUSDT (um)"; newly allocated. */
char *cdl_series_id_format (const CdlSeriesId *self);
gboolean cdl_series_id_equal (const CdlSeriesId *a, const CdlSeriesId *b);

/* Where an exchange is reached: URLs without a slash at the end, owned by whoever made them. */
typedef struct
{
  char *rest[CDL_N_MARKETS];
  char *bulk; /* files of past days and months */
} CdlExchangePoints;

typedef enum
{
  CDL_PERIOD_DAY,
  CDL_PERIOD_MONTH,
} CdlPeriod;

/* How an exchange is spoken with: pure functions over texts; asking and waiting is the queue's.
 * Paths begin with a slash, are newly allocated, and follow a URL of CdlExchangePoints. Parsers
 * trust nothing: they fail with FORMAT or ROW in words that name the row. */
typedef struct
{
  const char *title; /* "Binance" */
  CdlExchangePoints points;
  CdlRateLimits limits[CDL_N_MARKETS]; /* until it has told its own */
  CdlRateLimit funding_limit; /* beside them, of requests for funding rates; it tells none */
  const char *weight_header;  /* tells the weight used in this minute, lower case */

  gboolean (*offers) (const CdlSeriesId *id);

  char *(*time_path) (CdlMarket market, guint *weight);
  gboolean (*parse_time) (const char *text, gsize size, gint64 *time_ms, GError **error);

  /* Of an answer to what page_path() asks for of CDL_SERIES_INFO; FALSE if it tells none. */
  gboolean (*parse_limits) (const char *text, gsize size, CdlRateLimits *limits);

  /* The oldest rows of [from, to), oldest first, *rows at most (0: as many as one answer holds;
   * becomes that number). Of prints with first_id >= 0: those from that id on. */
  char *(*page_path) (const CdlSeriesId *id,
                      gint64 from,
                      gint64 to,
                      gint64 first_id,
                      guint *rows,
                      guint *weight);
  CdlColumns *(*parse_klines) (const char *text, gsize size, const CdlSeriesId *id, GError **error);
  gboolean (*parse_prints) (const char *text, gsize size, GArray *prints, GError **error);
  CdlFunding *(*parse_funding) (const char *text, gsize size, gsize *n, GError **error);

  /* The zip of a day or month; NULL: there is none of such. Its checksum has ".CHECKSUM" behind. */
  char *(*bulk_path) (const CdlSeriesId *id, CdlPeriod period, gint64 start);
  /* Rows of a bulk file of prints are appended to prints (CdlTradePrint). */
  gboolean (*parse_print_file) (const char *text, gsize size, GArray *prints, GError **error);

  /* What an answer that is an error says, newly allocated; NULL if nothing. *symbol: it says that
   * there is no such symbol. */
  char *(*parse_error) (const char *text, gsize size, gboolean *symbol);
} CdlExchange;

/* Binance, spot and USD-M futures. */
const CdlExchange *cdl_exchange_binance (void);

G_END_DECLS
