#pragma once

#include <gio/gio.h>
#include <sqlite3.h>

G_BEGIN_DECLS

/* A connection to a SQLite file, used by one thread at a time, with the statements it has prepared.
 * Errors are CDL_STORE_ERROR, or G_IO_ERROR_CANCELLED. */
typedef struct
{
  sqlite3 *db;
  char *path;
  GHashTable *statements;    /* SQL text -> sqlite3_stmt */
  GCancellable *cancellable; /* of the operation that uses it now; borrowed, nullable */
  gint64 busy_since;         /* monotonic us; 0: not waiting */
} CdlConnection;

/* Opens what is there, or creates an empty file. Nothing is written yet. */
CdlConnection *cdl_connection_open (const char *path, GError **error);
void cdl_connection_close (CdlConnection *self);

/* Runs SQL without result, one statement or many. */
gboolean cdl_connection_exec (CdlConnection *self, const char *sql, GError **error);

/* The statement, ready to be bound; owned by self, where it waits for the next time. Bound texts
 * and blobs must live until the statement has run. */
sqlite3_stmt *cdl_connection_prepare (CdlConnection *self, const char *sql, GError **error);

/* Steps to the next row: row tells if there is one. FALSE on error. */
gboolean
cdl_connection_step (CdlConnection *self, sqlite3_stmt *statement, gboolean *row, GError **error);

/* Runs a statement that returns no row, and resets it for the next one. */
gboolean cdl_connection_run (CdlConnection *self, sqlite3_stmt *statement, GError **error);

/* After an operation: no statement goes on reading, and not too many are kept. */
void cdl_connection_rest (CdlConnection *self);

/* What went wrong in the last call, which returned rc. */
void cdl_connection_set_error (CdlConnection *self, int rc, GError **error);

/* NULL-tolerant binding; NaN is NULL; CDL_TIME_NONE is NULL. text is borrowed. */
void cdl_bind_text (sqlite3_stmt *statement, int place, const char *text);
void cdl_bind_double (sqlite3_stmt *statement, int place, double value);
void cdl_bind_time (sqlite3_stmt *statement, int place, gint64 time_ms);

/* NULL is NaN, CDL_TIME_NONE; newly allocated text, NULL if NULL. */
double cdl_column_double (sqlite3_stmt *statement, int column);
gint64 cdl_column_time (sqlite3_stmt *statement, int column);
char *cdl_column_text (sqlite3_stmt *statement, int column);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CdlConnection, cdl_connection_close)

G_END_DECLS
