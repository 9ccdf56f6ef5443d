#include "cdl-sim-market.h"

#include "cdl-sim-history.h"
#include "cdl-time.h"

#include <gio/gio.h>
#include <math.h>

/* Days that are kept, of all symbols together: with their prints (0.7 MB for the busiest), and with
 * their minutes alone (0.15 MB). */
#define MAX_DAYS_WITH_PRINTS 64
#define MAX_DAYS             512

typedef struct
{
  gboolean known;
  CdlSimCandle candle;
} WholeDay;

typedef struct
{
  CdlSimSymbol *symbol;
  CdlSimHistory *history; /* NULL: synthetic */
  GHashTable *days;       /* gint64 (in the CdlSimDay) -> CdlSimDay */
  GArray *whole;          /* WholeDay, from the first day on */
} Entry;

struct _CdlSimMarket
{
  guint64 seed;
  gint64 first_day;
  GArray *halts; /* CdlSimHalt */
  GPtrArray *walks;
  GPtrArray *symbols;
  GHashTable *entries; /* CdlSimSymbol -> Entry */
  guint n_days, n_with_prints;
  guint64 clock;
};

static void
entry_free (gpointer data)
{
  Entry *entry = data;

  g_hash_table_unref (entry->days);
  g_array_unref (entry->whole);
  cdl_sim_symbol_free (entry->symbol);
  g_clear_pointer (&entry->history, cdl_sim_history_free);
  g_free (entry);
}

static Entry *
add_symbol (CdlSimMarket *self, CdlMarket market, const CdlSimAsset *asset, CdlSimWalk *walk)
{
  Entry *entry = g_new0 (Entry, 1);

  entry->symbol = cdl_sim_symbol_new (market, asset, walk);
  entry->days = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL,
                                       (GDestroyNotify) cdl_sim_day_free);
  entry->whole = g_array_new (FALSE, TRUE, sizeof (WholeDay));
  g_ptr_array_add (self->symbols, entry->symbol);
  g_hash_table_insert (self->entries, entry->symbol, entry);

  return entry;
}

static CdlSimMarket *
market_new (guint64 seed, gint64 first_day)
{
  CdlSimMarket *self = g_new0 (CdlSimMarket, 1);

  self->seed = seed;
  self->first_day = first_day;
  self->halts = g_array_new (FALSE, FALSE, sizeof (CdlSimHalt));
  self->walks = g_ptr_array_new_with_free_func ((GDestroyNotify) cdl_sim_walk_free);
  self->symbols = g_ptr_array_new ();
  self->entries = g_hash_table_new_full (NULL, NULL, NULL, entry_free);

  return self;
}

static gboolean
check_names (const char *const *names, GError **error)
{
  guint n;
  const CdlSimAsset *assets = cdl_sim_assets (&n);

  for (; names && *names; names++)
    {
      g_autoptr (GString) known = g_string_new (NULL);
      gboolean found = FALSE;

      for (guint i = 0; i < n; i++)
        {
          found = found || strcmp (assets[i].name, *names) == 0;
          g_string_append_printf (known, "%s%s", i > 0 ? ", " : "", assets[i].name);
        }
      if (!found)
        {
          g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                       "“%s” is not traded here; there are %s", *names, known->str);
          return FALSE;
        }
    }

  return TRUE;
}

CdlSimMarket *
cdl_sim_market_new (guint64 seed, gint64 first_day, const char *const *names, GError **error)
{
  CdlSimMarket *self;
  guint n;
  const CdlSimAsset *assets = cdl_sim_assets (&n);

  if (!check_names (names, error))
    return NULL;

  self = market_new (seed, first_day);
  for (guint i = 0; i < n; i++)
    g_ptr_array_add (self->walks, cdl_sim_walk_new (seed, assets[i].name, first_day,
                                                    assets[i].price, assets[i].volatility));
  for (int market = CDL_MARKET_SPOT; market <= CDL_MARKET_UM; market++)
    for (guint i = 0; i < n; i++)
      if (!names || g_strv_contains (names, assets[i].name))
        add_symbol (self, (CdlMarket) market, &assets[i], self->walks->pdata[i]);

  return self;
}

static gboolean
add_history (CdlSimMarket *self, CdlArchive *archive, const CdlDatasetName *name, GError **error)
{
  CdlSimHistory *history = cdl_sim_history_new (archive, name, error);
  CdlSimWalk *walk;

  if (!history)
    return FALSE;

  walk = cdl_sim_walk_new_filled (cdl_sim_history_walk, history);
  g_ptr_array_add (self->walks, walk);
  add_symbol (self, name->market, cdl_sim_history_asset (history), walk)->history = history;
  self->first_day = MIN (self->first_day, cdl_sim_history_first_day (history));

  return TRUE;
}

CdlSimMarket *
cdl_sim_market_new_archive (CdlArchive *archive, const char *const *names, GError **error)
{
  g_autoptr (CdlSimMarket) self = market_new (0, G_MAXINT64);
  g_autoptr (GArray) datasets = cdl_archive_list (archive);

  for (guint i = 0; i < datasets->len; i++)
    {
      const CdlDatasetName *name = &g_array_index (datasets, CdlDatasetName, i);

      if (name->interval == CDL_INTERVAL_1M && (!names || g_strv_contains (names, name->symbol))
          && !add_history (self, archive, name, error))
        return NULL;
    }
  if (self->symbols->len == 0)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND,
                   "%s: the archive has no 1m klines of what is to be traded",
                   cdl_archive_root (archive));
      return NULL;
    }

  return g_steal_pointer (&self);
}

void
cdl_sim_market_free (CdlSimMarket *self)
{
  if (!self)
    return;

  g_hash_table_unref (self->entries);
  g_ptr_array_unref (self->symbols);
  g_ptr_array_unref (self->walks);
  g_array_unref (self->halts);
  g_free (self);
}

static gboolean
is_archive (const CdlSimMarket *self)
{
  const Entry *entry = g_hash_table_lookup (self->entries, self->symbols->pdata[0]);

  return entry->history != NULL;
}

guint64
cdl_sim_market_seed (const CdlSimMarket *self)
{
  return self->seed;
}

static void
forget_days (CdlSimMarket *self)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->entries);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      Entry *entry = value;

      g_hash_table_remove_all (entry->days);
      g_array_set_size (entry->whole, 0);
    }
  self->n_days = self->n_with_prints = 0;
}

gboolean
cdl_sim_market_halt (CdlSimMarket *self, gint64 from, gint64 to)
{
  const CdlSimHalt halt = { from, to };
  guint at = 0;

  /* What an archive has was traded. */
  if (is_archive (self))
    return FALSE;

  /* Never two midnights' worth of a day, with what is halted already. */
  if (from >= to || from % CDL_MINUTE_MS != 0 || to % CDL_MINUTE_MS != 0)
    return FALSE;
  for (gint64 day = cdl_time_day (from); day <= cdl_time_day (to - 1); day++)
    {
      gint64 start = day * CDL_DAY_MS, end = start + CDL_DAY_MS;
      gint64 halted = MIN (to, end) - MAX (from, start);

      for (guint i = 0; i < self->halts->len; i++)
        {
          const CdlSimHalt *other = &g_array_index (self->halts, CdlSimHalt, i);

          if (from < other->to && other->from < to)
            return FALSE;
          halted += MAX (MIN (other->to, end) - MAX (other->from, start), 0);
        }
      if (halted >= CDL_DAY_MS)
        return FALSE;
    }

  while (at < self->halts->len && g_array_index (self->halts, CdlSimHalt, at).from < from)
    at++;
  g_array_insert_val (self->halts, at, halt);
  forget_days (self);

  return TRUE;
}

gboolean
cdl_sim_market_is_halted (const CdlSimMarket *self, gint64 time)
{
  return cdl_sim_is_halted (self->halts, time);
}

gint64
cdl_sim_market_start (const CdlSimMarket *self)
{
  return self->first_day * CDL_DAY_MS;
}

const GPtrArray *
cdl_sim_market_symbols (const CdlSimMarket *self)
{
  return self->symbols;
}

const CdlSimSymbol *
cdl_sim_market_lookup (const CdlSimMarket *self, CdlMarket market, const char *name)
{
  for (guint i = 0; i < self->symbols->len; i++)
    {
      const CdlSimSymbol *symbol = self->symbols->pdata[i];

      if (symbol->market == market && strcmp (symbol->name, name) == 0)
        return symbol;
    }

  return NULL;
}

/* The day that was not used for longest, of all symbols; with prints: of those that have them. */
static CdlSimDay *
oldest_day (CdlSimMarket *self, gboolean with_prints, Entry **owner)
{
  CdlSimDay *oldest = NULL;
  GHashTableIter entries;
  gpointer value;

  g_hash_table_iter_init (&entries, self->entries);
  while (g_hash_table_iter_next (&entries, NULL, &value))
    {
      Entry *entry = value;
      GHashTableIter days;
      gpointer item;

      g_hash_table_iter_init (&days, entry->days);
      while (g_hash_table_iter_next (&days, NULL, &item))
        {
          CdlSimDay *day = item;

          if ((!with_prints || day->prints) && (!oldest || day->used < oldest->used))
            {
              oldest = day;
              *owner = entry;
            }
        }
    }

  return oldest;
}

static CdlSimDay *
get_day (CdlSimMarket *self, Entry *entry, gint64 day, gboolean prints)
{
  CdlSimDay *found = g_hash_table_lookup (entry->days, &day);
  Entry *owner = NULL;

  g_assert (day >= self->first_day);

  if (!found)
    {
      if (self->n_days >= MAX_DAYS)
        {
          CdlSimDay *oldest = oldest_day (self, FALSE, &owner);

          self->n_with_prints -= oldest->prints != NULL;
          self->n_days--;
          g_hash_table_remove (owner->days, &oldest->day);
        }
      found = g_new0 (CdlSimDay, 1);
      found->day = day;
      g_hash_table_insert (entry->days, &found->day, found);
      self->n_days++;
      prints = TRUE;
    }
  found->used = ++self->clock;

  if (prints && !found->prints)
    {
      if (self->n_with_prints >= MAX_DAYS_WITH_PRINTS)
        {
          g_clear_pointer (&oldest_day (self, TRUE, &owner)->prints, g_free);
          self->n_with_prints--;
        }
      if (entry->history)
        cdl_sim_history_fill (entry->history, found);
      else
        cdl_sim_day_make (found, entry->symbol, self->seed, self->first_day, day, self->halts);
      self->n_with_prints++;
    }

  return found;
}

const CdlSimDay *
cdl_sim_market_day (CdlSimMarket *self, const CdlSimSymbol *symbol, gint64 day)
{
  return get_day (self, g_hash_table_lookup (self->entries, symbol), day, TRUE);
}

static const CdlSimCandle *
whole_day (CdlSimMarket *self, Entry *entry, gint64 day)
{
  guint index = (guint) (day - self->first_day);
  WholeDay *whole;

  if (index >= entry->whole->len)
    g_array_set_size (entry->whole, index + 1);
  whole = &g_array_index (entry->whole, WholeDay, index);
  if (!whole->known)
    {
      const CdlSimDay *made = get_day (self, entry, day, FALSE);

      whole->known = TRUE;
      whole->candle = (CdlSimCandle) CDL_SIM_CANDLE_INIT;
      for (int m = 0; m < CDL_SIM_DAY_MINUTES; m++)
        cdl_sim_candle_add (&whole->candle, &made->minutes[m]);
    }

  return &whole->candle;
}

/* Adds the largest piece that begins at `from` and ends no later than `to`; returns its end. */
static gint64
add_piece (CdlSimMarket *self, Entry *entry, gint64 from, gint64 to, CdlSimCandle *candle)
{
  gint64 day = cdl_time_day (from), start = day * CDL_DAY_MS;
  gint64 minute = (from - start) / CDL_MINUTE_MS, end = start + (minute + 1) * CDL_MINUTE_MS;
  CdlSimCandle part = CDL_SIM_CANDLE_INIT;
  const CdlSimDay *made;

  if (from == start && from + CDL_DAY_MS <= to)
    {
      cdl_sim_candle_add (candle, whole_day (self, entry, day));
      return from + CDL_DAY_MS;
    }

  if (end - CDL_MINUTE_MS == from && end <= to)
    {
      cdl_sim_candle_add (candle, &get_day (self, entry, day, FALSE)->minutes[minute]);
      return end;
    }

  end = MIN (end, to);
  made = get_day (self, entry, day, TRUE);
  part.missing = made->minutes[minute].missing;
  for (guint i = cdl_sim_day_find (made, from); i < made->n_prints && made->prints[i].time < end;
       i++)
    cdl_sim_candle_add_print (&part, &made->prints[i]);
  cdl_sim_candle_add (candle, &part);

  return end;
}

gint64
cdl_sim_market_last_price (CdlSimMarket *self, const CdlSimSymbol *symbol, gint64 time_ms)
{
  Entry *entry = g_hash_table_lookup (self->entries, symbol);
  gint64 day = cdl_time_day (time_ms);

  if (day >= self->first_day)
    {
      const CdlSimDay *made = get_day (self, entry, day, TRUE);
      guint i = cdl_sim_day_find (made, time_ms);

      if (i > 0)
        return made->prints[i - 1].price;
    }
  while (--day >= self->first_day)
    {
      const CdlSimCandle *candle = whole_day (self, entry, day);

      if (candle->n > 0)
        return candle->close;
    }

  return MAX ((gint64) (symbol->asset->price * pow (10, symbol->asset->price_scale) + 0.5), 1);
}

void
cdl_sim_market_candle (CdlSimMarket *self,
                       const CdlSimSymbol *symbol,
                       gint64 from,
                       gint64 to,
                       CdlSimCandle *candle)
{
  Entry *entry = g_hash_table_lookup (self->entries, symbol);
  gint64 at = MAX (from, cdl_sim_market_start (self));

  *candle = (CdlSimCandle) CDL_SIM_CANDLE_INIT;
  while (at < to)
    at = add_piece (self, entry, at, to, candle);
  if (candle->n == 0 && !candle->missing)
    cdl_sim_candle_settle (candle, cdl_sim_market_last_price (self, symbol, from));
}

void
cdl_sim_market_each_print (CdlSimMarket *self,
                           const CdlSimSymbol *symbol,
                           gint64 from,
                           gint64 to,
                           CdlSimPrintFunc func,
                           gpointer data)
{
  Entry *entry = g_hash_table_lookup (self->entries, symbol);

  from = MAX (from, cdl_sim_market_start (self));
  for (gint64 day = cdl_time_day (from); day * CDL_DAY_MS < to; day++)
    {
      const CdlSimDay *made = get_day (self, entry, day, TRUE);

      for (guint i = cdl_sim_day_find (made, from); i < made->n_prints; i++)
        if (made->prints[i].time >= to || !func (&made->prints[i], data))
          return;
    }
}

gint64
cdl_sim_market_print_time (CdlSimMarket *self, const CdlSimSymbol *symbol, gint64 id, gint64 now)
{
  const Entry *entry = g_hash_table_lookup (self->entries, symbol);
  gint64 wanted = MAX (id, 0);
  gint64 day = entry->history ? cdl_sim_history_day_of (entry->history, wanted)
                              : self->first_day + wanted / symbol->asset->prints_per_day;
  const CdlSimDay *made;

  if (day > cdl_time_day (now))
    return G_MAXINT64;
  made = cdl_sim_market_day (self, symbol, day);

  return made->prints[wanted - made->prints[0].id].time;
}
