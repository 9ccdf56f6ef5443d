#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* How far work in another thread has come, told in the main one: the newest state only, however
 * often the work tells and however slow the main thread is. */
typedef struct _CdlProgressRelay CdlProgressRelay;

/* Called in the main thread. */
typedef void (*CdlProgressRelayFunc) (gconstpointer state, gpointer user_data);

/* size: of a state, which is copied as bytes. Nothing is told once cancellable is cancelled, which
 * must be so before user_data is gone. */
CdlProgressRelay *cdl_progress_relay_new (gsize size,
                                          GCancellable *cancellable,
                                          CdlProgressRelayFunc func,
                                          gpointer user_data);
void cdl_progress_relay_unref (CdlProgressRelay *self);

/* From the thread that works. */
void cdl_progress_relay_put (CdlProgressRelay *self, gconstpointer state);

G_END_DECLS
