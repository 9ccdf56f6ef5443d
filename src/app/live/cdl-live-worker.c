#include "cdl-live-worker.h"

#include <string.h>

#include "cdl-live-log.h"
#include "cdl-session-equity.h"

/* News of a session come this often while something happens, and at each beat anyway. */
#define NEWS_MS 150
#define BEAT_MS 1000

/* Klines of a tail, more than a chart shows at once. */
#define MAX_TAIL 3000

/* What the thread keeps of each session. */
typedef struct
{
  char *id;
  GPtrArray *tails; /* CdlLiveTail */
  GArray *equity;   /* CdlEquityPoint; NULL: to be added up anew */
  gint64 told_at;   /* by a clock that nobody sets, us */
  gboolean dirty;
} Session;

struct _CdlLiveWorker
{
  gatomicrefcount ref_count; /* of what waits in the main loop, too */
  gint ended;                /* atomic: nothing is told any more */
  char *root;
  CdlStore *store;
  CdlLiveListener listener;
  GMainContext *context;
  GMainLoop *loop;
  GThread *thread;

  /* The thread's own. */
  CdlSessionManager *manager;
  GHashTable *sessions; /* id -> Session */
  char *watched;
};

static void
tail_free (gpointer data)
{
  CdlLiveTail *self = data;

  g_free (self->symbol);
  g_array_unref (self->klines);
  g_free (self);
}

static void
session_free (gpointer data)
{
  Session *self = data;

  g_free (self->id);
  g_ptr_array_unref (self->tails);
  g_clear_pointer (&self->equity, g_array_unref);
  g_free (self);
}

void
cdl_live_news_free (CdlLiveNews *self)
{
  g_clear_pointer (&self->standing, cdl_session_standing_free);
  g_clear_pointer (&self->tails, g_ptr_array_unref);
  g_clear_pointer (&self->equity, g_array_unref);
  g_free (self);
}

static void
worker_unref (CdlLiveWorker *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_main_loop_unref (self->loop);
  g_main_context_unref (self->context);
  g_object_unref (self->store);
  g_free (self->watched);
  g_free (self->root);
  g_free (self);
}

/* --- To the main thread --- */

typedef enum
{
  TOLD_NEWS,
  TOLD_TRADED,
  TOLD_CHANGED,
  TOLD_ENDED,
  TOLD_PROBLEM,
} ToldKind;

typedef struct
{
  CdlLiveWorker *worker;
  ToldKind kind;
  char *id;
  char *text;
  gboolean flag; /* of a trade: an entry; of a problem: the session goes on */
  CdlLiveNews *news;
} Told;

static void
told_free (gpointer data)
{
  Told *told = data;

  g_clear_pointer (&told->news, cdl_live_news_free);
  worker_unref (told->worker);
  g_free (told->id);
  g_free (told->text);
  g_free (told);
}

static gboolean
on_told (gpointer data)
{
  Told *told = data;
  const CdlLiveListener *listener = &told->worker->listener;

  if (g_atomic_int_get (&told->worker->ended))
    return G_SOURCE_REMOVE;
  switch (told->kind)
    {
    case TOLD_NEWS:
      listener->news (told->id, g_steal_pointer (&told->news), listener->data);
      break;
    case TOLD_TRADED:
      listener->traded (told->id, told->flag, told->text, listener->data);
      break;
    case TOLD_CHANGED:
      listener->changed (told->id, listener->data);
      break;
    case TOLD_ENDED:
      listener->ended (told->id, listener->data);
      break;
    case TOLD_PROBLEM:
    default:
      listener->problem (told->id, told->text, told->flag, listener->data);
      break;
    }

  return G_SOURCE_REMOVE;
}

static Told *
told_new (CdlLiveWorker *self, ToldKind kind, const char *id, const char *text)
{
  Told *told = g_new0 (Told, 1);

  g_atomic_ref_count_inc (&self->ref_count);
  told->worker = self;
  told->kind = kind;
  told->id = g_strdup (id);
  told->text = g_strdup (text);

  return told;
}

/* Below drawing and the person's input, so that a busy market leaves the window smooth. */
static void
tell (Told *told)
{
  g_main_context_invoke_full (NULL, G_PRIORITY_DEFAULT_IDLE, on_told, told, told_free);
}

/* --- In the thread --- */

static gpointer
copy_tail (gconstpointer source, gpointer data)
{
  const CdlLiveTail *tail = source;
  CdlLiveTail *copy = g_new0 (CdlLiveTail, 1);

  copy->symbol = g_strdup (tail->symbol);
  copy->klines = g_array_copy (tail->klines);

  return copy;
}

static void
tell_news (CdlLiveWorker *self, Session *session)
{
  CdlLiveSession *live = cdl_session_manager_find (self->manager, session->id);
  g_autofree char *text = live != NULL ? cdl_live_session_status (live) : NULL;
  CdlSessionStanding *standing = text != NULL ? cdl_session_standing_read (text, -1, NULL) : NULL;
  Told *told;

  session->dirty = FALSE;
  session->told_at = g_get_monotonic_time ();
  if (standing == NULL)
    return;
  told = told_new (self, TOLD_NEWS, session->id, NULL);
  told->news = g_new0 (CdlLiveNews, 1);
  told->news->standing = standing;
  told->news->clock_speed = cdl_live_session_plan (live)->clock_speed;
  told->news->path_interval = cdl_live_session_plan (live)->path_interval;
  if (g_strcmp0 (self->watched, session->id) == 0)
    {
      told->news->tails = g_ptr_array_copy (session->tails, copy_tail, NULL);
      g_ptr_array_set_free_func (told->news->tails, tail_free);
      if (session->equity == NULL)
        session->equity = cdl_session_equity (cdl_live_session_core (live));
      told->news->equity = g_array_ref (session->equity);
    }
  tell (told);
}

static gboolean
on_news (gpointer data)
{
  CdlLiveWorker *self = data;
  gint64 now = g_get_monotonic_time ();
  GHashTableIter iter;
  gpointer session;

  g_hash_table_iter_init (&iter, self->sessions);
  while (g_hash_table_iter_next (&iter, NULL, &session))
    if (((Session *) session)->dirty || now - ((Session *) session)->told_at >= BEAT_MS * 1000)
      tell_news (self, session);

  return G_SOURCE_CONTINUE;
}

static Session *
find_session (CdlLiveWorker *self, const char *id)
{
  Session *session = g_hash_table_lookup (self->sessions, id);

  if (session != NULL)
    return session;
  session = g_new0 (Session, 1);
  session->id = g_strdup (id);
  session->tails = g_ptr_array_new_with_free_func (tail_free);
  g_hash_table_insert (self->sessions, session->id, session);

  return session;
}

static CdlLiveTail *
find_tail (Session *session, const char *symbol)
{
  CdlLiveTail *tail;

  for (guint i = 0; i < session->tails->len; i++)
    {
      tail = session->tails->pdata[i];
      if (strcmp (tail->symbol, symbol) == 0)
        return tail;
    }
  tail = g_new0 (CdlLiveTail, 1);
  tail->symbol = g_strdup (symbol);
  tail->klines = g_array_new (FALSE, FALSE, sizeof (CdlFeedKline));
  g_ptr_array_add (session->tails, tail);

  return tail;
}

/* A kline as it forms is replaced by itself; one that was told cannot be by an older one. */
static void
put_kline (GArray *klines, const CdlFeedKline *row)
{
  guint n = klines->len;

  if (n > 0 && g_array_index (klines, CdlFeedKline, n - 1).open_time == row->open_time)
    g_array_index (klines, CdlFeedKline, n - 1) = *row;
  else if (n == 0 || g_array_index (klines, CdlFeedKline, n - 1).open_time < row->open_time)
    g_array_append_val (klines, *row);
  if (klines->len > 2 * MAX_TAIL)
    g_array_remove_range (klines, 0, MAX_TAIL);
}

/* A closed kline comes after the next has begun to form: that one then gives way for a moment. */
static void
put_closed (GArray *klines, const CdlFeedKline *row)
{
  while (klines->len > 0
         && g_array_index (klines, CdlFeedKline, klines->len - 1).open_time > row->open_time)
    g_array_set_size (klines, klines->len - 1);
  put_kline (klines, row);
}

static void
on_event (const char *id, const CdlFeedEvent *event, gpointer data)
{
  Session *session = find_session (data, id);

  session->dirty = TRUE;
  if (event->type == CDL_FEED_EVENT_KLINE)
    {
      put_closed (find_tail (session, event->symbol)->klines, &event->kline.row);
      g_clear_pointer (&session->equity, g_array_unref);
    }
  else if (event->type == CDL_FEED_EVENT_FORMING)
    put_kline (find_tail (session, event->symbol)->klines, &event->kline.row);
}

static void
on_fact (const char *id, const CdlSessionFact *fact, gpointer data)
{
  CdlLiveWorker *self = data;

  find_session (self, id)->dirty = TRUE;
  if (fact->type == CDL_FACT_ENTRY || fact->type == CDL_FACT_EXIT)
    {
      g_autofree char *text = cdl_live_trade_text (fact);
      Told *told = told_new (self, TOLD_TRADED, id, text);

      told->flag = fact->type == CDL_FACT_ENTRY;
      tell (told);
    }
  tell (told_new (self, TOLD_CHANGED, id, NULL));
}

static void
on_stopped (const char *id, gpointer data)
{
  CdlLiveWorker *self = data;

  g_hash_table_remove (self->sessions, id);
  tell (told_new (self, TOLD_ENDED, id, NULL));
}

static void
on_problem (const char *id, const GError *error, gpointer data)
{
  Told *told = told_new (data, TOLD_PROBLEM, id, error->message);

  told->flag = TRUE;
  tell (told);
}

static gpointer
run (gpointer data)
{
  CdlLiveWorker *self = data;
  CdlSessionWatcher watcher = { on_fact, on_stopped, on_problem, on_event, self };
  g_autoptr (GSource) news = g_timeout_source_new (NEWS_MS);

  g_main_context_push_thread_default (self->context);
  self->sessions = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, session_free);
  self->manager = cdl_session_manager_new (self->root, self->store, &watcher);
  g_source_set_callback (news, on_news, self, NULL);
  g_source_attach (news, self->context);
  g_main_loop_run (self->loop);
  g_source_destroy (news);
  g_clear_pointer (&self->manager, cdl_session_manager_free);
  g_clear_pointer (&self->sessions, g_hash_table_unref);
  g_main_context_pop_thread_default (self->context);

  return NULL;
}

/* --- From the main thread --- */

typedef enum
{
  ASK_START,
  ASK_RESUME,
  ASK_STOP,
  ASK_WATCH,
  ASK_END,
} AskKind;

typedef struct
{
  CdlLiveWorker *worker;
  AskKind kind;
  char *id;
  CdlSessionRecord *record;
  CdlSessionPlan *plan;
} Ask;

static void
ask_free (gpointer data)
{
  Ask *ask = data;

  g_clear_pointer (&ask->record, cdl_session_record_free);
  g_clear_pointer (&ask->plan, cdl_session_plan_free);
  g_free (ask->id);
  g_free (ask);
}

static gboolean
on_ask (gpointer data)
{
  Ask *ask = data;
  CdlLiveWorker *self = ask->worker;
  g_autoptr (GError) error = NULL;

  switch (ask->kind)
    {
    case ASK_START:
      cdl_session_manager_start (self->manager, ask->record, ask->plan, &error);
      break;
    case ASK_RESUME:
      cdl_session_manager_resume (self->manager, ask->id, &error);
      break;
    case ASK_STOP:
      if (!cdl_session_manager_stop (self->manager, ask->id, &error))
        break;
      on_stopped (ask->id, self);
      return G_SOURCE_REMOVE;
    case ASK_WATCH:
      g_free (self->watched);
      self->watched = g_strdup (ask->id);
      if (ask->id != NULL && cdl_session_manager_find (self->manager, ask->id) != NULL)
        find_session (self, ask->id)->dirty = TRUE;
      return G_SOURCE_REMOVE;
    case ASK_END:
    default:
      g_main_loop_quit (self->loop);
      return G_SOURCE_REMOVE;
    }
  if (error != NULL)
    {
      tell (told_new (self, TOLD_PROBLEM, ask->id, error->message));
      on_stopped (ask->id, self);
    }
  else
    tell (told_new (self, TOLD_CHANGED, ask->id, NULL));

  return G_SOURCE_REMOVE;
}

static void
ask (CdlLiveWorker *self,
     AskKind kind,
     const char *id,
     CdlSessionRecord *record,
     CdlSessionPlan *plan)
{
  Ask *question = g_new0 (Ask, 1);
  g_autoptr (GSource) source = g_idle_source_new ();

  *question = (Ask){ self, kind, g_strdup (id), record, plan };
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, on_ask, question, ask_free);
  g_source_attach (source, self->context);
}

CdlLiveWorker *
cdl_live_worker_new (const char *root, CdlStore *store, const CdlLiveListener *listener)
{
  CdlLiveWorker *self = g_new0 (CdlLiveWorker, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->root = g_strdup (root);
  self->store = g_object_ref (store);
  self->listener = *listener;
  self->context = g_main_context_new ();
  self->loop = g_main_loop_new (self->context, FALSE);
  self->thread = g_thread_new ("cdl-live", run, self);

  return self;
}

void
cdl_live_worker_free (CdlLiveWorker *self)
{
  g_atomic_int_set (&self->ended, TRUE);
  ask (self, ASK_END, NULL, NULL, NULL);
  g_thread_join (self->thread);
  worker_unref (self);
}

void
cdl_live_worker_start (CdlLiveWorker *self, CdlSessionRecord *record, CdlSessionPlan *plan)
{
  ask (self, ASK_START, plan->id, record, plan);
}

void
cdl_live_worker_resume (CdlLiveWorker *self, const char *id)
{
  ask (self, ASK_RESUME, id, NULL, NULL);
}

void
cdl_live_worker_stop (CdlLiveWorker *self, const char *id)
{
  ask (self, ASK_STOP, id, NULL, NULL);
}

void
cdl_live_worker_watch (CdlLiveWorker *self, const char *id)
{
  ask (self, ASK_WATCH, id, NULL, NULL);
}
