#include "cdl-diagnostics-json.h"

#include "cdl-json-scan.h"

static void
write_one (CdlJsonWriter *writer, const CdlDiagnostic *item, const char *text)
{
  CdlJsonPlace place;

  cdl_json_begin_object (writer);
  cdl_json_member_string (writer, "severity", item->is_error ? "error" : "warning");
  cdl_json_member_string (writer, "path", item->path);
  cdl_json_member_int (writer, "line", item->line);
  cdl_json_member_int (writer, "column", item->column);
  cdl_json_member_int (writer, "length", item->length);
  cdl_json_member_string (writer, "message", item->message);
  cdl_json_member_string (writer, "remedy", item->remedy);
  if (text != NULL)
    {
      cdl_json_locate (text, item, &place);
      cdl_json_member_int (writer, "file_line", place.line);
      cdl_json_member_int (writer, "file_column", place.column);
    }
  cdl_json_end_object (writer);
}

void
cdl_diagnostics_write_json (CdlJsonWriter *writer,
                            const CdlDiagnostics *diagnostics,
                            const char *text)
{
  cdl_json_begin_array (writer);
  for (guint i = 0; i < cdl_diagnostics_count (diagnostics); i++)
    write_one (writer, cdl_diagnostics_get (diagnostics, i), text);
  cdl_json_end_array (writer);
}
