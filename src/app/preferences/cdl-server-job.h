#pragma once

#include <gio/gio.h>

#include "cdl-surreal-probe.h"

G_BEGIN_DECLS

/* What the preferences ask of files, keyring and server: each in a thread, since any of them may
 * take its time. source is the object that asks. */

/* Where the server and its password are kept. */
typedef struct
{
  CdlSurrealSettings *settings; /* with the password, if it is known; NULL: no server */
  gboolean has_keyring;
  char *problem; /* what is written makes no sense; NULL: it does */
} CdlServerState;

void cdl_server_state_free (CdlServerState *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CdlServerState, cdl_server_state_free)

void cdl_server_load_async (gpointer source, GAsyncReadyCallback callback, gpointer data);
CdlServerState *cdl_server_load_finish (GAsyncResult *result);

/* Settings are copied. */
void cdl_server_test_async (gpointer source,
                            const CdlSurrealSettings *settings,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer data);
CdlSurrealProbe *cdl_server_test_finish (GAsyncResult *result, GError **error);

/* Makes what is missing of namespace, database and schema. own_user: and a user for this machine,
 * with a password of its own, so that the one of the settings need not be kept. */
void cdl_server_set_up_async (gpointer source,
                              const CdlSurrealSettings *settings,
                              gboolean own_user,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer data);

/* The settings to work with, with the user that was made. */
CdlSurrealSettings *cdl_server_set_up_finish (GAsyncResult *result, GError **error);

/* Writes the settings, for every program of this user: the password to the keyring if there is one
 * to keep it in and the environment does not give it. settings NULL: no server any more, and what
 * waits for it in the store at path is forgotten. */
void cdl_server_save_async (gpointer source,
                            const CdlSurrealSettings *settings,
                            const char *path,
                            gboolean keep_password,
                            GAsyncReadyCallback callback,
                            gpointer data);

gboolean cdl_server_save_finish (GAsyncResult *result, GError **error);

G_END_DECLS
