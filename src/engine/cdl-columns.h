#pragma once

#include "cdl-klines.h"

G_BEGIN_DECLS

/* Klines that grow: columns that the object owns. For resampled and live klines; the view moves
 * when rows are added. */
typedef struct _CdlColumns CdlColumns;

/* fields: bit mask (1 << CdlField) of the columns there are; the first four always. */
CdlColumns *cdl_columns_new (CdlInterval interval, guint fields);
void cdl_columns_free (CdlColumns *self);

/* Adds a kline; values[f] is read for the fields that there are. open_time must be later than the
 * last one's. */
void cdl_columns_append (CdlColumns *self, gint64 open_time, const double values[CDL_N_FIELDS]);

/* Overwrites the last kline's values. */
void cdl_columns_replace_last (CdlColumns *self, const double values[CDL_N_FIELDS]);

/* Drops the first n klines, and gives back the room if most of it is free now. */
void cdl_columns_drop (CdlColumns *self, gsize n);

const CdlKlines *cdl_columns_view (const CdlColumns *self);

/* A growing copy of klines. */
CdlColumns *cdl_columns_copy (const CdlKlines *klines);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CdlColumns, cdl_columns_free)

G_END_DECLS
