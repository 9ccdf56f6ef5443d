#include "cdl-session-told.h"

#include <string.h>

#include "cdl-hash.h"
#include "cdl-trade-json.h"

#define PAGE 5000

static void
symbol_free (gpointer data)
{
  CdlToldSymbol *self = data;

  g_array_unref (self->setups);
  g_array_unref (self->trades);
  g_free (self);
}

CdlSessionTold *
cdl_session_told_new (const CdlSessionPlan *plan)
{
  CdlSessionTold *self = g_new0 (CdlSessionTold, 1);

  self->plan = plan;
  self->symbols = g_ptr_array_new_with_free_func (symbol_free);
  for (guint i = 0; i < plan->symbols->len; i++)
    {
      CdlToldSymbol *symbol = g_new0 (CdlToldSymbol, 1);

      symbol->setups = g_array_new (FALSE, FALSE, sizeof (CdlSetup));
      symbol->trades = g_array_new (FALSE, FALSE, sizeof (CdlTrade));
      g_ptr_array_add (self->symbols, symbol);
    }

  return self;
}

void
cdl_session_told_free (CdlSessionTold *self)
{
  g_ptr_array_unref (self->symbols);
  g_free (self);
}

static CdlToldSymbol *
find_symbol (const CdlSessionTold *self, const char *name)
{
  for (guint i = 0; i < self->symbols->len; i++)
    if (strcmp (g_array_index (self->plan->symbols, CdlSessionPlanSymbol, i).symbol, name) == 0)
      return self->symbols->pdata[i];

  return NULL;
}

/* A trade is told twice: entry, exit. */
static void
put_trade (CdlToldSymbol *self, const CdlTrade *trade)
{
  guint i = self->trades->len;

  while (i > 0 && g_array_index (self->trades, CdlTrade, i - 1).seq > trade->seq)
    i--;
  if (i > 0 && g_array_index (self->trades, CdlTrade, i - 1).seq == trade->seq)
    g_array_index (self->trades, CdlTrade, i - 1) = *trade;
  else
    g_array_insert_val (self->trades, i, *trade);
}

void
cdl_session_told_fact (const CdlSessionFact *fact, gpointer data)
{
  CdlToldSymbol *symbol = find_symbol (data, fact->symbol);

  if (fact->trade != NULL)
    put_trade (symbol, fact->trade);
  else if (fact->setup != NULL)
    g_array_append_val (symbol->setups, *fact->setup);
}

CdlSessionTold *
cdl_session_told_load (const CdlSessionPlan *plan, CdlStore *store, GError **error)
{
  g_autoptr (CdlSessionTold) self = cdl_session_told_new (plan);
  guint64 after = 0;
  guint n;

  do
    {
      g_autoptr (GArray) page
          = cdl_store_list_session_trades (store, plan->id, after, PAGE, NULL, error);

      if (page == NULL)
        return NULL;
      n = page->len;
      for (guint i = 0; i < n; i++)
        {
          const CdlSessionTrade *trade = &g_array_index (page, CdlSessionTrade, i);
          CdlToldSymbol *symbol = find_symbol (self, trade->symbol);

          after = trade->seq;
          if (symbol != NULL)
            put_trade (symbol, &trade->trade);
        }
    }
  while (n == PAGE);

  return g_steal_pointer (&self);
}

const CdlToldSymbol *
cdl_session_told_symbol (const CdlSessionTold *self, guint place)
{
  return self->symbols->pdata[place];
}

char *
cdl_session_told_fingerprint (const CdlSessionTold *self, CdlProgram *program)
{
  g_autoptr (CdlJsonWriter) writer = cdl_json_writer_new (CDL_JSON_CANONICAL);
  g_autofree char *text = NULL;

  cdl_json_begin_array (writer);
  for (guint s = 0; s < self->symbols->len; s++)
    {
      const CdlToldSymbol *symbol = self->symbols->pdata[s];

      for (guint i = 0; i < symbol->trades->len; i++)
        {
          const CdlTrade *trade = &g_array_index (symbol->trades, CdlTrade, i);
          const char *name = trade->def < cdl_program_n_setups (program)
                                 ? cdl_program_setup (program, trade->def)->name
                                 : "";

          if (trade->exit_reason != CDL_EXIT_NONE)
            cdl_trade_write_json (
                writer, trade, name,
                g_array_index (self->plan->symbols, CdlSessionPlanSymbol, s).symbol);
        }
    }
  cdl_json_end_array (writer);
  text = cdl_json_writer_steal (writer);

  return cdl_sha256 (text, -1);
}
