#pragma once

#include <gio/gio.h>

#include "cdl-archive.h"
#include "cdl-diagnostics.h"
#include "cdl-json-writer.h"
#include "cdl-store.h"

G_BEGIN_DECLS

/* Exit codes, the same for every command. */
typedef enum
{
  CDL_EXIT_OK = 0,
  CDL_EXIT_FAILED = 1,    /* it could not be done; stderr says why */
  CDL_EXIT_USAGE = 2,     /* what was asked makes no sense */
  CDL_EXIT_BUSY = 3,      /* a test runs, or a dataset is being written */
  CDL_EXIT_CANCELLED = 4, /* by Ctrl+C */
} CdlExitCode;

/* A command: "chandelier-cli NOUN VERB", one file each. */
typedef struct
{
  const char *noun;
  const char *verb;                   /* NULL: the noun alone */
  const char *args;                   /* as in the synopsis: "FILE…", or "" */
  const char *summary;                /* one line */
  const char *const *formats;         /* of --format, the usual one first; NULL: text and json */
  int (*run) (int argc, char **argv); /* argv[0] is the command as typed; returns an exit code */
} CdlCommand;

/* All commands, in the order of the help. */
/* clang-format off */
#define CDL_COMMAND_LIST(X) \
  X (data_check)            \
  X (data_download)         \
  X (data_export)           \
  X (data_import)           \
  X (data_list)             \
  X (db_export)             \
  X (db_forget)             \
  X (db_import)             \
  X (db_init)               \
  X (db_status)             \
  X (db_sync)               \
  X (demo)                  \
  X (live_list)             \
  X (live_parity)           \
  X (live_resume)           \
  X (live_show)             \
  X (live_start)            \
  X (live_stop)             \
  X (run_compare)           \
  X (run_delete)            \
  X (run_edit)              \
  X (run_export)            \
  X (run_list)              \
  X (run_report)            \
  X (run_show)              \
  X (strategy_check)        \
  X (strategy_docs)         \
  X (strategy_list)         \
  X (strategy_show)         \
  X (test_run)
/* clang-format on */

#define CDL_COMMAND_DECLARE(name) extern const CdlCommand cdl_command_##name;
CDL_COMMAND_LIST (CDL_COMMAND_DECLARE)
#undef CDL_COMMAND_DECLARE

/* How results are printed: options that every command takes (--format). */
typedef struct
{
  gboolean json;
  const char *format; /* one of the command's formats */
} CdlOutput;

/* Parses argv by entries and the common options, and takes these out of argv; at least min and at
 * most max arguments (max < 0: any number) are left from argv[1] on. FALSE: *code is the exit code
 * (0 after --help). entries may be NULL. */
gboolean cdl_cli_parse (const CdlCommand *command,
                        const GOptionEntry *entries,
                        int *argc,
                        char ***argv,
                        int min,
                        int max,
                        CdlOutput *output,
                        int *code);

/* "chandelier-cli: MESSAGE" on stderr; returns the exit code for the caller to return. */
int cdl_cli_fail (CdlExitCode code, const char *format, ...) G_GNUC_PRINTF (2, 3);

/* The same of an error, which is freed. */
int cdl_cli_fail_error (GError *error);

/* All diagnostics on stderr, one a line; returns CDL_EXIT_USAGE if one is an error. */
int cdl_cli_print_diagnostics (const char *file, const CdlDiagnostics *diagnostics);

/* Ends the document and prints it on stdout: UTF-8, whatever the locale says. */
void cdl_cli_print_json (CdlJsonWriter *writer);

/* The folder of archive and store: as --data says, else as set here, else the user's; newly
 * allocated. */
char *cdl_cli_data_folder (void);
void cdl_cli_set_data_folder (const char *folder);

/* The archive and the store of the data folder: after cdl_cli_parse(), which may name another one.
 * The store is made if there is none; NULL with error. */
CdlArchive *cdl_cli_archive (void);
CdlStore *cdl_cli_store (GError **error);

/* The same without the server that may be configured. */
CdlStore *cdl_cli_local_store (GError **error);

/* At the end of the program: gives that server a moment to take what was stored; tell: says what it
 * does not have. */
void cdl_cli_end_store (gboolean tell);

/* Option texts as values: FALSE with a message on stderr that names the option. */
gboolean cdl_cli_time (const char *option, const char *text, gint64 *time_ms);
gboolean cdl_cli_market (const char *text, CdlMarket *market);
gboolean cdl_cli_interval (const char *option, const char *text, CdlInterval *interval);
gboolean
cdl_cli_number (const char *option, const char *text, double min, double max, double *value);

G_END_DECLS
