#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A connection that was taken from the HTTP server: bytes out of a queue, bytes in to whoever
 * listens, and every way to misbehave. */
typedef struct _CdlSimWire CdlSimWire;

typedef struct
{
  /* Bytes came in; the callee takes them out of the array as far as it understands them. */
  void (*received) (CdlSimWire *wire, GByteArray *bytes, gpointer data);

  /* The connection is gone, from either side. Called once, never from within a call to the wire. */
  void (*closed) (CdlSimWire *wire, gpointer data);
} CdlSimWireClass;

/* Takes stream. class and data may be NULL: nobody listens. */
CdlSimWire *cdl_sim_wire_new (GIOStream *stream, const CdlSimWireClass *class, gpointer data);
CdlSimWire *cdl_sim_wire_ref (CdlSimWire *self);
void cdl_sim_wire_unref (CdlSimWire *self);

void cdl_sim_wire_send (CdlSimWire *self, const void *bytes, gsize length);

/* Bytes that wait to be sent. */
gsize cdl_sim_wire_queued (const CdlSimWire *self);

gboolean cdl_sim_wire_is_open (const CdlSimWire *self);

/* No more than that many bytes a second go out; 0: as many as can. */
void cdl_sim_wire_set_rate (CdlSimWire *self, guint bytes_per_second);

/* Every byte goes into a segment of its own. */
void cdl_sim_wire_set_split (CdlSimWire *self, gboolean split);

/* Neither reads nor writes any more, and never says so: a peer behind a cable that was cut. */
void cdl_sim_wire_freeze (CdlSimWire *self);

/* Closes once everything is sent (the wire keeps itself alive until then), or at once: with a
 * reset. */
void cdl_sim_wire_finish (CdlSimWire *self);
void cdl_sim_wire_reset (CdlSimWire *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CdlSimWire, cdl_sim_wire_unref)

G_END_DECLS
