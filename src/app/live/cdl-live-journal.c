#include "cdl-live-journal.h"

#define PAGE 5000

/* More lines nobody reads in a window. */
#define MAX_EVENTS 5000

CdlLiveJournal *
cdl_live_journal_new (const char *id)
{
  CdlLiveJournal *self = g_new0 (CdlLiveJournal, 1);

  self->id = g_strdup (id);
  self->trades = g_array_new (FALSE, FALSE, sizeof (CdlSessionTrade));
  self->events = g_array_new (FALSE, FALSE, sizeof (CdlSessionEvent));
  g_array_set_clear_func (self->trades, cdl_session_trade_clear);
  g_array_set_clear_func (self->events, cdl_session_event_clear);

  return self;
}

void
cdl_live_journal_free (CdlLiveJournal *self)
{
  g_free (self->id);
  g_array_unref (self->trades);
  g_array_unref (self->events);
  g_free (self);
}

/* Moves what rows hold to the end of another array. */
static void
move_rows (GArray *to, GArray *from)
{
  if (from->len > 0)
    g_array_append_vals (to, from->data, from->len);
  g_array_set_clear_func (from, NULL);
  g_array_set_size (from, 0);
}

/* A trade is put again when it closes: those that were open are asked for again. */
static guint64
settled_until (const CdlLiveJournal *self)
{
  guint64 last = 0;

  for (guint i = 0; i < self->trades->len; i++)
    {
      const CdlSessionTrade *trade = &g_array_index (self->trades, CdlSessionTrade, i);

      if (trade->trade.exit_reason == CDL_EXIT_NONE)
        return trade->seq - 1;
      last = trade->seq;
    }

  return last;
}

typedef struct
{
  char *id;
  guint64 trade, event;
} Question;

static void
question_free (gpointer data)
{
  Question *question = data;

  g_free (question->id);
  g_free (question);
}

/* In the store's thread: a journal of what is new. */
static gpointer
read_new (CdlStore *store, gpointer data, GCancellable *cancellable, GError **error)
{
  Question *question = data;
  g_autoptr (CdlLiveJournal) fresh = cdl_live_journal_new (question->id);
  guint n;

  do
    {
      g_autoptr (GArray) page = cdl_store_list_session_trades (store, question->id, question->trade,
                                                               PAGE, cancellable, error);

      if (page == NULL)
        return NULL;
      n = page->len;
      if (n > 0)
        question->trade = g_array_index (page, CdlSessionTrade, n - 1).seq;
      move_rows (fresh->trades, page);
    }
  while (n == PAGE);

  do
    {
      g_autoptr (GArray) page = cdl_store_list_session_events (store, question->id, question->event,
                                                               PAGE, cancellable, error);

      if (page == NULL)
        return NULL;
      n = page->len;
      if (n > 0)
        question->event = g_array_index (page, CdlSessionEvent, n - 1).seq;
      move_rows (fresh->events, page);
      if (fresh->events->len > MAX_EVENTS)
        g_array_remove_range (fresh->events, 0, fresh->events->len - MAX_EVENTS);
    }
  while (n == PAGE);

  return g_steal_pointer (&fresh);
}

void
cdl_live_journal_read_async (const CdlLiveJournal *self,
                             CdlStore *store,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  Question *question = g_new0 (Question, 1);

  question->id = g_strdup (self->id);
  question->trade = settled_until (self);
  if (self->events->len > 0)
    question->event = g_array_index (self->events, CdlSessionEvent, self->events->len - 1).seq;
  cdl_store_call_async (store, read_new, question, question_free,
                        (GDestroyNotify) cdl_live_journal_free, cancellable, callback, user_data);
}

/* Those from seq on have come anew. */
static void
forget_trades (CdlLiveJournal *self, guint64 seq)
{
  guint n = self->trades->len;

  while (n > 0 && g_array_index (self->trades, CdlSessionTrade, n - 1).seq >= seq)
    n--;
  g_array_set_size (self->trades, n);
}

/* So have these, where two asked at once. */
static void
forget_events (CdlLiveJournal *self, guint64 seq)
{
  guint n = self->events->len;

  while (n > 0 && g_array_index (self->events, CdlSessionEvent, n - 1).seq >= seq)
    n--;
  g_array_set_size (self->events, n);
}

gboolean
cdl_live_journal_read_finish (CdlLiveJournal *self,
                              CdlStore *store,
                              GAsyncResult *result,
                              GError **error)
{
  g_autoptr (CdlLiveJournal) fresh = cdl_store_call_finish (store, result, error);

  if (fresh == NULL || !g_str_equal (fresh->id, self->id)
      || fresh->trades->len + fresh->events->len == 0)
    return FALSE;
  if (fresh->trades->len > 0)
    forget_trades (self, g_array_index (fresh->trades, CdlSessionTrade, 0).seq);
  if (fresh->events->len > 0)
    forget_events (self, g_array_index (fresh->events, CdlSessionEvent, 0).seq);
  move_rows (self->trades, fresh->trades);
  move_rows (self->events, fresh->events);
  if (self->events->len > MAX_EVENTS)
    g_array_remove_range (self->events, 0, self->events->len - MAX_EVENTS);

  return TRUE;
}
