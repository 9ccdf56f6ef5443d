#pragma once

#include "cdl-absent.h"
#include "cdl-download.h"
#include "cdl-http.h"
#include "cdl-pace.h"
#include "cdl-plan.h"
#include "cdl-random.h"
#include "cdl-server-clock.h"

G_BEGIN_DECLS

/* The queue's inside. All of it belongs to its thread, but what is said to be shared. */

typedef struct _CdlJob CdlJob;
typedef struct _CdlTask CdlTask;
typedef struct _CdlSeriesClass CdlSeriesClass;

/* One thing that is asked for, with all requests that it takes. */
typedef enum
{
  CDL_TASK_CLOCK,  /* the exchange's time */
  CDL_TASK_LIMITS, /* how much of it may be asked */
  CDL_TASK_FIRST,  /* the first kline that it has */
  CDL_TASK_PAGES,
  CDL_TASK_FILE,
} CdlTaskKind;

struct _CdlTask
{
  CdlJob *job;
  CdlTaskKind kind;
  CdlPiece piece;
  gboolean started, done;

  gboolean confirming; /* PAGES: asked for a second time, since nothing came */
  gint64 cursor;       /* PAGES: the next page begins here */
  gint64 next_id;      /* of prints; -1: by time */
  char *checksum;      /* FILE: what it must be; NULL: not asked yet */
  char *path;          /* where it is put */
  guint mismatches;    /* checksums that were not met */
  guint attempts;      /* in vain since the last progress */
  guint pauses;        /* ordered since then */

  CdlColumns *klines; /* what came: NULL or klines, */
  GArray *prints;     /* prints (CdlTradePrint), */
  GArray *funding;    /* or rates (CdlFunding) */
  GChecksum *sum;     /* of the pages */
  char *source;       /* what they came from */

  CdlHttpCall *call;
  GSource *timer;
};

/* A download at work. */
struct _CdlJob
{
  CdlDownloadQueue *queue;
  const CdlSeriesClass *series;
  CdlDownloadStatus status; /* shared, under the queue's lock */
  gboolean dropped;         /* not to be tried again */
  gboolean planned, first_known;
  gint64 first;      /* first kline that the exchange has */
  GArray *have;      /* spans stored, staged or absent when it was planned */
  GPtrArray *tasks;  /* CdlTask, in order of time; done ones are kept in that order */
  guint64 kept_rows; /* of tasks that are gone */
  CdlArchive *archive, *staging;
};

/* What differs between series. FALSE with error: the task is tried again (page, file) or the job
 * fails (others). */
struct _CdlSeriesClass
{
  gboolean needs_first; /* plan() wants to know where the exchange's klines begin */
  gboolean (*plan) (CdlJob *job, GError **error);
  /* A page came: cursor or done moves on. */
  gboolean (*page) (CdlTask *task, const char *text, gsize size, GError **error);
  /* The file at task->path came, and is what its checksum says. */
  gboolean (*file) (CdlTask *task, GError **error);
  /* Stores what a task brought; may add tasks behind it. */
  gboolean (*commit) (CdlTask *task, GError **error);
  /* After the last one; may be NULL. */
  gboolean (*finish) (CdlJob *job, GError **error);
};

extern const CdlSeriesClass cdl_series_klines, cdl_series_funding, cdl_series_prints,
    cdl_series_info;

typedef struct
{
  gint64 at; /* monotonic, ms */
  guint64 bytes;
  double fraction;
} CdlSample;

#define CDL_N_SAMPLES 20

struct _CdlDownloadQueue
{
  char *root;
  const CdlExchange *exchange;
  CdlExchangePoints points;
  int lock;

  GThread *thread;
  GMainContext *context; /* the thread's */
  GMainLoop *loop;
  GMainContext *owner;
  CdlQueueFunc changed;
  gpointer data;

  GMutex mutex;    /* of what follows, and of every job's status */
  GPtrArray *jobs; /* CdlJob; only the thread adds to it, and nobody removes */
  guint64 bytes;
  GSource *notice; /* that something changed, on its way to the owner; NULL: none */
  gint64 noticed_at;
  guint next_id;
  guint pending; /* downloads on their way to the thread */
  CdlSample samples[CDL_N_SAMPLES];
  guint n_samples;

  CdlHttp *http;
  GHashTable *paces; /* base URL -> CdlPace */
  CdlServerClock clocks[CDL_N_MARKETS];
  gboolean clock_known[CDL_N_MARKETS];
  CdlRateLimits limits[CDL_N_MARKETS];
  gboolean limits_known[CDL_N_MARKETS]; /* told, or asked for in vain */
  CdlRandom random;
  guint running; /* tasks */
};

/* cdl-download-queue.c */
CdlPace *cdl_queue_pace (CdlDownloadQueue *self, const char *base);
void cdl_queue_changed (CdlDownloadQueue *self);
void cdl_queue_pump (CdlDownloadQueue *self); /* starts what may be started */
/* Goes by the limits that an answer tells of from now on, if it does. */
void cdl_queue_take_limits (CdlDownloadQueue *self, CdlMarket market, const char *text, gsize size);
gint64 cdl_queue_server_now (CdlDownloadQueue *self, CdlMarket market);
void cdl_queue_save (CdlDownloadQueue *self);

/* cdl-download-file.c: downloads.json. */
gboolean cdl_queue_file_load (CdlDownloadQueue *self, GArray *downloads, GError **error);
gboolean cdl_queue_file_save (CdlDownloadQueue *self, GError **error);

/* cdl-download-job.c */
CdlJob *cdl_job_new (CdlDownloadQueue *queue, guint id, const CdlDownload *download);
void cdl_job_free (CdlJob *self);
/* Begins anew, under another id, with another download of the same series added to its own. */
void cdl_job_widen (CdlJob *self, guint id, const CdlDownload *more);
/* Takes the next step if one is due: FALSE: nothing to start now. */
gboolean cdl_job_start_task (CdlJob *self);
/* A task is done: what can be stored is. */
void cdl_job_task_done (CdlJob *self);
void cdl_job_fail (CdlJob *self, GError *error, gboolean drop);
void cdl_job_stop (CdlJob *self, CdlDownloadState state);
void cdl_job_note (CdlJob *self, const char *note);
void cdl_job_say (CdlJob *self, const char *message);
CdlTask *cdl_job_add_task (CdlJob *self, guint place, CdlTaskKind kind, const CdlPiece *piece);
guint cdl_job_place (CdlJob *self, const CdlTask *task);

/* cdl-download-task.c */
void cdl_task_free (gpointer data);
void cdl_task_start (CdlTask *self);

/* cdl-download-member.c: the one member of the task's file, if it is named as it should be; NULL
 * with error. */
GBytes *cdl_task_member (const CdlTask *self, GError **error);

/* cdl-download-klines.c: pieces of missing as tasks from place on. month, day: files of them may be
 * used. Returns their number. */
guint
cdl_klines_add_tasks (CdlJob *job, guint place, GArray *missing, gboolean month, gboolean day);

G_END_DECLS
