#pragma once

#include <gtk/gtk.h>

#include "cdl-chart-data.h"
#include "cdl-chart-theme.h"

G_BEGIN_DECLS

/* A chart of klines, trades and equity to pan (drag, wheel with Shift, Page Up and Down), zoom at
 * the pointer (wheel, pinch, + and -; Home: all, End: the last) and read (crosshair, arrow keys).
 * Its value at the cursor is its accessible description. Actions: "view.zoom" (i: out by so many
 * steps), "view.pan" (i: later by so many pages), "view.cursor" (i: later by so many bars),
 * "view.all", "view.end".
 *
 * Properties, all boolean: "show-volume", "show-trades", "show-setups", "show-lines",
 * "logarithmic", "local-time" (else UTC), "color-blind-safe".
 * Signal "trade-clicked" (int): index of the trade that was pointed at; -1: none. */
#define CDL_TYPE_CHART (cdl_chart_get_type ())
G_DECLARE_FINAL_TYPE (CdlChart, cdl_chart, CDL, CHART, GtkWidget)

GtkWidget *cdl_chart_new (void);

/* Shows data, all of it in sight. owner keeps what data borrows alive, and is freed when other data
 * comes (data NULL: none). title names the chart for those who do not see it. */
void cdl_chart_set_data (CdlChart *self,
                         const CdlChartData *data,
                         const char *title,
                         gpointer owner,
                         GDestroyNotify owner_free);

/* Shows newer data of the same market, as it comes in: what was in sight stays, and an end that was
 * in sight moves on with the data. Without data before: as cdl_chart_set_data(). */
void cdl_chart_follow_data (CdlChart *self,
                            const CdlChartData *data,
                            const char *title,
                            gpointer owner,
                            GDestroyNotify owner_free);

/* Brings the last n klines into sight. */
void cdl_chart_show_last (CdlChart *self, guint n);

/* Words of its own for what it shows; static. */
void cdl_chart_set_words (CdlChart *self, const CdlChartWords *words);

/* Selects trade i (-1: none), draws its levels and brings it into sight. */
void cdl_chart_select_trade (CdlChart *self, int i);

/* The same, but leaves what is in sight. */
void cdl_chart_mark_trade (CdlChart *self, int i);

/* Marks a setup and brings it into sight, with its life and as much around it. */
void cdl_chart_show_setup (CdlChart *self, const CdlSetup *setup);

void cdl_chart_show_all (CdlChart *self);

/* What cdl_chart_draw() draws it of now; borrowed until the chart changes. FALSE: nothing. */
gboolean cdl_chart_get_shown (CdlChart *self,
                              CdlChartData *data,
                              CdlChartView *view,
                              const CdlChartTheme **theme);

G_END_DECLS
