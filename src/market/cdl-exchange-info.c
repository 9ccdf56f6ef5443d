#include "cdl-exchange-info-private.h"

#include <string.h>

struct _CdlExchangeInfo
{
  CdlMarket market;
  GPtrArray *symbols;  /* CdlSymbolInfo, by name once sorted */
  GHashTable *by_name; /* the same */
};

static void
symbol_free (gpointer data)
{
  CdlSymbolInfo *info = data;

  g_free ((char *) info->symbol);
  g_free ((char *) info->status);
  g_free (info);
}

CdlExchangeInfo *
cdl_exchange_info_new (CdlMarket market)
{
  CdlExchangeInfo *self = g_new (CdlExchangeInfo, 1);

  self->market = market;
  self->symbols = g_ptr_array_new_with_free_func (symbol_free);
  self->by_name = g_hash_table_new (g_str_hash, g_str_equal);

  return self;
}

void
cdl_exchange_info_free (CdlExchangeInfo *self)
{
  g_hash_table_unref (self->by_name);
  g_ptr_array_unref (self->symbols);
  g_free (self);
}

void
cdl_exchange_info_set (CdlExchangeInfo *self, const CdlSymbolInfo *info)
{
  CdlSymbolInfo *entry = g_hash_table_lookup (self->by_name, info->symbol);
  const char *symbol;

  if (entry == NULL)
    {
      entry = g_new0 (CdlSymbolInfo, 1);
      entry->symbol = g_strdup (info->symbol);
      g_ptr_array_add (self->symbols, entry);
      g_hash_table_insert (self->by_name, (char *) entry->symbol, entry);
    }

  symbol = entry->symbol;
  g_free ((char *) entry->status);
  *entry = *info;
  entry->symbol = symbol;
  entry->status = g_strdup (info->status);
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  const CdlSymbolInfo *const *first = a, *const *second = b;

  return strcmp ((*first)->symbol, (*second)->symbol);
}

void
cdl_exchange_info_sort (CdlExchangeInfo *self)
{
  g_ptr_array_sort (self->symbols, compare_names);
}

CdlMarket
cdl_exchange_info_market (const CdlExchangeInfo *self)
{
  return self->market;
}

guint
cdl_exchange_info_count (const CdlExchangeInfo *self)
{
  return self->symbols->len;
}

const CdlSymbolInfo *
cdl_exchange_info_get (const CdlExchangeInfo *self, guint i)
{
  return g_ptr_array_index (self->symbols, i);
}

const CdlSymbolInfo *
cdl_exchange_info_lookup (const CdlExchangeInfo *self, const char *symbol)
{
  return g_hash_table_lookup (self->by_name, symbol);
}
