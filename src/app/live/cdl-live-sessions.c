#include "cdl-live-sessions.h"

#include <glib/gi18n.h>

#include "cdl-live-session.h"
#include "cdl-number.h"
#include "cdl-session-stop.h"

#define POLL_MS 1000

struct _CdlLiveSessions
{
  GObject parent_instance;

  char *root;
  CdlStore *store;
  CdlLiveWorker *worker; /* NULL once closed */
  GListStore *items;     /* CdlLiveItem */
  GHashTable *here;      /* ids that this program runs */
  GCancellable *cancellable;
  guint poll;       /* the next look at the store; 0: one is on its way */
  gboolean resumed; /* what was left has been taken up */
};

G_DEFINE_FINAL_TYPE (CdlLiveSessions, cdl_live_sessions, G_TYPE_OBJECT)

enum
{
  CHANGED,
  JOURNAL,
  TRADED,
  PREPARED,
  FAILED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

void
cdl_live_request_free (CdlLiveRequest *self)
{
  g_free (self->strategy);
  g_strfreev (self->sets);
  g_strfreev (self->symbols);
  g_free (self->note);
  g_free (self);
}

static void
tell_changed (CdlLiveSessions *self, CdlLiveItem *item)
{
  g_signal_emit (self, signals[CHANGED], 0, item);
}

CdlLiveItem *
cdl_live_sessions_find (CdlLiveSessions *self, const char *id)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->items));

  for (guint i = 0; id != NULL && i < n; i++)
    {
      g_autoptr (CdlLiveItem) item = g_list_model_get_item (G_LIST_MODEL (self->items), i);

      if (g_str_equal (cdl_live_item_id (item), id))
        return item; /* the list has it */
    }

  return NULL;
}

GListModel *
cdl_live_sessions_items (CdlLiveSessions *self)
{
  return G_LIST_MODEL (self->items);
}

/* --- What the store and the folders say --- */

typedef struct
{
  char *root;
  GHashTable *here;
} Question;

/* One session that was found. */
typedef struct
{
  CdlSessionRecord *record;
  CdlLiveOwner owner;
  CdlLiveNews *news; /* NULL: this program has it itself, or there is none */
} Found;

static void
question_free (gpointer data)
{
  Question *question = data;

  g_hash_table_unref (question->here);
  g_free (question->root);
  g_free (question);
}

static void
found_free (gpointer data)
{
  Found *found = data;

  g_clear_pointer (&found->record, cdl_session_record_free);
  g_clear_pointer (&found->news, cdl_live_news_free);
  g_free (found);
}

static CdlLiveNews *
load_news (const char *root, const char *id)
{
  g_autofree char *folder = cdl_live_session_folder (root, id);
  CdlSessionStanding *standing = cdl_session_standing_load (folder, NULL);
  g_autoptr (CdlSessionPlan) plan = standing != NULL ? cdl_session_plan_load (folder, NULL) : NULL;
  CdlLiveNews *news;

  if (standing == NULL)
    return NULL;
  news = g_new0 (CdlLiveNews, 1);
  news->standing = standing;
  news->clock_speed = plan != NULL ? plan->clock_speed : 1.0;
  news->path_interval = plan != NULL ? plan->path_interval : CDL_INTERVAL_1M;

  return news;
}

/* In the store's thread. */
static gpointer
look (CdlStore *store, gpointer data, GCancellable *cancellable, GError **error)
{
  const Question *question = data;
  g_autoptr (GPtrArray) records = cdl_store_list_sessions (store, 0, cancellable, error);
  GPtrArray *all;

  if (records == NULL)
    return NULL;
  all = g_ptr_array_new_with_free_func (found_free);
  g_ptr_array_set_free_func (records, NULL);
  for (guint i = 0; i < records->len; i++)
    {
      Found *found = g_new0 (Found, 1);

      found->record = records->pdata[i];
      found->owner = CDL_LIVE_HERE;
      if (!g_hash_table_contains (question->here, found->record->id))
        {
          found->owner = found->record->state == CDL_SESSION_RUNNING
                                 && cdl_live_session_is_owned (question->root, found->record->id)
                             ? CDL_LIVE_ELSEWHERE
                             : CDL_LIVE_NOBODY;
          found->news = load_news (question->root, found->record->id);
        }
      g_ptr_array_add (all, found);
    }

  return all;
}

static int
by_time (gconstpointer a, gconstpointer b, gpointer data)
{
  CdlLiveItem *first = (CdlLiveItem *) a, *second = (CdlLiveItem *) b;
  gboolean runs = cdl_live_item_is_running (first);

  if (runs != cdl_live_item_is_running (second))
    return runs ? -1 : 1;

  return g_strcmp0 (cdl_live_item_id (second), cdl_live_item_id (first));
}

/* TRUE if its place in the list may have changed. */
static gboolean
take_found (CdlLiveSessions *self, Found *found)
{
  CdlLiveItem *item = cdl_live_sessions_find (self, found->record->id);
  gboolean here = g_hash_table_contains (self->here, found->record->id);
  gboolean ran = item != NULL && cdl_live_item_is_running (item), added = item == NULL;
  CdlLiveOwner owner = here ? CDL_LIVE_HERE : found->owner;

  if (added)
    {
      item = cdl_live_item_new (found->record->id);
      g_list_store_append (self->items, item);
      g_object_unref (item);
    }
  cdl_live_item_set_record (item, g_steal_pointer (&found->record));
  if (!cdl_live_item_is_running (item))
    owner = CDL_LIVE_NOBODY;
  else if (owner == CDL_LIVE_HERE && !here)
    owner = CDL_LIVE_NOBODY; /* it has just been left */
  cdl_live_item_set_owner (item, owner);
  if (owner != CDL_LIVE_HERE && found->news != NULL)
    cdl_live_item_set_news (item, g_steal_pointer (&found->news));
  if (owner == CDL_LIVE_NOBODY && cdl_live_item_is_running (item) && !self->resumed)
    cdl_live_sessions_resume (self, item);
  if (owner == CDL_LIVE_ELSEWHERE)
    g_signal_emit (self, signals[JOURNAL], 0, item);

  return added || ran != cdl_live_item_is_running (item);
}

static gboolean poll_now (gpointer data);

static void
poll_later (CdlLiveSessions *self, guint ms)
{
  if (self->worker == NULL)
    return;
  g_clear_handle_id (&self->poll, g_source_remove);
  self->poll = g_timeout_add (ms, poll_now, self);
}

static void
on_looked (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (CdlLiveSessions) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) all = cdl_store_call_finish (CDL_STORE (source), result, &error);
  gboolean sort = FALSE;

  if (self->worker == NULL)
    return;
  for (guint i = 0; all != NULL && i < all->len; i++)
    sort = take_found (self, all->pdata[i]) || sort;
  self->resumed = self->resumed || all != NULL;
  if (sort)
    g_list_store_sort (self->items, by_time, NULL);
  tell_changed (self, NULL);
  if (self->poll == 0)
    poll_later (self, POLL_MS);
}

static gboolean
poll_now (gpointer data)
{
  CdlLiveSessions *self = data;
  Question *question = g_new0 (Question, 1);
  GHashTableIter iter;
  gpointer id;

  self->poll = 0;
  question->root = g_strdup (self->root);
  question->here = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_hash_table_iter_init (&iter, self->here);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    g_hash_table_add (question->here, g_strdup (id));
  cdl_store_call_async (self->store, look, question, question_free,
                        (GDestroyNotify) g_ptr_array_unref, self->cancellable, on_looked,
                        g_object_ref (self));

  return G_SOURCE_REMOVE;
}

/* --- What the thread tells --- */

static void
on_news (const char *id, CdlLiveNews *news, gpointer data)
{
  CdlLiveItem *item = cdl_live_sessions_find (data, id);

  if (item == NULL)
    {
      cdl_live_news_free (news);
      return;
    }
  cdl_live_item_set_news (item, news);
  tell_changed (data, item);
}

static void
on_traded (const char *id, gboolean entry, const char *text, gpointer data)
{
  CdlLiveSessions *self = data;

  g_signal_emit (self, signals[TRADED], 0, cdl_live_sessions_find (self, id), entry, text);
}

static void
on_changed (const char *id, gpointer data)
{
  CdlLiveSessions *self = data;
  CdlLiveItem *item = cdl_live_sessions_find (self, id);

  if (item != NULL)
    g_signal_emit (self, signals[JOURNAL], 0, item);
  else
    poll_later (self, 0);
}

static void
on_ended (const char *id, gpointer data)
{
  CdlLiveSessions *self = data;

  g_hash_table_remove (self->here, id);
  on_changed (id, self);
  poll_later (self, 0);
}

/* item: NULL if it is not known of which; remedy: a sentence, NULL if why has it. */
static void
tell_failed (CdlLiveSessions *self, CdlLiveItem *item, const char *why, const char *remedy)
{
  g_autoptr (GString) words = g_string_new (NULL);

  if (item != NULL)
    g_string_append_printf (words, "%s: ", cdl_live_item_title (item));
  g_string_append (words, why);
  if (remedy != NULL)
    g_string_append_printf (words, ". %s", remedy);
  g_signal_emit (self, signals[FAILED], 0, words->str);
}

/* goes_on: it is still run; else that it has ended is told next. */
static void
on_problem (const char *id, const char *text, gboolean goes_on, gpointer data)
{
  CdlLiveSessions *self = data;
  CdlLiveItem *item = cdl_live_sessions_find (self, id);

  if (item != NULL)
    cdl_live_item_set_problem (item, text);
  tell_failed (self, item, text,
               goes_on ? _ ("The session goes on, and this is tried again each second: see that "
                            "the disk has room and the data folder can be written.")
                       : _ ("The session was left as it is; “Resume” tries again."));
}

/* --- What a person does --- */

static void
begin (CdlLiveSessions *self, const char *id)
{
  g_hash_table_add (self->here, g_strdup (id));
}

/* Borrows all of it. */
static void
make_request (const CdlLiveRequest *from, CdlSessionRequest *request)
{
  const char *speed = g_getenv ("CHANDELIER_EXCHANGE_SPEED");

  *request = (CdlSessionRequest){
    .strategy = from->strategy,
    .sets = (const char *const *) from->sets,
    .symbols = (const char *const *) from->symbols,
    .settings = from->settings,
    .note = from->note != NULL && *from->note != '\0' ? from->note : NULL,
    .exchange_url = g_getenv ("CHANDELIER_EXCHANGE_URL"),
  };
  if (speed != NULL)
    cdl_number_parse (speed, &request->clock_speed);
}

typedef struct
{
  char *root;
  CdlLiveRequest *request;
  CdlSessionRecord *record;
  CdlSessionPlan *plan;
} Preparation;

static void
preparation_free (gpointer data)
{
  Preparation *self = data;

  cdl_live_request_free (self->request);
  g_clear_pointer (&self->record, cdl_session_record_free);
  g_clear_pointer (&self->plan, cdl_session_plan_free);
  g_free (self->root);
  g_free (self);
}

static void
prepare (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Preparation *self = data;
  g_autoptr (GError) error = NULL;
  CdlSessionRequest request;

  make_request (self->request, &request);
  if (cdl_session_prepare (self->root, &request, &self->record, &self->plan, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static void
on_prepared (GObject *source, GAsyncResult *result, gpointer data)
{
  CdlLiveSessions *self = CDL_LIVE_SESSIONS (source);
  Preparation *made = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error))
    {
      g_signal_emit (self, signals[PREPARED], 0, NULL);
      tell_failed (self, NULL, error->message, NULL);
      return;
    }
  if (self->worker == NULL)
    return;
  begin (self, made->plan->id);
  g_signal_emit (self, signals[PREPARED], 0, made->plan->id);
  cdl_live_worker_start (self->worker, g_steal_pointer (&made->record),
                         g_steal_pointer (&made->plan));
}

void
cdl_live_sessions_start (CdlLiveSessions *self, CdlLiveRequest *request)
{
  g_autoptr (GTask) task = g_task_new (self, self->cancellable, on_prepared, NULL);
  Preparation *preparation = g_new0 (Preparation, 1);

  preparation->root = g_strdup (self->root);
  preparation->request = request;
  g_task_set_task_data (task, preparation, preparation_free);
  g_task_run_in_thread (task, prepare);
}

void
cdl_live_sessions_resume (CdlLiveSessions *self, CdlLiveItem *item)
{
  begin (self, cdl_live_item_id (item));
  cdl_live_item_set_problem (item, NULL);
  g_signal_emit (self, signals[FAILED], 0, NULL);
  cdl_live_item_set_owner (item, CDL_LIVE_HERE);
  cdl_live_worker_resume (self->worker, cdl_live_item_id (item));
}

typedef struct
{
  char *root;
  char *id;
  CdlStore *store;
} Stop;

static void
stop_free (gpointer data)
{
  Stop *stop = data;

  g_object_unref (stop->store);
  g_free (stop->root);
  g_free (stop->id);
  g_free (stop);
}

static void
stop_elsewhere (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Stop *stop = data;
  GError *error = NULL;

  if (cdl_session_stop (stop->root, stop->store, stop->id, NULL, NULL, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
on_stopped (GObject *source, GAsyncResult *result, gpointer data)
{
  CdlLiveSessions *self = CDL_LIVE_SESSIONS (source);
  g_autoptr (GError) error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error))
    tell_failed (self, NULL, error->message, _ ("“Stop…” tries again."));
  poll_later (self, 0);
}

void
cdl_live_sessions_stop (CdlLiveSessions *self, CdlLiveItem *item)
{
  const char *id = cdl_live_item_id (item);
  g_autoptr (GTask) task = NULL;
  Stop *stop;

  if (cdl_live_item_owner (item) == CDL_LIVE_HERE)
    {
      cdl_live_worker_stop (self->worker, id);
      return;
    }
  stop = g_new0 (Stop, 1);
  *stop = (Stop){ g_strdup (self->root), g_strdup (id), g_object_ref (self->store) };
  task = g_task_new (self, NULL, on_stopped, NULL);
  g_task_set_task_data (task, stop, stop_free);
  g_task_run_in_thread (task, stop_elsewhere);
}

void
cdl_live_sessions_watch (CdlLiveSessions *self, CdlLiveItem *item)
{
  if (self->worker != NULL)
    cdl_live_worker_watch (self->worker, item != NULL ? cdl_live_item_id (item) : NULL);
}

/* --- The object --- */

void
cdl_live_sessions_close (CdlLiveSessions *self)
{
  g_clear_handle_id (&self->poll, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  g_clear_pointer (&self->worker, cdl_live_worker_free);
}

static void
cdl_live_sessions_dispose (GObject *object)
{
  CdlLiveSessions *self = CDL_LIVE_SESSIONS (object);

  cdl_live_sessions_close (self);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->store);
  g_clear_object (&self->items);
  g_clear_pointer (&self->here, g_hash_table_unref);
  g_clear_pointer (&self->root, g_free);
  G_OBJECT_CLASS (cdl_live_sessions_parent_class)->dispose (object);
}

static void
cdl_live_sessions_class_init (CdlLiveSessionsClass *class)
{
  GType type = G_TYPE_FROM_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = cdl_live_sessions_dispose;
  signals[CHANGED] = g_signal_new ("changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 1, CDL_TYPE_LIVE_ITEM);
  signals[JOURNAL] = g_signal_new ("journal", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 1, CDL_TYPE_LIVE_ITEM);
  signals[TRADED]
      = g_signal_new ("traded", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 3,
                      CDL_TYPE_LIVE_ITEM, G_TYPE_BOOLEAN, G_TYPE_STRING);
  signals[PREPARED] = g_signal_new ("prepared", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                    G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[FAILED] = g_signal_new ("failed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
cdl_live_sessions_init (CdlLiveSessions *self)
{
  self->items = g_list_store_new (CDL_TYPE_LIVE_ITEM);
  self->here = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->cancellable = g_cancellable_new ();
}

CdlLiveSessions *
cdl_live_sessions_new (const char *root, CdlStore *store)
{
  CdlLiveSessions *self = g_object_new (CDL_TYPE_LIVE_SESSIONS, NULL);
  CdlLiveListener listener = { on_news, on_traded, on_changed, on_ended, on_problem, self };

  self->root = g_strdup (root);
  self->store = g_object_ref (store);
  self->worker = cdl_live_worker_new (root, store, &listener);
  poll_now (self);

  return self;
}
