#pragma once

#include "cdl-klines.h"

G_BEGIN_DECLS

/* A span of time [from, to), ms UTC. */
typedef struct
{
  gint64 from;
  gint64 to;
} CdlSpan;

/* Sets of times as sorted lists of spans that neither touch nor overlap: GArray of CdlSpan. */
GArray *cdl_spans_new (void);

/* Adds [from, to); nothing if it is empty. */
void cdl_spans_add (GArray *self, gint64 from, gint64 to);
void cdl_spans_add_all (GArray *self, const GArray *other);

/* Adds the times that klines cover. */
void cdl_spans_add_klines (GArray *self, const CdlKlines *klines);

/* What of [from, to) is not in self; newly allocated. */
GArray *cdl_spans_missing (const GArray *self, gint64 from, gint64 to);

/* Klines of interval that open in self. */
gsize cdl_spans_count (const GArray *self, CdlInterval interval);

G_END_DECLS
