#include "cdl-file-kind.h"

#include "cdl-container.h"

#include <string.h>

#define PEEK_SIZE 4096

static const char *const names[CDL_N_FILE_KINDS] = {
  [CDL_FILE_KLINES] = "klines",
  [CDL_FILE_MARK] = "mark",
  [CDL_FILE_FUNDING] = "funding",
  [CDL_FILE_EXCHANGE_INFO] = "exchange-info",
};

const char *
cdl_file_kind_name (CdlFileKind kind)
{
  return names[kind];
}

gboolean
cdl_file_kind_parse (const char *text, CdlFileKind *kind)
{
  for (int i = 0; i < CDL_N_FILE_KINDS; i++)
    if (strcmp (text, names[i]) == 0)
      {
        *kind = (CdlFileKind) i;
        return TRUE;
      }

  return FALSE;
}

/* A list of objects that name a rate. */
static gboolean
is_funding_json (const char *text)
{
  g_autofree char *lower = g_ascii_strdown (text, -1);
  const char *second = text + 1 + strspn (text + 1, " \t\r\n");

  return *second == '{' && strstr (lower, "rate\"") != NULL;
}

/* A first line that names a rate, or two numbers. */
static gboolean
is_funding_csv (const char *text)
{
  gsize length = strcspn (text, "\r\n");
  g_autofree char *line = g_ascii_strdown (text, (gssize) length);
  g_auto (GStrv) cells = g_strsplit (line, ",", -1);

  if (g_strv_length (cells) == 2 && g_ascii_isdigit (*line))
    return TRUE;

  return cells[0] != NULL && cells[1] != NULL && strstr (line, "rate") != NULL;
}

gboolean
cdl_file_kind (const char *path, CdlFileKind *kind, GError **error)
{
  g_autoptr (GBytes) bytes = cdl_container_peek (path, PEEK_SIZE, error);
  g_autofree char *copy = NULL;
  const char *text;
  gsize size;

  if (bytes == NULL)
    return FALSE;
  text = g_bytes_get_data (bytes, &size);
  copy = g_strndup (text != NULL ? text : "", size);
  text = copy + strspn (copy, " \t\r\n");

  *kind = CDL_FILE_KLINES;
  if (*text == '{' || (strstr (text, " -> ") != NULL && strchr (text, '{') != NULL))
    *kind = CDL_FILE_EXCHANGE_INFO;
  else if (*text == '[' ? is_funding_json (text) : is_funding_csv (text))
    *kind = CDL_FILE_FUNDING;

  return TRUE;
}
