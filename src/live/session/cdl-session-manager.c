#include "cdl-session-manager.h"

#include <string.h>

#include "cdl-feed-hub.h"
#include "cdl-session-prepare.h"
#include "cdl-time.h"

/* How often the status is written, and whether to stop is looked at. */
#define TICK_MS 1000

/* Feeds of one place where the exchange is served. */
typedef struct
{
  char *stream_url;
  char *rest_url;
  CdlFeedHub *hub;
} Server;

/* What can go wrong with a session again and again, each told once until it is over. */
typedef enum
{
  PROBLEM_JOURNAL,
  PROBLEM_STATUS,
} Problem;

#define N_PROBLEMS 2

typedef struct
{
  CdlSessionManager *manager;
  CdlLiveSession *live;
  GPtrArray *subscriptions; /* CdlFeedSubscription */
  GSource *commit;          /* there is something to commit */
  gboolean told[N_PROBLEMS];
  gboolean deleted; /* the store does not know the session any more */
} Entry;

struct _CdlSessionManager
{
  char *root;
  CdlArchive *archive;
  CdlStore *store;
  CdlSessionWatcher watcher;
  GMainContext *context;
  GAsyncQueue *lines; /* char *: what the feeds say */
  GPtrArray *servers; /* Server */
  GPtrArray *entries; /* Entry */
  GSource *tick;
};

static const char *
id_of (const Entry *entry)
{
  return cdl_live_session_plan (entry->live)->id;
}

static void
end_subscriptions (Entry *entry)
{
  g_ptr_array_set_size (entry->subscriptions, 0);
}

static void
entry_free (gpointer data)
{
  Entry *entry = data;

  g_ptr_array_unref (entry->subscriptions);
  if (entry->commit != NULL)
    {
      g_source_destroy (entry->commit);
      g_source_unref (entry->commit);
    }
  g_clear_pointer (&entry->live, cdl_live_session_free);
  g_free (entry);
}

static void
server_free (gpointer data)
{
  Server *server = data;

  cdl_feed_hub_free (server->hub);
  g_free (server->stream_url);
  g_free (server->rest_url);
  g_free (server);
}

/* error: NULL once it is over. */
static void
tell_problem (Entry *entry, Problem problem, const GError *error)
{
  const CdlSessionWatcher *watcher = &entry->manager->watcher;

  if (error != NULL && !entry->told[problem] && watcher->problem != NULL)
    watcher->problem (id_of (entry), error, watcher->data);
  entry->told[problem] = error != NULL;
}

static void
on_fact (const CdlSessionFact *fact, gpointer data)
{
  Entry *entry = data;
  const CdlSessionWatcher *watcher = &entry->manager->watcher;

  if (watcher->fact != NULL)
    watcher->fact (id_of (entry), fact, watcher->data);
}

static void
commit (Entry *entry)
{
  g_autoptr (GError) error = NULL;

  cdl_live_session_commit (entry->live, on_fact, entry, &error);
  entry->deleted = g_error_matches (error, CDL_STORE_ERROR, CDL_STORE_ERROR_NOT_FOUND);
  tell_problem (entry, PROBLEM_JOURNAL, error);
}

static void
write_status (Entry *entry)
{
  g_autoptr (GError) error = NULL;

  cdl_live_session_write_status (entry->live, &error);
  tell_problem (entry, PROBLEM_STATUS, error);
}

static gboolean
on_commit (gpointer data)
{
  Entry *entry = data;

  g_clear_pointer (&entry->commit, g_source_unref);
  commit (entry);

  return G_SOURCE_REMOVE;
}

/* What the feed hands over in one go is committed in one. */
static void
take (const CdlFeedEvent *event, gpointer data)
{
  Entry *entry = data;
  const CdlSessionWatcher *watcher = &entry->manager->watcher;

  cdl_live_session_take (entry->live, event);
  if (watcher->event != NULL)
    watcher->event (id_of (entry), event, watcher->data);
  if (entry->commit != NULL || !cdl_live_session_is_waiting (entry->live))
    return;
  entry->commit = g_idle_source_new ();
  g_source_set_priority (entry->commit, G_PRIORITY_DEFAULT);
  g_source_set_callback (entry->commit, on_commit, entry, NULL);
  g_source_attach (entry->commit, entry->manager->context);
}

/* --- Feeds --- */

/* In the feed's thread. */
static void
on_log (const char *line, gpointer data)
{
  CdlSessionManager *self = data;

  g_async_queue_push (self->lines, g_strdup (line));
}

/* Whether a line of the feed is of a state, which comes as an event, too. */
static gboolean
is_state (const char *line)
{
  const char *what = strstr (line, "): ");

  for (int state = 0; what != NULL && state < CDL_N_FEED_STATES; state++)
    if (g_str_has_prefix (what + 3, cdl_feed_state_name ((CdlFeedState) state)))
      return TRUE;

  return FALSE;
}

/* What the feed said of its connection, into the journals. */
static void
take_lines (CdlSessionManager *self)
{
  char *line;

  while ((line = g_async_queue_try_pop (self->lines)) != NULL)
    {
      for (guint i = 0; i < self->entries->len && !is_state (line); i++)
        cdl_live_session_note (((Entry *) self->entries->pdata[i])->live, "connection", line);
      g_free (line);
    }
}

static CdlFeedHub *
find_hub (CdlSessionManager *self, const CdlSessionPlan *plan, GError **error)
{
  CdlFeedHubOptions options = {
    .archive = self->archive,
    .clock_speed = plan->clock_speed,
    .log = on_log,
    .log_data = self,
  };
  Server *server;
  CdlFeedHub *hub;

  for (guint i = 0; i < self->servers->len; i++)
    {
      server = self->servers->pdata[i];
      if (g_strcmp0 (server->stream_url, plan->stream_url) == 0
          && g_strcmp0 (server->rest_url, plan->rest_url) == 0)
        return server->hub;
    }

  for (int market = 0; market < CDL_N_MARKETS; market++)
    {
      options.stream[market] = plan->stream_url;
      options.rest[market] = plan->rest_url;
    }
  hub = cdl_feed_hub_new (&options, error);
  if (hub == NULL)
    return NULL;
  server = g_new0 (Server, 1);
  *server = (Server){ g_strdup (plan->stream_url), g_strdup (plan->rest_url), hub };
  g_ptr_array_add (self->servers, server);

  return hub;
}

/* Each symbol goes on after the last kline that it was told, and begins with its history. */
static gboolean
subscribe (Entry *entry, GError **error)
{
  CdlSessionManager *self = entry->manager;
  const CdlSessionPlan *plan = cdl_live_session_plan (entry->live);
  const CdlSession *core = cdl_live_session_core (entry->live);
  CdlFeedHub *hub = find_hub (self, plan, error);

  if (hub == NULL)
    return FALSE;
  for (guint i = 0; i < plan->symbols->len; i++)
    {
      const CdlSessionPlanSymbol *symbol = &g_array_index (plan->symbols, CdlSessionPlanSymbol, i);
      gint64 last = cdl_session_symbol_last_kline (cdl_session_symbol (core, i));
      CdlFeedCoreOptions options = {
        .market = symbol->settings.market,
        .symbol = symbol->symbol,
        .interval = plan->path_interval,
        .print_span = CDL_FEED_PRINT_SPAN,
      };
      CdlFeedConsumer consumer = { .event = take, .context = self->context, .data = entry };

      options.from = last != CDL_TIME_NONE
                         ? cdl_interval_next (plan->path_interval, last)
                         : cdl_session_tell_history (self->root, plan, symbol, take, entry);
      g_ptr_array_add (entry->subscriptions, cdl_feed_hub_subscribe (hub, &options, &consumer));
    }

  return TRUE;
}

static gboolean
add (CdlSessionManager *self, CdlLiveSession *live, GError **error)
{
  Entry *entry = g_new0 (Entry, 1);

  entry->manager = self;
  entry->live = live;
  entry->subscriptions
      = g_ptr_array_new_with_free_func ((GDestroyNotify) cdl_feed_subscription_end);
  if (!subscribe (entry, error))
    {
      entry_free (entry);
      return FALSE;
    }
  commit (entry);
  g_ptr_array_add (self->entries, entry);

  return TRUE;
}

/* --- Sessions --- */

static gboolean
stop_entry (Entry *entry, GError **error)
{
  end_subscriptions (entry);

  return cdl_live_session_stop (entry->live, on_fact, entry, error);
}

/* Whether the session is over: someone asked for it, or has deleted it. What cannot be written is
 * tried again. */
static gboolean
look_after (Entry *entry)
{
  g_autoptr (GError) error = NULL;

  if (!cdl_live_session_is_asked_to_stop (entry->live))
    {
      commit (entry);
      if (!entry->deleted)
        write_status (entry);
      return entry->deleted;
    }
  if (stop_entry (entry, &error))
    return TRUE;
  tell_problem (entry, PROBLEM_JOURNAL, error);

  return g_error_matches (error, CDL_STORE_ERROR, CDL_STORE_ERROR_NOT_FOUND);
}

static gboolean
on_tick (gpointer data)
{
  CdlSessionManager *self = data;

  take_lines (self);
  for (guint i = self->entries->len; i-- > 0;)
    {
      Entry *entry = self->entries->pdata[i];
      g_autofree char *id = g_strdup (id_of (entry));

      if (!look_after (entry))
        continue;
      g_ptr_array_remove_index (self->entries, i);
      if (self->watcher.stopped != NULL)
        self->watcher.stopped (id, self->watcher.data);
    }

  return G_SOURCE_CONTINUE;
}

CdlSessionManager *
cdl_session_manager_new (const char *root, CdlStore *store, const CdlSessionWatcher *watcher)
{
  CdlSessionManager *self = g_new0 (CdlSessionManager, 1);

  self->root = g_strdup (root);
  self->archive = cdl_archive_new (root);
  self->store = g_object_ref (store);
  self->watcher = *watcher;
  self->context = g_main_context_ref_thread_default ();
  self->lines = g_async_queue_new_full (g_free);
  self->servers = g_ptr_array_new_with_free_func (server_free);
  self->entries = g_ptr_array_new_with_free_func (entry_free);
  self->tick = g_timeout_source_new (TICK_MS);
  g_source_set_callback (self->tick, on_tick, self, NULL);
  g_source_attach (self->tick, self->context);

  return self;
}

void
cdl_session_manager_free (CdlSessionManager *self)
{
  g_source_destroy (self->tick);
  g_source_unref (self->tick);
  for (guint i = 0; i < self->entries->len; i++)
    {
      Entry *entry = self->entries->pdata[i];

      end_subscriptions (entry);
      commit (entry);
      write_status (entry);
    }
  g_ptr_array_unref (self->entries);
  g_ptr_array_unref (self->servers);
  g_async_queue_unref (self->lines);
  g_main_context_unref (self->context);
  g_object_unref (self->store);
  cdl_archive_free (self->archive);
  g_free (self->root);
  g_free (self);
}

gboolean
cdl_session_manager_start (CdlSessionManager *self,
                           const CdlSessionRecord *record,
                           const CdlSessionPlan *plan,
                           GError **error)
{
  CdlLiveSession *live = cdl_live_session_start (self->root, self->store, record, plan, error);

  if (live == NULL)
    return FALSE;
  cdl_live_session_note (live, "started", "a new session");

  return add (self, live, error);
}

gboolean
cdl_session_manager_resume (CdlSessionManager *self, const char *id, GError **error)
{
  CdlLiveSession *live = cdl_live_session_resume (self->root, self->store, id, error);

  return live != NULL && add (self, live, error);
}

static gint
place_of (const CdlSessionManager *self, const char *id)
{
  for (guint i = 0; i < self->entries->len; i++)
    if (strcmp (id_of (self->entries->pdata[i]), id) == 0)
      return (gint) i;

  return -1;
}

gboolean
cdl_session_manager_stop (CdlSessionManager *self, const char *id, GError **error)
{
  gint place = place_of (self, id);
  gboolean good;

  if (place < 0)
    {
      g_set_error (error, CDL_SESSION_ERROR, CDL_SESSION_ERROR_NOT_FOUND,
                   "this process does not run session %s", id);
      return FALSE;
    }
  good = stop_entry (self->entries->pdata[place], error);
  g_ptr_array_remove_index (self->entries, (guint) place);

  return good;
}

guint
cdl_session_manager_count (const CdlSessionManager *self)
{
  return self->entries->len;
}

const char *
cdl_session_manager_id (const CdlSessionManager *self, guint i)
{
  return id_of (self->entries->pdata[i]);
}

CdlLiveSession *
cdl_session_manager_find (const CdlSessionManager *self, const char *id)
{
  gint place = place_of (self, id);

  return place >= 0 ? ((Entry *) self->entries->pdata[place])->live : NULL;
}
