#include "cdl-session-fetch.h"

#include "cdl-market-error.h"
#include "cdl-time.h"

#define POLL_US 50000

/* How long it is waited for another program that downloads: several sessions may be started at
 * once. */
#define PATIENCE_US (60 * G_USEC_PER_SEC)

static CdlDownloadQueue *
open_queue (const char *root, const CdlExchangePoints *points, GError **error)
{
  gint64 until = g_get_monotonic_time () + PATIENCE_US;

  for (;;)
    {
      g_autoptr (GError) local_error = NULL;
      CdlDownloadQueue *queue = cdl_download_queue_new (root, cdl_exchange_binance (), points, NULL,
                                                        NULL, &local_error);

      if (queue != NULL)
        return queue;
      if (!g_error_matches (local_error, CDL_MARKET_ERROR, CDL_MARKET_ERROR_BUSY)
          || g_get_monotonic_time () >= until)
        {
          g_propagate_error (error, g_steal_pointer (&local_error));
          return NULL;
        }
      g_usleep (POLL_US);
    }
}

gboolean
cdl_session_fetch (const char *root,
                   const char *url,
                   const GArray *downloads,
                   GCancellable *cancellable,
                   GError **error)
{
  CdlExchangePoints points = { { (char *) url, (char *) url }, (char *) url };
  g_autoptr (GMainContext) context = g_main_context_new ();
  g_autoptr (CdlQueueStatus) status = NULL;
  g_autoptr (CdlDownloadQueue) queue = NULL;
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (guint));
  gboolean good = TRUE;

  g_main_context_push_thread_default (context);
  queue = open_queue (root, &points, error);
  for (guint i = 0; queue != NULL && i < downloads->len; i++)
    {
      guint id = cdl_download_queue_add (queue, &g_array_index (downloads, CdlDownload, i));

      g_array_append_val (ids, id);
    }
  while (queue != NULL && (good = !g_cancellable_set_error_if_cancelled (cancellable, error)))
    {
      g_clear_pointer (&status, cdl_queue_status_free);
      status = cdl_download_queue_status (queue);
      if (status->idle)
        break;
      while (g_main_context_iteration (context, FALSE))
        ;
      g_usleep (POLL_US);
    }
  for (guint i = 0; queue != NULL && good && i < status->downloads->len; i++)
    {
      const CdlDownloadStatus *done = status->downloads->pdata[i];
      g_autofree char *name = cdl_series_id_format (&done->download.id);
      gboolean ours = FALSE;

      for (guint k = 0; k < ids->len; k++)
        ours = ours || g_array_index (ids, guint, k) == done->id;
      if (!ours || done->state != CDL_DOWNLOAD_FAILED)
        continue;
      g_propagate_prefixed_error (error, g_error_copy (done->error), "%s: ", name);
      good = FALSE;
    }
  good = good && queue != NULL;
  g_clear_pointer (&queue, cdl_download_queue_free);
  g_main_context_pop_thread_default (context);

  return good;
}

gboolean
cdl_session_fetch_market (const char *root,
                          const CdlSessionPlan *plan,
                          gint64 to,
                          GCancellable *cancellable,
                          GError **error)
{
  static const CdlSeries series[]
      = { CDL_SERIES_KLINES, CDL_SERIES_PRINTS, CDL_SERIES_FUNDING, CDL_SERIES_MARK };
  const CdlExchange *exchange = cdl_exchange_binance ();
  g_autoptr (GArray) downloads = g_array_new (FALSE, FALSE, sizeof (CdlDownload));

  for (guint i = 0; i < plan->symbols->len; i++)
    for (guint k = 0; k < G_N_ELEMENTS (series); k++)
      {
        const CdlSessionPlanSymbol *symbol
            = &g_array_index (plan->symbols, CdlSessionPlanSymbol, i);
        CdlDownload one = { .id = { .series = series[k] },
                            .from = series[k] == CDL_SERIES_KLINES ? plan->history : plan->from,
                            .to = to,
                            .partial = TRUE };

        if (cdl_dataset_name_init (&one.id.name, symbol->settings.market, symbol->symbol,
                                   plan->path_interval)
            && exchange->offers (&one.id))
          g_array_append_val (downloads, one);
      }

  return cdl_session_fetch (root, plan->rest_url, downloads, cancellable, error);
}
