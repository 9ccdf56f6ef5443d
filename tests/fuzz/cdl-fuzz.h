#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What a fuzz-NAME.c defines: a function that must survive every input, and inputs to start from.
 * The driver (cdl-fuzz.c) replays the seeds, then mutates them. */

#define CDL_FUZZ_MAX_SIZE 400 /* of a seed and of a mutation: small inputs find the same bugs */

typedef struct
{
  const char *data;
  gsize size;
} CdlFuzzSeed;

/* A seed of a string literal, which may hold zero bytes ("PK\3\4\0"). */
#define CDL_FUZZ_SEED(literal)                                                                     \
  {                                                                                                \
    literal, sizeof (literal) - 1                                                                  \
  }

typedef struct
{
  const char *name;

  /* Takes size bytes that belong to the driver and end there: no zero byte follows. Returns 0. What
   * must hold of the results is asserted inside. */
  int (*run) (const guint8 *data, gsize size);

  const CdlFuzzSeed *seeds;
  gsize n_seeds;
} CdlFuzzTarget;

/* The one target of the program: defined by CDL_FUZZ_TARGET() at the end of fuzz-NAME.c. */
extern const CdlFuzzTarget cdl_fuzz_target;

#define CDL_FUZZ_TARGET(target_name, function, seed_array)                                         \
  const CdlFuzzTarget cdl_fuzz_target = {                                                          \
    .name = target_name,                                                                           \
    .run = function,                                                                               \
    .seeds = seed_array,                                                                           \
    .n_seeds = G_N_ELEMENTS (seed_array),                                                          \
  }

/* The input as a string, up to its first zero byte, in memory that ends with it: a reader that goes
 * too far is caught by the address sanitizer. Newly allocated. */
static inline char *
cdl_fuzz_text (const guint8 *data, gsize size)
{
  return g_strndup ((const char *) data, size);
}

/* The same where callers promise UTF-8; newly allocated. */
static inline char *
cdl_fuzz_utf8 (const guint8 *data, gsize size)
{
  g_autofree char *text = cdl_fuzz_text (data, size);

  return g_utf8_make_valid (text, -1);
}

G_END_DECLS
