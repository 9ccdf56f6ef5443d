#include "cdl-sweep.h"

#include "cdl-number.h"
#include "cdl-random.h"

#include <string.h>

/* Of one parameter: bounds what a typing mistake in a step can cost. */
#define MAX_VALUES 100000

struct _CdlSweep
{
  const CdlStrategy *strategy;
  GPtrArray *lists; /* GArray of double by parameter; NULL: as written */
  double *written;  /* by parameter */
  guint64 sample;   /* how many; 0: the grid */
  guint64 seed;
  guint64 count;   /* 0 before the plan */
  guint64 *chosen; /* grid numbers of a sample, rising; NULL: all */
};

/* Where messages of one --set go. */
typedef struct
{
  CdlDiagnostics *diagnostics;
  const CdlParam *param;
  char *path;
  int offset; /* characters before the values in what the user wrote */
} Place;

static const CdlParam *
sweep_param (const CdlSweep *self, guint i)
{
  return &g_array_index (self->strategy->params, CdlParam, i);
}

static void
list_free (gpointer data)
{
  if (data != NULL)
    g_array_unref (data);
}

CdlSweep *
cdl_sweep_new (const CdlStrategy *strategy)
{
  CdlSweep *self = g_new0 (CdlSweep, 1);
  guint n = strategy->params->len;

  self->strategy = strategy;
  self->lists = g_ptr_array_new_with_free_func (list_free);
  g_ptr_array_set_size (self->lists, (int) n);
  self->written = g_new (double, n);
  for (guint i = 0; i < n; i++)
    self->written[i] = cdl_decimal_value (sweep_param (self, i)->value);

  return self;
}

void
cdl_sweep_free (CdlSweep *self)
{
  g_ptr_array_unref (self->lists);
  g_free (self->written);
  g_free (self->chosen);
  g_free (self);
}

const double *
cdl_sweep_values (const CdlSweep *self, guint param, guint *n)
{
  const GArray *list = self->lists->pdata[param];

  *n = list != NULL ? list->len : 1;

  return list != NULL ? (const double *) list->data : &self->written[param];
}

static gboolean G_GNUC_PRINTF (5, 6) refuse (const Place *place,
                                             gsize column,
                                             gsize length,
                                             const char *remedy,
                                             const char *format,
                                             ...)
{
  g_autofree char *message = NULL;
  va_list args;

  va_start (args, format);
  message = g_strdup_vprintf (format, args);
  va_end (args);
  cdl_diagnostics_add (place->diagnostics, TRUE, place->path, 1, place->offset + (int) column + 1,
                       (int) length, message, remedy);

  return FALSE;
}

/* Adds a value unless the list holds it; FALSE if it is outside the parameter's range. */
static gboolean
add_value (const Place *place,
           gsize column,
           const char *item,
           double value,
           GArray *list,
           GHashTable *seen)
{
  const CdlParam *param = place->param;
  char text[CDL_NUMBER_SIZE];
  gboolean below = param->has_min && value < cdl_decimal_value (param->min);
  gboolean above = param->has_max && value > cdl_decimal_value (param->max);

  if (below || above)
    {
      g_autofree char *bound = cdl_decimal_format (below ? param->min : param->max);

      return refuse (place, column, strlen (item), NULL, "%s is %s the %s of “%s”, %s",
                     cdl_number_format (value, text), below ? "below" : "above",
                     below ? "minimum" : "maximum", param->name, bound);
    }

  if (g_hash_table_add (seen, g_memdup2 (&value, sizeof value)))
    g_array_append_val (list, value);

  return TRUE;
}

static gboolean
add_range (const Place *place, gsize column, const char *item, GArray *list, GHashTable *seen)
{
  g_auto (GStrv) parts = g_strsplit (item, ":", -1);
  guint n = g_strv_length (parts);
  CdlDecimal number[3] = { { 0, 0 }, { 0, 0 }, place->param->step };
  guint64 count;

  if (n > 3)
    return refuse (place, column, strlen (item), "a range is min:max:step, like 1:4:0.5",
                   "“%s” has too many colons", item);
  if (n == 2 && !place->param->has_step)
    return refuse (place, column, strlen (item), "write it as min:max:step, like 1:4:0.5",
                   "“%s” has no step, and “%s” declares none", item, place->param->name);
  for (guint i = 0; i < n; i++)
    if (!cdl_decimal_parse (parts[i], &number[i]))
      return refuse (place, column, strlen (item), "a range is min:max:step, like 1:4:0.5",
                     "“%s” in “%s” is not a number", parts[i], item);

  if (number[2].mantissa <= 0)
    return refuse (place, column, strlen (item), "a step is more than 0",
                   "the step of “%s” leads nowhere", item);
  if (cdl_decimal_value (number[0]) > cdl_decimal_value (number[1]))
    return refuse (place, column, strlen (item), "write the smaller number first",
                   "“%s” ends before it begins", item);
  count = cdl_decimal_sweep_count (number[0], number[1], number[2]);
  if (count == 0 || count > MAX_VALUES)
    return refuse (place, column, strlen (item), "take a larger step",
                   "“%s” has more than %d values", item, MAX_VALUES);

  for (guint i = 0; i < count; i++)
    if (!add_value (place, column, item, cdl_decimal_sweep (number[0], number[2], i), list, seen))
      return FALSE;

  return TRUE;
}

static gboolean
add_item (const Place *place, gsize column, const char *item, GArray *list, GHashTable *seen)
{
  CdlDecimal value;

  if (strchr (item, ':') != NULL)
    return add_range (place, column, item, list, seen);
  if (*item == '\0')
    return refuse (place, column, 0, "values are numbers (2), lists (3,5,8) or ranges (1:4:0.5)",
                   "a value of “%s” is missing", place->param->name);
  if (!cdl_decimal_parse (item, &value))
    return refuse (place, column, strlen (item),
                   "values are numbers (2), lists (3,5,8) or ranges (1:4:0.5)",
                   "“%s” is not a number", item);

  return add_value (place, column, item, cdl_decimal_value (value), list, seen);
}

static GArray *
parse_values (const Place *place, const char *values)
{
  g_auto (GStrv) items = g_strsplit (values, ",", -1);
  g_autoptr (GArray) list = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_double_hash, g_double_equal, g_free, NULL);
  gsize column = 0;

  if (items[0] == NULL && !add_item (place, 0, "", list, seen))
    return NULL;
  for (guint i = 0; items[i] != NULL; i++)
    {
      gsize length = (gsize) g_utf8_strlen (items[i], -1), blanks = strspn (items[i], " ");

      if (!add_item (place, column + blanks, g_strstrip (items[i]), list, seen))
        return NULL;
      if (list->len > MAX_VALUES)
        {
          refuse (place, 0, 0, "take larger steps", "“%s” has more than %d values",
                  place->param->name, MAX_VALUES);
          return NULL;
        }
      column += length + 1;
    }

  return g_steal_pointer (&list);
}

/* The remedy for a name that the strategy does not have. */
static char *
suggest (const CdlStrategy *strategy, const char *name)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  g_autofree char *all = NULL;
  const char *nearest;

  for (guint i = 0; i < strategy->params->len; i++)
    g_ptr_array_add (names, g_array_index (strategy->params, CdlParam, i).name);
  g_ptr_array_add (names, NULL);
  nearest = cdl_nearest_word (name, (const char *const *) names->pdata);
  if (nearest != NULL)
    return g_strdup_printf ("did you mean “%s”?", nearest);
  if (strategy->params->len == 0)
    return g_strdup ("the strategy has no parameters");
  all = g_strjoinv (", ", (char **) names->pdata);

  return g_strdup_printf ("its parameters are %s", all);
}

static gboolean
set_values (CdlSweep *self,
            const char *name,
            const char *values,
            int offset,
            CdlDiagnostics *diagnostics)
{
  g_autofree char *path = g_strconcat ("$.params.", name, NULL);
  int i = cdl_strategy_param (self->strategy, name);
  Place place = { diagnostics, NULL, path, offset };
  GArray *list;

  if (i < 0)
    {
      g_autofree char *remedy = suggest (self->strategy, name);

      cdl_diagnostics_error (diagnostics, path, remedy, "“%s” has no parameter “%s”",
                             self->strategy->name, name);
      return FALSE;
    }

  place.param = sweep_param (self, (guint) i);
  if (self->lists->pdata[i] != NULL)
    return refuse (&place, 0, 0, "put all its values into one list, like 1,2,3",
                   "“%s” is given twice", name);
  list = parse_values (&place, values);
  if (list == NULL)
    return FALSE;
  self->lists->pdata[i] = list;

  return TRUE;
}

gboolean
cdl_sweep_set (CdlSweep *self, const char *name, const char *values, CdlDiagnostics *diagnostics)
{
  return set_values (self, name, values, 0, diagnostics);
}

gboolean
cdl_sweep_set_text (CdlSweep *self, const char *text, CdlDiagnostics *diagnostics)
{
  const char *equals = strchr (text, '=');
  g_autofree char *name = NULL;

  if (equals == NULL || equals == text)
    {
      cdl_diagnostics_error (diagnostics, "$.params", "write name=values, like reward=1:4:0.5",
                             "“%s” does not say which parameter takes which values", text);
      return FALSE;
    }
  name = g_strstrip (g_strndup (text, (gsize) (equals - text)));

  return set_values (self, name, equals + 1, (int) g_utf8_pointer_to_offset (text, equals + 1),
                     diagnostics);
}

gboolean
cdl_sweep_set_sampling (CdlSweep *self, const char *text, guint64 seed, CdlDiagnostics *diagnostics)
{
  gint64 n = 0;

  if (strcmp (text, "grid") != 0
      && !(g_str_has_prefix (text, "random:")
           && cdl_number_parse_int (text + strlen ("random:"), &n) && n > 0))
    {
      cdl_diagnostics_error (diagnostics, "$.sampling", "write grid, or random:N like random:500",
                             "“%s” is not a way of sampling", text);
      return FALSE;
    }
  self->sample = (guint64) n;
  self->seed = seed;

  return TRUE;
}

static int
compare_numbers (gconstpointer a, gconstpointer b)
{
  guint64 x = *(const guint64 *) a, y = *(const guint64 *) b;

  return (x > y) - (x < y);
}

/* n different numbers below total, each set of them equally likely (R. Floyd's algorithm), in
 * rising order. */
static guint64 *
choose (guint64 n, guint64 total, guint64 seed)
{
  g_autoptr (GHashTable) taken = g_hash_table_new (g_int64_hash, g_int64_equal);
  guint64 *chosen = g_new (guint64, n);
  CdlRandom random;

  cdl_random_init (&random, seed);
  for (guint64 i = 0; i < n; i++)
    {
      guint64 highest = total - n + i;

      chosen[i] = cdl_random_below (&random, highest + 1);
      if (g_hash_table_contains (taken, &chosen[i]))
        chosen[i] = highest;
      g_hash_table_add (taken, &chosen[i]);
    }
  qsort (chosen, n, sizeof *chosen, compare_numbers);

  return chosen;
}

gboolean
cdl_sweep_plan (CdlSweep *self, guint64 limit, CdlDiagnostics *diagnostics)
{
  guint64 total = 1, wanted;
  gboolean endless = FALSE;

  for (guint i = 0; i < self->lists->len; i++)
    {
      guint n;

      cdl_sweep_values (self, i, &n);
      endless = endless || !g_uint64_checked_mul (&total, total, n);
    }

  wanted = self->sample > 0 ? MIN (self->sample, total) : total;
  if (endless || wanted > limit)
    {
      g_autofree char *number = g_strdup_printf ("%" G_GUINT64_FORMAT, wanted);

      cdl_diagnostics_error (diagnostics, self->sample > 0 ? "$.sampling" : "$.params",
                             "take fewer values or larger steps, or a sample like random:1000",
                             "%s variants are more than the limit of %" G_GUINT64_FORMAT,
                             endless ? "more than 18 trillion million" : number, limit);
      return FALSE;
    }

  g_clear_pointer (&self->chosen, g_free);
  self->count = wanted;
  if (wanted < total)
    self->chosen = choose (wanted, total, self->seed);

  return TRUE;
}

guint64
cdl_sweep_count (const CdlSweep *self)
{
  return self->count;
}

void
cdl_sweep_variant (const CdlSweep *self, guint64 i, double *values)
{
  guint64 rest = self->chosen != NULL ? self->chosen[i] : i;

  g_assert (i < self->count);
  for (guint p = self->lists->len; p-- > 0;)
    {
      guint n;
      const double *list = cdl_sweep_values (self, p, &n);

      values[p] = list[rest % n];
      rest /= n;
    }
}

gboolean
cdl_shard_parse (const char *text, guint64 *index, guint64 *n, CdlDiagnostics *diagnostics)
{
  g_auto (GStrv) parts = g_strsplit (text, "/", -1);
  gint64 number[2];

  if (g_strv_length (parts) != 2 || !cdl_number_parse_int (parts[0], &number[0])
      || !cdl_number_parse_int (parts[1], &number[1]) || number[0] < 0 || number[0] >= number[1])
    {
      cdl_diagnostics_error (diagnostics, "$.shard",
                             "write index/count with the index from 0, like 0/4 to 3/4",
                             "“%s” is not a share of a sweep", text);
      return FALSE;
    }
  *index = (guint64) number[0];
  *n = (guint64) number[1];

  return TRUE;
}

void
cdl_shard_range (guint64 count, guint64 index, guint64 n, guint64 *from, guint64 *to)
{
  guint64 share = count / n, larger = count % n;

  *from = index * share + MIN (index, larger);
  *to = *from + share + (index < larger ? 1 : 0);
}
