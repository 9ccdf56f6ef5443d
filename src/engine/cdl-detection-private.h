#pragma once

#include "cdl-detector.h"

G_BEGIN_DECLS

/* What detection says at each of n closes: candidates of close i from end[i - 1] to end[i]. */
typedef struct
{
  CdlProgram *program; /* for names; borrowed */
  GArray *candidates;  /* CdlCandidate */
  GArray *end;         /* gsize */
} CdlDetection;

CdlDetection *cdl_detection_new (CdlProgram *program);
void cdl_detection_free (CdlDetection *self);

/* Asks detector for the closes [from, to), the next ones. */
void cdl_detection_extend (CdlDetection *self, CdlDetector *detector, gsize from, gsize to);

/* Compares n closes of a from a_from on with those of b from b_from on, bit for bit. NULL if they
 * are equal, else "the close of ... gives ..., but ... <circumstance>"; newly allocated. klines are
 * those of a; circumstance says what was different about b. */
char *cdl_detection_compare (const CdlDetection *a,
                             gsize a_from,
                             const CdlDetection *b,
                             gsize b_from,
                             gsize n,
                             const CdlKlines *klines,
                             const char *circumstance);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CdlDetection, cdl_detection_free)

G_END_DECLS
