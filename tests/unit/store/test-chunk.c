#include "cdl-test-store.h"

#include <string.h>

#include "cdl-chunk-private.h"

/* Blocks of columns: what is decoded is what was encoded, or an error. */

static void
test_round_trip (void)
{
  static const guint sizes[] = { 0, 1, 2, 999, 1000, 2000 };
  CdlRandom random;

  cdl_random_init (&random, 91);
  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autoptr (CdlRunDetails) details = cdl_test_details (&random, sizes[i], sizes[i]);
      const struct
      {
        const CdlFieldTable *table;
        const GArray *rows;
      } all[] = { { &cdl_trade_fields, details->trades },
                  { &cdl_setup_fields, details->setups },
                  { &cdl_equity_fields, details->equity } };

      for (guint k = 0; k < G_N_ELEMENTS (all); k++)
        {
          g_autoptr (GByteArray) blob
              = cdl_chunk_encode (all[k].table, all[k].rows->data, all[k].rows->len);
          g_autoptr (GArray) rows = g_array_new (FALSE, FALSE, (guint) all[k].table->size);
          g_autoptr (GError) error = NULL;

          g_assert_true (cdl_chunk_decode (all[k].table, blob->data, blob->len, rows, &error));
          g_assert_no_error (error);
          cdl_test_assert_rows (rows, all[k].rows);
        }
    }
}

/* No single byte can change unseen, and no prefix passes for the whole. */
static void
test_every_byte (void)
{
  CdlTrade trades[3];
  g_autoptr (GByteArray) blob = NULL;
  CdlRandom random;

  cdl_random_init (&random, 92);
  for (guint i = 0; i < G_N_ELEMENTS (trades); i++)
    cdl_test_trade (&random, i + 1, &trades[i]);
  blob = cdl_chunk_encode (&cdl_trade_fields, trades, G_N_ELEMENTS (trades));

  for (guint i = 0; i < blob->len; i++)
    {
      g_autoptr (GArray) rows = g_array_new (FALSE, FALSE, sizeof (CdlTrade));
      g_autoptr (GError) error = NULL;
      g_autofree guint8 *prefix = g_memdup2 (blob->data, i + 1);

      blob->data[i] ^= (guint8) (1 + cdl_random_below (&random, 255));
      g_assert_false (cdl_chunk_decode (&cdl_trade_fields, blob->data, blob->len, rows, &error));
      g_assert_true (error->domain == CDL_STORE_ERROR);
      blob->data[i] = prefix[i];
      g_clear_error (&error);

      if (i + 1 == blob->len)
        break;
      g_assert_false (cdl_chunk_decode (&cdl_trade_fields, prefix, i + 1, rows, &error));
      g_assert_error (error, CDL_STORE_ERROR, CDL_STORE_ERROR_DAMAGED);
      g_assert_cmpuint (rows->len, ==, 0);
    }
}

/* Blocks written when a trade had fewer fields: the new ones are empty. */
static void
test_older_blocks (void)
{
  CdlFieldTable older = cdl_trade_fields;
  g_autoptr (GByteArray) blob = NULL;
  g_autoptr (GArray) rows = g_array_new (FALSE, FALSE, sizeof (CdlTrade));
  g_autoptr (GError) error = NULL;
  CdlTrade trade;
  CdlRandom random;

  cdl_random_init (&random, 93);
  cdl_test_trade (&random, 1, &trade);
  trade.def = 1;
  older.n_fields--;
  blob = cdl_chunk_encode (&older, &trade, 1);
  g_assert_true (cdl_chunk_decode (&cdl_trade_fields, blob->data, blob->len, rows, &error));
  g_assert_cmpuint (g_array_index (rows, CdlTrade, 0).def, ==, 0);
  g_assert_cmpint (g_array_index (rows, CdlTrade, 0).entry_time, ==, trade.entry_time);

  g_clear_pointer (&blob, g_byte_array_unref);
  blob = cdl_chunk_encode (&cdl_trade_fields, &trade, 1);
  g_assert_false (cdl_chunk_decode (&older, blob->data, blob->len, rows, &error));
  g_assert_error (error, CDL_STORE_ERROR, CDL_STORE_ERROR_VERSION);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/store/chunk/round-trip", test_round_trip);
  g_test_add_func ("/store/chunk/every-byte", test_every_byte);
  g_test_add_func ("/store/chunk/older-blocks", test_older_blocks);

  return g_test_run ();
}
