#pragma once

#include "cdl-dataset-record.h"
#include "cdl-statistics.h"
#include "cdl-strategy-record.h"

G_BEGIN_DECLS

/* What a reader of the numbers must know. */
typedef enum
{
  CDL_RUN_SHORT_HISTORY = 1 << 0,   /* the archive had less than the declared look-back */
  CDL_RUN_GUESSED_TICK = 1 << 1,    /* the tick is the finest decimal seen in the data */
  CDL_RUN_MISSING_FUNDING = 1 << 2, /* a funding rate was not there, and not charged */
  CDL_RUN_RUINED = 1 << 3,          /* equity fell to nothing before the end */
} CdlRunFlags;

#define CDL_N_RUN_FLAGS 4

typedef struct
{
  char *name;
  double value;
} CdlRunParam;

/* An empty array of CdlRunParam that frees what it holds. */
GArray *cdl_run_params_new (void);

/* Where reading of an interval began. */
typedef struct
{
  CdlInterval interval;
  gint64 open_time;
} CdlFirstLoaded;

/* One strategy variant over one symbol: everything but its trades and setups. */
typedef struct
{
  char *id;                    /* the run id of the specification: equal work, equal id */
  char *fingerprint;           /* of the trade list */
  CdlStrategyRecord *strategy; /* json is NULL in lists */
  CdlDatasetRecord *dataset;   /* holds market and symbol */
  GArray *params;              /* CdlRunParam, in the strategy's order */
  CdlInterval interval;        /* of the strategy */
  CdlInterval path_interval;
  gint64 from, to;      /* the run's window [from, to), ms UTC */
  GArray *first_loaded; /* CdlFirstLoaded, one per interval read */
  guint flags;          /* CdlRunFlags */
  char *settings;       /* canonical JSON */
  CdlStatistics statistics;
  double net_pessimistic; /* net result under that assumption; NaN: not computed */
  double net_optimistic;

  char **tags; /* NULL-terminated, sorted; never NULL */
  char *note;  /* never NULL */
  gboolean favourite;
  char *test; /* id of the test that it was (first) computed for, or NULL */

  gint64 created_at;  /* when it was asked for, ms UTC */
  gint64 finished_at; /* ms UTC */
  gint64 elapsed_us;  /* computing time */
  gboolean detailed;  /* set by stores: trades are stored too */

  GStringChunk *texts; /* private: owns reasons that are not static */
} CdlRunRecord;

/* Every pointer is NULL (tags and note empty), statistics undefined without reason, nets NaN. */
CdlRunRecord *cdl_run_record_new (void);
void cdl_run_record_free (CdlRunRecord *self);

/* Strings are copied. */
void cdl_run_record_add_param (CdlRunRecord *self, const char *name, double value);
void cdl_run_record_add_first_loaded (CdlRunRecord *self, CdlInterval interval, gint64 open_time);

/* NaN if the run has no such parameter. */
double cdl_run_record_param (const CdlRunRecord *self, const char *name);

/* Marks a statistic undefined; the reason is copied. */
void cdl_run_record_set_undefined (CdlRunRecord *self, CdlStat stat, const char *reason);

/* "short_history"; of one flag. */
const char *cdl_run_flag_name (CdlRunFlags flag);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CdlRunRecord, cdl_run_record_free)

G_END_DECLS
