#include "cdl-run-lines.h"

#include <math.h>
#include <string.h>

#include "cdl-market-data.h"
#include "cdl-strategy-reader.h"

/* More lines than that hide the price. */
#define MAX_LINES 6

struct _CdlRunLines
{
  CdlMarketData *data;
  GPtrArray *expressions; /* CdlExpression: owns the values */
  GPtrArray *names;       /* char * */
  GPtrArray *pyramids;    /* CdlPyramid */
  GArray *lines;          /* CdlChartLine */
};

/* What one computation needs. */
typedef struct
{
  const CdlRunRecord *run;
  const CdlStrategy *strategy; /* with the run's values */
  const CdlProgram *program;
  CdlKlines views[CDL_N_INTERVALS]; /* by interval of the program, from where the run read */
  double low, high;                 /* prices in the run's window */
  CdlRunLines *lines;
} Search;

/* The strategy with the run's values in place of those written. */
static CdlStrategy *
read_strategy (const CdlRunRecord *run, CdlDiagnostics *diagnostics)
{
  g_autoptr (CdlStrategy) strategy = NULL;

  if (run->strategy->json == NULL)
    return NULL;
  strategy = cdl_strategy_read (run->strategy->json, -1, diagnostics);
  for (guint i = 0; strategy != NULL && i < run->params->len; i++)
    {
      const CdlRunParam *value = &g_array_index (run->params, CdlRunParam, i);
      int index = cdl_strategy_param (strategy, value->name);

      if (index >= 0)
        cdl_decimal_from_double (value->value,
                                 &g_array_index (strategy->params, CdlParam, (guint) index).value);
    }

  return g_steal_pointer (&strategy);
}

/* From the first kline that the run loaded to its end. */
static CdlKlines
clip_to_run (const CdlKlines *klines, const CdlRunRecord *run)
{
  gsize first = 0;

  for (guint i = 0; i < run->first_loaded->len; i++)
    {
      const CdlFirstLoaded *loaded = &g_array_index (run->first_loaded, CdlFirstLoaded, i);

      if (loaded->interval == klines->interval)
        first = cdl_klines_find (klines, loaded->open_time);
    }

  return cdl_klines_slice (klines, first, MAX (cdl_klines_find (klines, run->to), first));
}

static const CdlKlines *
find_view (const Search *self, CdlInterval interval)
{
  for (guint i = 0; i < cdl_program_n_intervals (self->program); i++)
    if (cdl_program_interval (self->program, i) == interval)
      return &self->views[i];

  return NULL;
}

/* Values that belong beside the prices are near them wherever they are defined. */
static gboolean
is_price (const Search *self, const CdlKlines *klines, const double *values)
{
  double span = self->high - self->low;
  gsize seen = 0;

  for (gsize i = cdl_klines_find (klines, self->run->from); i < klines->n; i++)
    {
      if (!isfinite (values[i]))
        continue;
      if (values[i] < self->low - span || values[i] > self->high + span)
        return FALSE;
      seen++;
    }

  return seen > 1;
}

static void
try_expression (Search *self, const char *name, const char *text)
{
  g_autoptr (CdlDiagnostics) diagnostics = cdl_diagnostics_new ();
  g_autoptr (CdlExpression) expression = cdl_expression_new (self->strategy, text, diagnostics);
  CdlKlines views[CDL_N_INTERVALS] = { 0 };
  const double *values;
  CdlChartLine line;

  if (expression == NULL || cdl_expression_type (expression) != CDL_TYPE_NUMBER
      || self->lines->lines->len >= MAX_LINES)
    return;
  for (guint i = 0; i < cdl_expression_n_intervals (expression); i++)
    {
      const CdlKlines *view = find_view (self, cdl_expression_interval (expression, i));

      if (view == NULL)
        return;
      views[i] = *view;
    }
  values = cdl_expression_extend (expression, views);
  if (!is_price (self, &views[0], values))
    return;

  line = (CdlChartLine){ .name = g_strdup (name), .klines = views[0], .values = values };
  line.pyramid = cdl_pyramid_new_series (&views[0], values);
  g_ptr_array_add (self->lines->pyramids, (gpointer) line.pyramid);
  g_ptr_array_add (self->lines->names, (gpointer) line.name);
  g_ptr_array_add (self->lines->expressions, g_steal_pointer (&expression));
  g_array_append_val (self->lines->lines, line);
}

/* The end of what begins with a call at text: its closing parenthesis, and an interval after it. */
static const char *
end_of_call (const char *text)
{
  int depth = 0;

  for (; *text != '\0'; text++)
    {
      if (*text == '(')
        depth++;
      if (*text == ')' && --depth == 0)
        break;
    }
  if (*text == '\0')
    return NULL;
  text++;
  if (*text == '@')
    for (text++; g_ascii_isalnum (*text);)
      text++;

  return text;
}

static gboolean
is_shown (const char *name)
{
  const CdlFunction *function = cdl_function_find (name);

  return function != NULL
         && (strcmp (function->group, "Averages") == 0 || strcmp (function->group, "Bands") == 0
             || strcmp (function->group, "Trend") == 0 || strcmp (function->group, "Windows") == 0);
}

static gboolean
is_known (const Search *self, const char *call)
{
  for (guint i = 0; i < self->strategy->lets->len; i++)
    if (strcmp (g_array_index (self->strategy->lets, CdlNamedText, i).text, call) == 0)
      return TRUE;

  return g_ptr_array_find_with_equal_func (self->lines->names, call, g_str_equal, NULL);
}

/* Series that a text names without giving them a name of their own. */
static void
try_calls (Search *self, const char *text)
{
  for (const char *at = text; at != NULL && *at != '\0';)
    {
      const char *word = at, *end;
      g_autofree char *name = NULL;

      while (g_ascii_isalnum (*at) || *at == '_')
        at++;
      if (at == word)
        {
          at++;
          continue;
        }
      name = g_strndup (word, (gsize) (at - word));
      end = *at == '(' && is_shown (name) ? end_of_call (at) : NULL;
      if (end != NULL)
        {
          g_autofree char *call = g_strndup (word, (gsize) (end - word));

          if (!is_known (self, call))
            try_expression (self, call, call);
        }
    }
}

static void
search (Search *self)
{
  for (guint i = 0; i < self->strategy->lets->len; i++)
    {
      const CdlNamedText *let = &g_array_index (self->strategy->lets, CdlNamedText, i);

      try_expression (self, let->name, let->text);
    }
  for (guint i = 0; i < self->strategy->lets->len; i++)
    try_calls (self, g_array_index (self->strategy->lets, CdlNamedText, i).text);
  for (guint i = 0; i < self->strategy->setups->len; i++)
    {
      const CdlSetupDef *setup = &g_array_index (self->strategy->setups, CdlSetupDef, i);

      try_calls (self, setup->when);
      try_calls (self, setup->entry_price);
      try_calls (self, setup->stop_loss);
      try_calls (self, setup->take_profit);
    }
}

/* Lowest and highest price of the window; FALSE if there is none. */
static gboolean
find_range (Search *self)
{
  const CdlKlines *klines = &self->views[0];

  self->low = (double) INFINITY;
  self->high = (double) -INFINITY;
  for (gsize i = cdl_klines_find (klines, self->run->from); i < klines->n; i++)
    {
      self->low = MIN (self->low, klines->field[CDL_FIELD_LOW][i]);
      self->high = MAX (self->high, klines->field[CDL_FIELD_HIGH][i]);
    }

  return isfinite (self->low);
}

CdlRunLines *
cdl_run_lines_new (CdlArchive *archive, const CdlRunRecord *run)
{
  g_autoptr (CdlRunLines) self = g_new0 (CdlRunLines, 1);
  g_autoptr (CdlDiagnostics) diagnostics = cdl_diagnostics_new ();
  g_autoptr (CdlStrategy) strategy = read_strategy (run, diagnostics);
  g_autoptr (CdlProgram) program = NULL;
  Search found = { .run = run, .strategy = strategy, .lines = self };

  self->expressions = g_ptr_array_new_with_free_func ((GDestroyNotify) cdl_expression_free);
  self->pyramids = g_ptr_array_new_with_free_func ((GDestroyNotify) cdl_pyramid_free);
  self->names = g_ptr_array_new_with_free_func (g_free);
  self->lines = g_array_new (FALSE, FALSE, sizeof (CdlChartLine));
  if (strategy == NULL)
    return NULL;
  program = cdl_program_new (strategy, NULL, diagnostics);
  if (program == NULL)
    return NULL;
  self->data = cdl_market_data_new (archive, run->dataset->market, run->dataset->symbol,
                                    &run->path_interval, program, run->from, run->to, NULL);
  if (self->data == NULL)
    return NULL;

  found.program = program;
  cdl_market_data_views (self->data, program, found.views);
  for (guint i = 0; i < cdl_program_n_intervals (program); i++)
    found.views[i] = clip_to_run (&found.views[i], run);
  if (find_range (&found))
    search (&found);

  return self->lines->len > 0 ? g_steal_pointer (&self) : NULL;
}

void
cdl_run_lines_free (CdlRunLines *self)
{
  g_clear_pointer (&self->expressions, g_ptr_array_unref);
  g_clear_pointer (&self->pyramids, g_ptr_array_unref);
  g_clear_pointer (&self->names, g_ptr_array_unref);
  g_clear_pointer (&self->lines, g_array_unref);
  g_clear_pointer (&self->data, cdl_market_data_free);
  g_free (self);
}

const CdlChartLine *
cdl_run_lines_get (const CdlRunLines *self, gsize *n)
{
  *n = self->lines->len;

  return (const CdlChartLine *) (const void *) self->lines->data;
}
