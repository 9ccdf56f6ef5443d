#include "cdl-sim-wire.h"

#include <string.h>
#include <sys/socket.h>

#define READ_SIZE    16384
#define PACE_MS      20
#define MAX_RECEIVED (4 * 1024 * 1024)

struct _CdlSimWire
{
  int refs;
  GIOStream *stream;
  CdlSimWireClass class;
  gpointer data;
  GByteArray *in, *out;
  gsize sent; /* of out */
  GSource *reader, *writer, *pacer, *closer;
  guint rate;
  gboolean split, frozen, finishing, closed;
};

static void
drop_source (GSource **source)
{
  if (!*source)
    return;

  g_source_destroy (*source);
  g_clear_pointer (source, g_source_unref);
}

static void
drop_sources (CdlSimWire *self)
{
  drop_source (&self->reader);
  drop_source (&self->writer);
  drop_source (&self->pacer);
}

CdlSimWire *
cdl_sim_wire_ref (CdlSimWire *self)
{
  self->refs++;

  return self;
}

void
cdl_sim_wire_unref (CdlSimWire *self)
{
  if (--self->refs > 0)
    return;

  drop_sources (self);
  drop_source (&self->closer);
  g_io_stream_close (self->stream, NULL, NULL);
  g_object_unref (self->stream);
  g_byte_array_unref (self->in);
  g_byte_array_unref (self->out);
  g_free (self);
}

static gboolean
tell_closed (gpointer data)
{
  CdlSimWire *self = data;

  g_clear_pointer (&self->closer, g_source_unref);
  if (self->class.closed)
    self->class.closed (self, self->data);

  return G_SOURCE_REMOVE;
}

/* The listener hears of it later, from the main loop: it may be in the middle of something. Whoever
 * calls holds a reference. */
static void
die (CdlSimWire *self)
{
  if (self->closed)
    return;

  self->closed = TRUE;
  drop_sources (self);
  g_io_stream_close (self->stream, NULL, NULL);
  self->closer = g_idle_source_new ();
  g_source_set_priority (self->closer, G_PRIORITY_DEFAULT);
  g_source_set_callback (self->closer, tell_closed, cdl_sim_wire_ref (self),
                         (GDestroyNotify) cdl_sim_wire_unref);
  g_source_attach (self->closer, NULL);
  if (self->finishing)
    {
      self->finishing = FALSE;
      cdl_sim_wire_unref (self);
    }
}

static gboolean
on_readable (GObject *stream, gpointer data)
{
  g_autoptr (CdlSimWire) self = cdl_sim_wire_ref (data);
  guint8 bytes[READ_SIZE];
  g_autoptr (GError) error = NULL;
  gssize n = g_pollable_input_stream_read_nonblocking (G_POLLABLE_INPUT_STREAM (stream), bytes,
                                                       sizeof bytes, NULL, &error);

  if (n < 0 && g_error_matches (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK))
    return G_SOURCE_CONTINUE;
  if (n <= 0 || self->in->len > MAX_RECEIVED)
    {
      die (self);
      return G_SOURCE_REMOVE;
    }

  if (self->class.received)
    {
      g_byte_array_append (self->in, bytes, (guint) n);
      self->class.received (self, self->in, self->data);
    }

  return !self->closed && !self->frozen;
}

static gboolean write_some (CdlSimWire *self);

static gboolean
on_writable (GObject *stream, gpointer data)
{
  g_autoptr (CdlSimWire) self = cdl_sim_wire_ref (data);

  return write_some (self);
}

static gboolean
on_pace (gpointer data)
{
  g_autoptr (CdlSimWire) self = cdl_sim_wire_ref (data);

  return write_some (self);
}

/* Something waits: has write_some() called when it can go on. */
static void
want_write (CdlSimWire *self)
{
  if (self->closed || self->frozen || self->writer || self->pacer)
    return;

  if (self->rate > 0 || self->split)
    {
      self->pacer = g_timeout_source_new (self->split && self->rate == 0 ? 1 : PACE_MS);
      g_source_set_callback (self->pacer, on_pace, self, NULL);
      g_source_attach (self->pacer, NULL);
      return;
    }

  self->writer = g_pollable_output_stream_create_source (
      G_POLLABLE_OUTPUT_STREAM (g_io_stream_get_output_stream (self->stream)), NULL);
  g_source_set_callback (self->writer, G_SOURCE_FUNC (on_writable), self, NULL);
  g_source_attach (self->writer, NULL);
}

static void
forget_sent (CdlSimWire *self)
{
  if (self->sent == self->out->len)
    g_byte_array_set_size (self->out, 0);
  else if (self->sent >= 65536)
    g_byte_array_remove_range (self->out, 0, (guint) self->sent);
  else
    return;

  self->sent = 0;
}

/* Returns whether to be called again. */
static gboolean
write_some (CdlSimWire *self)
{
  GPollableOutputStream *stream
      = G_POLLABLE_OUTPUT_STREAM (g_io_stream_get_output_stream (self->stream));
  gsize allowed = G_MAXSIZE;

  if (self->rate > 0)
    allowed = MAX (self->rate * PACE_MS / 1000, 1);
  else if (self->split)
    allowed = 64;

  while (self->sent < self->out->len && allowed > 0)
    {
      gsize size = self->split ? 1 : MIN (self->out->len - self->sent, allowed);
      g_autoptr (GError) error = NULL;
      gssize n = g_pollable_output_stream_write_nonblocking (stream, self->out->data + self->sent,
                                                             size, NULL, &error);

      if (n < 0 && g_error_matches (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK))
        {
          if (!self->pacer)
            want_write (self);
          return G_SOURCE_CONTINUE;
        }
      if (n < 0)
        {
          die (self);
          return G_SOURCE_REMOVE;
        }
      self->sent += (gsize) n;
      allowed -= (gsize) n;
    }
  forget_sent (self);

  if (self->out->len > self->sent)
    {
      if (!self->pacer)
        want_write (self);
      return G_SOURCE_CONTINUE;
    }

  g_clear_pointer (&self->writer, g_source_unref);
  g_clear_pointer (&self->pacer, g_source_unref);
  if (self->finishing)
    die (self);

  return G_SOURCE_REMOVE;
}

CdlSimWire *
cdl_sim_wire_new (GIOStream *stream, const CdlSimWireClass *class, gpointer data)
{
  CdlSimWire *self = g_new0 (CdlSimWire, 1);

  self->refs = 1;
  self->stream = stream;
  if (class)
    self->class = *class;
  self->data = data;
  self->in = g_byte_array_new ();
  self->out = g_byte_array_new ();
  if (G_IS_SOCKET_CONNECTION (stream))
    g_socket_set_option (g_socket_connection_get_socket (G_SOCKET_CONNECTION (stream)), 6, 1, 1,
                         NULL); /* TCP_NODELAY */

  self->reader = g_pollable_input_stream_create_source (
      G_POLLABLE_INPUT_STREAM (g_io_stream_get_input_stream (stream)), NULL);
  g_source_set_callback (self->reader, G_SOURCE_FUNC (on_readable), self, NULL);
  g_source_attach (self->reader, NULL);

  return self;
}

void
cdl_sim_wire_send (CdlSimWire *self, const void *bytes, gsize length)
{
  if (self->closed || self->frozen || self->finishing)
    return;

  g_byte_array_append (self->out, bytes, (guint) length);
  want_write (self);
}

gsize
cdl_sim_wire_queued (const CdlSimWire *self)
{
  return self->out->len - self->sent;
}

gboolean
cdl_sim_wire_is_open (const CdlSimWire *self)
{
  return !self->closed && !self->finishing;
}

void
cdl_sim_wire_set_rate (CdlSimWire *self, guint bytes_per_second)
{
  self->rate = bytes_per_second;
}

void
cdl_sim_wire_set_split (CdlSimWire *self, gboolean split)
{
  self->split = split;
}

void
cdl_sim_wire_freeze (CdlSimWire *self)
{
  self->frozen = TRUE;
  drop_sources (self);
}

void
cdl_sim_wire_finish (CdlSimWire *self)
{
  if (self->closed || self->finishing)
    return;

  if (self->frozen || cdl_sim_wire_queued (self) == 0)
    {
      die (self);
      return;
    }
  self->finishing = TRUE;
  cdl_sim_wire_ref (self);
}

void
cdl_sim_wire_reset (CdlSimWire *self)
{
  const struct linger at_once = { 1, 0 };

  if (self->closed)
    return;

  if (G_IS_SOCKET_CONNECTION (self->stream))
    setsockopt (
        g_socket_get_fd (g_socket_connection_get_socket (G_SOCKET_CONNECTION (self->stream))),
        SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
  die (self);
}
