#pragma once

#include "cdl-store.h"

G_BEGIN_DECLS

/* The one thread of a store, in which calls run that nobody waits for. It is started by the first
 * of them. */
typedef struct _CdlStoreWorker CdlStoreWorker;

CdlStoreWorker *cdl_store_worker_new (void);

/* Lets the thread end. May be called from the thread itself, by the last call that held the
 * store. */
void cdl_store_worker_free (CdlStoreWorker *self);

CdlStoreWorker *cdl_store_get_worker (CdlStore *self);

G_END_DECLS
