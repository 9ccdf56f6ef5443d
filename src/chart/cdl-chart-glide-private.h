#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define CDL_GLIDE_SAMPLES 8

/* Motion that goes on when the hand lets go, and slows down. Times in us, ways in pixels. Zero is a
 * glide at rest. */
typedef struct
{
  gint64 time[CDL_GLIDE_SAMPLES];
  double at[CDL_GLIDE_SAMPLES];
  guint n; /* samples ever taken since the last stop */

  double speed; /* px/s */
  gint64 last;  /* time of the last step; 0: none yet */
  guint tick;   /* for the owner: its callback */
} CdlGlide;

/* The hand is at a place at a time. */
void cdl_glide_sample (CdlGlide *self, gint64 time_us, double at);

/* Speed of the hand in the last tenth of a second before a time. */
double cdl_glide_speed (const CdlGlide *self, gint64 time_us);

/* FALSE if that is too slow to go on. */
gboolean cdl_glide_start (CdlGlide *self, double speed);

/* The way since the last step. */
double cdl_glide_step (CdlGlide *self, gint64 time_us);

gboolean cdl_glide_moves (const CdlGlide *self);
void cdl_glide_stop (CdlGlide *self);

G_END_DECLS
