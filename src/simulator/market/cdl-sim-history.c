#include "cdl-sim-history.h"

#include "cdl-number.h"
#include "cdl-time.h"

#include <math.h>
#include <string.h>

/* Prints of a minute: its four prices at most, and one more of the other side. */
#define MAX_PIECES 5

/* Klines that are looked at for the places of quantities. */
#define N_SAMPLE 20000

/* Ids before each day. */
typedef struct
{
  gint64 print, trade;
} DayStart;

struct _CdlSimHistory
{
  CdlDataset *dataset;
  const CdlKlines *klines;
  CdlSimAsset asset;
  char *name, *base, *quote;
  gint64 first_day;
  GArray *starts; /* DayStart of each day, and of the one after the last */
};

static gint64
to_units (double value, int scale)
{
  return (gint64) round (value * pow (10, scale));
}

static double
field (const CdlSimHistory *self, CdlField which, gsize i)
{
  return self->klines->field[which] ? self->klines->field[which][i] : CDL_NAN;
}

/* The prices that a minute went through, in the order that its body suggests. */
static guint
take_points (const CdlSimHistory *self, gsize i, gint64 points[4])
{
  int scale = self->asset.price_scale;
  gint64 open = to_units (field (self, CDL_FIELD_OPEN, i), scale);
  gint64 high = to_units (field (self, CDL_FIELD_HIGH, i), scale);
  gint64 low = to_units (field (self, CDL_FIELD_LOW, i), scale);
  gint64 close = to_units (field (self, CDL_FIELD_CLOSE, i), scale);
  const gint64 all[4] = { open, close >= open ? low : high, close >= open ? high : low, close };
  guint n = 0;

  for (int k = 0; k < 4; k++)
    if (n == 0 || points[n - 1] != all[k])
      points[n++] = all[k];

  return n;
}

/* Prints of kline i, without ids. One side trades at the prices, and the other one once more at the
 * last of them; or in its place, where there were no more trades than prices. Of klines that have
 * less than that the buyers' volume may differ. */
static guint
take_pieces (const CdlSimHistory *self, gsize i, CdlSimPrint pieces[MAX_PIECES])
{
  gint64 points[4];
  guint n = take_points (self, i, points), own = n, count;
  double volume = field (self, CDL_FIELD_VOLUME, i);
  double bought = field (self, CDL_FIELD_TAKER_BUY_BASE, i);
  double traded = field (self, CDL_FIELD_TRADES, i);
  gint64 units = isnan (volume) ? n : to_units (volume, self->asset.qty_scale);
  gint64 trades = isnan (traded) ? n + 1 : (gint64) traded;
  gint64 taker, side;
  gboolean by_buyers;

  if (units <= 0 || trades <= 0)
    return 0;

  units = MAX (units, n);
  trades = MAX (trades, n);
  taker = isnan (bought) ? units / 2 : CLAMP (to_units (bought, self->asset.qty_scale), 0, units);
  by_buyers = taker >= n;
  side = by_buyers ? taker : units - taker;
  if (side < n || (n == 1 && trades == 1))
    side = units;
  else if (side < units && trades == n)
    own = n - 1;
  count = own + (side < units ? 1 : 0);

  for (guint k = 0; k < count; k++)
    {
      gboolean is_other = k == own;
      /* own is at least 1 where k is below it. NOLINTNEXTLINE(clang-analyzer-core.DivideZero) */
      gint64 qty = k + 1 < own ? side / own : side - side / own * (own - 1);

      pieces[k] = (CdlSimPrint){
        .time = self->klines->open_time[i] + k * CDL_MINUTE_MS / count,
        .price = points[MIN (k, n - 1)],
        .qty = is_other ? units - side : qty,
        .trades
        = (guint32) (k + 1 == count ? trades - trades / count * (count - 1) : trades / count),
        .buyer_is_maker = by_buyers == is_other,
      };
    }

  return count;
}

/* Which places quantities have, no more than the price leaves of eight. */
static int
find_qty_scale (const CdlKlines *klines, int price_scale)
{
  int scale = 0;

  for (gsize i = 0; klines->field[CDL_FIELD_VOLUME] && i < MIN (klines->n, N_SAMPLE); i++)
    scale = MAX (scale, cdl_double_decimals (klines->field[CDL_FIELD_VOLUME][i]));

  return MIN (scale, 8 - price_scale);
}

/* "BTC" and "USDT" of "BTCUSDT". */
static void
split_name (CdlSimHistory *self, const char *symbol)
{
  static const char *const quotes[]
      = { "USDT", "USDC", "FDUSD", "BUSD", "TUSD", "EUR", "TRY", "BRL", "BTC", "ETH", "BNB" };
  gsize length = strlen (symbol);

  self->name = g_strdup (symbol);
  for (gsize i = 0; i < G_N_ELEMENTS (quotes); i++)
    if (g_str_has_suffix (symbol, quotes[i]) && length > strlen (quotes[i]))
      {
        self->base = g_strndup (symbol, length - strlen (quotes[i]));
        self->quote = g_strdup (quotes[i]);
        return;
      }
  self->base = g_strdup (symbol);
  self->quote = g_strdup ("USDT");
}

static void
number_days (CdlSimHistory *self)
{
  const CdlKlines *klines = self->klines;
  DayStart start = { 0, 0 };
  gint64 day = self->first_day;

  g_array_append_val (self->starts, start);
  for (gsize i = 0; i < klines->n; i++)
    {
      CdlSimPrint pieces[MAX_PIECES];
      guint n = take_pieces (self, i, pieces);

      for (; day < cdl_time_day (klines->open_time[i]); day++)
        g_array_append_val (self->starts, start);
      start.print += n;
      for (guint k = 0; k < n; k++)
        start.trade += pieces[k].trades;
    }
  g_array_append_val (self->starts, start);
}

CdlSimHistory *
cdl_sim_history_new (CdlArchive *archive, const CdlDatasetName *name, GError **error)
{
  CdlDataset *dataset = cdl_archive_open (archive, name, error);
  CdlSimHistory *self;
  int price_scale;

  if (!dataset)
    return NULL;

  self = g_new0 (CdlSimHistory, 1);
  self->dataset = dataset;
  self->klines = cdl_dataset_klines (dataset);
  split_name (self, name->symbol);
  price_scale = MIN (cdl_dataset_price_decimals (dataset), 8);
  self->asset = (CdlSimAsset){
    .name = self->name,
    .base = self->base,
    .quote = self->quote,
    .price = self->klines->n > 0 ? field (self, CDL_FIELD_OPEN, 0) : 1,
    .price_scale = price_scale,
    .qty_scale = find_qty_scale (self->klines, price_scale),
    .funding_hours = 8,
  };
  self->first_day = self->klines->n > 0 ? cdl_time_day (self->klines->open_time[0]) : 0;
  self->starts = g_array_new (FALSE, FALSE, sizeof (DayStart));
  number_days (self);

  return self;
}

void
cdl_sim_history_free (CdlSimHistory *self)
{
  if (!self)
    return;

  cdl_dataset_unref (self->dataset);
  g_array_unref (self->starts);
  g_free (self->name);
  g_free (self->base);
  g_free (self->quote);
  g_free (self);
}

const CdlSimAsset *
cdl_sim_history_asset (const CdlSimHistory *self)
{
  return &self->asset;
}

gint64
cdl_sim_history_first_day (const CdlSimHistory *self)
{
  return self->first_day;
}

static DayStart
start_of (const CdlSimHistory *self, gint64 day)
{
  gint64 index = CLAMP (day - self->first_day, 0, (gint64) self->starts->len - 1);

  return g_array_index (self->starts, DayStart, index);
}

/* Quote volumes are the archive's, not those of what was made up. */
static void
set_quote (const CdlSimHistory *self, gsize i, CdlSimCandle *candle)
{
  int scale = self->asset.price_scale + self->asset.qty_scale;
  double quote = field (self, CDL_FIELD_QUOTE_VOLUME, i);
  double bought = field (self, CDL_FIELD_TAKER_BUY_QUOTE, i);

  if (!isnan (quote))
    candle->quote = to_units (quote, scale);
  if (!isnan (bought))
    candle->taker_quote = to_units (bought, scale);
}

void
cdl_sim_history_fill (const CdlSimHistory *self, CdlSimDay *day)
{
  const CdlKlines *klines = self->klines;
  gint64 start = day->day * CDL_DAY_MS;
  gsize from = cdl_klines_find (klines, start), to = cdl_klines_find (klines, start + CDL_DAY_MS);
  DayStart ids = start_of (self, day->day);

  day->prints = g_new (CdlSimPrint, (to - from) * MAX_PIECES + 1);
  day->n_prints = 0;
  for (int m = 0; m < CDL_SIM_DAY_MINUTES; m++)
    day->minutes[m] = (CdlSimCandle) CDL_SIM_CANDLE_INIT;

  for (gsize i = from; i < to; i++)
    {
      CdlSimCandle *candle = &day->minutes[(klines->open_time[i] - start) / CDL_MINUTE_MS];
      CdlSimPrint *pieces = &day->prints[day->n_prints];
      guint n = take_pieces (self, i, pieces);

      candle->missing = FALSE;
      for (guint k = 0; k < n; k++)
        {
          pieces[k].id = ids.print++;
          pieces[k].first = ids.trade;
          ids.trade += pieces[k].trades;
          cdl_sim_candle_add_print (candle, &pieces[k]);
        }
      if (n > 0)
        set_quote (self, i, candle);
      day->n_prints += n;
    }
}

gint64
cdl_sim_history_day_of (const CdlSimHistory *self, gint64 print_id)
{
  for (guint i = 1; i < self->starts->len; i++)
    if (print_id < g_array_index (self->starts, DayStart, i).print)
      return self->first_day + i - 1;

  return G_MAXINT64;
}

void
cdl_sim_history_walk (gint64 day, double *log_values, gpointer data)
{
  const CdlSimHistory *self = data;
  const CdlKlines *klines = self->klines;
  gsize i = cdl_klines_find (klines, day * CDL_DAY_MS);
  double price = i > 0 ? field (self, CDL_FIELD_CLOSE, i - 1) : self->asset.price;

  for (int m = 0; m <= CDL_SIM_DAY_MINUTES; m++)
    {
      gint64 time = day * CDL_DAY_MS + m * CDL_MINUTE_MS;

      if (i < klines->n && klines->open_time[i] == time)
        price = field (self, CDL_FIELD_OPEN, i);
      log_values[m] = log (price);
      if (i < klines->n && klines->open_time[i] == time)
        price = field (self, CDL_FIELD_CLOSE, i++);
    }
}
