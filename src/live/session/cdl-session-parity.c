#include "cdl-session-parity.h"

#include <glib/gi18n-lib.h>

#include <string.h>

#include "cdl-backtest.h"
#include "cdl-parity-data-private.h"
#include "cdl-recording.h"
#include "cdl-resample.h"
#include "cdl-session-told.h"
#include "cdl-time.h"

static const char *const cause_names[CDL_N_PARITY_CAUSES] = {
  [CDL_PARITY_DATA] = "data",       [CDL_PARITY_TIMING] = "timing",
  [CDL_PARITY_FILL] = "fill",       [CDL_PARITY_FILTER] = "filter",
  [CDL_PARITY_EARLIER] = "earlier", [CDL_PARITY_UNKNOWN] = "unknown",
};

static const char *const source_names[CDL_N_PARITY_SOURCES] = {
  [CDL_PARITY_KLINE] = N_ ("kline"),
  [CDL_PARITY_PRINTS] = N_ ("prints"),
  [CDL_PARITY_FUNDING] = N_ ("funding rate"),
};

const char *
cdl_parity_source_name (CdlParitySource source)
{
  return source_names[source];
}

const char *
cdl_parity_cause_name (CdlParityCause cause)
{
  return cause_names[cause];
}

static void
difference_clear (gpointer data)
{
  CdlParityDifference *self = data;

  g_free (self->symbol);
  g_free (self->name);
  g_free (self->text);
}

void
cdl_session_parity_free (CdlSessionParity *self)
{
  g_free (self->recorded);
  g_free (self->replayed);
  g_array_unref (self->data);
  g_array_unref (self->differences);
  g_free (self);
}

gboolean
cdl_session_parity_is_good (const CdlSessionParity *self)
{
  for (guint i = 0; i < self->differences->len; i++)
    if (g_array_index (self->differences, CdlParityDifference, i).cause == CDL_PARITY_UNKNOWN)
      return FALSE;

  return strcmp (self->recorded, self->replayed) == 0;
}

/* --- The backtest --- */

static CdlRun *
backtest (const CdlSessionPlan *plan,
          const CdlSessionPlanSymbol *symbol,
          const CdlSessionSymbol *session,
          CdlProgram *program,
          CdlParityData *data)
{
  const CdlKlines *path = cdl_columns_view (data->klines);
  CdlRunData stored = { { NULL } };
  CdlColumns *derived[CDL_N_INTERVALS] = { NULL };
  CdlKlines views[CDL_N_INTERVALS] = { 0 };
  CdlBacktest work = {
    .views = views,
    .path = *path,
    .from = plan->from,
    .to = path->n > 0 ? cdl_klines_close_time (path, path->n - 1) + 1 : CDL_TIME_NONE,
    .data = {
      .ladder = cdl_parity_data_ladder (data),
      .funding = (const CdlFunding *) (const void *) data->funding->data,
      .n_funding = data->funding->len,
    },
  };
  CdlHistory history;
  CdlRun *run;

  cdl_perpetual_run_data (&data->perpetual, &stored);
  work.data.mark = stored.mark;
  work.data.rules = cdl_session_symbol_rules (session, &work.data.n_rules);
  for (guint k = 0; k < cdl_program_n_intervals (program); k++)
    {
      derived[k] = cdl_resample (path, cdl_program_interval (program, k));
      views[k] = *cdl_columns_view (derived[k]);
    }
  run = cdl_backtest_run (program, &symbol->settings, &work, NULL, &history);
  for (guint k = 0; k < cdl_program_n_intervals (program); k++)
    cdl_columns_free (derived[k]);

  return run;
}

/* --- Trade by trade --- */

typedef struct
{
  CdlSessionParity *parity;
  const CdlSessionPlan *plan;
  const char *symbol;
  CdlProgram *program;
  const CdlParityData *data;
  const CdlToldSymbol *live;
  const CdlRun *again;
  gint64 end;     /* of the last path kline that both have */
  gboolean found; /* a difference of this symbol */
} Comparison;

static gint64
kline_of (const Comparison *self, gint64 time)
{
  return time == CDL_TIME_NONE ? time : cdl_interval_floor (self->plan->path_interval, time);
}

/* "another entry price", .. ; NULL: nothing. a: of the session. Closed because the data ends is not
 * closed. */
static const char *
differs (const Comparison *self, const CdlTrade *a, const CdlTrade *b)
{
  if (kline_of (self, a->entry_time) != kline_of (self, b->entry_time))
    return _ ("another time of entry");
  if (a->entry_price != b->entry_price)
    return _ ("another entry price");
  if (a->qty != b->qty)
    return _ ("another quantity");
  if (a->exit_time != CDL_TIME_NONE && a->exit_time > self->end) /* the backtest ends before */
    return NULL;
  if (a->exit_reason == CDL_EXIT_END || b->exit_reason == CDL_EXIT_END
      || a->exit_reason == CDL_EXIT_NONE || b->exit_reason == CDL_EXIT_NONE)
    return a->exit_reason == b->exit_reason || b->exit_reason == CDL_EXIT_NONE
                   || a->exit_reason == CDL_EXIT_NONE
               ? NULL
               : _ ("open on one side, closed on the other");
  if (a->exit_reason != b->exit_reason)
    return _ ("another exit");
  if (kline_of (self, a->exit_time) != kline_of (self, b->exit_time))
    return _ ("another time of exit");
  if (a->exit_price != b->exit_price)
    return _ ("another exit price");
  if (a->funding != b->funding)
    return _ ("other funding");

  return a->pnl != b->pnl ? _ ("another result") : NULL;
}

static const CdlTrade *
find_trade (const CdlTrade *trades, gsize n, const CdlTrade *like)
{
  for (gsize i = 0; i < n; i++)
    if (trades[i].def == like->def && trades[i].created_at == like->created_at)
      return &trades[i];

  return NULL;
}

static gboolean
is_setup_of (const CdlSetup *setup, const CdlTrade *trade)
{
  return setup->def == trade->def && setup->created_at == trade->created_at;
}

/* The backtest's setup of a trade that only the session has. */
static const CdlSetup *
find_setup (const CdlRun *run, const CdlTrade *like)
{
  gsize n;
  const CdlSetup *setups = cdl_run_setups (run, &n);

  for (gsize i = 0; i < n; i++)
    if (is_setup_of (&setups[i], like))
      return &setups[i];

  return NULL;
}

/* The other way round: what was told last. */
static const CdlSetup *
find_told (const CdlToldSymbol *live, const CdlTrade *like)
{
  for (guint i = live->setups->len; i-- > 0;)
    {
      const CdlSetup *setup = &g_array_index (live->setups, CdlSetup, i);

      if (is_setup_of (setup, like))
        return setup;
    }

  return NULL;
}

static gboolean
is_filter (CdlFate fate)
{
  return (fate >= CDL_FATE_MIN_GAP && fate <= CDL_FATE_MIN_NOTIONAL)
         || fate == CDL_FATE_MAX_OPEN_TRADES || fate == CDL_FATE_CAPITAL;
}

/* Why, and in words. other: the setup on the side that has no trade, or NULL. */
static CdlParityCause
explain (const Comparison *self,
         const CdlTrade *live,
         const CdlTrade *again,
         const CdlSetup *other,
         const char *what,
         char **text)
{
  const CdlTrade *one = live != NULL ? live : again;
  gint64 last = MAX (live != NULL && live->exit_time != CDL_TIME_NONE ? live->exit_time : 0,
                     again != NULL && again->exit_time != CDL_TIME_NONE ? again->exit_time : 0);
  gint64 first = kline_of (self, one->entry_time);
  const CdlParityDatum *different
      = cdl_parity_data_difference (self->data, MAX (last, one->entry_time));
  gboolean assumed = (live != NULL && live->proof == CDL_ASSUMED)
                     || (again != NULL && again->proof == CDL_ASSUMED)
                     || (other != NULL && other->proof == CDL_ASSUMED);

  if (different != NULL)
    {
      g_autofree char *when = cdl_time_format_short (different->time);

      /* Translators: what differs; then "kline", "prints" or "funding rate", its time, and how. */
      *text = g_strdup_printf (_ ("%s: other data, the first of it the %s of %s UTC (%s)"), what,
                               _ (source_names[different->source]), when, different->text);
      return CDL_PARITY_DATA;
    }
  if (self->found)
    {
      *text = g_strdup_printf (_ ("%s: follows from an earlier difference"), what);
      return CDL_PARITY_EARLIER;
    }
  if (other != NULL && is_filter (other->fate))
    {
      *text = g_strdup_printf (_ ("%s: the setup was refused on the other side (%s)"), what,
                               cdl_fate_name (other->fate));
      return CDL_PARITY_FILTER;
    }
  if (assumed || cdl_parity_data_is_broken (self->data, first, MAX (last, first)))
    {
      *text = g_strdup_printf (_ ("%s: klines alone do not tell the order of what happened"), what);
      return CDL_PARITY_FILL;
    }
  if (self->data->marks || (live != NULL && again != NULL && live->funding != again->funding))
    {
      *text = g_strdup_printf (_ ("%s: mark prices or funding were known at another time"), what);
      return CDL_PARITY_TIMING;
    }
  *text = g_strdup_printf (_ ("%s: nothing explains it"), what);

  return CDL_PARITY_UNKNOWN;
}

static void
add_difference (Comparison *self,
                const CdlTrade *live,
                const CdlTrade *again,
                const CdlSetup *other,
                const char *what)
{
  CdlParityDifference difference = {
    .symbol = g_strdup (self->symbol),
    .name
    = g_strdup (cdl_program_setup (self->program, live != NULL ? live->def : again->def)->name),
    .has_live = live != NULL,
    .has_backtest = again != NULL,
  };

  if (live != NULL)
    difference.live = *live;
  if (again != NULL)
    difference.backtest = *again;
  difference.cause = explain (self, live, again, other, what, &difference.text);
  g_array_append_val (self->parity->differences, difference);
  self->found = TRUE;
}

/* All trades of both sides, by the time of their entry. */
static void
compare_trades (Comparison *self)
{
  gsize n_live = self->live->trades->len, n_again, i = 0, j = 0;
  const CdlTrade *live = (const CdlTrade *) (const void *) self->live->trades->data;
  const CdlTrade *again = cdl_run_trades (self->again, &n_again);

  while (i < n_live || j < n_again)
    {
      if (j == n_again || (i < n_live && live[i].entry_time <= again[j].entry_time))
        {
          const CdlTrade *trade = &live[i++];
          const CdlTrade *other = find_trade (again, n_again, trade);
          const char *what = other != NULL ? differs (self, trade, other) : NULL;

          self->parity->trades++;
          if (trade->entry_time > self->end)
            continue;
          self->parity->compared++;
          if (other == NULL)
            add_difference (self, trade, NULL, find_setup (self->again, trade),
                            _ ("only the session traded"));
          else if (what != NULL)
            add_difference (self, trade, other, NULL, what);
          continue;
        }
      if (find_trade (live, n_live, &again[j]) == NULL)
        add_difference (self, NULL, &again[j], find_told (self->live, &again[j]),
                        _ ("only the backtest traded"));
      j++;
    }
}

/* Moves what is different to the end of the list, and counts it. */
static void
take_data (CdlSessionParity *self, GArray *different)
{
  for (guint i = 0; i < different->len; i++)
    {
      CdlParityDatum *datum = &g_array_index (different, CdlParityDatum, i);

      self->klines_different += datum->source == CDL_PARITY_KLINE;
      self->prints_different += datum->source == CDL_PARITY_PRINTS;
      g_array_append_val (self->data, *datum);
    }
  g_array_set_clear_func (different, NULL);
  g_array_set_size (different, 0);
}

static void
compare_symbol (CdlSessionParity *self,
                const CdlSessionPlan *plan,
                guint place,
                CdlProgram *program,
                const CdlSession *session,
                const CdlSessionTold *told,
                CdlParityData *data)
{
  const CdlSessionPlanSymbol *symbol = &g_array_index (plan->symbols, CdlSessionPlanSymbol, place);
  const CdlKlines *path = cdl_columns_view (data->klines);
  g_autoptr (CdlRun) again
      = backtest (plan, symbol, cdl_session_symbol (session, place), program, data);
  Comparison comparison = {
    .parity = self,
    .plan = plan,
    .symbol = symbol->symbol,
    .program = program,
    .data = data,
    .live = cdl_session_told_symbol (told, place),
    .again = again,
    .end = path->n > 0 ? cdl_klines_close_time (path, path->n - 1) : CDL_TIME_NONE,
  };

  self->klines += data->n_klines;
  self->klines_missing += data->n_missing;
  self->prints += data->n_prints;
  compare_trades (&comparison);
  take_data (self, data->different);
}

CdlSessionParity *
cdl_session_parity_check (const char *folder, CdlArchive *archive, CdlStore *store, GError **error)
{
  g_autoptr (CdlSessionPlan) plan = cdl_session_plan_load (folder, error);
  g_autoptr (CdlSessionRecord) record = NULL;
  g_autoptr (CdlProgram) program = NULL;
  g_autoptr (CdlSession) session = NULL;
  g_autoptr (CdlSessionTold) journal = NULL, told = NULL;
  g_autoptr (GPtrArray) data = NULL;
  g_autoptr (CdlSessionParity) self = NULL;

  if (plan == NULL || (program = cdl_session_plan_program (plan, error)) == NULL
      || (record = cdl_store_get_session (store, plan->id, NULL, error)) == NULL
      || (journal = cdl_session_told_load (plan, store, error)) == NULL)
    return NULL;
  told = cdl_session_told_new (plan);
  if ((session = cdl_recording_replay (folder, plan, cdl_session_told_fact, told, error)) == NULL
      || (data = cdl_parity_data_load (folder, plan, archive, error)) == NULL)
    return NULL;
  if (record->state == CDL_SESSION_STOPPED)
    cdl_session_finish (session, record->stopped_at);

  self = g_new0 (CdlSessionParity, 1);
  self->data = g_array_new (FALSE, FALSE, sizeof (CdlParityDatum));
  g_array_set_clear_func (self->data, cdl_parity_datum_clear);
  self->differences = g_array_new (FALSE, FALSE, sizeof (CdlParityDifference));
  g_array_set_clear_func (self->differences, difference_clear);
  self->recorded = cdl_session_told_fingerprint (journal, program);
  self->replayed = cdl_session_told_fingerprint (told, program);
  for (guint i = 0; i < plan->symbols->len; i++)
    compare_symbol (self, plan, i, program, session, told, data->pdata[i]);

  return g_steal_pointer (&self);
}
