#include "cdl-file-kind.h"

#include "cdl-container.h"

#include <string.h>

#define PEEK_SIZE 4096

/* Columns of a first line, and whether it names a rate. */
static gboolean
is_funding_csv (const char *text)
{
  gsize length = strcspn (text, "\r\n");
  g_autofree char *line = g_ascii_strdown (text, (gssize) length);
  g_auto (GStrv) cells = g_strsplit (line, ",", -1);

  return g_strv_length (cells) == 2 || strstr (line, "rate") != NULL;
}

gboolean
cdl_file_kind (const char *path, CdlFileKind *kind, GError **error)
{
  g_autoptr (GBytes) bytes = cdl_container_peek (path, PEEK_SIZE, error);
  g_autofree char *copy = NULL;
  const char *text, *second;
  gsize size;

  if (bytes == NULL)
    return FALSE;
  text = g_bytes_get_data (bytes, &size);
  copy = g_strndup (text != NULL ? text : "", size);
  text = copy + strspn (copy, " \t\r\n");
  second = *text != '\0' ? text + 1 + strspn (text + 1, " \t\r\n") : text;

  *kind = CDL_FILE_KLINES;
  if (*text == '{' || (strstr (text, " -> ") != NULL && strchr (text, '{') != NULL))
    *kind = CDL_FILE_EXCHANGE_INFO;
  else if (*text == '[' ? *second == '{' : is_funding_csv (text))
    *kind = CDL_FILE_FUNDING;

  return TRUE;
}
