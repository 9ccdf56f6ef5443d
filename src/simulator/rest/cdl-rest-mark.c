#include "cdl-rest-private.h"

#include "cdl-sim-mark.h"
#include "cdl-time.h"

CdlSimReply *
cdl_rest_mark_klines (CdlRestRequest *request)
{
  const CdlSimSymbol *symbol = cdl_rest_take_symbol (request);
  CdlInterval interval;
  CdlSimRange range;
  g_autoptr (GArray) klines = NULL;
  GString *body;

  if (!symbol || !cdl_rest_take_interval (request, &interval)
      || !cdl_rest_take_range (request, 500, 1500, &range))
    return NULL;

  /* The mark price goes on where nobody trades; but for halts, there is one for each kline. */
  klines = cdl_sim_range_klines (request->truth, symbol, interval, &range, request->now);
  body = g_string_new ("[");
  for (guint i = 0; i < klines->len; i++)
    {
      g_string_append (body, i > 0 ? ",[" : "[");
      cdl_sim_append_mark_kline (body, symbol, interval,
                                 g_array_index (klines, CdlSimKline, i).open_time, request->now,
                                 TRUE);
      g_string_append_c (body, ']');
    }
  g_string_append_c (body, ']');

  return cdl_sim_reply_json (body);
}

static void
append_value (GString *body, const char *name, double value)
{
  g_string_append_printf (body, ",\"%s\":\"", name);
  cdl_sim_append_value (body, value);
  g_string_append_c (body, '"');
}

static void
append_rate (GString *body, const char *name, gint64 rate)
{
  g_string_append_printf (body, ",\"%s\":\"", name);
  cdl_sim_append_units (body, rate, 8, 8);
  g_string_append_c (body, '"');
}

CdlSimReply *
cdl_rest_premium_index (CdlRestRequest *request)
{
  gboolean one;
  g_autoptr (GPtrArray) symbols = cdl_rest_take_symbols (request, &one);
  guint64 seed = cdl_sim_market_seed (request->truth);
  GString *body;

  if (!symbols)
    return NULL;

  body = g_string_new (one ? NULL : "[");
  for (guint i = 0; i < symbols->len; i++)
    {
      const CdlSimSymbol *symbol = symbols->pdata[i];
      gint64 next = cdl_sim_funding_next (symbol, request->now + 1);

      g_string_append_printf (body, "%s{\"symbol\":\"%s\"", i > 0 ? "," : "", symbol->name);
      append_value (body, "markPrice", cdl_sim_mark_price (symbol, request->now));
      append_value (body, "indexPrice", cdl_sim_index_price (symbol, request->now));
      append_value (body, "estimatedSettlePrice", cdl_sim_index_price (symbol, request->now));
      append_rate (body, "lastFundingRate", cdl_sim_funding_rate (seed, symbol, next));
      append_rate (body, "interestRate", 10000);
      g_string_append_printf (
          body, ",\"nextFundingTime\":%" G_GINT64_FORMAT ",\"time\":%" G_GINT64_FORMAT "}", next,
          request->now);
    }
  g_string_append (body, one ? "" : "]");

  return cdl_sim_reply_json (body);
}

typedef struct
{
  const CdlSimSymbol *symbol;
  gint64 stamp;
} Stamp;

static int
compare_stamps (gconstpointer a, gconstpointer b)
{
  const Stamp *x = a, *y = b;

  return x->stamp != y->stamp ? (x->stamp < y->stamp ? -1 : 1)
                              : strcmp (x->symbol->name, y->symbol->name);
}

static void
append_stamp (GString *body, const CdlRestRequest *request, const Stamp *stamp)
{
  g_string_append_printf (body, "{\"symbol\":\"%s\",\"fundingTime\":%" G_GINT64_FORMAT,
                          stamp->symbol->name,
                          cdl_sim_funding_booked (stamp->symbol, stamp->stamp));
  append_rate (
      body, "fundingRate",
      cdl_sim_funding_rate (cdl_sim_market_seed (request->truth), stamp->symbol, stamp->stamp));
  append_value (body, "markPrice", cdl_sim_mark_price (stamp->symbol, stamp->stamp));
  g_string_append (body, ",\"rateType\":\"Regular\"}");
}

/* How late rates are told, ms. */
static gint64
delay_of (const CdlRestRequest *request)
{
  const CdlFault *late
      = request->faults
            ? cdl_faults_strike (request->faults, CDL_FAULT_FUNDING_LATE, request->where)
            : NULL;

  return late ? (gint64) (cdl_fault_value (late, 90) * CDL_SECOND_MS) : 0;
}

CdlSimReply *
cdl_rest_funding_rate (CdlRestRequest *request)
{
  gboolean one, recent;
  g_autoptr (GPtrArray) symbols = cdl_rest_take_symbols (request, &one);
  g_autoptr (GArray) stamps = g_array_new (FALSE, FALSE, sizeof (Stamp));
  CdlSimRange range;
  gint64 first, last;
  guint from;
  GString *body;

  if (!symbols || !cdl_rest_take_range (request, 100, 1000, &range))
    return NULL;

  recent = range.start == CDL_TIME_NONE;
  first = MAX (recent ? 0 : range.start, cdl_sim_market_start (request->truth) + 1);
  last = request->now - 1 - delay_of (request);
  if (range.end != CDL_TIME_NONE)
    last = MIN (range.end, last);
  if (recent && range.end == CDL_TIME_NONE && !cdl_rest_get (request, "limit"))
    range.limit = 200;
  for (guint i = 0; i < symbols->len; i++)
    {
      Stamp stamp = { .symbol = symbols->pdata[i] };
      gint64 period = stamp.symbol->asset->funding_hours * CDL_HOUR_MS;

      /* A stamp is booked some ms late: the one just before `first` may count. */
      for (stamp.stamp = cdl_sim_funding_next (stamp.symbol, first - CDL_SECOND_MS);
           cdl_sim_funding_booked (stamp.symbol, stamp.stamp) <= last; stamp.stamp += period)
        if (cdl_sim_funding_booked (stamp.symbol, stamp.stamp) >= first)
          g_array_append_val (stamps, stamp);
    }
  g_array_sort (stamps, compare_stamps);

  from = recent && stamps->len > range.limit ? stamps->len - range.limit : 0;
  body = g_string_new ("[");
  for (guint i = from; i < stamps->len && i - from < range.limit; i++)
    {
      g_string_append (body, i > from ? "," : "");
      append_stamp (body, request, &g_array_index (stamps, Stamp, i));
    }
  g_string_append_c (body, ']');

  return cdl_sim_reply_json (body);
}

CdlSimReply *
cdl_rest_funding_info (CdlRestRequest *request)
{
  gboolean one;
  g_autoptr (GPtrArray) symbols = cdl_rest_take_symbols (request, &one);
  GString *body = g_string_new ("[");

  for (guint i = 0; symbols && i < symbols->len; i++)
    {
      const CdlSimSymbol *symbol = symbols->pdata[i];

      /* Only those that are unusual. */
      if (symbol->asset->funding_hours != 8)
        g_string_append_printf (body,
                                "%s{\"symbol\":\"%s\",\"adjustedFundingRateCap\":\"0.02000000\","
                                "\"adjustedFundingRateFloor\":\"-0.02000000\","
                                "\"fundingIntervalHours\":%d,\"disclaimer\":false}",
                                body->len > 1 ? "," : "", symbol->name,
                                symbol->asset->funding_hours);
    }
  g_string_append_c (body, ']');

  return cdl_sim_reply_json (body);
}
