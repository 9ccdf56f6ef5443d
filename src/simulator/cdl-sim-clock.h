#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The exchange's clock: it starts when it is told and runs at its own speed. With speed 0, and
 * with INFINITY (as fast as others can), it stands still and goes on only by
 * cdl_sim_clock_advance(). It never goes back but by a jump. */
typedef struct _CdlSimClock CdlSimClock;

CdlSimClock *cdl_sim_clock_new (gint64 now, double speed);
void cdl_sim_clock_free (CdlSimClock *self);

/* ms UTC. */
gint64 cdl_sim_clock_now (const CdlSimClock *self);

double cdl_sim_clock_speed (const CdlSimClock *self);
void cdl_sim_clock_set_speed (CdlSimClock *self, double speed);

/* Moves the clock on; what happens meanwhile does happen. */
void cdl_sim_clock_advance (CdlSimClock *self, gint64 ms);

/* Sets the clock: what lies between never happens on the streams, as if nobody had been connected.
 */
void cdl_sim_clock_jump (CdlSimClock *self, gint64 now);

/* How often it jumped, so that streams see it. */
guint cdl_sim_clock_jumps (const CdlSimClock *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CdlSimClock, cdl_sim_clock_free)

G_END_DECLS
