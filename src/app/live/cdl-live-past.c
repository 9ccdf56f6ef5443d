#include "cdl-live-past.h"

#include "cdl-archive.h"
#include "cdl-live-session.h"
#include "cdl-session-equity.h"

/* Klines of the archive before those of the session. */
#define MAX_PAST 3000

void
cdl_live_past_free (CdlLivePast *self)
{
  g_clear_pointer (&self->klines, cdl_columns_free);
  g_clear_pointer (&self->equity, g_array_unref);
  g_free (self);
}

typedef struct
{
  char *root;
  char *session;
  CdlDatasetName name;
  gboolean named; /* else there can be no such dataset */
} Question;

static void
question_free (gpointer data)
{
  Question *question = data;

  g_free (question->root);
  g_free (question->session);
  g_free (question);
}

static CdlColumns *
load_klines (const Question *question)
{
  g_autoptr (CdlArchive) archive = cdl_archive_new (question->root);
  g_autoptr (CdlDataset) dataset = cdl_archive_open (archive, &question->name, NULL);
  gsize n = dataset != NULL ? cdl_dataset_klines (dataset)->n : 0;
  CdlKlines klines;

  if (n == 0)
    return NULL;
  klines = cdl_klines_slice (cdl_dataset_klines (dataset), n > MAX_PAST ? n - MAX_PAST : 0, n);

  return cdl_columns_copy (&klines);
}

static void
load (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Question *question = data;
  g_autofree char *folder = cdl_live_session_folder (question->root, question->session);
  CdlLivePast *past = g_new0 (CdlLivePast, 1);

  if (question->named)
    past->klines = load_klines (question);
  past->equity = cdl_session_equity_load (folder, NULL);
  g_task_return_pointer (task, past, (GDestroyNotify) cdl_live_past_free);
}

void
cdl_live_past_load_async (const char *root,
                          CdlLiveItem *item,
                          const char *symbol,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Question *question = g_new0 (Question, 1);

  question->root = g_strdup (root);
  question->session = g_strdup (cdl_live_item_id (item));
  question->named = cdl_dataset_name_init (&question->name, cdl_live_item_record (item)->market,
                                           symbol, cdl_live_item_news (item)->path_interval);
  g_task_set_task_data (task, question, question_free);
  g_task_run_in_thread (task, load);
}

CdlLivePast *
cdl_live_past_load_finish (GAsyncResult *result)
{
  return g_task_propagate_pointer (G_TASK (result), NULL);
}
