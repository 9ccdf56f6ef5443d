#include "cdl-fuzz.h"

#include "cdl-surreal-block-private.h"

#include <string.h>

static const CdlFuzzSeed seeds[] = {
  CDL_FUZZ_SEED ("kAAAAAAAAAAABAAAAAAAAAA==;\nfAACAPwAAwH8=;"),
  CDL_FUZZ_SEED ("kAAAAAAAAAAA=;\ndAAAAAAAA8D8=;"),
  CDL_FUZZ_SEED ("kAAAAAAAAAAABAAAAAAAAAA==;\nwAAABAA==;3:abc0:"),
  CDL_FUZZ_SEED ("kAAAAAAAAAAA=;\nwAAA=;9:4:best1:x"),
  CDL_FUZZ_SEED ("kAAAAAAAAAAA=;\nhAAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=;"),
  CDL_FUZZ_SEED ("k;\nw;"),
};

/* Keys in the first line, then a column of so many runs: what is read can be packed and read
 * again, what is refused has a reason. */
static int
fuzz_store_listing (const guint8 *data, gsize size)
{
  static const guint columns[] = { CDL_STAT_SHARPE, CDL_COLUMN_TAGS, CDL_COLUMN_ID };
  g_autofree char *text = cdl_fuzz_utf8 (data, size);
  char *line = strchr (text, '\n');
  const char *column_text = line != NULL ? line + 1 : "";

  if (line != NULL)
    *line = '\0';
  for (guint i = 0; i < G_N_ELEMENTS (columns); i++)
    {
      g_autoptr (CdlSurrealBlock) block = g_new0 (CdlSurrealBlock, 1);
      g_autoptr (CdlSurrealBlock) again = g_new0 (CdlSurrealBlock, 1);
      g_autoptr (GError) error = NULL;
      g_autofree char *packed = NULL;

      block->keys = cdl_surreal_keys_unpack (text, &block->n, &error);
      if (block->keys == NULL || !cdl_surreal_block_unpack (block, columns[i], column_text, &error))
        {
          g_assert_nonnull (error);
          continue;
        }
      packed = cdl_surreal_block_pack (block, columns[i]);
      again->n = block->n;
      g_assert_true (cdl_surreal_block_unpack (again, columns[i], packed, NULL));
      for (guint k = 0; k < block->n && columns[i] == CDL_COLUMN_TAGS; k++)
        {
          const CdlSurrealValues *values = &block->columns[columns[i]];
          const char *set = g_ptr_array_index (values->words, values->codes[k]);

          g_assert_cmpuint (values->codes[k], ==, again->columns[columns[i]].codes[k]);
          g_assert_false (cdl_surreal_set_contains (set, "no such member"));
        }
    }

  return 0;
}

CDL_FUZZ_TARGET ("store-listing", fuzz_store_listing, seeds);
