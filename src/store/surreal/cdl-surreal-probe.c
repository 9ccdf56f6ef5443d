#include "cdl-surreal-probe.h"

#include <string.h>

#include "cdl-surreal-client-private.h"
#include "cdl-surreal-schema-private.h"

#define PREFIX "surrealdb-"

CdlSurrealProbe *
cdl_surreal_probe_new (const CdlSurrealSettings *settings,
                       GCancellable *cancellable,
                       GError **error)
{
  g_autoptr (CdlSurrealClient) client = cdl_surreal_client_new (settings, error);
  g_autoptr (CdlSurrealProbe) self = g_new0 (CdlSurrealProbe, 1);
  g_autofree char *version = NULL;

  if (client != NULL)
    version = cdl_surreal_client_version (client, cancellable, error);
  if (version == NULL || !cdl_surreal_schema_version (client, &self->schema, cancellable, error))
    return NULL;
  self->is_set = self->schema == CDL_SURREAL_SCHEMA_VERSION;
  if (self->schema > CDL_SURREAL_SCHEMA_VERSION
      && !cdl_surreal_schema_check (client, cancellable, error))
    return NULL;
  self->version = g_strdup (version + strlen (PREFIX));

  return g_steal_pointer (&self);
}

void
cdl_surreal_probe_free (CdlSurrealProbe *self)
{
  g_free (self->version);
  g_free (self);
}
