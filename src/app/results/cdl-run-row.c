#include "cdl-run-row.h"

struct _CdlRunRow
{
  GObject parent_instance;
  char *id;
  guint page;
  CdlRunRecord *run;
};

G_DEFINE_FINAL_TYPE (CdlRunRow, cdl_run_row, G_TYPE_OBJECT)

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
cdl_run_row_finalize (GObject *object)
{
  CdlRunRow *self = CDL_RUN_ROW (object);

  g_clear_pointer (&self->run, cdl_run_record_free);
  g_free (self->id);
  G_OBJECT_CLASS (cdl_run_row_parent_class)->finalize (object);
}

static void
cdl_run_row_class_init (CdlRunRowClass *class)
{
  G_OBJECT_CLASS (class)->finalize = cdl_run_row_finalize;
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (class), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
}

static void
cdl_run_row_init (CdlRunRow *self)
{
}

CdlRunRow *
cdl_run_row_new (CdlRunRecord *run, guint page)
{
  CdlRunRow *self = g_object_new (CDL_TYPE_RUN_ROW, NULL);

  self->id = g_strdup (run->id);
  self->page = page;
  self->run = run;

  return self;
}

const char *
cdl_run_row_id (CdlRunRow *self)
{
  return self->id;
}

guint
cdl_run_row_page (CdlRunRow *self)
{
  return self->page;
}

const CdlRunRecord *
cdl_run_row_run (CdlRunRow *self)
{
  return self->run;
}

void
cdl_run_row_set_run (CdlRunRow *self, CdlRunRecord *run)
{
  g_clear_pointer (&self->run, cdl_run_record_free);
  self->run = run;
  if (run != NULL)
    g_signal_emit (self, signals[CHANGED], 0);
}

static int
by_bytes (gconstpointer a, gconstpointer b)
{
  return g_strcmp0 (*(char *const *) a, *(char *const *) b);
}

/* Tags without `untag`, with `tag`, sorted. */
static void
edit_tags (CdlRunRecord *run, const char *tag, const char *untag)
{
  g_autoptr (GPtrArray) tags = g_ptr_array_new ();

  for (char **t = run->tags; *t != NULL; t++)
    if (g_strcmp0 (*t, untag) == 0 || g_strcmp0 (*t, tag) == 0)
      g_free (*t);
    else
      g_ptr_array_add (tags, *t);
  if (tag != NULL)
    g_ptr_array_add (tags, g_strdup (tag));
  g_ptr_array_sort (tags, by_bytes);
  g_ptr_array_add (tags, NULL);
  g_free (run->tags);
  run->tags = (char **) g_ptr_array_free (g_steal_pointer (&tags), FALSE);
}

void
cdl_run_row_edit (CdlRunRow *self, const CdlRunEdit *edit)
{
  if (self->run == NULL)
    return;

  if (edit->tag != NULL || edit->untag != NULL)
    edit_tags (self->run, edit->tag, edit->untag);
  if (edit->note != NULL)
    {
      g_free (self->run->note);
      self->run->note = g_strdup (edit->note);
    }
  if (edit->favourite >= 0)
    self->run->favourite = edit->favourite != 0;
  g_signal_emit (self, signals[CHANGED], 0);
}
