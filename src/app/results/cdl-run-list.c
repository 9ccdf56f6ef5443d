#include "cdl-run-list.h"

#include "cdl-error-text.h"

/* Runs that are fetched at once. */
#define PAGE_SIZE 200

/* Pages whose records stay in memory: a few more than a column view has rows for. */
#define KEPT_PAGES 8

typedef struct
{
  char *cursor; /* NULL: the first page */
  guint asked;  /* is being fetched again */
} Page;

struct _CdlRunList
{
  GObject parent_instance;

  GListStore *rows; /* CdlRunRow */
  CdlStore *store;
  CdlRunFilter *filter;
  CdlSortKey key;
  CdlStat stat;
  gboolean descending;
  guint question; /* number of it: answers to older ones are not taken */

  GArray *pages;  /* Page, fetched so far */
  GQueue *recent; /* numbers of the pages whose records are in memory, last seen first */
  char *next;     /* cursor of the page after them; NULL: there is none */
  gboolean fresh; /* no answer to the question yet: the rows are of the one before */
  gboolean loading;
  gint64 count;
  char *problem;
  GHashTable *hidden; /* ids */
  guint n_met;        /* runs of this question that are hidden, on the pages so far */
  GCancellable *cancellable;
};

G_DEFINE_FINAL_TYPE (CdlRunList, cdl_run_list, G_TYPE_OBJECT)

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* A question to the store, on its way to the store's thread. */
typedef struct
{
  CdlRunFilter *filter;
  CdlRunQuery query;
  char *cursor;
} Question;

static void
question_free (gpointer data)
{
  Question *question = data;

  cdl_run_filter_free (question->filter);
  g_free (question->cursor);
  g_free (question);
}

static Question *
question_new (CdlRunList *self, const char *cursor)
{
  Question *question = g_new0 (Question, 1);

  question->filter = cdl_run_filter_copy (self->filter);
  question->cursor = g_strdup (cursor);
  question->query = (CdlRunQuery){ .filter = question->filter,
                                   .key = self->key,
                                   .stat = self->stat,
                                   .descending = self->descending,
                                   .limit = PAGE_SIZE,
                                   .cursor = question->cursor };

  return question;
}

static gpointer
list_runs (CdlStore *store, gpointer data, GCancellable *cancellable, GError **error)
{
  return cdl_store_list_runs (store, &((Question *) data)->query, cancellable, error);
}

static gpointer
count_runs (CdlStore *store, gpointer data, GCancellable *cancellable, GError **error)
{
  guint64 count;

  if (!cdl_store_count_runs (store, ((Question *) data)->filter, &count, cancellable, error))
    return NULL;

  return g_memdup2 (&count, sizeof count);
}

/* Who waits for an answer. */
typedef struct
{
  CdlRunList *list;
  guint question;
  guint page; /* that is fetched again */
} Waiting;

static void
waiting_free (Waiting *self)
{
  g_object_unref (self->list);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Waiting, waiting_free)

static gboolean
is_current (const Waiting *self)
{
  return self->question == self->list->question && self->list->store != NULL;
}

static void
ask (CdlRunList *self,
     const char *cursor,
     guint page,
     CdlStoreCall call,
     GDestroyNotify result_free,
     GAsyncReadyCallback callback)
{
  Waiting *waiting = g_new (Waiting, 1);

  *waiting = (Waiting){ g_object_ref (self), self->question, page };
  cdl_store_call_async (self->store, call, question_new (self, cursor), question_free, result_free,
                        self->cancellable, callback, waiting);
}

static void
changed (CdlRunList *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

/* --- Records in memory --- */

static void
forget_page (CdlRunList *self, guint number)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->rows));

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (CdlRunRow) row = g_list_model_get_item (G_LIST_MODEL (self->rows), i);

      if (cdl_run_row_page (row) == number)
        cdl_run_row_set_run (row, NULL);
      else if (cdl_run_row_page (row) > number)
        break;
    }
}

/* Page is the one seen last. */
static void
note_seen (CdlRunList *self, guint number)
{
  gpointer page = GUINT_TO_POINTER (number);

  if (g_queue_peek_head (self->recent) == page && self->recent->length > 0)
    return;
  g_queue_remove (self->recent, page);
  g_queue_push_head (self->recent, page);
  while (self->recent->length > KEPT_PAGES)
    forget_page (self, GPOINTER_TO_UINT (g_queue_pop_tail (self->recent)));
}

static void
fill_rows (CdlRunList *self, CdlRunPage *answer, guint page)
{
  g_autoptr (GHashTable) rows
      = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_object_unref);
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->rows));

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (CdlRunRow) row = g_list_model_get_item (G_LIST_MODEL (self->rows), i);

      if (cdl_run_row_page (row) > page)
        break;
      if (cdl_run_row_page (row) == page)
        g_hash_table_insert (rows, (char *) cdl_run_row_id (row), g_object_ref (row));
    }
  while (answer->runs->len > 0)
    {
      CdlRunRecord *run = g_ptr_array_steal_index (answer->runs, 0);
      CdlRunRow *row = g_hash_table_lookup (rows, run->id);

      if (row != NULL)
        cdl_run_row_set_run (row, run);
      else
        cdl_run_record_free (run);
    }
}

static void
on_refetched (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Waiting) waiting = data;
  g_autoptr (CdlRunPage) page = cdl_store_call_finish (CDL_STORE (source), result, NULL);

  if (!is_current (waiting))
    return;

  g_array_index (waiting->list->pages, Page, waiting->page).asked = FALSE;
  if (page != NULL)
    fill_rows (waiting->list, page, waiting->page);
}

void
cdl_run_list_touch (CdlRunList *self, CdlRunRow *row)
{
  guint number = cdl_run_row_page (row);
  Page *page;

  if (number >= self->pages->len || self->fresh)
    return; /* of an older question */
  note_seen (self, number);
  page = &g_array_index (self->pages, Page, number);
  if (cdl_run_row_run (row) != NULL || page->asked)
    return;

  page->asked = TRUE;
  ask (self, page->cursor, number, list_runs, (GDestroyNotify) cdl_run_page_free, on_refetched);
}

/* --- Pages --- */

/* A run that the question asked for is hidden. Others may be too, which it did not ask for. */
static void
met_hidden (CdlRunList *self)
{
  self->n_met++;
  if (self->count > 0)
    self->count--;
}

static void
on_counted (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Waiting) waiting = data;
  CdlRunList *self = waiting->list;
  g_autofree guint64 *count = cdl_store_call_finish (CDL_STORE (source), result, NULL);

  if (count == NULL || !is_current (waiting))
    return;
  self->count = (gint64) *count - (gint64) self->n_met;
  changed (self);
}

static void
add_page (CdlRunList *self, CdlRunPage *page)
{
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->rows));
  Page new = { g_strdup (self->fresh ? NULL : self->next), FALSE };
  guint from = self->fresh ? 0 : n;

  while (page->runs->len > 0)
    {
      CdlRunRecord *run = g_ptr_array_steal_index (page->runs, 0);

      if (g_hash_table_contains (self->hidden, run->id))
        {
          cdl_run_record_free (run);
          met_hidden (self);
        }
      else
        g_ptr_array_add (items, cdl_run_row_new (run, self->pages->len));
    }
  g_array_append_val (self->pages, new);
  g_free (self->next);
  self->next = g_strdup (page->next);
  self->fresh = FALSE;
  if (n - from > 0 || items->len > 0)
    g_list_store_splice (self->rows, from, n - from, items->pdata, items->len);
  note_seen (self, self->pages->len - 1);
}

static void
on_answer (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Waiting) waiting = data;
  CdlRunList *self = waiting->list;
  g_autoptr (GError) error = NULL;
  g_autoptr (CdlRunPage) page = cdl_store_call_finish (CDL_STORE (source), result, &error);

  if (!is_current (waiting))
    return;

  self->loading = FALSE;
  g_clear_pointer (&self->problem, g_free);
  if (page == NULL)
    {
      self->problem = cdl_error_text (error);
      changed (self);
      return;
    }

  if (self->fresh && page->next != NULL)
    ask (self, NULL, 0, count_runs, g_free, on_counted);
  else if (self->fresh)
    self->count = page->runs->len;
  add_page (self, page);
  changed (self);
}

static void
fetch (CdlRunList *self)
{
  self->loading = TRUE;
  ask (self, self->fresh ? NULL : self->next, 0, list_runs, (GDestroyNotify) cdl_run_page_free,
       on_answer);
}

void
cdl_run_list_ask (CdlRunList *self,
                  CdlStore *store,
                  const CdlRunFilter *filter,
                  CdlSortKey key,
                  CdlStat stat,
                  gboolean descending)
{
  CdlRunFilter *copy;

  g_return_if_fail (CDL_IS_RUN_LIST (self) && filter != NULL);

  g_set_object (&self->store, store);
  copy = cdl_run_filter_copy (filter);
  g_clear_pointer (&self->filter, cdl_run_filter_free);
  self->filter = copy;
  self->key = key;
  self->stat = stat;
  self->descending = descending;
  cdl_run_list_again (self);
}

void
cdl_run_list_again (CdlRunList *self)
{
  g_return_if_fail (CDL_IS_RUN_LIST (self));

  if (self->store == NULL)
    return;
  g_cancellable_cancel (self->cancellable);
  g_object_unref (self->cancellable);
  self->cancellable = g_cancellable_new ();
  g_array_set_size (self->pages, 0);
  g_queue_clear (self->recent);
  g_clear_pointer (&self->next, g_free);
  self->question++;
  self->fresh = TRUE;
  self->count = -1;
  self->n_met = 0;
  fetch (self);
}

void
cdl_run_list_more (CdlRunList *self)
{
  g_return_if_fail (CDL_IS_RUN_LIST (self));

  if (self->next != NULL && !self->loading)
    fetch (self);
}

void
cdl_run_list_hide (CdlRunList *self, const char *const *ids)
{
  guint i = 0;

  g_return_if_fail (CDL_IS_RUN_LIST (self));

  for (const char *const *id = ids; *id != NULL; id++)
    g_hash_table_add (self->hidden, g_strdup (*id));
  while (i < g_list_model_get_n_items (G_LIST_MODEL (self->rows)))
    {
      g_autoptr (CdlRunRow) row = g_list_model_get_item (G_LIST_MODEL (self->rows), i);

      if (g_hash_table_contains (self->hidden, cdl_run_row_id (row)))
        {
          g_list_store_remove (self->rows, i);
          met_hidden (self);
        }
      else
        i++;
    }
  changed (self);
}

void
cdl_run_list_unhide (CdlRunList *self, const char *const *ids)
{
  g_return_if_fail (CDL_IS_RUN_LIST (self));

  for (const char *const *id = ids; *id != NULL; id++)
    g_hash_table_remove (self->hidden, *id);
}

GListModel *
cdl_run_list_model (CdlRunList *self)
{
  return G_LIST_MODEL (self->rows);
}

gint64
cdl_run_list_count (CdlRunList *self)
{
  return self->count;
}

gboolean
cdl_run_list_is_waiting (CdlRunList *self)
{
  return self->fresh && self->loading;
}

const char *
cdl_run_list_problem (CdlRunList *self)
{
  return self->problem;
}

static void
page_clear (gpointer data)
{
  g_free (((Page *) data)->cursor);
}

static void
cdl_run_list_dispose (GObject *object)
{
  CdlRunList *self = CDL_RUN_LIST (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->store);
  G_OBJECT_CLASS (cdl_run_list_parent_class)->dispose (object);
}

static void
cdl_run_list_finalize (GObject *object)
{
  CdlRunList *self = CDL_RUN_LIST (object);

  g_object_unref (self->rows);
  g_object_unref (self->cancellable);
  g_clear_pointer (&self->filter, cdl_run_filter_free);
  g_array_unref (self->pages);
  g_queue_free (self->recent);
  g_hash_table_unref (self->hidden);
  g_free (self->next);
  g_free (self->problem);
  G_OBJECT_CLASS (cdl_run_list_parent_class)->finalize (object);
}

static void
cdl_run_list_class_init (CdlRunListClass *class)
{
  G_OBJECT_CLASS (class)->dispose = cdl_run_list_dispose;
  G_OBJECT_CLASS (class)->finalize = cdl_run_list_finalize;
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (class), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
}

static void
cdl_run_list_init (CdlRunList *self)
{
  self->rows = g_list_store_new (CDL_TYPE_RUN_ROW);
  self->pages = g_array_new (FALSE, FALSE, sizeof (Page));
  g_array_set_clear_func (self->pages, page_clear);
  self->recent = g_queue_new ();
  self->hidden = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->cancellable = g_cancellable_new ();
  self->count = -1;
}

CdlRunList *
cdl_run_list_new (void)
{
  return g_object_new (CDL_TYPE_RUN_LIST, NULL);
}
