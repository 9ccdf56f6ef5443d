#include <string.h>

#include "cdl-test-lab.h"
#include "cdl-time.h"

/* What cannot be tested, and what is said of it. */
typedef struct
{
  const char *name;
  const char *find, *replace; /* in the strategy's text */
  const char *sets, *symbols;
  void (*change) (CdlTestRequest *request);
  int code;         /* CdlLabError, or -1: a diagnostic */
  const char *says; /* a part of the message */
} Case;

static void
set_after_the_end (CdlTestRequest *request)
{
  request->from = G_GINT64_CONSTANT (1893456000000);
}

static void
set_between_klines (CdlTestRequest *request)
{
  request->from = G_GINT64_CONSTANT (1735689600000) + 1;
  request->to = request->from + 1;
}

static void
set_5m_path (CdlTestRequest *request)
{
  request->has_path_interval = TRUE;
  request->path_interval = CDL_INTERVAL_5M;
}

static void
set_um (CdlTestRequest *request)
{
  request->settings.market = CDL_MARKET_UM;
}

static void
set_limit (CdlTestRequest *request)
{
  request->limit = 3;
}

static void
set_sampling (CdlTestRequest *request)
{
  g_free (request->sampling);
  request->sampling = g_strdup ("some");
}

static const Case cases[] = {
  { .name = "short on spot",
    .find = "\"long\"",
    .replace = "\"short\"",
    .code = -1,
    .says = "nothing can be sold short on spot" },
  { .name = "unknown symbol",
    .symbols = "NOSUCH",
    .code = CDL_LAB_ERROR_DATA,
    .says = "no 15m klines of NOSUCH (spot)" },
  { .name = "second symbol unknown",
    .symbols = "SYNTHA NOSUCH",
    .code = CDL_LAB_ERROR_DATA,
    .says = "NOSUCH" },
  { .name = "no symbol",
    .symbols = "btc/usdt",
    .code = CDL_LAB_ERROR_REQUEST,
    .says = "“btc/usdt” is not a symbol" },
  { .name = "other market", .change = set_um, .code = CDL_LAB_ERROR_DATA, .says = "SYNTHA (um)" },
  { .name = "window after the end",
    .change = set_after_the_end,
    .code = CDL_LAB_ERROR_DATA,
    .says = "SYNTHA" },
  { .name = "window between klines",
    .change = set_between_klines,
    .code = CDL_LAB_ERROR_DATA,
    .says = "no klines of SYNTHA in that time" },
  { .name = "path that is not stored",
    .change = set_5m_path,
    .code = CDL_MARKET_ERROR_NOT_FOUND,
    .says = "SYNTHA 5m (spot)" },
  { .name = "unknown parameter", .sets = "slow=3", .code = -1, .says = "slow" },
  { .name = "value outside", .sets = "fast=1", .code = -1, .says = "1" },
  { .name = "no number", .sets = "fast=x", .code = -1, .says = "x" },
  { .name = "too many", .sets = "fast=2:8:1", .change = set_limit, .code = -1, .says = "7" },
  { .name = "unknown sampling", .change = set_sampling, .code = -1, .says = "some" },
};

/* One sentence, without a line break in it and without an end that the caller may not want. */
static void
check_message (const Case *item, const char *message)
{
  if (strstr (message, item->says) == NULL)
    g_error ("%s: “%s” does not say “%s”", item->name, message, item->says);
  g_assert_null (strchr (message, '\n'));
  g_assert_false (g_str_has_suffix (message, "."));
}

static void
test_refused (CdlTestLab *self, gconstpointer data)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const Case *item = &cases[i];
      g_autoptr (GString) json = g_string_new (cdl_test_lab_strategy);
      g_autoptr (CdlTestRequest) request = NULL;
      g_autoptr (CdlDiagnostics) diagnostics = cdl_diagnostics_new ();
      g_autoptr (GError) error = NULL;

      if (item->find != NULL)
        g_assert_cmpuint (g_string_replace (json, item->find, item->replace, 0), ==, 1);
      request = cdl_test_lab_request (json->str, item->sets != NULL ? item->sets : "",
                                      item->symbols != NULL ? item->symbols : "SYNTHA");
      if (item->change != NULL)
        item->change (request);

      g_assert_null (cdl_test_new (self->market.archive, request, diagnostics, &error));
      if (item->code < 0)
        {
          g_assert_no_error (error);
          g_assert_cmpuint (cdl_diagnostics_errors (diagnostics), ==, 1);
          check_message (item, cdl_diagnostics_get (diagnostics, 0)->message);
        }
      else
        {
          g_assert_cmpuint (cdl_diagnostics_errors (diagnostics), ==, 0);
          if (error == NULL || error->code != item->code)
            g_error ("%s: not that error", item->name);
          check_message (item, error->message);
        }
    }
}

/* Allowed there, or on a market that has shorts, the same strategy is tested. */
static void
test_shorts (CdlTestLab *self, gconstpointer data)
{
  g_autoptr (GString) json = g_string_new (cdl_test_lab_strategy);
  g_autoptr (CdlTestRequest) request = NULL;
  g_autoptr (CdlTest) test = NULL;

  g_string_replace (json, "\"long\"", "\"short\"", 0);
  request = cdl_test_lab_request (json->str, "", "SYNTHA");
  request->settings.allow_short = TRUE;
  test = cdl_test_lab_ready (self, request);
  g_assert_cmpuint (cdl_test_count (test), ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  CDL_TEST_LAB_ADD ("/requests/refused", test_refused);
  CDL_TEST_LAB_ADD ("/requests/shorts", test_shorts);

  return g_test_run ();
}
