#include "cdl-surreal-match-private.h"

#include <math.h>
#include <string.h>

#include "cdl-local-write-private.h"
#include "cdl-time.h"

typedef gboolean (*WordFunc) (const char *word, gconstpointer data);

static gboolean
is_word (const char *word, gconstpointer data)
{
  return strcmp (word, data) == 0;
}

static gboolean
holds_member (const char *word, gconstpointer data)
{
  return cdl_surreal_set_contains (word, data);
}

/* data: folded words, NULL-terminated, some empty. */
static gboolean
holds_words (const char *word, gconstpointer data)
{
  for (const char *const *one = data; *one != NULL; one++)
    if (strstr (word, *one) == NULL)
      return FALSE;

  return TRUE;
}

/* What a filter asks of a text column. */
typedef struct
{
  guint column;
  WordFunc func;
  const char *text; /* NULL: nothing */
} TextCondition;

#define N_TEXTS 7

static void
text_conditions (const CdlRunFilter *filter, TextCondition conditions[N_TEXTS])
{
  const TextCondition all[N_TEXTS] = {
    { CDL_COLUMN_STRATEGY, is_word, filter->strategy },
    { CDL_COLUMN_REVISION, is_word, filter->revision },
    { CDL_COLUMN_SYMBOL, is_word, filter->symbol },
    { CDL_COLUMN_DATASET, is_word, filter->dataset },
    { CDL_COLUMN_MARKET, is_word,
      filter->market >= 0 ? cdl_market_name ((CdlMarket) filter->market) : NULL },
    { CDL_COLUMN_TAGS, holds_member, filter->tag },
    { CDL_COLUMN_TESTS, holds_member, filter->test },
  };

  memcpy (conditions, all, sizeof all);
}

/* What it asks of numbers: min included, below excluded; infinite: no bound. */
typedef struct
{
  guint column;
  double min, max, below;
} NumberCondition;

/* Newly allocated. */
static GArray *
number_conditions (const CdlRunFilter *filter)
{
  GArray *all = g_array_new (FALSE, FALSE, sizeof (NumberCondition));

  if (filter->interval >= 0)
    {
      double ms = (double) cdl_interval_ms ((CdlInterval) filter->interval);
      NumberCondition interval = { CDL_COLUMN_INTERVAL, ms, ms, HUGE_VAL };

      g_array_append_val (all, interval);
    }
  if (filter->favourite >= 0)
    {
      double wanted = filter->favourite != 0;
      NumberCondition favourite = { CDL_COLUMN_FAVOURITE, wanted, wanted, HUGE_VAL };

      g_array_append_val (all, favourite);
    }
  if (filter->created_from != CDL_TIME_NONE || filter->created_to != CDL_TIME_NONE)
    {
      NumberCondition created = {
        CDL_COLUMN_CREATED_AT,
        filter->created_from != CDL_TIME_NONE ? (double) filter->created_from : -HUGE_VAL,
        HUGE_VAL,
        filter->created_to != CDL_TIME_NONE ? (double) filter->created_to : HUGE_VAL,
      };

      g_array_append_val (all, created);
    }
  for (guint i = 0; i < filter->bounds->len; i++)
    {
      const CdlStatBound *bound = &g_array_index (filter->bounds, CdlStatBound, i);
      NumberCondition one = { bound->stat, isnan (bound->min) ? -HUGE_VAL : bound->min,
                              isnan (bound->max) ? HUGE_VAL : bound->max, HUGE_VAL };

      g_array_append_val (all, one);
    }

  return all;
}

void
cdl_surreal_match_columns (const CdlRunFilter *filter, gboolean *wanted)
{
  TextCondition texts[N_TEXTS];
  g_autoptr (GArray) numbers = NULL;

  if (filter == NULL)
    return;
  text_conditions (filter, texts);
  numbers = number_conditions (filter);
  for (guint i = 0; i < N_TEXTS; i++)
    if (texts[i].text != NULL)
      wanted[texts[i].column] = TRUE;
  for (guint i = 0; i < numbers->len; i++)
    wanted[g_array_index (numbers, NumberCondition, i).column] = TRUE;
  if (filter->text != NULL)
    wanted[CDL_COLUMN_SEARCH] = TRUE;
}

/* Once for each word, not for each run. */
static void
match_texts (const CdlSurrealBlock *block,
             guint column,
             WordFunc func,
             gconstpointer data,
             gboolean *alive)
{
  const CdlSurrealValues *values = &block->columns[column];
  g_autofree gboolean *good = g_new0 (gboolean, values->words != NULL ? values->words->len + 1 : 1);

  for (guint i = 0; values->words != NULL && i < values->words->len; i++)
    good[i] = func (g_ptr_array_index (values->words, i), data);
  for (guint i = 0; i < block->n; i++)
    alive[i] = alive[i] && values->codes != NULL && good[values->codes[i]];
}

/* NaN is outside of any bounds. */
static void
match_numbers (const CdlSurrealBlock *block, const NumberCondition *condition, gboolean *alive)
{
  const double *numbers = block->columns[condition->column].numbers;

  for (guint i = 0; i < block->n; i++)
    alive[i] = alive[i] && numbers != NULL && numbers[i] >= condition->min
               && numbers[i] <= condition->max
               && (numbers[i] < condition->below || isinf (condition->below));
}

/* Folded, at white space; newly allocated. */
static char **
split_words (const char *text)
{
  g_autofree char *folded = cdl_local_fold (text);

  for (char *c = folded; *c != '\0'; c = g_utf8_next_char (c))
    if (g_unichar_isspace (g_utf8_get_char (c)))
      memset (c, ' ', (gsize) (g_utf8_next_char (c) - c));

  return g_strsplit (folded, " ", -1);
}

void
cdl_surreal_match (const CdlSurrealBlock *block, const CdlRunFilter *filter, gboolean *alive)
{
  TextCondition texts[N_TEXTS];
  g_autoptr (GArray) numbers = NULL;

  if (filter == NULL)
    return;
  text_conditions (filter, texts);
  numbers = number_conditions (filter);
  for (guint i = 0; i < N_TEXTS; i++)
    if (texts[i].text != NULL)
      match_texts (block, texts[i].column, texts[i].func, texts[i].text, alive);
  for (guint i = 0; i < numbers->len; i++)
    match_numbers (block, &g_array_index (numbers, NumberCondition, i), alive);
  if (filter->text != NULL)
    {
      g_auto (GStrv) words = split_words (filter->text);

      match_texts (block, CDL_COLUMN_SEARCH, holds_words, words, alive);
    }
}
