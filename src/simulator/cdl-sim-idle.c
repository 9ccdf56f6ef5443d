#include "cdl-sim-idle.h"

#include <sys/socket.h>

#define SWEEP_MS 500

struct _CdlSimIdle
{
  SoupServer *server;
  GHashTable *sockets; /* set of GSocket: between two requests */
  guint timer;         /* while there are any */
};

/* Bytes that wait are the next request: they are only looked at. */
static gboolean
has_left (GSocket *socket)
{
  char byte;

  if (g_socket_is_closed (socket))
    return TRUE;

  return recv (g_socket_get_fd (socket), &byte, 1, MSG_PEEK | MSG_DONTWAIT) == 0
         || (g_socket_condition_check (socket, G_IO_ERR) & G_IO_ERR) != 0;
}

static gboolean
sweep (gpointer data)
{
  CdlSimIdle *self = data;
  GHashTableIter iter;
  gpointer socket;

  g_hash_table_iter_init (&iter, self->sockets);
  while (g_hash_table_iter_next (&iter, &socket, NULL))
    if (has_left (socket))
      {
        g_socket_close (socket, NULL);
        g_hash_table_iter_remove (&iter);
      }
  if (g_hash_table_size (self->sockets) > 0)
    return G_SOURCE_CONTINUE;
  self->timer = 0;

  return G_SOURCE_REMOVE;
}

static void
on_started (SoupServer *server, SoupServerMessage *message, gpointer data)
{
  CdlSimIdle *self = data;
  GSocket *socket = soup_server_message_get_socket (message);

  if (socket != NULL)
    g_hash_table_remove (self->sockets, socket);
}

static void
on_finished (SoupServer *server, SoupServerMessage *message, gpointer data)
{
  CdlSimIdle *self = data;
  GSocket *socket = soup_server_message_get_socket (message);

  /* One that was taken over as a stream has none. */
  if (socket == NULL)
    return;
  g_hash_table_add (self->sockets, g_object_ref (socket));
  if (self->timer == 0)
    self->timer = g_timeout_add (SWEEP_MS, sweep, self);
}

CdlSimIdle *
cdl_sim_idle_new (SoupServer *server)
{
  CdlSimIdle *self = g_new0 (CdlSimIdle, 1);

  self->server = server;
  self->sockets = g_hash_table_new_full (NULL, NULL, g_object_unref, NULL);
  g_signal_connect (server, "request-started", G_CALLBACK (on_started), self);
  g_signal_connect (server, "request-finished", G_CALLBACK (on_finished), self);

  return self;
}

void
cdl_sim_idle_free (CdlSimIdle *self)
{
  if (self == NULL)
    return;
  g_signal_handlers_disconnect_by_data (self->server, self);
  g_clear_handle_id (&self->timer, g_source_remove);
  g_hash_table_unref (self->sockets);
  g_free (self);
}
