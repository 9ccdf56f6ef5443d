#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A subject's figures, printed as they come: what was measured, its median and 99th percentile, the
 * bar of the specification, and the ratio to the last time. Whatever they are, nothing fails: times
 * are the machine's as much as the program's.
 *
 * The folder in CHANDELIER_BENCH_FIGURES keeps the medians in SUBJECT.json, so that two builds can
 * be compared. */
typedef struct _CdlBench CdlBench;

/* Reads the options: --size N (what it counts is the subject's own; default_size without), --only
 * TEXT (sections with it in their names). Ends the program on others. */
CdlBench *cdl_bench_new (const char *subject, guint default_size, int *argc, char ***argv);

guint cdl_bench_size (const CdlBench *self);

/* Begins a section of the table. FALSE: it is not wanted, skip it. missing (nullable) says why it
 * cannot be measured here. */
gboolean cdl_bench_section (CdlBench *self, const char *title, const char *missing);

/* Says on stderr how far the preparation has come. */
void cdl_bench_progress (CdlBench *self, const char *what, guint64 done, guint64 total);

/* What a figure is held against. */
typedef struct
{
  double limit;
  const char *page; /* of the specification; NULL: there is no bar */
  gboolean at_least;
} CdlBenchBar;

#define CDL_BENCH_AT_MOST(limit, page)  ((CdlBenchBar){ limit, page, FALSE })
#define CDL_BENCH_AT_LEAST(limit, page) ((CdlBenchBar){ limit, page, TRUE })
#define CDL_BENCH_NO_BAR                ((CdlBenchBar){ 0, NULL, FALSE })

/* What is timed. Errors are fatal: a figure of something that failed is none. */
typedef void (*CdlBenchFunc) (gpointer data);

/* Times rounds calls in ms, after one that does not count. */
void cdl_bench_time (CdlBench *self,
                     const char *what,
                     guint rounds,
                     CdlBenchFunc func,
                     gpointer data,
                     CdlBenchBar bar);

/* Adds samples that the subject took itself (sorted here), or a single figure. */
void cdl_bench_samples (CdlBench *self,
                        const char *what,
                        double *samples,
                        guint n,
                        const char *unit,
                        CdlBenchBar bar);
void cdl_bench_figure (CdlBench *self,
                       const char *what,
                       double value,
                       const char *unit,
                       CdlBenchBar bar);

/* Keeps the figures and frees; the program's exit status. */
int cdl_bench_finish (CdlBench *self);

/* Seconds on the clock that only runs forward. */
double cdl_bench_now (void);

/* Resident memory of this program, MB, without what it maps of files. */
double cdl_bench_memory (void);

G_END_DECLS
