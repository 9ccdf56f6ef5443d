#include "cdl-funding.h"

#include <math.h>
#include <string.h>
#include <unistd.h>

#include "cdl-container.h"
#include "cdl-folder-private.h"
#include "cdl-npy-private.h"
#include "cdl-number.h"
#include "cdl-time.h"

/* Every try meets another generation of the folder: there are not that many writers. */
#define MAX_TRIES 100

/* Only futures have funding. NULL with FORMAT if symbol cannot be one. */
static char *
folder_of (const char *root, const char *symbol, GError **error)
{
  CdlDatasetName name;

  if (cdl_dataset_name_init (&name, CDL_MARKET_UM, symbol, CDL_INTERVAL_1M))
    return g_build_filename (root, "funding", cdl_market_name (CDL_MARKET_UM), symbol, NULL);
  g_set_error (error, CDL_MARKET_ERROR, CDL_MARKET_ERROR_FORMAT,
               "“%s” is not a symbol: write it like BTCUSDT", symbol);

  return NULL;
}

/* Folders of before prices were kept have none. */
static gboolean
map_prices (int dir, const char *folder, CdlNpyMap *map, GError **error)
{
  g_autoptr (GError) problem = NULL;

  if (cdl_npy_map (dir, folder, "price.npy", CDL_NPY_DOUBLE, map, &problem)
      || g_error_matches (problem, CDL_MARKET_ERROR, CDL_MARKET_ERROR_NOT_FOUND))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&problem));

  return FALSE;
}

static gboolean
read_generation (int dir, const char *folder, CdlFunding **rates, gsize *n, GError **error)
{
  CdlNpyMap time = { 0 }, rate = { 0 }, price = { 0 };
  gboolean good = cdl_npy_map (dir, folder, "time.npy", CDL_NPY_INT64, &time, error)
                  && cdl_npy_map (dir, folder, "rate.npy", CDL_NPY_DOUBLE, &rate, error)
                  && map_prices (dir, folder, &price, error);

  if (good
      && (time.n > time.room || time.n > rate.room || (price.file != NULL && time.n > price.room)))
    {
      g_set_error (error, CDL_MARKET_ERROR, CDL_MARKET_ERROR_DAMAGED,
                   "%s is damaged: its files are shorter than their headers say", folder);
      good = FALSE;
    }
  if (good)
    {
      *n = time.n;
      *rates = g_new (CdlFunding, time.n);
      for (gsize i = 0; i < time.n; i++)
        (*rates)[i] = (CdlFunding){
          .time = ((const gint64 *) time.items)[i],
          .rate = ((const double *) rate.items)[i],
          .price = price.file != NULL ? ((const double *) price.items)[i] : 0.0,
        };
    }
  cdl_npy_unmap (&time);
  cdl_npy_unmap (&rate);
  cdl_npy_unmap (&price);

  return good;
}

static gboolean
read_folder (const char *folder, CdlFunding **rates, gsize *n, GError **error)
{
  *rates = NULL;
  *n = 0;
  if (!g_file_test (folder, G_FILE_TEST_IS_DIR))
    return TRUE;

  for (int i = 0; i < MAX_TRIES; i++)
    {
      g_autoptr (GError) problem = NULL;
      int dir = cdl_folder_open (folder);
      gboolean good, current;

      if (dir < 0)
        break;
      good = read_generation (dir, folder, rates, n, &problem);
      current = cdl_folder_is_current (dir, folder);
      close (dir);
      if (good)
        return TRUE;
      if (current)
        {
          g_propagate_error (error, g_steal_pointer (&problem));
          return FALSE;
        }
    }

  return cdl_folder_fail (error, "read", folder);
}

gboolean
cdl_funding_load (const char *root,
                  const char *symbol,
                  CdlFunding **rates,
                  gsize *n,
                  GError **error)
{
  g_autofree char *folder = folder_of (root, symbol, error);

  return folder != NULL && read_folder (folder, rates, n, error);
}

static int
compare_strings (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

char **
cdl_funding_list (const char *root)
{
  g_autofree char *folder
      = g_build_filename (root, "funding", cdl_market_name (CDL_MARKET_UM), NULL);
  g_autoptr (GPtrArray) symbols = g_ptr_array_new ();
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *file;

  /* Names with a dot are locks, and what a writer is making. */
  while (dir != NULL && (file = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *commit = g_build_filename (folder, file, "time.npy", NULL);
      CdlDatasetName name;

      if (cdl_dataset_name_init (&name, CDL_MARKET_UM, file, CDL_INTERVAL_1M)
          && g_file_test (commit, G_FILE_TEST_EXISTS))
        g_ptr_array_add (symbols, g_strdup (file));
    }
  g_ptr_array_sort (symbols, compare_strings);
  g_ptr_array_add (symbols, NULL);

  return (char **) g_ptr_array_steal (symbols, NULL);
}

static gboolean
write_folder (const char *folder, const GArray *rates, GError **error)
{
  g_autofree char *next = cdl_folder_begin (folder, error);
  g_autofree char *time_path = NULL;
  g_autofree char *rate_path = NULL;
  g_autofree char *price_path = NULL;
  g_autofree gint64 *times = g_new (gint64, rates->len);
  g_autofree double *values = g_new (double, rates->len);
  g_autofree double *prices = g_new (double, rates->len);

  if (next == NULL)
    return FALSE;
  for (guint i = 0; i < rates->len; i++)
    {
      times[i] = g_array_index (rates, CdlFunding, i).time;
      values[i] = g_array_index (rates, CdlFunding, i).rate;
      prices[i] = g_array_index (rates, CdlFunding, i).price;
    }
  time_path = g_build_filename (next, "time.npy", NULL);
  rate_path = g_build_filename (next, "rate.npy", NULL);
  price_path = g_build_filename (next, "price.npy", NULL);
  if (cdl_npy_write (rate_path, CDL_NPY_DOUBLE, 0, values, rates->len, TRUE, error)
      && cdl_npy_write (price_path, CDL_NPY_DOUBLE, 0, prices, rates->len, TRUE, error)
      && cdl_npy_write (time_path, CDL_NPY_INT64, 0, times, rates->len, TRUE, error))
    return cdl_folder_commit (folder, error);
  cdl_folder_abandon (folder);

  return FALSE;
}

static gboolean
refuse_other (const char *what, gint64 time, double update, double stored, GError **error)
{
  char new_text[CDL_NUMBER_SIZE], old_text[CDL_NUMBER_SIZE];
  g_autofree char *when = cdl_time_format_short (time);

  g_set_error (error, CDL_MARKET_ERROR, CDL_MARKET_ERROR_CONFLICT, "%s of %s is %s, stored is %s",
               what, when, cdl_number_format (update, new_text),
               cdl_number_format (stored, old_text));

  return FALSE;
}

/* A price is better than to know that there is none, which is better than not to have asked. */
static double
better_price (double stored, double update)
{
  if (update > 0.0)
    return update;

  return stored > 0.0 || !isnan (update) ? stored : update;
}

/* Appends the row of one stamp that both know. */
static gboolean
merge_stamp (GArray *merged,
             CdlFunding stored,
             CdlFunding update,
             gboolean replace,
             CdlWriteResult *result,
             GError **error)
{
  gboolean other_rate = stored.rate != update.rate;
  gboolean other_price = stored.price > 0.0 && update.price > 0.0 && stored.price != update.price;

  if (other_rate && !replace)
    return refuse_other ("the funding rate", update.time, update.rate, stored.rate, error);
  if (other_price && !replace)
    return refuse_other ("the mark price at the funding", update.time, update.price, stored.price,
                         error);
  update.price = better_price (stored.price, update.price);
  if (other_rate || other_price)
    result->replaced++;
  else
    {
      gboolean completed
          = stored.price != update.price && !(isnan (stored.price) && isnan (update.price));

      update.time = stored.time;
      result->completed += completed;
      result->same += !completed;
    }
  g_array_append_val (merged, update);

  return TRUE;
}

static gboolean
merge (const CdlFunding *stored,
       gsize n_stored,
       const CdlFunding *update,
       gsize n_update,
       gboolean replace,
       GArray *merged,
       CdlWriteResult *result,
       GError **error)
{
  gsize i = 0, j = 0;

  while (i < n_stored || j < n_update)
    if (i < n_stored && j < n_update && ABS (stored[i].time - update[j].time) < CDL_MINUTE_MS)
      {
        if (!merge_stamp (merged, stored[i++], update[j++], replace, result, error))
          return FALSE;
      }
    else if (j == n_update || (i < n_stored && stored[i].time < update[j].time))
      g_array_append_val (merged, stored[i++]);
    else
      {
        g_array_append_val (merged, update[j++]);
        result->added++;
      }

  return TRUE;
}

/* With the lock held. */
static gboolean
merge_into (const char *folder,
            const CdlFunding *rates,
            gsize n,
            gboolean replace,
            CdlWriteResult *result,
            GError **error)
{
  g_autoptr (GArray) merged = g_array_new (FALSE, FALSE, sizeof (CdlFunding));
  g_autofree CdlFunding *stored = NULL;
  gsize n_stored;

  if (!read_folder (folder, &stored, &n_stored, error)
      || !merge (stored, n_stored, rates, n, replace, merged, result, error))
    return FALSE;
  if (result->added + result->replaced + result->completed == 0)
    return TRUE;

  return write_folder (folder, merged, error);
}

gboolean
cdl_funding_store (const char *root,
                   const char *symbol,
                   const CdlFunding *rates,
                   gsize n,
                   gboolean replace,
                   CdlWriteResult *result,
                   GError **error)
{
  g_autofree char *folder = folder_of (root, symbol, error);
  g_autofree char *what = g_strdup_printf ("the funding of %s", symbol);
  gboolean good;
  int lock;

  *result = (CdlWriteResult){ 0 };
  if (folder == NULL)
    return FALSE;
  if (n == 0)
    return TRUE;
  lock = cdl_folder_lock (folder, what, error);
  if (lock < 0)
    return FALSE;
  good = merge_into (folder, rates, n, replace, result, error);
  close (lock);

  return good;
}

/* The first word of a file's name that looks like a symbol; newly allocated, or NULL. */
static char *
guess_symbol (const char *path)
{
  g_autofree char *base = g_path_get_basename (path);
  g_auto (GStrv) words = g_strsplit_set (base, "-_.", -1);

  for (guint i = 0; words[i] != NULL; i++)
    {
      CdlDatasetName name;

      if (strlen (words[i]) >= 5 && strpbrk (words[i], "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != NULL
          && cdl_dataset_name_init (&name, CDL_MARKET_UM, words[i], CDL_INTERVAL_1M))
        return g_strdup (words[i]);
    }

  return NULL;
}

/* The rates of all members of a container, one after the other. */
static GArray *
read_file (const char *path, const char *base, GError **error)
{
  g_autoptr (GPtrArray) members = cdl_container_read (path, NULL, NULL, error);
  g_autoptr (GArray) all = g_array_new (FALSE, FALSE, sizeof (CdlFunding));

  for (guint i = 0; members != NULL && i < members->len; i++)
    {
      const CdlMember *member = members->pdata[i];
      g_autoptr (GArray) before = g_steal_pointer (&all);
      g_autofree CdlFunding *rates = NULL;
      CdlWriteResult ignored = { 0 };
      gsize size, n;
      const char *data = g_bytes_get_data (member->data, &size);

      rates = cdl_funding_parse (data != NULL ? data : "", size,
                                 members->len > 1 ? member->name : base, &n, error);
      all = g_array_new (FALSE, FALSE, sizeof (CdlFunding));
      if (rates == NULL
          || !merge ((const CdlFunding *) (gpointer) before->data, before->len, rates, n, FALSE,
                     all, &ignored, error))
        return NULL;
    }

  return members != NULL ? g_steal_pointer (&all) : NULL;
}

gboolean
cdl_funding_import (const char *root,
                    const char *path,
                    const char *symbol,
                    gboolean replace,
                    char **imported,
                    CdlWriteResult *result,
                    GError **error)
{
  g_autofree char *base = g_path_get_basename (path);
  g_autofree char *guessed = symbol == NULL ? guess_symbol (path) : NULL;
  g_autoptr (GArray) rates = NULL;

  *result = (CdlWriteResult){ 0 };
  if (symbol == NULL)
    symbol = guessed;
  if (symbol == NULL)
    {
      g_set_error (error, CDL_MARKET_ERROR, CDL_MARKET_ERROR_FORMAT,
                   "%s: its name does not tell the symbol: name it with --symbol", base);
      return FALSE;
    }
  rates = read_file (path, base, error);
  if (rates == NULL)
    return FALSE;
  if (!cdl_funding_store (root, symbol, (const CdlFunding *) (gpointer) rates->data, rates->len,
                          replace, result, error))
    {
      g_prefix_error (error, "%s: ", base);
      return FALSE;
    }
  if (imported != NULL)
    *imported = g_strdup (symbol);

  return TRUE;
}
