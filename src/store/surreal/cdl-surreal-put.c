#include "cdl-chunk-private.h"
#include "cdl-hash.h"
#include "cdl-local-text-private.h"
#include "cdl-local-write-private.h"
#include "cdl-schema-private.h"
#include "cdl-surreal-result-private.h"
#include "cdl-surreal-row-private.h"
#include "cdl-surreal-library-private.h"
#include "cdl-surreal-listing-private.h"
#include "cdl-surreal-literal-private.h"
#include "cdl-surreal-private.h"
#include "cdl-surreal-stats-private.h"
#include "cdl-surreal-trials-private.h"

#include <math.h>

/* Putting runs: a batch is one statement as long as the server takes it. */

/* Statements that belong together. */
typedef struct
{
  char *sql;
  gsize length;
  const char *run; /* id of the run whose record it puts, or NULL */
} Piece;

typedef struct
{
  GArray *pieces;     /* Piece, in their order */
  GHashTable *shared; /* what pieces hold of strategies, datasets and settings already */
} Batch;

/* What marking a run takes of a statement, at most. */
#define MARK_LENGTH 300

static void
piece_clear (gpointer data)
{
  g_free (((Piece *) data)->sql);
}

static void
add_piece (Batch *self, GString *sql, const char *run)
{
  gsize length = sql->len + (run != NULL ? MARK_LENGTH : 0);
  Piece piece = { g_string_free (sql, FALSE), length, run };

  g_array_append_val (self->pieces, piece);
}

/* Whether something shared has to be said: the first time that it is met. */
static gboolean
is_new (Batch *self, const char *what, const char *name, const char *id)
{
  return g_hash_table_add (self->shared, g_strjoin ("\n", what, name, id, NULL));
}

static void
add_shared (Batch *self, const CdlRunRecord *run)
{
  GString *sql = g_string_new (NULL);

  if (is_new (self, "strategy", run->strategy->name, run->strategy->revision))
    cdl_surreal_store_strategy (sql, run->strategy);
  if (is_new (self, "dataset", run->dataset->fingerprint, ""))
    cdl_surreal_store_dataset (sql, run->dataset);
  if (is_new (self, "settings", run->settings, ""))
    cdl_surreal_store_settings (sql, run->settings);
  add_piece (self, sql, NULL);
}

/* Refuses other trades under the same id: $old is the stored fingerprint, or NONE. */
static void
append_check (GString *sql, const CdlRunRecord *run)
{
  g_autofree char *before
      = g_strdup_printf ("exists Run %s is stored with other trades (fingerprint ", run->id);
  g_autofree char *after
      = g_strdup_printf (", now %.12s): equal work must give equal results; delete the stored run "
                         "to replace it",
                         run->fingerprint);

  g_string_append (sql, "LET $old = (SELECT VALUE fingerprint FROM ONLY ");
  cdl_surreal_record (sql, "run", run->id);
  g_string_append (sql, ");\nIF $old != NONE AND $old != ");
  cdl_surreal_text (sql, run->fingerprint);
  g_string_append (sql, " { THROW ");
  cdl_surreal_text (sql, before);
  g_string_append (sql, " + string::slice($old, 0, 12) + ");
  cdl_surreal_text (sql, after);
  g_string_append (sql, " };\n");
}

static void
append_users (GString *sql, const CdlRunRecord *run)
{
  cdl_surreal_name (sql, "tags");
  cdl_surreal_texts (sql, (const char *const *) run->tags, -1);
  cdl_surreal_member_text (sql, "note", run->note);
  cdl_surreal_member_bool (sql, "favourite", run->favourite);
  cdl_surreal_member_text (sql, "test", run->test);
  cdl_surreal_name (sql, "tests");
  cdl_surreal_texts (sql, (const char *const *) &run->test, run->test != NULL ? 1 : 0);
}

/* What is as it is when a run is put first. */
static void
append_first (GString *sql, const CdlRunRecord *run)
{
  static const char *const later[]
      = { "net_pessimistic", "net_optimistic", "setup_names", "n_trades", "n_setups" };
  g_autofree char *lasting = cdl_surreal_lasting_text (run);

  cdl_surreal_member_text (sql, "rid", run->id);
  cdl_surreal_member_text (sql, "fingerprint", run->fingerprint);
  cdl_surreal_member_text (sql, "lasting", lasting);
  append_users (sql, run);
  for (guint i = 0; i < G_N_ELEMENTS (later); i++)
    cdl_surreal_member_text (sql, later[i], NULL);
}

static void
append_net (GString *sql, const char *name, double value)
{
  if (isnan (value))
    return;
  /* -0 is 0 to every backend. */
  cdl_surreal_member_double (sql, name, value == 0.0 ? 0.0 : value);
}

/* What may change when a run is put again: the same trades with statistics that came since, or nets
 * that were not computed then. */
static void
append_changing (GString *sql, const CdlRunRecord *run)
{
  g_autofree char *counts = cdl_local_counts_text (&run->statistics);
  g_autofree char *reasons = cdl_local_reasons_text (&run->statistics);
  g_autofree char *stats = cdl_surreal_stats_text (&run->statistics);

  cdl_surreal_member_text (sql, "stats", stats);
  cdl_surreal_member_text (sql, "counts", counts);
  cdl_surreal_member_text (sql, "reasons", reasons);
  append_net (sql, "net_pessimistic", run->net_pessimistic);
  append_net (sql, "net_optimistic", run->net_optimistic);
}

/* table:["run", k]: k negative is left out. */
static void
append_part_id (GString *sql, const char *table, const char *run, gint64 k)
{
  g_string_append_printf (sql, "%s:[", table);
  cdl_surreal_text (sql, run);
  if (k >= 0)
    {
      cdl_surreal_item (sql);
      cdl_surreal_int (sql, k);
    }
  g_string_append_c (sql, ']');
}

static void
append_packed (GString *sql,
               const char *table,
               const char *run,
               gint64 k,
               const CdlFieldTable *fields,
               const GArray *rows,
               guint from,
               guint n)
{
  g_autoptr (GByteArray) blob = cdl_chunk_encode (fields, rows->data + from * fields->size, n);
  g_autofree char *text = g_base64_encode (blob->data, blob->len);

  g_string_append (sql, "UPSERT ");
  append_part_id (sql, table, run, k);
  g_string_append (sql, " CONTENT {");
  cdl_surreal_member_text (sql, "run", run);
  cdl_surreal_member_int (sql, "n", n);
  cdl_surreal_member_text (sql, "data", text);
  g_string_append (sql, "} RETURN NONE;\n");
}

/* Chunks of rows, a piece each; chunks that were more before go. */
static void
add_chunks (Batch *self,
            const char *table,
            const char *run,
            const CdlFieldTable *fields,
            const GArray *rows)
{
  gint64 k = 0;
  GString *rest = g_string_new ("DELETE ");

  for (guint from = 0; from < rows->len; from += CDL_CHUNK_ROWS, k++)
    {
      GString *sql = g_string_new (NULL);

      append_packed (sql, table, run, k, fields, rows, from,
                     MIN (CDL_CHUNK_ROWS, rows->len - from));
      add_piece (self, sql, NULL);
    }
  append_part_id (rest, table, run, k);
  g_string_append (rest, "..=[");
  cdl_surreal_text (rest, run);
  g_string_append (rest, ", ..] RETURN NONE;\n");
  add_piece (self, rest, NULL);
}

/* Before the run's record: it is there once that is. Setups that are there stay if none are given
 * now. */
static void
add_details (Batch *self, const char *run, const CdlRunDetails *details)
{
  GString *equity = g_string_new (NULL);

  add_chunks (self, "trade_chunk", run, &cdl_trade_fields, details->trades);
  if (details->setups != NULL)
    add_chunks (self, "setup_chunk", run, &cdl_setup_fields, details->setups);
  append_packed (equity, "equity", run, -1, &cdl_equity_fields, details->equity, 0,
                 details->equity->len);
  add_piece (self, equity, NULL);
}

static void
append_detail_fields (GString *sql, const CdlRunDetails *details)
{
  g_autofree char *names = cdl_local_texts_text ((const char *const *) details->setup_names);

  cdl_surreal_member_text (sql, "setup_names", names);
  cdl_surreal_member_int (sql, "n_trades", details->trades->len);
  if (details->setups != NULL)
    cdl_surreal_member_int (sql, "n_setups", details->setups->len);
}

static void
add_run (Batch *self, const CdlRunItem *item)
{
  const CdlRunRecord *run = item->run;
  GString *sql = g_string_new ("{ ");

  append_check (sql, run);
  g_string_append (sql, "IF $old = NONE { CREATE ");
  cdl_surreal_record (sql, "run", run->id);
  g_string_append (sql, " CONTENT {");
  append_first (sql, run);
  g_string_append (sql, "} RETURN NONE };\nUPDATE ");
  cdl_surreal_record (sql, "run", run->id);
  g_string_append (sql, " MERGE {");
  append_changing (sql, run);
  if (item->details != NULL)
    append_detail_fields (sql, item->details);
  g_string_append (sql, "} RETURN NONE;\n");
  cdl_surreal_put_result (sql, run);
  if (run->test != NULL)
    {
      g_string_append (sql, "UPDATE ");
      cdl_surreal_record (sql, "run", run->id);
      g_string_append (sql, " SET ");
      cdl_surreal_link_test (sql, run->test);
      g_string_append (sql, " RETURN NONE;\n");
    }
  cdl_surreal_count_trial (sql, run->dataset->fingerprint, run->dataset->from, run->dataset->to,
                           run->id);
  g_string_append (sql, "};\n");
  add_piece (self, sql, run->id);
}

/* Nothing of a batch is done if one of its runs has to be refused, also if it goes in parts. */
static gboolean
check_all (CdlStore *self,
           const CdlRunItem *items,
           gsize n_items,
           GCancellable *cancellable,
           GError **error)
{
  for (gsize i = 0; i < n_items;)
    {
      g_autoptr (GString) sql = g_string_new ("{ ");
      gsize most = cdl_surreal_max_length (self) / 2;

      for (; i < n_items && sql->len < most; i++)
        {
          g_string_append (sql, "{ ");
          append_check (sql, items[i].run);
          g_string_append (sql, "};\n");
        }
      g_string_append (sql, "RETURN true }");
      if (!cdl_surreal_do (self, sql->str, cancellable, error))
        return FALSE;
    }

  return TRUE;
}

/* One transaction: the mark of its runs, and its pieces. */
static gboolean
send_some (CdlStore *self, const Piece *pieces, guint n, GCancellable *cancellable, GError **error)
{
  g_autoptr (GString) sql = g_string_new ("{ ");
  g_autofree const char **runs = g_new (const char *, n);
  guint n_runs = 0;

  for (guint i = 0; i < n; i++)
    if (pieces[i].run != NULL)
      runs[n_runs++] = pieces[i].run;
  if (n_runs > 0)
    cdl_surreal_unlist (sql, runs, n_runs, TRUE);
  for (guint i = 0; i < n; i++)
    g_string_append (sql, pieces[i].sql);
  g_string_append (sql, "RETURN true }");

  return cdl_surreal_do (self, sql->str, cancellable, error);
}

/* Sends as many pieces at once as the server takes. */
static gboolean
send_pieces (CdlStore *self, const GArray *pieces, GCancellable *cancellable, GError **error)
{
  const Piece *all = (const Piece *) pieces->data;

  for (guint i = 0; i < pieces->len;)
    {
      g_autoptr (GError) local_error = NULL;
      gsize most = cdl_surreal_max_length (self), length = all[i].length;
      guint n = 1;

      while (i + n < pieces->len && length + all[i + n].length + 16 <= most)
        length += all[i + n++].length;
      if (send_some (self, all + i, n, cancellable, &local_error))
        i += n;
      else if (n == 1 || cdl_surreal_max_length (self) == most)
        {
          g_propagate_error (error, g_steal_pointer (&local_error));
          return FALSE;
        }
    }

  return TRUE;
}

gboolean
cdl_surreal_put_runs (CdlStore *self,
                      const CdlRunItem *items,
                      gsize n_items,
                      GCancellable *cancellable,
                      GError **error)
{
  g_autoptr (GArray) pieces = g_array_new (FALSE, FALSE, sizeof (Piece));
  g_autoptr (GHashTable) shared = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  Batch batch = { pieces, shared };
  gsize length = 0;

  g_array_set_clear_func (pieces, piece_clear);
  for (gsize i = 0; i < n_items; i++)
    {
      add_shared (&batch, items[i].run);
      if (items[i].details != NULL)
        add_details (&batch, items[i].run->id, items[i].details);
      add_run (&batch, &items[i]);
    }
  for (guint i = 0; i < pieces->len; i++)
    length += g_array_index (pieces, Piece, i).length;
  if (length > cdl_surreal_max_length (self) / 2
      && !check_all (self, items, n_items, cancellable, error))
    return FALSE;

  if (!send_pieces (self, pieces, cancellable, error))
    return FALSE;
  cdl_surreal_pack (self, n_items);

  return TRUE;
}
