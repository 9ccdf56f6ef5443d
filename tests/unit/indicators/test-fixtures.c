/* Values against those of others: TA-Lib, and TradingView's definitions read literally. */

#include <math.h>

#include "cdl-function.h"
#include "cdl-number.h"

#define TOLERANCE 1e-9

/* A fixture file: titles ("sma close 5") and their values. */
typedef struct
{
  GPtrArray *titles;
  GPtrArray *values; /* GArray of double */
} Table;

static Table
load (const char *name)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "indicators", "fixtures", name, NULL);
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) lines = NULL;
  Table table = { g_ptr_array_new_with_free_func (g_free),
                  g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref) };

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  lines = g_strsplit (text, "\n", -1);

  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_auto (GStrv) words = NULL;

      if (lines[i][0] == '\0' || lines[i][0] == '#')
        continue;
      if (lines[i][0] == '[')
        {
          g_ptr_array_add (table.titles, g_strndup (lines[i] + 1, strlen (lines[i]) - 2));
          g_ptr_array_add (table.values, g_array_new (FALSE, FALSE, sizeof (double)));
          continue;
        }
      words = g_strsplit (lines[i], " ", -1);
      for (guint k = 0; words[k] != NULL; k++)
        {
          double value = CDL_NAN;

          if (strcmp (words[k], "nan") != 0)
            g_assert_true (cdl_number_parse (words[k], &value));
          g_array_append_val (g_ptr_array_index (table.values, table.values->len - 1), value);
        }
    }

  return table;
}

static void
table_clear (Table *table)
{
  g_ptr_array_unref (table->titles);
  g_ptr_array_unref (table->values);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Table, table_clear)

static const double *
column (const Table *klines, const char *name)
{
  guint i;

  if (!g_ptr_array_find_with_equal_func (klines->titles, name, g_str_equal, &i))
    g_error ("klines.txt has no series “%s”", name);

  return (const double *) ((GArray *) g_ptr_array_index (klines->values, i))->data;
}

static void
check (const Table *klines, const char *title, const GArray *expected)
{
  g_auto (GStrv) words = g_strsplit (title, " ", -1);
  const CdlFunction *function = cdl_function_find (words[0]);
  g_autofree double *out = g_new (double, expected->len);
  g_autofree gint64 *open_time = g_new (gint64, expected->len);
  g_autofree void *state = NULL;
  CdlCall call = { .klines = { .interval = CDL_INTERVAL_1H,
                               .n = expected->len,
                               .open_time = open_time,
                               .field = { column (klines, "open"), column (klines, "high"),
                                          column (klines, "low"), column (klines, "close"),
                                          column (klines, "volume") } },
                   .out = out };

  if (function == NULL)
    g_error ("%s: no such function", title);
  g_assert_cmpuint (g_strv_length (words), ==, function->n_args + 1);
  for (guint i = 0; i < expected->len; i++)
    open_time[i] = (gint64) i * cdl_interval_ms (CDL_INTERVAL_1H);
  for (guint k = 0; k < function->n_args; k++)
    if (function->args[k].kind == CDL_ARG_SERIES || function->args[k].kind == CDL_ARG_CONDITION)
      call.series[k] = column (klines, words[k + 1]);
    else
      g_assert_true (cdl_number_parse (words[k + 1], &call.number[k]));
  if (function->state_size != NULL)
    call.state = state = g_malloc0 (function->state_size (call.number));
  function->extend (&call, 0, expected->len);

  for (guint i = 0; i < expected->len; i++)
    {
      double right = g_array_index (expected, double, i);

      if (isnan (right) != isnan (out[i])
          || fabs (out[i] - right) > TOLERANCE * MAX (1.0, fabs (right)))
        g_error ("%s: %.17g at kline %u where %.17g is right", title, out[i], i, right);
    }
}

static void
test_file (gconstpointer name)
{
  g_auto (Table) klines = load ("klines.txt"), table = load (name);

  g_assert_cmpuint (table.titles->len, >, 10);
  for (guint i = 0; i < table.titles->len; i++)
    check (&klines, g_ptr_array_index (table.titles, i), g_ptr_array_index (table.values, i));
}

int
main (int argc, char **argv)
{
  static const char *const files[] = { "talib-series.txt", "talib-klines.txt",
                                       "definitions-lines.txt", "definitions-events.txt" };

  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *path = g_strdup_printf ("/indicators/fixtures/%s", files[i]);

      g_test_add_data_func (path, files[i], test_file);
    }

  return g_test_run ();
}
