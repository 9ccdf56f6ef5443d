#include "cdl-json-reader-private.h"
#include "cdl-surreal-filter-private.h"
#include "cdl-surreal-listing-private.h"
#include "cdl-surreal-literal-private.h"
#include "cdl-surreal-private.h"

/* Changing and deleting runs that are there. */

/* In a block after LET $gone: what hangs on those runs, then they. */
#define DELETE_GONE                                                                                \
  "LET $ids = (SELECT VALUE rid FROM $gone);\n"                                                    \
  "LET $stats = (SELECT VALUE stat FROM $gone WHERE stat != NONE);\n" CDL_SURREAL_UNLIST (         \
      "$gone") "FOR $r IN $ids { DELETE trade_chunk:[$r, NONE]..=[$r, ..] RETURN NONE;"            \
               " DELETE setup_chunk:[$r, NONE]..=[$r, ..] RETURN NONE; DELETE equity:[$r] RETURN " \
               "NONE };\n"                                                                         \
               "DELETE $stats RETURN NONE; DELETE $gone RETURN NONE; RETURN array::len($gone) }"

/* [run:`a`, run:`b`] */
static void
append_records (GString *sql, const char *const *ids, gsize n)
{
  g_string_append_c (sql, '[');
  for (gsize i = 0; i < n; i++)
    {
      cdl_surreal_item (sql);
      cdl_surreal_record (sql, "run", ids[i]);
    }
  g_string_append_c (sql, ']');
}

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
      g_string_append (sql, ", note_search = ");
      cdl_surreal_folded (sql, edit->note);
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
  for (guint i = 0; i < 2 && (edit->tag != NULL || edit->untag != NULL); i++)
    {
      const char *field = i == 0 ? "tags" : "tag_search";
      g_autoptr (GString) expression = g_string_new (field);

      for (guint k = 0; k < G_N_ELEMENTS (tags); k++)
        {
          g_autofree char *inner = NULL;

          if (tags[k] == NULL)
            continue;
          inner = g_strdup (expression->str);
          g_string_printf (expression, "%s(%s, [", functions[k], inner);
          if (i == 0)
            cdl_surreal_text (expression, tags[k]);
          else
            cdl_surreal_tag_pair (expression, tags[k]);
          g_string_append (expression, "])");
        }
      g_string_append_printf (sql, "%s = ", field);
      g_string_append (sql, expression->str);
      g_string_append (sql, ", ");
    }
}

gboolean
cdl_surreal_edit_runs (CdlStore *self,
                       const char *const *ids,
                       gsize n,
                       const CdlRunEdit *edit,
                       GCancellable *cancellable,
                       GError **error)
{
  g_autoptr (GString) sql = g_string_new ("{ LET $runs = ");

  append_records (sql, ids, n);
  g_string_append (sql, ";\nLET $there = (SELECT VALUE rid FROM $runs WHERE rid != NONE);\n"
                        "LET $absent = array::complement(");
  cdl_surreal_texts (sql, ids, (gssize) n);
  g_string_append (sql, ", $there);\nIF array::len($absent) > 0 { THROW \"missing There is no run "
                        "\" + $absent[0] };\n" CDL_SURREAL_UNLIST ("$runs") "UPDATE $runs SET ");
  append_edit (sql, edit);
  /* An edit of nothing is an edit too. */
  g_string_append (sql, "rid = rid RETURN NONE; RETURN true }");
  if (n == 0)
    return TRUE;
  if (!cdl_surreal_do (self, sql->str, cancellable, error))
    return FALSE;
  cdl_surreal_pack (self, n);

  return TRUE;
}

static gboolean
delete_gone (CdlStore *self,
             GString *sql,
             guint64 *deleted,
             GCancellable *cancellable,
             GError **error)
{
  g_autoptr (JsonNode) node = NULL;
  gint64 n = 0;

  g_string_append (sql, DELETE_GONE);
  node = cdl_surreal_run (self, sql->str, cancellable, error);
  if (node == NULL)
    return FALSE;
  cdl_json_node_int (node, &n);
  if (deleted != NULL)
    *deleted = (guint64) n;
  cdl_surreal_pack (self, (guint64) n);

  return TRUE;
}

gboolean
cdl_surreal_delete_runs (CdlStore *self,
                         const char *const *ids,
                         gsize n,
                         guint64 *deleted,
                         GCancellable *cancellable,
                         GError **error)
{
  g_autoptr (GString) sql = g_string_new ("{ LET $gone = (SELECT VALUE id FROM array::distinct(");

  append_records (sql, ids, n);
  g_string_append (sql, ") WHERE rid != NONE);\n");

  return delete_gone (self, sql, deleted, cancellable, error);
}

gboolean
cdl_surreal_delete_matching (CdlStore *self,
                             const CdlRunFilter *filter,
                             guint64 *deleted,
                             GCancellable *cancellable,
                             GError **error)
{
  g_autoptr (GString) sql = g_string_new ("{ LET $gone = (SELECT VALUE id");

  cdl_surreal_from (sql, filter);
  g_string_append (sql, ");\n");

  return delete_gone (self, sql, deleted, cancellable, error);
}
