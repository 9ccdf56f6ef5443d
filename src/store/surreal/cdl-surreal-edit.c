#include "cdl-json-reader-private.h"
#include "cdl-surreal-listing-private.h"
#include "cdl-surreal-literal-private.h"
#include "cdl-surreal-private.h"

/* Changing and deleting runs that are there. */

/* In a block after LET $gone and $ids: what hangs on those runs, then they. */
#define DELETE_GONE                                                                                \
  "FOR $r IN $ids { DELETE trade_chunk:[$r, NONE]..=[$r, ..] RETURN NONE;"                         \
  " DELETE setup_chunk:[$r, NONE]..=[$r, ..] RETURN NONE; DELETE equity:[$r] RETURN NONE;"         \
  " DELETE result:[$r] RETURN NONE };\n"                                                           \
  "DELETE $gone RETURN NONE; RETURN array::len($gone) }"

void
cdl_surreal_link_test (GString *sql, const char *test)
{
  g_string_append (sql, "tests = array::union(tests, [");
  cdl_surreal_text (sql, test);
  g_string_append (sql, "]), test = test ?? ");
  cdl_surreal_text (sql, test);
}

/* The assignments of an edit, each with a comma behind. */
static void
append_edit (GString *sql, const CdlRunEdit *edit)
{
  const char *const functions[] = { "array::union", "array::complement" };
  const char *const tags[] = { edit->tag, edit->untag };

  if (edit->note != NULL)
    {
      g_string_append (sql, "note = ");
      cdl_surreal_text (sql, edit->note);
      g_string_append (sql, ", ");
    }
  if (edit->favourite >= 0)
    g_string_append_printf (sql, "favourite = %s, ", edit->favourite != 0 ? "true" : "false");
  if (edit->test != NULL)
    {
      cdl_surreal_link_test (sql, edit->test);
      g_string_append (sql, ", ");
    }

  /* Assignments see the record as it was: both changes are one expression. */
  if (edit->tag == NULL && edit->untag == NULL)
    return;
  g_string_append (sql, "tags = ");
  for (guint i = G_N_ELEMENTS (tags); i-- > 0;)
    if (tags[i] != NULL)
      g_string_append_printf (sql, "%s(", functions[i]);
  g_string_append (sql, "tags");
  for (guint i = 0; i < G_N_ELEMENTS (tags); i++)
    if (tags[i] != NULL)
      {
        g_string_append (sql, ", ");
        cdl_surreal_texts (sql, &tags[i], 1);
        g_string_append_c (sql, ')');
      }
  g_string_append (sql, ", ");
}

/* At most so many that a transaction holds them. */
static gboolean
edit_some (CdlStore *self,
           const char *const *ids,
           gsize n,
           const CdlRunEdit *edit,
           GCancellable *cancellable,
           GError **error)
{
  g_autoptr (GString) sql = g_string_new ("{ ");

  cdl_surreal_unlist (sql, ids, n, TRUE);
  g_string_append (sql, "LET $there = (SELECT VALUE rid FROM $runs WHERE rid != NONE);\n"
                        "LET $absent = array::complement(");
  cdl_surreal_texts (sql, ids, (gssize) n);
  g_string_append (sql, ", $there);\nIF array::len($absent) > 0 { THROW \"missing There is no run "
                        "\" + $absent[0] };\nUPDATE $runs SET ");
  append_edit (sql, edit);
  /* An edit of nothing is an edit too. */
  g_string_append (sql, "rid = rid RETURN NONE; RETURN true }");
  if (!cdl_surreal_do (self, sql->str, cancellable, error))
    return FALSE;
  cdl_surreal_pack (self, n);

  return TRUE;
}

/* FALSE with CDL_STORE_ERROR_NOT_FOUND if one is not there. */
static gboolean
check_there (CdlStore *self,
             const char *const *ids,
             gsize n,
             GCancellable *cancellable,
             GError **error)
{
  gboolean there[CDL_SURREAL_MAX_CHANGED];

  for (gsize i = 0; i < n; i += CDL_SURREAL_MAX_CHANGED)
    {
      gsize some = MIN (n - i, CDL_SURREAL_MAX_CHANGED);

      if (!cdl_surreal_has_runs (self, ids + i, some, there, cancellable, error))
        return FALSE;
      for (gsize k = 0; k < some; k++)
        if (!there[k])
          {
            g_set_error (error, CDL_STORE_ERROR, CDL_STORE_ERROR_NOT_FOUND, "There is no run %s",
                         ids[i + k]);
            return FALSE;
          }
    }

  return TRUE;
}

gboolean
cdl_surreal_edit_runs (CdlStore *self,
                       const char *const *ids,
                       gsize n,
                       const CdlRunEdit *edit,
                       GCancellable *cancellable,
                       GError **error)
{
  /* None is changed if one is not there, also if it goes in parts. */
  if (n > CDL_SURREAL_MAX_CHANGED && !check_there (self, ids, n, cancellable, error))
    return FALSE;
  for (gsize i = 0; i < n; i += CDL_SURREAL_MAX_CHANGED)
    if (!edit_some (self, ids + i, MIN (n - i, CDL_SURREAL_MAX_CHANGED), edit, cancellable, error))
      return FALSE;

  return TRUE;
}

static gboolean
delete_some (CdlStore *self,
             const char *const *ids,
             gsize n,
             guint64 *deleted,
             GCancellable *cancellable,
             GError **error)
{
  /* What is in a LET after something was written does not show in what is written then (3.0). */
  g_autoptr (GString) sql = g_string_new ("{ LET $gone = (SELECT VALUE id FROM array::distinct([");
  g_autoptr (JsonNode) node = NULL;
  gint64 some = 0;

  for (gsize i = 0; i < n; i++)
    {
      cdl_surreal_item (sql);
      cdl_surreal_record (sql, "run", ids[i]);
    }
  g_string_append (sql, "]) WHERE rid != NONE);\nLET $ids = (SELECT VALUE rid FROM $gone);\n");
  cdl_surreal_unlist (sql, ids, n, TRUE);
  g_string_append (sql, DELETE_GONE);
  node = cdl_surreal_run (self, sql->str, cancellable, error);
  if (node == NULL)
    return FALSE;
  cdl_json_node_int (node, &some);
  *deleted += (guint64) some;
  cdl_surreal_pack (self, (guint64) some);

  return TRUE;
}

/* In parts: if the last ones fail, the others are deleted, as deleted says. */
gboolean
cdl_surreal_delete_runs (CdlStore *self,
                         const char *const *ids,
                         gsize n,
                         guint64 *deleted,
                         GCancellable *cancellable,
                         GError **error)
{
  guint64 count = 0;
  gboolean ok = TRUE;

  for (gsize i = 0; ok && i < n; i += CDL_SURREAL_MAX_CHANGED)
    ok = delete_some (self, ids + i, MIN (n - i, CDL_SURREAL_MAX_CHANGED), &count, cancellable,
                      error);
  if (deleted != NULL)
    *deleted = count;

  return ok;
}

gboolean
cdl_surreal_delete_matching (CdlStore *self,
                             const CdlRunFilter *filter,
                             guint64 *deleted,
                             GCancellable *cancellable,
                             GError **error)
{
  g_auto (GStrv) ids = cdl_surreal_find_ids (self, filter, cancellable, error);

  return ids != NULL
         && cdl_surreal_delete_runs (self, (const char *const *) ids, g_strv_length (ids), deleted,
                                     cancellable, error);
}
