#include "cdl-surreal-filter-private.h"

#include <math.h>

#include "cdl-local-write-private.h"
#include "cdl-schema-private.h"
#include "cdl-surreal-literal-private.h"
#include "cdl-time.h"

void
cdl_surreal_statistic (GString *sql, double value)
{
  cdl_surreal_double (sql, value == 0.0 ? 0.0 : value);
}

void
cdl_surreal_stat_field (GString *sql, CdlStat stat)
{
  const char *column = cdl_schema_stat_column (stat);

  /* Runs of the first schema had them in their own record. */
  g_string_append_printf (sql, "(stat.%s ?? %s)", column, column);
}

void
cdl_surreal_folded (GString *sql, const char *text)
{
  g_autofree char *folded = cdl_local_fold (text);

  cdl_surreal_text (sql, folded);
}

void
cdl_surreal_tag_pair (GString *sql, const char *tag)
{
  g_string_append_c (sql, '[');
  cdl_surreal_text (sql, tag);
  cdl_surreal_item (sql);
  cdl_surreal_folded (sql, tag);
  g_string_append_c (sql, ']');
}

static void
add_text (GString *sql, const char *condition, const char *text)
{
  if (text == NULL)
    return;
  g_string_append_printf (sql, " AND %s ", condition);
  cdl_surreal_text (sql, text);
}

static void
add_integer (GString *sql, const char *condition, gint64 value)
{
  g_string_append_printf (sql, " AND %s ", condition);
  cdl_surreal_int (sql, value);
}

static void
add_bound (GString *sql, CdlStat stat, const char *comparison, double number)
{
  g_string_append (sql, " AND ");
  cdl_surreal_stat_field (sql, stat);
  g_string_append_printf (sql, " %s ", comparison);
  if (isinf (number))
    g_string_append (sql, number > 0 ? "math::inf" : "math::neg_inf");
  else
    cdl_surreal_statistic (sql, number);
}

static void
add_words (GString *sql, const char *text)
{
  static const char *const fields[]
      = { "search", "note_search", "array::join(array::flatten(tag_search), \"\\n\")" };
  g_autofree char *folded = cdl_local_fold (text);
  const char *word = folded;

  while (*word != '\0')
    {
      const char *end = word;
      g_autofree char *copy = NULL;

      while (*end != '\0' && !g_unichar_isspace (g_utf8_get_char (end)))
        end = g_utf8_next_char (end);
      copy = g_strndup (word, (gsize) (end - word));
      for (guint i = 0; end > word && i < G_N_ELEMENTS (fields); i++)
        {
          g_string_append (sql, i == 0 ? " AND (string::contains(" : " OR string::contains(");
          g_string_append_printf (sql, "%s, ", fields[i]);
          cdl_surreal_text (sql, copy);
          g_string_append (sql, i + 1 < G_N_ELEMENTS (fields) ? ")" : "))");
        }
      word = *end != '\0' ? g_utf8_next_char (end) : end;
    }
}

/* One index, or none: with more, 3.0 may take a limit before conditions, or count what is not
 * meant. */
static const char *
index_of (const CdlRunFilter *filter)
{
  const struct
  {
    const char *value;
    const char *name;
  } indexes[] = {
    { filter->test, "INDEX run_tests" },      { filter->tag, "INDEX run_tags" },
    { filter->dataset, "INDEX run_dataset" }, { filter->strategy, "INDEX run_strategy" },
    { filter->symbol, "INDEX run_symbol" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (indexes); i++)
    if (indexes[i].value != NULL)
      return indexes[i].name;

  return "NOINDEX";
}

void
cdl_surreal_from (GString *sql, const CdlRunFilter *filter)
{
  g_string_append_printf (sql, " FROM run WITH %s WHERE true", index_of (filter));
  add_text (sql, "strategy =", filter->strategy);
  add_text (sql, "symbol =", filter->symbol);
  add_text (sql, "revision =", filter->revision);
  add_text (sql, "dataset =", filter->dataset);
  add_text (sql, "tags CONTAINS", filter->tag);
  add_text (sql, "tests CONTAINS", filter->test);
  if (filter->market >= 0)
    add_text (sql, "market =", cdl_market_name ((CdlMarket) filter->market));
  if (filter->interval >= 0)
    add_integer (sql, "interval =", cdl_interval_ms ((CdlInterval) filter->interval));
  if (filter->favourite >= 0)
    g_string_append (sql,
                     filter->favourite != 0 ? " AND favourite = true" : " AND favourite = false");
  if (filter->created_from != CDL_TIME_NONE)
    add_integer (sql, "created_at >=", filter->created_from);
  if (filter->created_to != CDL_TIME_NONE)
    add_integer (sql, "created_at <", filter->created_to);
  for (guint i = 0; i < filter->bounds->len; i++)
    {
      const CdlStatBound *bound = &g_array_index (filter->bounds, CdlStatBound, i);

      /* What is undefined is NULL, or NONE if the statistic came later: both are less than numbers.
       */
      g_string_append (sql, " AND ");
      cdl_surreal_stat_field (sql, bound->stat);
      g_string_append (sql, " > NULL");
      if (!isnan (bound->min))
        add_bound (sql, bound->stat, ">=", bound->min);
      if (!isnan (bound->max))
        add_bound (sql, bound->stat, "<=", bound->max);
    }
  if (filter->text != NULL)
    add_words (sql, filter->text);
}
