#include "cdl-broker-private.h"

/* Only pending setups and open trades can change, and new trades be added; so a snapshot is small
 * whatever came before. */
struct _CdlSnapshot
{
  CdlBroker scalars;
  GArray *pending;
  GArray *positions;
  GArray *setups; /* of pending, in its order */
  GArray *open;   /* trades of positions, in its order */
  guint n_trades;
};

CdlSnapshot *
cdl_broker_save (const CdlBroker *self)
{
  CdlSnapshot *snapshot = g_new0 (CdlSnapshot, 1);

  snapshot->scalars = *self;
  snapshot->pending = g_array_copy (self->pending);
  snapshot->positions = g_array_copy (self->positions);
  snapshot->setups = g_array_new (FALSE, FALSE, sizeof (CdlSetup));
  snapshot->open = g_array_new (FALSE, FALSE, sizeof (CdlTrade));
  snapshot->n_trades = self->trades->len;

  for (guint i = 0; i < self->pending->len; i++)
    g_array_append_val (snapshot->setups,
                        *cdl_broker_setup (self, cdl_broker_pending (self, i)->setup));
  for (guint i = 0; i < self->positions->len; i++)
    g_array_append_val (snapshot->open,
                        *cdl_broker_trade (self, cdl_broker_position (self, i)->trade));

  return snapshot;
}

static void
copy_array (GArray *to, const GArray *from)
{
  g_array_set_size (to, 0);
  if (from->len > 0)
    g_array_append_vals (to, from->data, from->len);
}

void
cdl_broker_restore (CdlBroker *self, const CdlSnapshot *snapshot)
{
  GArray *setups = self->setups, *trades = self->trades;
  GArray *pending = self->pending, *positions = self->positions;

  *self = snapshot->scalars;
  self->setups = setups;
  self->trades = trades;
  self->pending = pending;
  self->positions = positions;

  copy_array (pending, snapshot->pending);
  copy_array (positions, snapshot->positions);
  g_array_set_size (trades, snapshot->n_trades);
  for (guint i = 0; i < pending->len; i++)
    *cdl_broker_setup (self, cdl_broker_pending (self, i)->setup)
        = g_array_index (snapshot->setups, CdlSetup, i);
  for (guint i = 0; i < positions->len; i++)
    *cdl_broker_trade (self, cdl_broker_position (self, i)->trade)
        = g_array_index (snapshot->open, CdlTrade, i);
}

void
cdl_snapshot_free (CdlSnapshot *snapshot)
{
  g_array_unref (snapshot->pending);
  g_array_unref (snapshot->positions);
  g_array_unref (snapshot->setups);
  g_array_unref (snapshot->open);
  g_free (snapshot);
}
