#include "cdl-feed-rest-private.h"

#include "cdl-exchange-info.h"
#include "cdl-http.h"
#include "cdl-pace.h"
#include "cdl-steady.h"

#include <string.h>

#define MAX_ANSWER (8 * 1024 * 1024)

typedef struct
{
  CdlFeedRestFunc func;
  guint request;
  gpointer data;
  char symbol[CDL_SYMBOL_SIZE]; /* one answer may hold the rules of many */
} Waiter;

struct _CdlFeedRest
{
  GMainContext *context;
  const CdlExchange *exchange;
  char *url[CDL_N_MARKETS];
  CdlPace pace[CDL_N_MARKETS];
  CdlHttp *http;
  GPtrArray *asked; /* Question: none twice */
};

/* One request on its way. */
typedef struct
{
  CdlFeedRest *rest;
  CdlSeriesId id;
  CdlFeedRequestType type;
  char *path;
  guint weight;
  GArray *waiters;      /* Waiter */
  CdlFeedTimeFunc time; /* it asks for the time instead */
  gpointer time_data;
  GSource *pause;
  CdlHttpCall *call;
} Question;

static void
stop_pause (Question *self)
{
  if (self->pause == NULL)
    return;
  g_source_destroy (self->pause);
  g_clear_pointer (&self->pause, g_source_unref);
}

static void
question_free (gpointer data)
{
  Question *self = data;

  stop_pause (self);
  g_array_unref (self->waiters);
  g_free (self->path);
  g_free (self);
}

CdlFeedRest *
cdl_feed_rest_new (GMainContext *context, const CdlExchangePoints *points, const char *root)
{
  CdlFeedRest *self = g_new0 (CdlFeedRest, 1);
  CdlRateLimits limits;

  self->context = context;
  self->exchange = cdl_exchange_binance ();
  for (guint m = 0; m < CDL_N_MARKETS; m++)
    {
      self->url[m] = g_strdup (points->rest[m]);
      if (root == NULL || !cdl_rate_limits_load (&limits, root, (CdlMarket) m, self->url[m]))
        limits = self->exchange->limits[m];
      cdl_pace_set_limits (&self->pace[m], &limits);
      self->pace[m].funding.limit = self->exchange->funding_limit;
      self->pace[m].offset = g_get_real_time () / 1000 - cdl_steady_ms ();
    }
  self->http = cdl_http_new (context, &CDL_HTTP_LIMITS, self->exchange->weight_header, NULL, NULL);
  self->asked = g_ptr_array_new_with_free_func (question_free);

  return self;
}

void
cdl_feed_rest_free (CdlFeedRest *self)
{
  if (self == NULL)
    return;
  cdl_http_free (self->http);
  g_ptr_array_unref (self->asked);
  for (guint m = 0; m < CDL_N_MARKETS; m++)
    {
      g_free (self->url[m]);
      g_free (self->pace[m].refusal);
    }
  g_free (self);
}

/* What the exchange says of a waiter's symbol. */
static void
answer_rules (const Waiter *waiter, const CdlExchangeInfo *info)
{
  const CdlSymbolInfo *symbol = cdl_exchange_info_lookup (info, waiter->symbol);
  CdlFeedInput answer
      = { .type = CDL_FEED_INPUT_FAILED, .reason = "it is not among its symbols", .unknown = TRUE };
  CdlFeedRules rules;

  if (symbol != NULL)
    {
      rules = (CdlFeedRules){
        { .tick = symbol->tick, .step = symbol->step, .min_notional = symbol->min_notional },
        symbol->status,
      };
      answer = (CdlFeedInput){ .type = CDL_FEED_INPUT_RULES, .rules = &rules, .n = 1 };
    }
  waiter->func (&answer, waiter->request, waiter->data);
}

/* Tells everyone who waits, and forgets the question. info: in place of the answer, or NULL. */
static void
finish_with (Question *self,
             const CdlFeedInput *answer,
             const CdlExchangeInfo *info,
             gint64 server_ms)
{
  g_autoptr (GArray) waiters = g_array_ref (self->waiters);
  CdlFeedTimeFunc time = self->time;
  gpointer time_data = self->time_data;
  CdlMarket market = self->id.name.market;

  /* Whoever is told may ask the same again. */
  g_ptr_array_remove_fast (self->rest->asked, self);
  if (time != NULL)
    time (market, server_ms, time_data);
  for (guint i = 0; i < waiters->len; i++)
    {
      const Waiter *waiter = &g_array_index (waiters, Waiter, i);

      if (waiter->func != NULL && info != NULL)
        answer_rules (waiter, info);
      else if (waiter->func != NULL)
        waiter->func (answer, waiter->request, waiter->data);
    }
}

static void
finish (Question *self, const CdlFeedInput *answer, gint64 server_ms)
{
  finish_with (self, answer, NULL, server_ms);
}

static void
fail (Question *self, const char *reason, gboolean unknown)
{
  const CdlFeedInput answer
      = { .type = CDL_FEED_INPUT_FAILED, .reason = reason, .unknown = unknown };

  finish (self, &answer, -1);
}

static void
take_klines (Question *self, const char *text, gsize size, GError **error)
{
  g_autoptr (CdlColumns) columns
      = self->rest->exchange->parse_klines (text, size, &self->id, error);
  CdlFeedInput answer = { .type = CDL_FEED_INPUT_KLINES };
  g_autofree CdlFeedKline *rows = NULL;
  const CdlKlines *view;

  if (columns == NULL)
    return;
  view = cdl_columns_view (columns);
  rows = g_new0 (CdlFeedKline, view->n + 1);
  for (gsize i = 0; i < view->n; i++)
    {
      rows[i].open_time = view->open_time[i];
      for (guint f = 0; f < CDL_N_FIELDS; f++)
        rows[i].field[f] = view->field[f] != NULL ? view->field[f][i] : 0.0;
    }
  answer.klines = rows;
  answer.n = view->n;
  finish (self, &answer, -1);
}

static void
take_prints (Question *self, const char *text, gsize size, GError **error)
{
  g_autoptr (GArray) prints = g_array_new (FALSE, FALSE, sizeof (CdlTradePrint));
  CdlFeedInput answer = { .type = CDL_FEED_INPUT_PRINTS };
  g_autofree CdlFeedPrint *rows = NULL;

  if (!self->rest->exchange->parse_prints (text, size, prints, error))
    return;
  rows = g_new0 (CdlFeedPrint, prints->len + 1);
  for (guint i = 0; i < prints->len; i++)
    {
      const CdlTradePrint *print = &g_array_index (prints, CdlTradePrint, i);

      rows[i] = (CdlFeedPrint){ print->id, -1, print->print.time, print->print.price };
    }
  answer.prints = rows;
  answer.n = prints->len;
  finish (self, &answer, -1);
}

static void
take_funding (Question *self, const char *text, gsize size, GError **error)
{
  CdlFeedInput answer = { .type = CDL_FEED_INPUT_FUNDING };
  g_autofree CdlFunding *rates = self->rest->exchange->parse_funding (text, size, &answer.n, error);

  if (*error != NULL)
    return;
  answer.funding = rates;
  finish (self, &answer, -1);
}

static void
take_rules (Question *self, const char *text, gsize size, GError **error)
{
  g_autoptr (CdlExchangeInfo) info = cdl_exchange_info_parse (text, size, "the answer", error);

  if (info != NULL)
    finish_with (self, NULL, info, -1);
}

static void
take_answer (Question *self, const CdlHttpAnswer *http)
{
  g_autoptr (GError) error = NULL;
  gsize size;
  const char *text = g_bytes_get_data (http->body, &size);
  gint64 server_ms;

  if (self->time != NULL)
    {
      if (self->rest->exchange->parse_time (text, size, &server_ms, &error))
        finish (self, NULL, server_ms);
    }
  else if (self->type == CDL_FEED_REQUEST_KLINES)
    take_klines (self, text, size, &error);
  else if (self->type == CDL_FEED_REQUEST_PRINTS)
    take_prints (self, text, size, &error);
  else if (self->type == CDL_FEED_REQUEST_FUNDING)
    take_funding (self, text, size, &error);
  else
    take_rules (self, text, size, &error);
  if (error != NULL)
    fail (self, error->message, FALSE);
}

static void ask (Question *self);

static gboolean
ask_again (gpointer data)
{
  Question *self = data;

  stop_pause (self);
  ask (self);

  return G_SOURCE_REMOVE;
}

static void
ask_later (Question *self, gint64 wait_ms)
{
  self->pause = g_timeout_source_new ((guint) CLAMP (wait_ms, 1, G_MAXINT));
  g_source_set_callback (self->pause, ask_again, self, NULL);
  g_source_attach (self->pause, self->rest->context);
}

static void
on_answer (const CdlHttpAnswer *http, gpointer data)
{
  Question *self = data;
  CdlPace *pace = &self->rest->pace[self->id.name.market];
  CdlAnswer answer = cdl_answer_judge (http->status, http->problem != NULL);
  g_autofree char *said = NULL, *reason = NULL;
  gboolean unknown = FALSE;
  gsize size;
  const char *text;

  self->call = NULL;
  if (http->date_ms >= 0)
    cdl_pace_dated (pace, http->date_ms, http->sent_at, http->received_at);
  cdl_pace_answered (pace, http->status, http->used_weight, http->retry_after_ms,
                     http->received_at);
  if (answer == CDL_ANSWER_GOOD)
    {
      take_answer (self, http);
      return;
    }
  if (answer == CDL_ANSWER_PAUSE && self->time == NULL)
    {
      ask (self);
      return;
    }
  if (http->body != NULL)
    {
      text = g_bytes_get_data (http->body, &size);
      said = self->rest->exchange->parse_error (text, size, &unknown);
    }
  if (http->problem != NULL)
    reason = g_strdup (http->problem);
  else
    reason = g_strdup_printf ("the exchange answers with status %u%s%s", http->status,
                              said != NULL ? ": " : "", said != NULL ? said : "");
  fail (self, reason, unknown);
}

static void
ask (Question *self)
{
  CdlPace *pace = &self->rest->pace[self->id.name.market];
  gint64 now = cdl_steady_ms ();
  gboolean funding = self->time == NULL && self->type == CDL_FEED_REQUEST_FUNDING;
  gint64 wait = funding ? cdl_pace_ask_funding (pace, self->weight, now)
                        : cdl_pace_ask (pace, self->weight, now);
  g_autofree char *url = NULL;

  if (wait > 0)
    {
      ask_later (self, wait);
      return;
    }
  url = g_strconcat (self->rest->url[self->id.name.market], self->path, NULL);
  self->call = cdl_http_get (self->rest->http, url, NULL, MAX_ANSWER, on_answer, self);
}

static Question *
question_new (CdlFeedRest *self, CdlMarket market, char *path, guint weight)
{
  Question *question = g_new0 (Question, 1);

  question->rest = self;
  question->id.name.market = market;
  question->path = path;
  question->weight = weight;
  question->waiters = g_array_new (FALSE, FALSE, sizeof (Waiter));
  g_ptr_array_add (self->asked, question);

  return question;
}

static Question *
find (CdlFeedRest *self, CdlMarket market, const char *path)
{
  for (guint i = 0; i < self->asked->len; i++)
    {
      Question *question = self->asked->pdata[i];

      if (question->id.name.market == market && strcmp (question->path, path) == 0)
        return question;
    }

  return NULL;
}

void
cdl_feed_rest_ask (CdlFeedRest *self,
                   const CdlDatasetName *name,
                   const CdlFeedRequest *request,
                   CdlFeedRestFunc func,
                   gpointer data)
{
  static const CdlSeries series[] = { [CDL_FEED_REQUEST_KLINES] = CDL_SERIES_KLINES,
                                      [CDL_FEED_REQUEST_PRINTS] = CDL_SERIES_PRINTS,
                                      [CDL_FEED_REQUEST_FUNDING] = CDL_SERIES_FUNDING,
                                      [CDL_FEED_REQUEST_RULES] = CDL_SERIES_INFO };
  CdlSeriesId id = { series[request->type], *name };
  Waiter waiter = { func, request->id, data, "" };
  guint rows = CDL_FEED_PAGE, weight;
  g_autofree char *path = self->exchange->page_path (&id, request->from, request->to + 1,
                                                     request->from_id, &rows, &weight);
  Question *question = find (self, name->market, path);

  g_strlcpy (waiter.symbol, name->symbol, sizeof waiter.symbol);
  if (question == NULL)
    {
      question = question_new (self, name->market, g_steal_pointer (&path), weight);
      question->id = id;
      question->type = request->type;
      ask (question);
    }
  g_array_append_val (question->waiters, waiter);
}

void
cdl_feed_rest_forget (CdlFeedRest *self, gpointer data)
{
  for (guint i = 0; i < self->asked->len; i++)
    {
      Question *question = self->asked->pdata[i];

      for (guint w = 0; w < question->waiters->len; w++)
        if (g_array_index (question->waiters, Waiter, w).data == data)
          g_array_index (question->waiters, Waiter, w).func = NULL;
    }
}

gboolean
cdl_feed_rest_time (CdlFeedRest *self, CdlMarket market, CdlFeedTimeFunc func, gpointer data)
{
  guint weight;
  g_autofree char *path = self->exchange->time_path (market, &weight);
  Question *question;

  if (find (self, market, path) != NULL)
    return FALSE;
  question = question_new (self, market, g_steal_pointer (&path), weight);
  question->time = func;
  question->time_data = data;
  ask (question);

  return TRUE;
}
