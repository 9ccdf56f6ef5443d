#include "cdl-feed-keeper-private.h"

#include "cdl-absent.h"
#include "cdl-columns.h"

#define ATTEMPTS 20 /* while another process writes the dataset */
#define WAIT_US  (G_USEC_PER_SEC / 10)

struct _CdlFeedKeeper
{
  CdlArchive *archive;
  GThreadPool *pool; /* of one thread */
};

typedef struct
{
  CdlDatasetName name;
  CdlColumns *rows; /* NULL: */
  CdlSpan hole;
} Stretch;

static gboolean
write_once (CdlFeedKeeper *self, const Stretch *stretch, GError **error)
{
  static const CdlSourceFile source = { "stream", "" };
  g_autoptr (GArray) hole = cdl_spans_new ();
  CdlWriteResult result;

  if (stretch->rows != NULL)
    return cdl_archive_write (self->archive, &stretch->name, cdl_columns_view (stretch->rows),
                              &source, TRUE, &result, error);
  cdl_spans_add (hole, stretch->hole.from, stretch->hole.to);

  return cdl_absent_add (self->archive, &stretch->name, hole, NULL, error);
}

static void
write_stretch (gpointer data, gpointer user_data)
{
  Stretch *stretch = data;
  CdlFeedKeeper *self = user_data;
  gboolean again = TRUE;

  for (int i = 0; again; i++)
    {
      g_autoptr (GError) error = NULL;

      if (write_once (self, stretch, &error))
        break;
      again = i + 1 < ATTEMPTS && g_error_matches (error, CDL_MARKET_ERROR, CDL_MARKET_ERROR_BUSY);
      if (again)
        g_usleep (WAIT_US);
      else
        g_message ("%s of the stream are not in the archive: %s",
                   stretch->rows != NULL ? "klines" : "holes", error->message);
    }
  g_clear_pointer (&stretch->rows, cdl_columns_free);
  g_free (stretch);
}

CdlFeedKeeper *
cdl_feed_keeper_new (CdlArchive *archive)
{
  CdlFeedKeeper *self = g_new0 (CdlFeedKeeper, 1);

  self->archive = archive;
  self->pool = g_thread_pool_new (write_stretch, self, 1, FALSE, NULL);

  return self;
}

void
cdl_feed_keeper_free (CdlFeedKeeper *self)
{
  if (self == NULL)
    return;
  g_thread_pool_free (self->pool, FALSE, TRUE);
  g_free (self);
}

void
cdl_feed_keeper_put (CdlFeedKeeper *self,
                     const CdlDatasetName *name,
                     const CdlFeedKline *rows,
                     gsize n)
{
  Stretch *stretch = g_new0 (Stretch, 1);

  stretch->name = *name;
  stretch->rows = cdl_columns_new (name->interval, (1u << CDL_N_FIELDS) - 1);
  for (gsize i = 0; i < n; i++)
    cdl_columns_append (stretch->rows, rows[i].open_time, rows[i].field);
  g_thread_pool_push (self->pool, stretch, NULL);
}

void
cdl_feed_keeper_put_hole (CdlFeedKeeper *self, const CdlDatasetName *name, gint64 from, gint64 to)
{
  Stretch *stretch = g_new0 (Stretch, 1);

  stretch->name = *name;
  stretch->hole = (CdlSpan){ from, to };
  g_thread_pool_push (self->pool, stretch, NULL);
}
