#pragma once

#include "cdl-settings.h"

G_BEGIN_DECLS

/* How the exchange's clock differs from this machine's, as it was last measured: kept in
 * exchange/<market>-clock.json below the archive's root. Whoever has measured it himself goes by a
 * clock that nobody sets, and is not led astray when the machine's is set. */
typedef struct
{
  gint64 offset_ms;   /* exchange minus machine; true to half of rtt_ms */
  gint64 rtt_ms;      /* of the question */
  gint64 measured_at; /* machine's clock, ms UTC; 0: never: the offset is 0 */
  gint64 server_ms;   /* the exchange's clock */
  gint64 steady_ms;   /* when it was that, by cdl_steady_ms(); 0: not measured here */
} CdlServerClock;

void cdl_server_clock_load (CdlServerClock *self, const char *root, CdlMarket market);
gboolean cdl_server_clock_save (const CdlServerClock *self,
                                const char *root,
                                CdlMarket market,
                                GError **error);

/* Takes one answer in: the exchange said server_ms between sent_at and received_at (steady); the
 * machine's clock is now_ms. Of those within some minutes the quickest counts. */
void cdl_server_clock_measure (CdlServerClock *self,
                               gint64 server_ms,
                               gint64 sent_at,
                               gint64 received_at,
                               gint64 now_ms);

/* The exchange's time: now_ms by the machine's clock, steady_ms by cdl_steady_ms(). */
gint64 cdl_server_clock_at (const CdlServerClock *self, gint64 now_ms, gint64 steady_ms);

/* The exchange's time now. */
gint64 cdl_server_clock_now (const CdlServerClock *self);

/* The exchange's time now, by what is kept below root. */
gint64 cdl_server_now (const char *root, CdlMarket market);

G_END_DECLS
