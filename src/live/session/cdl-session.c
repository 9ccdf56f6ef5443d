#include "cdl-session.h"

struct _CdlSession
{
  CdlProgram *program;
  CdlInterval path_interval;
  gint64 from;
  CdlSessionFactFunc func;
  gpointer data;
  GPtrArray *symbols; /* CdlSessionSymbol */
  GHashTable *places; /* name -> place + 1 */
};

CdlSession *
cdl_session_new (CdlProgram *program,
                 CdlInterval path_interval,
                 gint64 from,
                 CdlSessionFactFunc func,
                 gpointer data)
{
  CdlSession *self = g_new0 (CdlSession, 1);

  self->program = cdl_program_ref (program);
  self->path_interval = path_interval;
  self->from = from;
  self->func = func;
  self->data = data;
  self->symbols = g_ptr_array_new_with_free_func ((GDestroyNotify) cdl_session_symbol_free);
  self->places = g_hash_table_new (g_str_hash, g_str_equal);

  return self;
}

void
cdl_session_free (CdlSession *self)
{
  g_hash_table_unref (self->places);
  g_ptr_array_unref (self->symbols);
  cdl_program_unref (self->program);
  g_free (self);
}

void
cdl_session_add (CdlSession *self, const char *symbol, const CdlSettings *settings, guint fields)
{
  CdlSessionSymbol *added
      = cdl_session_symbol_new (symbol, self->program, settings, self->path_interval, fields,
                                self->from, FALSE, self->func, self->data);

  g_return_if_fail (cdl_session_find (self, symbol) < 0);
  g_ptr_array_add (self->symbols, added);
  g_hash_table_insert (self->places, (gpointer) cdl_session_symbol_name (added),
                       GUINT_TO_POINTER (self->symbols->len));
}

void
cdl_session_follow (CdlSession *self, guint follow)
{
  g_return_if_fail (self->symbols->len > 0);

  cdl_session_symbol_follow (self->symbols->pdata[self->symbols->len - 1], follow);
}

int
cdl_session_find (const CdlSession *self, const char *symbol)
{
  return (int) GPOINTER_TO_UINT (g_hash_table_lookup (self->places, symbol)) - 1;
}

gboolean
cdl_session_take (CdlSession *self, const CdlFeedEvent *event)
{
  int place = cdl_session_find (self, event->symbol);

  return place >= 0 && cdl_session_symbol_take (self->symbols->pdata[place], event);
}

void
cdl_session_expect_repeats (CdlSession *self)
{
  for (guint i = 0; i < self->symbols->len; i++)
    cdl_session_symbol_expect_repeats (self->symbols->pdata[i]);
}

void
cdl_session_finish (CdlSession *self, gint64 received_at)
{
  for (guint i = 0; i < self->symbols->len; i++)
    cdl_session_symbol_finish (self->symbols->pdata[i], received_at);
}

void
cdl_session_statistics (CdlSession *self,
                        guint i,
                        const CdlTrade *trades,
                        CdlStatistics *statistics)
{
  cdl_session_symbol_statistics (self->symbols->pdata[i], trades, statistics);
}

guint
cdl_session_n_symbols (const CdlSession *self)
{
  return self->symbols->len;
}

const CdlSessionSymbol *
cdl_session_symbol (const CdlSession *self, guint i)
{
  return self->symbols->pdata[i];
}
