#pragma once

#include "cdl-store.h"

G_BEGIN_DECLS

/* The outbox of a local store: what has to be told to a server, in the order it changed. Entries
 * are added by the store itself, in the transaction of each change, once a server is attached; they
 * go when the server has confirmed. All functions are transactions of their own, callable from any
 * thread, with the errors of the local store. */

typedef enum
{
  CDL_OUTBOX_STRATEGY, /* id: name, part: revision */
  CDL_OUTBOX_DATASET,  /* id: fingerprint */
  CDL_OUTBOX_TEST,
  CDL_OUTBOX_RUN,
  CDL_OUTBOX_EDIT,  /* of run id; part: tag, untag, note, favourite or test, and value */
  CDL_OUTBOX_TRIAL, /* trials of run id, which is not here itself */
  CDL_OUTBOX_COST,  /* id: machine, part: revision */
  CDL_OUTBOX_SESSION,
  CDL_OUTBOX_SESSION_TRADE, /* id: session, part: seq */
  CDL_OUTBOX_SESSION_EVENT,
  CDL_N_OUTBOX_KINDS
} CdlOutboxKind;

/* That an object changed: what it is now is looked up when it is sent. */
typedef struct
{
  gint64 seq;
  gint64 version; /* grows when it changes once more before it was sent */
  CdlOutboxKind kind;
  char *id, *part; /* part "": none */
  char *value;     /* of an edit; else NULL */
  gboolean gone;   /* it was deleted; it may be there again */
} CdlOutboxEntry;

void cdl_outbox_entry_free (CdlOutboxEntry *self);

typedef struct
{
  guint64 waiting; /* to be sent, refused ones not among them */
  guint64 refused; /* what the server did not take */
  char *why;       /* of the last refused one; newly allocated; NULL: none */
} CdlOutboxCount;

/* From now on changes are for this server (any text that identifies it). The first time, and when
 * it is another one, everything that is stored goes into the outbox. */
gboolean cdl_outbox_attach (CdlStore *local, const char *server, GError **error);

/* No server any more: forgets what waits. */
gboolean cdl_outbox_detach (CdlStore *local, GError **error);

/* The first entries that are not refused: GPtrArray of CdlOutboxEntry. */
GPtrArray *cdl_outbox_read (CdlStore *local, guint limit, GError **error);

/* The server has confirmed them: they go, but for those that have changed since they were read. */
gboolean
cdl_outbox_remove (CdlStore *local, const CdlOutboxEntry *const *entries, guint n, GError **error);

/* Sets an entry aside that the server does not take; others pass it. */
gboolean
cdl_outbox_refuse (CdlStore *local, const CdlOutboxEntry *entry, const char *why, GError **error);

/* Puts those set aside back in their places. */
gboolean cdl_outbox_retry_refused (CdlStore *local, GError **error);

/* Of entries up to seq. */
gboolean cdl_outbox_count (CdlStore *local, gint64 seq, CdlOutboxCount *count, GError **error);

/* The largest seq so far; 0: none. */
gboolean cdl_outbox_last (CdlStore *local, gint64 *seq, GError **error);

/* Asks for the deletion of runs that are not here but may be on the server. */
gboolean cdl_outbox_delete_runs (CdlStore *local, const char *const *ids, gsize n, GError **error);

/* What counts as a trial of the run: GPtrArray of CdlTrial. */
GPtrArray *cdl_outbox_trials (CdlStore *local, const char *run, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CdlOutboxEntry, cdl_outbox_entry_free)

G_END_DECLS
