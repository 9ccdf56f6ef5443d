#include "cdl-cli-run-id.h"

#include <string.h>

#define ID_CHARACTERS "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-_"
#define ID_LENGTH     64

static gboolean
may_be_id (const char *text)
{
  gsize length = strlen (text);

  return length > 0 && length <= ID_LENGTH && strspn (text, ID_CHARACTERS) == length;
}

/* Runs whose id begins with text: two of them at most. The store finds those that have it anywhere
 * in their words; page by page, in case that is most of them. */
static gboolean
find_beginnings (CdlStore *store, const char *text, char *found[2], GError **error)
{
  g_autoptr (CdlRunFilter) filter = cdl_run_filter_new ();
  g_autofree char *cursor = NULL;
  guint n = 0;

  filter->text = g_strdup (text);
  do
    {
      CdlRunQuery query
          = { .filter = filter, .key = CDL_SORT_CREATED_AT, .limit = CDL_RUN_MAX_PAGE };
      g_autoptr (CdlRunPage) page = NULL;

      query.cursor = cursor;
      page = cdl_store_list_runs (store, &query, NULL, error);
      if (page == NULL)
        return FALSE;
      for (guint i = 0; i < page->runs->len && n < 2; i++)
        {
          const CdlRunRecord *run = page->runs->pdata[i];

          if (g_str_has_prefix (run->id, text))
            found[n++] = g_strdup (run->id);
        }
      g_free (cursor);
      cursor = g_steal_pointer (&page->next);
    }
  while (cursor != NULL && n < 2);

  return TRUE;
}

char *
cdl_cli_run_id (CdlStore *store, const char *text, GError **error)
{
  char *found[2] = { NULL };
  gboolean exact = FALSE;

  if (may_be_id (text) && !cdl_store_has_runs (store, &text, 1, &exact, NULL, error))
    return NULL;
  if (exact)
    return g_strdup (text);

  if (may_be_id (text) && !find_beginnings (store, text, found, error))
    return NULL;
  if (found[0] == NULL)
    g_set_error (error, CDL_STORE_ERROR, CDL_STORE_ERROR_NOT_FOUND,
                 "no stored run has an id that begins with “%s”: “run list” shows them", text);
  else if (found[1] != NULL)
    {
      g_set_error (error, CDL_STORE_ERROR, CDL_STORE_ERROR_INVALID,
                   "several runs have an id that begins with “%s” (%.16s, %.16s): type more of it",
                   text, found[0], found[1]);
      g_clear_pointer (&found[0], g_free);
    }
  g_free (found[1]);

  return found[0];
}

GPtrArray *
cdl_cli_run_ids (CdlStore *store, char **texts, int n, GError **error)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);

  for (int i = 0; i < n; i++)
    {
      g_autofree char *id = cdl_cli_run_id (store, texts[i], error);

      if (id == NULL)
        return NULL;
      if (!g_ptr_array_find_with_equal_func (ids, id, g_str_equal, NULL))
        g_ptr_array_add (ids, g_steal_pointer (&id));
    }

  return g_steal_pointer (&ids);
}

CdlRunRecord *
cdl_cli_find_run (CdlStore *store, const char *text, CdlRunDetails **details, GError **error)
{
  g_autofree char *id = cdl_cli_run_id (store, text, error);

  return id != NULL ? cdl_store_get_run (store, id, details, NULL, error) : NULL;
}
