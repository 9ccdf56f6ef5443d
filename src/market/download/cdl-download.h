#pragma once

#include "cdl-exchange.h"

G_BEGIN_DECLS

/* What is to be downloaded: klines and rates that are not stored yet, and no others. */
typedef struct
{
  CdlSeriesId id;
  gint64 from;  /* CDL_TIME_NONE: as far back as the exchange goes */
  gint64 to;    /* CDL_TIME_NONE: now */
  int priority; /* higher ones first */

  /* Prints: of days that are not over or not wanted whole, what is wanted alone. The archive then
   * has less of a day than there is: for one that is made for a purpose, and thrown away. */
  gboolean partial;
} CdlDownload;

typedef enum
{
  CDL_DOWNLOAD_WAITING,
  CDL_DOWNLOAD_RUNNING,
  CDL_DOWNLOAD_DONE,
  CDL_DOWNLOAD_FAILED, /* stays in the queue, for the next time, if it may go well then */
  CDL_DOWNLOAD_CANCELLED,
} CdlDownloadState;

/* How far a download is. */
typedef struct
{
  guint id;
  CdlDownload download;
  CdlDownloadState state;
  char *message; /* why it failed or what it waits for, in a sentence; NULL: nothing to say */
  GError *error; /* of FAILED */
  guint64 rows;  /* klines (rates, hours of prints) that were dealt with, of total */
  guint64 total; /* 0: not known yet */
  guint64 added;
  guint64 repaired; /* stored ones that the exchange has corrected */
  guint64 absent;   /* that the exchange does not have */
  char **notes;     /* files that could not be used; NULL-terminated */
} CdlDownloadStatus;

/* The whole queue. */
typedef struct
{
  GPtrArray *downloads; /* CdlDownloadStatus, in the order they came */
  gboolean idle;        /* nothing waits or runs */
  guint64 bytes;        /* that came since the queue began */
  double bytes_per_s;   /* lately */
  double fraction;      /* of all that is known */
  gint64 remaining_ms;  /* -1: not known */
} CdlQueueStatus;

void cdl_queue_status_free (CdlQueueStatus *self);

/* Downloads below an archive's root, in a thread of its own named "download". One process at a time
 * has the queue; what is in it is kept in downloads.json until it is done. */
typedef struct _CdlDownloadQueue CdlDownloadQueue;

/* Called in the main context that made the queue, at most ten times a second. */
typedef void (*CdlQueueFunc) (CdlDownloadQueue *queue, gpointer data);

/* points: where the exchange is reached instead; members that are NULL, or NULL: where it usually
 * is. Takes up what is queued. BUSY if another process has the queue. Free it to stop: what is
 * missing then is fetched the next time. */
CdlDownloadQueue *cdl_download_queue_new (const char *root,
                                          const CdlExchange *exchange,
                                          const CdlExchangePoints *points,
                                          CdlQueueFunc changed,
                                          gpointer data,
                                          GError **error);
void cdl_download_queue_free (CdlDownloadQueue *self);

/* Adds a download, or widens one of the same series; returns its id. */
guint cdl_download_queue_add (CdlDownloadQueue *self, const CdlDownload *download);
void cdl_download_queue_cancel (CdlDownloadQueue *self, guint id);

/* As it is now; free with cdl_queue_status_free(). */
CdlQueueStatus *cdl_download_queue_status (CdlDownloadQueue *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CdlDownloadQueue, cdl_download_queue_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CdlQueueStatus, cdl_queue_status_free)

G_END_DECLS
