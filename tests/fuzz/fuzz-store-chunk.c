#include "cdl-fuzz.h"

#include <string.h>

#include "cdl-chunk-private.h"

/* Blobs that the embedded store wrote: of one equity point, of none, and what only looks like one.
 * Mutations rarely pass the checksum, so that the target also writes it anew: what is behind it
 * must stand by itself. */
static const CdlFuzzSeed seeds[] = {
  CDL_FUZZ_SEED ("CDLC\1\0\3\0\30\0\0\0\0\0\0\0\45\43\42\204\344\234\362\313"),
  CDL_FUZZ_SEED ("CDLC\1\0\3\0\30\0\0\0\1\0\0\0\0\0\0\0\0\0\0\0"
                 "\1\2\3\4\5\6\7\10\1\2\3\4\5\6\7\10\1\2\3\4\5\6\7\10"),
  CDL_FUZZ_SEED ("CDLC\1\0\36\0\310\0\0\0\1\0\0\0\0\0\0\0\0\0\0\0"),
  CDL_FUZZ_SEED ("CDLC\2\0\3\0\30\0\0\0\377\377\377\377\0\0\0\0\0\0\0\0"),
  CDL_FUZZ_SEED ("CDLC\1\0\1\0\4\0\0\0\3\0\0\0\0\0\0\0\0\0\0\0\1\0\0\0\2\0\0\0\3\0\0\0"),
};

static const CdlFieldTable *const tables[]
    = { &cdl_trade_fields, &cdl_setup_fields, &cdl_equity_fields };

#define HEADER_SIZE     24
#define CHECKSUM_OFFSET 16

static guint64
fnv1a (const guint8 *data, gsize size)
{
  guint64 hash = G_GUINT64_CONSTANT (0xcbf29ce484222325);

  for (gsize i = 0; i < size; i++)
    hash = (hash ^ data[i]) * G_GUINT64_CONSTANT (0x100000001b3);

  return hash;
}

/* What is decoded is encoded to the same rows again; what is refused leaves the rows alone. */
static void
decode (const CdlFieldTable *table, const guint8 *data, gsize size)
{
  g_autoptr (GArray) rows = g_array_new (FALSE, FALSE, (guint) table->size);
  g_autoptr (GArray) again = g_array_new (FALSE, FALSE, (guint) table->size);
  g_autoptr (GByteArray) blob = NULL;
  g_autoptr (GError) error = NULL;

  if (!cdl_chunk_decode (table, data, size, rows, &error))
    {
      g_assert_nonnull (error);
      g_assert_cmpuint (rows->len, ==, 0);
      return;
    }
  blob = cdl_chunk_encode (table, rows->data, rows->len);
  g_assert_true (cdl_chunk_decode (table, blob->data, blob->len, again, NULL));
  g_assert_cmpmem (again->data, again->len * table->size, rows->data, rows->len * table->size);
}

static int
fuzz_store_chunk (const guint8 *data, gsize size)
{
  for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
    {
      g_autofree guint8 *copy = g_memdup2 (data, size);
      guint64 hash;

      decode (tables[i], data, size);
      if (size < HEADER_SIZE)
        continue;
      hash = GUINT64_TO_LE (fnv1a (copy + HEADER_SIZE, size - HEADER_SIZE));
      memcpy (copy + CHECKSUM_OFFSET, &hash, sizeof hash);
      decode (tables[i], copy, size);
    }

  return 0;
}

CDL_FUZZ_TARGET ("store-chunk", fuzz_store_chunk, seeds);
