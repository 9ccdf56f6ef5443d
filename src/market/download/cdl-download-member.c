#include "cdl-download-private.h"

#include <string.h>

#include "cdl-container.h"

/* "BTCUSDT-1m-2024-01.csv" of ".../BTCUSDT-1m-2024-01.zip"; newly allocated. */
static char *
member_name (const CdlTask *self)
{
  CdlPeriod period = self->piece.kind == CDL_PIECE_MONTH ? CDL_PERIOD_MONTH : CDL_PERIOD_DAY;
  g_autofree char *path = self->job->queue->exchange->bulk_path (&self->job->status.download.id,
                                                                 period, self->piece.start);
  g_autofree char *base = g_path_get_basename (path);
  g_autofree char *stem = g_strndup (base, strlen (base) - strlen (".zip"));

  return g_strconcat (stem, ".csv", NULL);
}

GBytes *
cdl_task_member (const CdlTask *self, GError **error)
{
  g_autoptr (GPtrArray) members = cdl_container_read (self->path, NULL, NULL, error);
  g_autofree char *name = member_name (self);
  const CdlMember *member;

  if (members == NULL)
    return NULL;
  member = members->len > 0 ? members->pdata[0] : NULL;
  if (members->len == 1 && strcmp (member->name, name) == 0)
    return g_bytes_ref (member->data);
  g_set_error (
      error, CDL_MARKET_ERROR, CDL_MARKET_ERROR_FORMAT,
      members->len == 1 ? "it holds another file than %s" : "it holds more than %s, or less", name);

  return NULL;
}
