#include <math.h>

#include "cdl-settings-json.h"

static void
test_plain (void)
{
  CdlSettings settings;
  g_autofree char *text = NULL;

  cdl_settings_init (&settings, CDL_MARKET_SPOT);
  text = cdl_settings_write (&settings);
  g_assert_cmpstr (text, ==,
                   "{\"allow_short\":false,\"assumption\":\"pessimistic\",\"capital\":10000,"
                   "\"fee_maker\":0.0002,\"fee_taker\":0.0005,\"liquidation_fee\":0,"
                   "\"market\":\"spot\",\"min_notional\":0,\"risk_free\":0,\"slippage_bps\":0,"
                   "\"slippage_ticks\":0,\"step\":null,\"through\":false,\"tick\":null,"
                   "\"tiers\":[]}");
}

static void
test_tiers (void)
{
  CdlSettings settings;
  g_autofree char *text = NULL;

  cdl_settings_init (&settings, CDL_MARKET_UM);
  settings.tick = (CdlDecimal){ 5, 1 };
  settings.n_tiers = 2;
  settings.tiers[0] = (CdlTier){ 50000.0, 125.0, 0.004, 0.0 };
  settings.tiers[1] = (CdlTier){ (double) INFINITY, 100.0, 0.005, 50.0 };
  text = cdl_settings_write (&settings);
  g_assert_nonnull (g_strrstr (text, "\"market\":\"um\""));
  g_assert_nonnull (g_strrstr (text, "\"tick\":\"0.5\""));
  g_assert_nonnull (g_strrstr (text, "\"tiers\":[{\"cap\":50000,\"cum\":0,\"max_leverage\":125,"
                                     "\"mmr\":0.004},{\"cap\":null,\"cum\":50,\"max_leverage\":100,"
                                     "\"mmr\":0.005}]"));
}

/* What is read back is what was written, to the last byte; what is not settings is refused. */
static void
test_read (void)
{
  static const char *const refused[] = {
    "", "[]", "{}", "{\"market\":\"spot\"}", "{\"market\":\"moon\",\"assumption\":\"pessimistic\"}",
  };
  CdlSettings settings, again;
  g_autofree char *text = NULL;
  g_autofree char *back = NULL;

  cdl_settings_init (&settings, CDL_MARKET_UM);
  settings.capital = 1234.567;
  settings.slippage_bps = 0.1;
  settings.through = TRUE;
  settings.assumption = CDL_OPTIMISTIC;
  settings.tick = (CdlDecimal){ 5, 1 };
  settings.n_tiers = 2;
  settings.tiers[0] = (CdlTier){ 50000.0, 125.0, 0.004, 0.0 };
  settings.tiers[1] = (CdlTier){ (double) INFINITY, 100.0, 0.005, 50.0 };
  text = cdl_settings_write (&settings);
  g_assert_true (cdl_settings_read (text, &again, NULL));
  back = cdl_settings_write (&again);
  g_assert_cmpstr (back, ==, text);
  g_assert_cmpint (again.n_tiers, ==, 2);
  g_assert_true (isinf (again.tiers[1].cap));

  for (gsize i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_false (cdl_settings_read (refused[i], &again, &error));
      g_assert_nonnull (error);
    }
}

/* Every member shows in the text: one that was forgotten would let two different runs have one id.
 */
static void
test_complete (void)
{
  CdlSettings plain;
  g_autofree char *expected = NULL;
  const struct
  {
    gsize offset, size;
  } members[] = {
#define MEMBER(name) { G_STRUCT_OFFSET (CdlSettings, name), sizeof plain.name }
    MEMBER (market),        MEMBER (capital),      MEMBER (fee_maker),
    MEMBER (fee_taker),     MEMBER (slippage_bps), MEMBER (slippage_ticks),
    MEMBER (through),       MEMBER (assumption),   MEMBER (allow_short),
    MEMBER (tick.mantissa), MEMBER (tick.scale),   MEMBER (step.mantissa),
    MEMBER (step.scale),    MEMBER (min_notional), MEMBER (liquidation_fee),
    MEMBER (risk_free),     MEMBER (n_tiers),      MEMBER (tiers[0].cap),
    MEMBER (tiers[0].mmr),  MEMBER (tiers[0].cum), MEMBER (tiers[0].max_leverage),
    MEMBER (tiers[1].cap),
#undef MEMBER
  };

  cdl_settings_init (&plain, CDL_MARKET_SPOT);
  plain.tick = plain.step = (CdlDecimal){ 3, 2 };
  plain.n_tiers = 2;
  expected = cdl_settings_write (&plain);

  for (gsize i = 0; i < G_N_ELEMENTS (members); i++)
    {
      CdlSettings changed = plain;
      char *member = (char *) &changed + members[i].offset;
      g_autofree char *text = NULL;

      if (members[i].size == sizeof (double))
        *(double *) (gpointer) member = 0.25;
      else
        *(int *) (gpointer) member ^= 1;
      text = cdl_settings_write (&changed);
      g_assert_cmpstr (text, !=, expected);
    }
}

/* Steps are equal as numbers, not as written. */
static void
test_equal (void)
{
  CdlSettings a, b;
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;

  cdl_settings_init (&a, CDL_MARKET_SPOT);
  cdl_settings_init (&b, CDL_MARKET_SPOT);
  g_assert_true (cdl_decimal_parse ("0.010", &a.tick));
  g_assert_true (cdl_decimal_parse ("1e-2", &b.tick));
  first = cdl_settings_write (&a);
  second = cdl_settings_write (&b);
  g_assert_cmpstr (first, ==, second);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/settings-json/plain", test_plain);
  g_test_add_func ("/settings-json/tiers", test_tiers);
  g_test_add_func ("/settings-json/read", test_read);
  g_test_add_func ("/settings-json/complete", test_complete);
  g_test_add_func ("/settings-json/equal", test_equal);

  return g_test_run ();
}
