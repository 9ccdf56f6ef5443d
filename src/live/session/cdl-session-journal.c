#include "cdl-session-journal.h"

#include <string.h>

#include "cdl-hash.h"
#include "cdl-json-writer.h"

#define PAGE 5000

/* A fact that the journal has: all of it would be too much to hold. */
typedef struct
{
  guint64 seq;    /* of the event */
  guint64 digest; /* of what it says */
} Known;

/* A fact on its way, with what it borrowed. */
typedef struct
{
  CdlSessionFact fact;
  CdlSetup setup;
  CdlTrade trade;
  char *reason;
  CdlRulesChange rules;   /* its words are its own */
  guint64 trade_seq;      /* in the session; 0: no trade */
  gboolean reconstructed; /* of the trade as a whole */
} Waiting;

/* A trade that is open. */
typedef struct
{
  char *symbol;
  guint seq; /* within the symbol */
  guint64 session_seq;
  gboolean reconstructed;
} Open;

struct _CdlSessionJournal
{
  CdlStore *store;
  char *session;
  guint64 next_seq;   /* of events */
  guint64 next_trade; /* of trades */
  GArray *open;       /* Open */
  GArray *known;      /* Known: facts but states, to come again */
  guint next_known;   /* the first that has not yet */
  guint known_states; /* state facts that will come again */
  GArray *events;     /* CdlSessionEvent, not yet written */
  GArray *trades;     /* CdlSessionTrade, not yet written */
  GQueue waiting;     /* Waiting, to be shown */
  guint mismatches;
};

static void
waiting_free (gpointer data)
{
  Waiting *waiting = data;

  g_free (waiting->reason);
  g_free ((char *) waiting->rules.before.status);
  g_free ((char *) waiting->rules.now.status);
  g_free (waiting);
}

static void
open_clear (gpointer data)
{
  g_free (((Open *) data)->symbol);
}

static gboolean
is_fact (const char *kind)
{
  for (int type = 0; type < CDL_N_FACT_TYPES; type++)
    if (strcmp (kind, cdl_fact_type_name ((CdlFactType) type)) == 0)
      return TRUE;

  return FALSE;
}

/* What a fact says but for whether it was reconstructed: that it may be now. */
static const char *
essence (const char *data)
{
  const char *comma = strchr (data, ',');

  return g_str_has_prefix (data, "{\"reconstructed\":") && comma != NULL ? comma : data;
}

static guint64
digest_of (const char *kind, const char *symbol, gint64 time, const char *data)
{
  g_autofree char *text
      = g_strdup_printf ("%s %s %" G_GINT64_FORMAT " %s", kind, symbol != NULL ? symbol : "", time,
                         data != NULL ? essence (data) : "");
  g_autofree char *hash = cdl_sha256 (text, -1);

  hash[16] = '\0';

  return g_ascii_strtoull (hash, NULL, 16);
}

static void
remember (CdlSessionJournal *self, const CdlSessionEvent *event)
{
  self->next_seq = event->seq + 1;
  if (strcmp (event->kind, cdl_fact_type_name (CDL_FACT_STATE)) == 0)
    self->known_states++;
  else if (is_fact (event->kind))
    {
      Known known
          = { event->seq, digest_of (event->kind, event->symbol, event->time, event->data) };

      g_array_append_val (self->known, known);
    }
}

CdlSessionJournal *
cdl_session_journal_new (CdlStore *store, const char *session, GError **error)
{
  g_autoptr (CdlSessionJournal) self = g_new0 (CdlSessionJournal, 1);
  guint n;

  self->store = g_object_ref (store);
  self->session = g_strdup (session);
  self->next_seq = self->next_trade = 1;
  self->known = g_array_new (FALSE, FALSE, sizeof (Known));
  self->open = g_array_new (FALSE, FALSE, sizeof (Open));
  g_array_set_clear_func (self->open, open_clear);
  self->events = g_array_new (FALSE, FALSE, sizeof (CdlSessionEvent));
  g_array_set_clear_func (self->events, cdl_session_event_clear);
  self->trades = g_array_new (FALSE, FALSE, sizeof (CdlSessionTrade));
  g_array_set_clear_func (self->trades, cdl_session_trade_clear);

  do
    {
      g_autoptr (GArray) events
          = cdl_store_list_session_events (store, session, self->next_seq - 1, PAGE, NULL, error);

      if (events == NULL)
        return NULL;
      n = events->len;
      for (guint i = 0; i < n; i++)
        remember (self, &g_array_index (events, CdlSessionEvent, i));
    }
  while (n == PAGE);

  return g_steal_pointer (&self);
}

void
cdl_session_journal_free (CdlSessionJournal *self)
{
  g_clear_object (&self->store);
  g_free (self->session);
  g_array_unref (self->open);
  g_array_unref (self->events);
  g_array_unref (self->trades);
  g_array_unref (self->known);
  g_queue_clear_full (&self->waiting, waiting_free);
  g_free (self);
}

static void
add_event (CdlSessionJournal *self, gint64 time, const char *symbol, const char *kind, char *data)
{
  CdlSessionEvent event
      = { self->next_seq++, time, g_strdup (symbol), g_strdup (kind), g_steal_pointer (&data) };

  g_array_append_val (self->events, event);
}

void
cdl_session_journal_note (CdlSessionJournal *self, gint64 time, const char *kind, const char *text)
{
  g_autoptr (CdlJsonWriter) writer = cdl_json_writer_new (CDL_JSON_CANONICAL);

  cdl_json_begin_object (writer);
  cdl_json_member_string (writer, "text", text);
  cdl_json_end_object (writer);
  add_event (self, time, NULL, kind, cdl_json_writer_steal (writer));
}

/* The trade's number in the session; whether all of it was seen as it happened. */
static void
number_trade (CdlSessionJournal *self, Waiting *waiting)
{
  const CdlSessionFact *fact = &waiting->fact;

  if (fact->type == CDL_FACT_ENTRY)
    {
      Open open
          = { g_strdup (fact->symbol), fact->trade->seq, self->next_trade++, fact->reconstructed };

      waiting->trade_seq = open.session_seq;
      waiting->reconstructed = open.reconstructed;
      g_array_append_val (self->open, open);
      return;
    }

  for (guint i = 0; i < self->open->len; i++)
    {
      const Open *open = &g_array_index (self->open, Open, i);

      if (open->seq != fact->trade->seq || strcmp (open->symbol, fact->symbol) != 0)
        continue;
      waiting->trade_seq = open->session_seq;
      waiting->reconstructed = open->reconstructed || fact->reconstructed;
      g_array_remove_index (self->open, i);
      return;
    }
}

/* All that was to come again has come, or something else has. */
static void
forget_known (CdlSessionJournal *self)
{
  g_free (g_array_steal (self->known, NULL));
  self->next_known = 0;
}

/* What came out now is not what the journal has. */
static void
note_mismatch (CdlSessionJournal *self,
               const Known *known,
               const CdlSessionFact *fact,
               const char *data)
{
  g_autoptr (GArray) page
      = cdl_store_list_session_events (self->store, self->session, known->seq - 1, 1, NULL, NULL);
  const CdlSessionEvent *event
      = page != NULL && page->len > 0 ? &g_array_index (page, CdlSessionEvent, 0) : NULL;
  g_autofree char *had = event != NULL
                             ? g_strdup_printf ("%s of %s %s", event->kind,
                                                event->symbol != NULL ? event->symbol : "-",
                                                event->data != NULL ? event->data : "")
                             : g_strdup ("something else");
  g_autofree char *text
      = g_strdup_printf ("played again, the session tells another story from here on: the journal "
                         "has %s, now there is %s of %s %s",
                         had, cdl_fact_type_name (fact->type), fact->symbol, data);

  self->mismatches++;
  cdl_session_journal_note (self, fact->time, "mismatch", text);
}

/* Whether the journal has the fact already. */
static gboolean
is_known (CdlSessionJournal *self, const CdlSessionFact *fact, const char *data)
{
  const Known *known;
  gboolean same;

  if (fact->type == CDL_FACT_STATE)
    {
      if (self->known_states == 0)
        return FALSE;
      self->known_states--;
      return TRUE;
    }
  if (self->next_known == self->known->len)
    return FALSE;

  known = &g_array_index (self->known, Known, self->next_known++);
  same = known->digest
         == digest_of (cdl_fact_type_name (fact->type), fact->symbol, fact->time, data);
  if (!same)
    note_mismatch (self, known, fact, data);
  if (!same || self->next_known == self->known->len)
    forget_known (self);

  return same;
}

void
cdl_session_journal_fact (CdlSessionJournal *self, const CdlSessionFact *fact)
{
  g_autofree char *data = cdl_session_fact_write (fact);
  Waiting *waiting = g_new0 (Waiting, 1);

  waiting->fact = *fact;
  if (fact->setup != NULL)
    {
      waiting->setup = *fact->setup;
      waiting->fact.setup = &waiting->setup;
    }
  if (fact->trade != NULL)
    {
      waiting->trade = *fact->trade;
      waiting->fact.trade = &waiting->trade;
      number_trade (self, waiting);
    }
  if (fact->rules != NULL)
    {
      waiting->rules = *fact->rules;
      waiting->rules.before.status = g_strdup (fact->rules->before.status);
      waiting->rules.now.status = g_strdup (fact->rules->now.status);
      waiting->fact.rules = &waiting->rules;
    }
  waiting->reason = g_strdup (fact->reason);
  waiting->fact.reason = waiting->reason;

  if (is_known (self, fact, data))
    {
      waiting_free (waiting);
      return;
    }

  add_event (self, fact->time, fact->symbol, cdl_fact_type_name (fact->type),
             g_steal_pointer (&data));
  if (waiting->trade_seq > 0)
    {
      CdlSessionTrade trade = { waiting->trade_seq, g_strdup (fact->symbol), g_strdup (fact->name),
                                waiting->reconstructed, waiting->trade };

      g_array_append_val (self->trades, trade);
    }
  g_queue_push_tail (&self->waiting, waiting);
}

gboolean
cdl_session_journal_is_empty (const CdlSessionJournal *self)
{
  return self->events->len == 0 && g_queue_is_empty ((GQueue *) &self->waiting);
}

gboolean
cdl_session_journal_commit (CdlSessionJournal *self,
                            CdlSessionFactFunc func,
                            gpointer data,
                            GError **error)
{
  Waiting *waiting;

  if (self->events->len > 0
      && !cdl_store_journal (
          self->store, self->session, (const CdlSessionTrade *) (const void *) self->trades->data,
          self->trades->len, (const CdlSessionEvent *) (const void *) self->events->data,
          self->events->len, NULL, error))
    return FALSE;
  g_array_set_size (self->events, 0);
  g_array_set_size (self->trades, 0);

  while ((waiting = g_queue_pop_head (&self->waiting)) != NULL)
    {
      if (func != NULL)
        func (&waiting->fact, data);
      waiting_free (waiting);
    }

  return TRUE;
}

guint
cdl_session_journal_mismatches (const CdlSessionJournal *self)
{
  return self->mismatches;
}
