#include "cdl-surreal-schema-private.h"

#include "cdl-json-reader-private.h"
#include "cdl-store-error.h"

/* Written by glib-compile-resources: it holds data/schema.surql. */
GResource *cdl_surreal_get_resource (void);

gboolean
cdl_surreal_schema_version (CdlSurrealClient *client,
                            gint64 *version,
                            GCancellable *cancellable,
                            GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (JsonNode) node = cdl_surreal_client_run (
      client, "SELECT VALUE v FROM schema_version:main", cancellable, &local_error);
  JsonArray *rows
      = node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;

  *version = 0;
  if (rows != NULL)
    return json_array_get_length (rows) == 0
           || cdl_json_node_int (json_array_get_element (rows, 0), version) || (*version = 0, TRUE);
  /* From 3.0, reading from what is not there is an error. */
  if (local_error != NULL && g_error_matches (local_error, CDL_STORE_ERROR, CDL_STORE_ERROR_FAILED)
      && strstr (local_error->message, "does not exist") != NULL)
    return TRUE;
  if (local_error != NULL)
    g_propagate_error (error, g_steal_pointer (&local_error));
  else
    g_set_error_literal (error, CDL_STORE_ERROR, CDL_STORE_ERROR_FAILED,
                         "The SurrealDB server does not say the version of the schema");

  return FALSE;
}

static gboolean
refuse_newer (gint64 version, GError **error)
{
  g_set_error (error, CDL_STORE_ERROR, CDL_STORE_ERROR_VERSION,
               "The database was written by a newer version of Chandelier (its schema is "
               "%" G_GINT64_FORMAT ", this one knows up to %d): this one must be updated",
               version, CDL_SURREAL_SCHEMA_VERSION);

  return FALSE;
}

gboolean
cdl_surreal_schema_check (CdlSurrealClient *client, GCancellable *cancellable, GError **error)
{
  gint64 version;

  if (!cdl_surreal_schema_version (client, &version, cancellable, error))
    return FALSE;
  if (version > CDL_SURREAL_SCHEMA_VERSION)
    return refuse_newer (version, error);
  if (version == CDL_SURREAL_SCHEMA_VERSION)
    return TRUE;
  if (version > 0)
    g_set_error (error, CDL_STORE_ERROR, CDL_STORE_ERROR_VERSION,
                 "The database was set up by an older version of Chandelier (its schema is "
                 "%" G_GINT64_FORMAT
                 ", this one's is %d): “chandelier-cli db init” brings it up to "
                 "date, and keeps what it holds",
                 version, CDL_SURREAL_SCHEMA_VERSION);
  else
    g_set_error_literal (error, CDL_STORE_ERROR, CDL_STORE_ERROR_VERSION,
                         "The database is not set up for Chandelier: “chandelier-cli db init” "
                         "does that, or its owner applies data/schema.surql");

  return FALSE;
}

/* One statement, or a DEFINE that a server of another version need not know. */
static gboolean
run (CdlSurrealClient *client, const char *sql, GCancellable *cancellable, GError **error)
{
  g_autoptr (JsonNode) node = cdl_surreal_client_run (client, sql, cancellable, error);

  return node != NULL;
}

gboolean
cdl_surreal_schema_apply (CdlSurrealClient *client,
                          const CdlSurrealSettings *settings,
                          CdlSurrealMigrateFunc migrate,
                          gpointer data,
                          GCancellable *cancellable,
                          GError **error)
{
  g_autoptr (GBytes) bytes = g_resource_lookup_data (cdl_surreal_get_resource (),
                                                     "/io/github/chandelier/store/schema.surql",
                                                     G_RESOURCE_LOOKUP_FLAGS_NONE, error);
  g_autofree char *database = g_strdup_printf ("DEFINE DATABASE IF NOT EXISTS %s", settings->db);
  g_autofree char *ns = g_strdup_printf ("DEFINE NAMESPACE IF NOT EXISTS %s", settings->ns);
  g_autofree char *text = NULL;
  g_auto (GStrv) statements = NULL;
  gint64 version;

  if (bytes == NULL)
    return FALSE;
  /* A user of the database alone may not define it; then it is there, or what follows fails. */
  run (client, ns, cancellable, NULL);
  run (client, database, cancellable, NULL);
  if (!cdl_surreal_schema_version (client, &version, cancellable, error))
    return FALSE;
  if (version > CDL_SURREAL_SCHEMA_VERSION)
    return refuse_newer (version, error);

  text = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  statements = g_strsplit (text, ";\n", -1);
  for (char **statement = statements; *statement != NULL; statement++)
    {
      if (g_str_has_prefix (*statement, "UPSERT schema_version:main") && version > 0
          && version < CDL_SURREAL_SCHEMA_VERSION && !migrate (data, cancellable, error))
        return FALSE;
      if (*g_strstrip (*statement) != '\0' && !run (client, *statement, cancellable, error))
        return FALSE;
    }

  return TRUE;
}
