#include <string.h>

#include "cdl-exchange-info.h"
#include "cdl-test-lab.h"
#include "cdl-test-private.h"

#define FILTERS(tick, step, minimum)                                                               \
  "\"filters\":[{\"filterType\":\"PRICE_FILTER\",\"tickSize\":\"" tick                             \
  "\"},{\"filterType\":\"LOT_SIZE\",\"stepSize\":\"" step                                          \
  "\"},{\"filterType\":\"NOTIONAL\",\"minNotional\":\"" minimum "\"}]"

static const char spot[]
    = "{\"serverTime\":1700000000000,\"symbols\":["
      "{\"symbol\":\"SYNTHA\",\"status\":\"TRADING\"," FILTERS ("0.50000000",
                                                                "0.00100000",
                                                                "5.00000000") "}]}";

static void
store (CdlTestLab *self, const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CdlExchangeInfo) info
      = cdl_exchange_info_parse (text, strlen (text), "info.json", &error);

  g_assert_no_error (error);
  g_assert_true (cdl_exchange_info_store (info, self->market.root, &error));
  g_assert_no_error (error);
}

/* The settings that the first run of a symbol would have. */
static CdlSettings
settings_of (CdlTestLab *self, const CdlTestRequest *request, gboolean *guessed)
{
  g_autoptr (CdlTest) test = cdl_test_lab_ready (self, request);
  guint64 variant;
  const CdlTestPart *part = cdl_test_part (test, 0, &variant);

  *guessed = part->guessed_tick;

  return part->settings;
}

static char *
id_of (CdlTestLab *self, const CdlTestRequest *request)
{
  g_autoptr (CdlTest) test = cdl_test_lab_ready (self, request);

  return g_strdup (cdl_test_run_id (test, 0));
}

static void
ask_for_tick (CdlTestRequest *request)
{
  request->settings.tick = (CdlDecimal){ 1, 1 };
}

static void
ask_for_step (CdlTestRequest *request)
{
  request->settings.step = (CdlDecimal){ 1, 2 };
}

static void
ask_for_minimum (CdlTestRequest *request)
{
  request->settings.min_notional = 20.0;
}

static void
ignore (CdlTestRequest *request)
{
  request->no_exchange_info = TRUE;
}

static const struct
{
  const char *name;
  const char *symbol;
  void (*change) (CdlTestRequest *request);
  double tick, step, min_notional;
  gboolean guessed;
} cases[] = {
  { "as the exchange says", "SYNTHA", NULL, 0.5, 0.001, 5.0, FALSE },
  { "tick as asked", "SYNTHA", ask_for_tick, 0.1, 0.001, 5.0, FALSE },
  { "step as asked", "SYNTHA", ask_for_step, 0.5, 0.01, 5.0, FALSE },
  { "minimum as asked", "SYNTHA", ask_for_minimum, 0.5, 0.001, 20.0, FALSE },
  { "ignored", "SYNTHA", ignore, 0.01, 0.0, 0.0, TRUE },
  { "symbol that it does not name", "SYNTHB", NULL, 0.01, 0.0, 0.0, TRUE },
};

static double
value_of (CdlDecimal decimal)
{
  return cdl_decimal_is_set (decimal) ? cdl_decimal_value (decimal) : 0.0;
}

static void
test_settings (CdlTestLab *self, gconstpointer data)
{
  store (self, spot);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (CdlTestRequest) request
          = cdl_test_lab_request (cdl_test_lab_strategy, "", cases[i].symbol);
      CdlSettings settings;
      gboolean guessed;

      if (cases[i].change != NULL)
        cases[i].change (request);
      settings = settings_of (self, request, &guessed);
      if (value_of (settings.tick) != cases[i].tick || value_of (settings.step) != cases[i].step
          || settings.min_notional != cases[i].min_notional || guessed != cases[i].guessed)
        g_error ("%s: tick %g, step %g, minimum %g, guessed %d", cases[i].name,
                 value_of (settings.tick), value_of (settings.step), settings.min_notional,
                 guessed);
    }
}

/* What was used makes the id: not where it came from. */
static void
test_ids (CdlTestLab *self, gconstpointer data)
{
  g_autoptr (CdlTestRequest) request = cdl_test_lab_request (cdl_test_lab_strategy, "", "SYNTHA");
  g_autoptr (CdlTestRequest) asked = cdl_test_lab_request (cdl_test_lab_strategy, "", "SYNTHA");
  g_autofree char *before = id_of (self, request);
  g_autofree char *after = NULL;
  g_autofree char *ignored = NULL;
  g_autofree char *told = NULL;

  store (self, spot);
  after = id_of (self, request);
  asked->no_exchange_info = TRUE;
  ignored = id_of (self, asked);
  asked->settings.tick = (CdlDecimal){ 5, 1 };
  asked->settings.step = (CdlDecimal){ 1, 3 };
  asked->settings.min_notional = 5.0;
  told = id_of (self, asked);
  g_assert_cmpstr (before, !=, after);
  g_assert_cmpstr (before, ==, ignored);
  g_assert_cmpstr (after, ==, told);
}

/* Damaged information is not passed over in silence. */
static void
test_damaged (CdlTestLab *self, gconstpointer data)
{
  g_autoptr (CdlTestRequest) request = cdl_test_lab_request (cdl_test_lab_strategy, "", "SYNTHA");
  g_autoptr (CdlDiagnostics) diagnostics = cdl_diagnostics_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_build_filename (self->market.root, "exchange", "spot.json", NULL);

  store (self, spot);
  g_assert_true (g_file_set_contents (path, "{}", -1, NULL));
  g_assert_null (cdl_test_new (self->market.archive, request, diagnostics, &error));
  g_assert_error (error, CDL_MARKET_ERROR, CDL_MARKET_ERROR_FORMAT);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  CDL_TEST_LAB_ADD ("/exchange-info/settings", test_settings);
  CDL_TEST_LAB_ADD ("/exchange-info/ids", test_ids);
  CDL_TEST_LAB_ADD ("/exchange-info/damaged", test_damaged);

  return g_test_run ();
}
