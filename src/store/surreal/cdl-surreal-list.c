#include <math.h>
#include <string.h>

#include "cdl-number.h"
#include "cdl-surreal-listing-private.h"
#include "cdl-surreal-literal-private.h"
#include "cdl-surreal-match-private.h"
#include "cdl-surreal-private.h"

/* Pages by keyset: a page goes on after the value and key that its cursor holds, wherever that is
 * now. Runs where the value is defined come first, by (value, key); then the others, by key. Which
 * runs a page shows is found in the listing; then their records are read. */
typedef struct
{
  double number;    /* NaN: undefined; or */
  const char *text; /* NULL unless texts are sorted */
  guint64 key;
  gint64 part;    /* -1: not packed yet */
  guint place;    /* in the part */
  const char *id; /* of one that is not packed */
} Candidate;

#define CURSOR_VERSION "s2"

/* "s2 sharpe d f 00c0ffee00c0ffee 3fe0000000000000": version, sort, direction, type, key, value; a
 * text comes last. Numbers are bits, so that nothing is rounded. */
static char *
cursor_of (const CdlRunQuery *query, const Candidate *last)
{
  g_autofree char *start
      = g_strdup_printf (CURSOR_VERSION " %s %c", cdl_sort_name (query->key, query->stat),
                         query->descending ? 'd' : 'a');
  guint64 bits;

  memcpy (&bits, &last->number, sizeof bits);
  if (last->text != NULL)
    return g_strdup_printf ("%s t %016" G_GINT64_MODIFIER "x %s", start, last->key, last->text);
  if (isnan (last->number))
    return g_strdup_printf ("%s n %016" G_GINT64_MODIFIER "x", start, last->key);

  return g_strdup_printf ("%s f %016" G_GINT64_MODIFIER "x %016" G_GINT64_MODIFIER "x", start,
                          last->key, bits);
}

/* parts: type, key and, nullable, value. */
static gboolean
read_position (char **parts, gboolean texts, Candidate *position)
{
  guint64 bits;

  if (strlen (parts[0]) != 1
      || !g_ascii_string_to_unsigned (parts[1], 16, 0, G_MAXUINT64, &position->key, NULL))
    return FALSE;
  position->number = CDL_NAN;
  if (*parts[0] == 'n')
    return parts[2] == NULL && !texts;
  if (parts[2] == NULL || (*parts[0] == 't') != texts)
    return FALSE;
  if (texts)
    {
      position->number = 0;
      position->text = parts[2];
      return TRUE;
    }
  if (*parts[0] != 'f' || !g_ascii_string_to_unsigned (parts[2], 16, 0, G_MAXUINT64, &bits, NULL))
    return FALSE;
  memcpy (&position->number, &bits, sizeof bits);

  return isfinite (position->number);
}

/* parts keeps what position borrows. */
static gboolean
read_cursor (const CdlRunQuery *query,
             gboolean texts,
             char ***parts,
             Candidate *position,
             GError **error)
{
  *parts = g_strsplit (query->cursor, " ", 6);
  if (g_strv_length (*parts) >= 5 && g_str_equal ((*parts)[0], CURSOR_VERSION)
      && g_str_equal ((*parts)[1], cdl_sort_name (query->key, query->stat))
      && g_str_equal ((*parts)[2], query->descending ? "d" : "a")
      && read_position (*parts + 3, texts, position))
    return TRUE;
  g_set_error (error, CDL_STORE_ERROR, CDL_STORE_ERROR_INVALID,
               "The cursor “%.60s” is not of a list sorted by %s, %s", query->cursor,
               cdl_sort_name (query->key, query->stat),
               query->descending ? "descending" : "ascending");

  return FALSE;
}

static guint
sort_column (const CdlRunQuery *query)
{
  static const guint columns[CDL_N_SORT_KEYS] = {
    [CDL_SORT_CREATED_AT] = CDL_COLUMN_CREATED_AT,
    [CDL_SORT_FINISHED_AT] = CDL_COLUMN_FINISHED_AT,
    [CDL_SORT_ELAPSED] = CDL_COLUMN_ELAPSED,
    [CDL_SORT_STRATEGY] = CDL_COLUMN_STRATEGY,
    [CDL_SORT_SYMBOL] = CDL_COLUMN_SYMBOL,
    [CDL_SORT_MARKET] = CDL_COLUMN_MARKET,
    [CDL_SORT_INTERVAL] = CDL_COLUMN_INTERVAL,
    [CDL_SORT_FROM] = CDL_COLUMN_FROM,
    [CDL_SORT_TO] = CDL_COLUMN_TO,
    [CDL_SORT_NET_PESSIMISTIC] = CDL_COLUMN_NET_PESSIMISTIC,
    [CDL_SORT_NET_OPTIMISTIC] = CDL_COLUMN_NET_OPTIMISTIC,
  };

  return query->key == CDL_SORT_STAT ? query->stat : columns[query->key];
}

/* What is being found. */
typedef struct
{
  const CdlRunQuery *query;
  guint column;
  const Candidate *position; /* NULL: from the first */
  GArray *found;             /* Candidate: the first of those seen so far, and some more */
  gboolean full;             /* the first are enough: others come before the last of them, or not */
  GStringChunk *texts;       /* theirs */
} Search;

static int
compare_candidates (gconstpointer a, gconstpointer b, gpointer data)
{
  const Candidate *left = a, *right = b;
  const CdlRunQuery *query = data;
  int order = 0;

  /* Undefined ones come last in both directions. */
  if (isnan (left->number) != isnan (right->number))
    return isnan (left->number) ? 1 : -1;
  if (left->text != NULL && right->text != NULL)
    order = strcmp (left->text, right->text);
  else if (!isnan (left->number))
    order = (left->number > right->number) - (left->number < right->number);
  if (order != 0)
    return (order > 0) != (query->descending != 0) ? 1 : -1;

  return (left->key > right->key) - (left->key < right->key);
}

/* Keeps the first of them: one more than the page, to see that there is a next one. */
static void
keep_first (Search *self)
{
  g_array_sort_with_data (self->found, compare_candidates, (gpointer) self->query);
  g_array_set_size (self->found, MIN (self->found->len, self->query->limit + 1));
  self->full = self->found->len > self->query->limit;
}

/* Whether one may be on the page: after its beginning, and before the last that is known to be. */
static gboolean
is_of_page (Search *self, const Candidate *candidate)
{
  gpointer query = (gpointer) self->query;

  if (self->position != NULL && compare_candidates (candidate, self->position, query) <= 0)
    return FALSE;

  return !self->full
         || compare_candidates (candidate,
                                &g_array_index (self->found, Candidate, self->query->limit), query)
                < 0;
}

static Candidate
candidate_at (Search *self, const CdlSurrealBlock *block, guint i)
{
  const CdlSurrealValues *values = &block->columns[self->column];
  Candidate candidate = { .number = CDL_NAN, .key = block->keys[i], .place = i };

  if (values->codes != NULL)
    {
      candidate.number = 0;
      candidate.text = g_ptr_array_index (values->words, values->codes[i]);
    }
  else if (values->numbers != NULL)
    candidate.number = values->numbers[i];

  return candidate;
}

static gboolean
search_block (const CdlSurrealBlock *block,
              const gboolean *alive,
              gint64 part,
              gpointer data,
              GError **error)
{
  Search *self = data;
  const CdlSurrealValues *ids = &block->columns[CDL_COLUMN_ID];
  g_autofree gboolean *good = g_memdup2 (alive, (block->n + 1) * sizeof *alive);
  guint most = self->query->limit + 1;

  cdl_surreal_match (block, self->query->filter, good);
  for (guint i = 0; i < block->n; i++)
    {
      Candidate candidate;

      if (!good[i])
        continue;
      candidate = candidate_at (self, block, i);
      if (!is_of_page (self, &candidate))
        continue;
      candidate.part = part;
      if (part < 0)
        candidate.id
            = g_string_chunk_insert (self->texts, g_ptr_array_index (ids->words, ids->codes[i]));
      if (candidate.text != NULL)
        candidate.text = g_string_chunk_insert_const (self->texts, candidate.text);
      g_array_append_val (self->found, candidate);
      if (self->found->len >= 4 * most)
        keep_first (self);
    }

  return TRUE;
}

/* The statement that reads what was found. */
static gboolean
append_found (GString *sql,
              CdlStore *store,
              const GArray *found,
              guint n,
              GCancellable *cancellable,
              GError **error)
{
  g_autofree gint64 *parts = g_new (gint64, n);
  g_autofree guint *places = g_new (guint, n);
  g_auto (GStrv) ids = NULL;
  guint n_listed = 0, listed = 0;

  for (guint i = 0; i < n; i++)
    {
      const Candidate *one = &g_array_index (found, Candidate, i);

      if (one->part < 0)
        continue;
      parts[n_listed] = one->part;
      places[n_listed++] = one->place;
    }
  ids = cdl_surreal_listed_ids (store, parts, places, n_listed, cancellable, error);
  if (ids == NULL)
    return FALSE;

  g_string_append (sql, "SELECT * OMIT id FROM [");
  for (guint i = 0; i < n; i++)
    {
      const Candidate *one = &g_array_index (found, Candidate, i);

      cdl_surreal_item (sql);
      cdl_surreal_record (sql, "run", one->part < 0 ? one->id : ids[listed++]);
    }
  g_string_append (sql, "] WHERE rid != NONE");

  return TRUE;
}

static gboolean
read_found (CdlStore *store,
            const GArray *found,
            guint n,
            CdlRunPage *page,
            GCancellable *cancellable,
            GError **error)
{
  g_autoptr (GString) sql = g_string_new (NULL);
  g_autoptr (JsonNode) rows = NULL;

  if (!append_found (sql, store, found, n, cancellable, error))
    return FALSE;
  rows = cdl_surreal_select (store, sql->str, cancellable, error);

  return rows != NULL
         && cdl_surreal_read_listed (store, json_node_get_array (rows), page->runs, cancellable,
                                     error);
}

CdlRunPage *
cdl_surreal_list_runs (CdlStore *self,
                       const CdlRunQuery *query,
                       GCancellable *cancellable,
                       GError **error)
{
  g_autoptr (CdlRunPage) page = cdl_run_page_new ();
  g_autoptr (GArray) found = g_array_new (FALSE, FALSE, sizeof (Candidate));
  g_autoptr (GStringChunk) texts = g_string_chunk_new (1024);
  g_auto (GStrv) parts = NULL;
  gboolean wanted[CDL_N_COLUMNS] = { FALSE };
  Candidate position = { 0 };
  Search search = { query, sort_column (query), NULL, found, FALSE, texts };
  guint n;

  if (query->cursor != NULL)
    {
      if (!read_cursor (query, cdl_surreal_column_is_text (search.column), &parts, &position,
                        error))
        return NULL;
      search.position = &position;
    }
  wanted[search.column] = TRUE;
  cdl_surreal_match_columns (query->filter, wanted);
  if (!cdl_surreal_scan (self, wanted, search_block, &search, cancellable, error))
    return NULL;
  keep_first (&search);

  n = MIN (found->len, query->limit);
  if (n > 0 && !read_found (self, found, n, page, cancellable, error))
    return NULL;
  if (found->len > query->limit)
    page->next = cursor_of (query, &g_array_index (found, Candidate, n - 1));

  return g_steal_pointer (&page);
}

/* --- Count --- */

typedef struct
{
  const CdlRunFilter *filter;
  guint64 n;
} Count;

static gboolean
count_block (const CdlSurrealBlock *block,
             const gboolean *alive,
             gint64 part,
             gpointer data,
             GError **error)
{
  Count *self = data;
  g_autofree gboolean *good = g_memdup2 (alive, (block->n + 1) * sizeof *alive);

  cdl_surreal_match (block, self->filter, good);
  for (guint i = 0; i < block->n; i++)
    self->n += good[i] ? 1 : 0;

  return TRUE;
}

gboolean
cdl_surreal_count_runs (CdlStore *self,
                        const CdlRunFilter *filter,
                        guint64 *count,
                        GCancellable *cancellable,
                        GError **error)
{
  gboolean wanted[CDL_N_COLUMNS] = { FALSE };
  Count counted = { filter, 0 };

  cdl_surreal_match_columns (filter, wanted);
  if (!cdl_surreal_scan (self, wanted, count_block, &counted, cancellable, error))
    return FALSE;
  *count = counted.n;

  return TRUE;
}

/* --- Which --- */

typedef struct
{
  const CdlRunFilter *filter;
  GStrvBuilder *ids;
} Find;

static gboolean
find_block (const CdlSurrealBlock *block,
            const gboolean *alive,
            gint64 part,
            gpointer data,
            GError **error)
{
  Find *self = data;
  g_autofree gboolean *good = g_memdup2 (alive, (block->n + 1) * sizeof *alive);

  cdl_surreal_match (block, self->filter, good);
  for (guint i = 0; i < block->n; i++)
    if (good[i])
      g_strv_builder_add (self->ids, cdl_surreal_block_text (block, CDL_COLUMN_ID, i));

  return TRUE;
}

char **
cdl_surreal_find_ids (CdlStore *store,
                      const CdlRunFilter *filter,
                      GCancellable *cancellable,
                      GError **error)
{
  g_autoptr (GStrvBuilder) ids = g_strv_builder_new ();
  gboolean wanted[CDL_N_COLUMNS] = { FALSE };
  Find find = { filter, ids };

  wanted[CDL_COLUMN_ID] = TRUE;
  cdl_surreal_match_columns (filter, wanted);
  if (!cdl_surreal_scan (store, wanted, find_block, &find, cancellable, error))
    return NULL;

  return g_strv_builder_end (ids);
}
