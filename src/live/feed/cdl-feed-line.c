#include "cdl-feed-line-private.h"

#include "cdl-pace.h"
#include "cdl-time.h"

#include <string.h>

#define BATCH        100                  /* streams of one message */
#define SEND_US      (G_USEC_PER_SEC / 3) /* between messages: spot takes 5 a second, pongs counted */
#define HEALTHY_US   (60 * G_USEC_PER_SEC)
#define REPLACE_US   (10 * G_USEC_PER_SEC) /* between replacements */
#define LIFE_MS      (23 * CDL_HOUR_MS)    /* the exchange cuts after 24 */
#define MAX_BAD      20                    /* bad messages of a minute */
#define POLICY_CODE  1008
#define POLICY_DELAY 8 /* times as slow: messages came too often */

/* One connection of at most two. */
typedef struct
{
  CdlFeedLink *link; /* NULL: none */
  gboolean open, spoke;
  GQueue waiting; /* char *: messages to be sent, one at a time */
  gint64 opened_us, sent_us;
  gint64 born; /* exchange's clock */
} Side;

struct _CdlFeedLine
{
  CdlFeedLinks *links;
  CdlMarket market;
  char *url;
  gint64 life;
  CdlFeedLineFuncs funcs;
  gpointer data;
  CdlRandom random;
  GHashTable *streams; /* char * -> how often it was added */
  Side side[2];
  guint present; /* the other one replaces it */
  gboolean up;
  guint attempts, id, bad;
  gint64 bad_minute, retry_us, replaced_us, now;
};

static void
clear_side (Side *side)
{
  g_queue_clear_full (&side->waiting, g_free);
  memset (side, 0, sizeof *side);
}

static void
close_side (Side *side)
{
  if (side->link != NULL)
    cdl_feed_link_close (side->link);
  clear_side (side);
}

CdlFeedLine *
cdl_feed_line_new (CdlFeedLinks *links,
                   CdlMarket market,
                   const char *url,
                   gint64 life,
                   guint64 seed,
                   const CdlFeedLineFuncs *funcs,
                   gpointer data)
{
  CdlFeedLine *self = g_new0 (CdlFeedLine, 1);

  self->links = links;
  self->market = market;
  self->url = g_strdup (url);
  self->life = life > 0 ? life : LIFE_MS;
  self->funcs = *funcs;
  self->data = data;
  cdl_random_init (&self->random, seed);
  self->streams = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  return self;
}

void
cdl_feed_line_free (CdlFeedLine *self)
{
  if (self == NULL)
    return;
  close_side (&self->side[0]);
  close_side (&self->side[1]);
  g_hash_table_unref (self->streams);
  g_free (self->url);
  g_free (self);
}

static void
queue_message (CdlFeedLine *self, Side *side, const char *method, GPtrArray *streams)
{
  for (guint i = 0; i < streams->len; i += BATCH)
    {
      GString *text = g_string_new (NULL);

      g_string_append_printf (text, "{\"method\":\"%s\",\"params\":[", method);
      for (guint k = i; k < MIN (i + BATCH, streams->len); k++)
        g_string_append_printf (text, "%s\"%s\"", k > i ? "," : "",
                                (const char *) streams->pdata[k]);
      g_string_append_printf (text, "],\"id\":%u}", ++self->id);
      g_queue_push_tail (&side->waiting, g_string_free (text, FALSE));
    }
}

static void
queue_stream (CdlFeedLine *self, const char *method, const char *stream)
{
  g_autoptr (GPtrArray) one = g_ptr_array_new ();

  g_ptr_array_add (one, (gpointer) stream);
  for (guint i = 0; i < 2; i++)
    if (self->side[i].open)
      queue_message (self, &self->side[i], method, one);
}

static int
by_name (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static void
send_waiting (CdlFeedLine *self, Side *side)
{
  gint64 now = g_get_monotonic_time ();
  g_autofree char *text = NULL;

  if (!side->open || g_queue_is_empty (&side->waiting) || now - side->sent_us < SEND_US)
    return;
  text = g_queue_pop_head (&side->waiting);
  side->sent_us = now;
  cdl_feed_link_send (side->link, text);
}

static void
on_opened (CdlFeedLink *link, gpointer data)
{
  CdlFeedLine *self = data;
  Side *side = self->side[0].link == link ? &self->side[0] : &self->side[1];
  guint n;
  g_autofree gpointer *names = g_hash_table_get_keys_as_array (self->streams, &n);
  g_autoptr (GPtrArray) streams = g_ptr_array_new ();

  side->open = TRUE;
  side->opened_us = g_get_monotonic_time ();
  side->born = self->now;
  for (guint i = 0; i < n; i++)
    g_ptr_array_add (streams, names[i]);
  g_ptr_array_sort (streams, by_name);
  queue_message (self, side, "SUBSCRIBE", streams);
  send_waiting (self, side);
  if (side == &self->side[self->present])
    {
      self->up = TRUE;
      self->funcs.up (self->data);
    }
}

/* The other connection speaks: it is the present one from now on. */
static void
take_over (CdlFeedLine *self)
{
  close_side (&self->side[self->present]);
  self->present = 1 - self->present;
  self->funcs.log ("the connection was replaced by a new one", self->data);
  if (self->up)
    self->funcs.replaced (self->data);
  else
    self->funcs.up (self->data);
  self->up = TRUE;
}

static void
on_bad (CdlFeedLine *self, const char *reason)
{
  gint64 minute = g_get_monotonic_time () / (60 * G_USEC_PER_SEC);
  g_autofree char *line = g_strdup_printf ("a message is refused: %s", reason);

  if (minute != self->bad_minute)
    self->bad = 0;
  self->bad_minute = minute;
  self->bad++;
  if (self->bad == 1)
    self->funcs.log (line, self->data);
  if (self->bad == MAX_BAD)
    cdl_feed_line_replace (self, "too many messages are damaged");
}

static void
on_message (CdlFeedLink *link, const char *text, gsize length, gpointer data)
{
  CdlFeedLine *self = data;
  Side *side = self->side[0].link == link ? &self->side[0] : &self->side[1];
  const char *reason;
  CdlFrame frame;

  if (!cdl_frame_read (text, length, &frame, &reason))
    {
      on_bad (self, reason);
      return;
    }
  if (frame.type <= CDL_FRAME_MARK)
    {
      side->spoke = TRUE;
      self->funcs.frame (&frame, text, length, self->data);
    }
  else if (frame.type == CDL_FRAME_ERROR)
    self->funcs.log ("the exchange refuses a subscription", self->data);
  else if (frame.type == CDL_FRAME_SHUTDOWN && side == &self->side[self->present])
    cdl_feed_line_replace (self, "the server announced that it will shut down");
}

static void
lost (CdlFeedLine *self, int code, const char *reason)
{
  gint64 wait = cdl_backoff (CDL_BACKOFF_FIRST_MS * (code == POLICY_CODE ? POLICY_DELAY : 1),
                             self->attempts, cdl_random_double (&self->random));

  /* Full jitter may be no wait at all: then a server that closes at once is asked in a circle. */
  self->attempts = MIN (self->attempts + 1, 16);
  self->retry_us = g_get_monotonic_time () + MAX (wait, 50 * (gint64) self->attempts) * 1000;
  self->up = FALSE;
  self->funcs.down (reason, self->data);
}

static void
on_closed (CdlFeedLink *link, int code, const char *reason, gpointer data)
{
  CdlFeedLine *self = data;
  Side *side = self->side[0].link == link ? &self->side[0] : &self->side[1];
  gboolean present = side == &self->side[self->present];
  Side *other = &self->side[1 - (guint) (side - self->side)];
  g_autofree char *line
      = code > 0 ? g_strdup_printf ("%s (code %d)", reason, code) : g_strdup (reason);

  if (side->open && g_get_monotonic_time () - side->opened_us > HEALTHY_US)
    self->attempts = 0;
  clear_side (side);
  if (!present)
    return;
  if (other->open)
    {
      self->present = 1 - self->present;
      self->funcs.down (line, self->data);
      self->funcs.up (self->data);
    }
  else
    lost (self, code, line);
}

static const CdlFeedLinkFuncs link_funcs = { on_opened, on_message, on_closed };

static void
open_side (CdlFeedLine *self, Side *side)
{
  g_autofree char *url
      = g_strconcat (self->url, self->market == CDL_MARKET_UM ? "/market/stream" : "/stream", NULL);

  side->link = cdl_feed_link_open (self->links, url, &link_funcs, self);
  if (side->link == NULL)
    lost (self, 0, "the address of the stream is none");
}

void
cdl_feed_line_add (CdlFeedLine *self, const char *stream)
{
  guint n = GPOINTER_TO_UINT (g_hash_table_lookup (self->streams, stream));

  g_hash_table_insert (self->streams, g_strdup (stream), GUINT_TO_POINTER (n + 1));
  if (n == 0)
    queue_stream (self, "SUBSCRIBE", stream);
}

void
cdl_feed_line_remove (CdlFeedLine *self, const char *stream)
{
  guint n = GPOINTER_TO_UINT (g_hash_table_lookup (self->streams, stream));

  if (n > 1)
    {
      g_hash_table_insert (self->streams, g_strdup (stream), GUINT_TO_POINTER (n - 1));
      return;
    }
  queue_stream (self, "UNSUBSCRIBE", stream);
  g_hash_table_remove (self->streams, stream);
}

void
cdl_feed_line_subscribe_again (CdlFeedLine *self, const char *stream)
{
  queue_stream (self, "SUBSCRIBE", stream);
}

void
cdl_feed_line_replace (CdlFeedLine *self, const char *reason)
{
  gint64 now = g_get_monotonic_time ();
  Side *other = &self->side[1 - self->present];
  g_autofree char *line = g_strdup_printf ("another connection is made: %s", reason);

  if (!self->up || other->link != NULL
      || (self->replaced_us > 0 && now - self->replaced_us < REPLACE_US)
      || !cdl_feed_links_may_open (self->links))
    return;
  self->replaced_us = now;
  self->funcs.log (line, self->data);
  open_side (self, other);
}

void
cdl_feed_line_drop (CdlFeedLine *self, const char *reason)
{
  close_side (&self->side[0]);
  close_side (&self->side[1]);
  self->attempts = 0;
  lost (self, 0, reason);
}

void
cdl_feed_line_tick (CdlFeedLine *self, gint64 now)
{
  gint64 now_us = g_get_monotonic_time ();
  Side *present = &self->side[self->present], *other = &self->side[1 - self->present];

  self->now = now;
  if (g_hash_table_size (self->streams) == 0)
    {
      if (present->link != NULL && g_queue_is_empty (&present->waiting))
        cdl_feed_line_drop (self, "nothing is asked for");
      return;
    }
  send_waiting (self, present);
  send_waiting (self, other);
  if (present->link == NULL && now_us >= self->retry_us && cdl_feed_links_may_open (self->links))
    open_side (self, present);
  else if (present->open && now - present->born > self->life)
    cdl_feed_line_replace (self, "its day is nearly over");
  if (present->open && now_us - present->opened_us > HEALTHY_US && present->spoke)
    self->attempts = 0;
  if (other->open && other->spoke && g_queue_is_empty (&other->waiting)
      && now_us - other->opened_us > 2 * G_USEC_PER_SEC)
    take_over (self);
}

gboolean
cdl_feed_line_is_up (const CdlFeedLine *self)
{
  return self->up;
}
