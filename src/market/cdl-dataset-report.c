#include "cdl-dataset-check-private.h"

#include "cdl-time.h"

static const struct
{
  const char *title;
  const char *name;
} words[CDL_N_FINDINGS] = {
  [CDL_FINDING_ZERO_VOLUME] = { "zero-volume klines", "zero_volume" },
  [CDL_FINDING_OHLC] = { "OHLC violations", "ohlc_violations" },
  [CDL_FINDING_PRICE] = { "impossible prices", "impossible_prices" },
  [CDL_FINDING_VOLUME] = { "impossible volumes", "impossible_volumes" },
  [CDL_FINDING_ODD_OPEN] = { "odd open times", "odd_open_times" },
  [CDL_FINDING_ORDER] = { "klines out of order", "out_of_order" },
};

const char *
cdl_finding_title (CdlFinding finding)
{
  return words[finding].title;
}

const char *
cdl_finding_name (CdlFinding finding)
{
  return words[finding].name;
}

static void
append_time (GString *text, const char *lead, gint64 time_ms)
{
  g_autofree char *time = cdl_dataset_check_knows (time_ms)
                              ? cdl_time_format_short (time_ms)
                              : g_strdup_printf ("%" G_GINT64_FORMAT " ms", time_ms);

  g_string_append_printf (text, "%s%s", lead, time);
}

static void
append_findings (GString *text, const CdlDatasetCheck *self)
{
  for (int f = 0; f < CDL_N_FINDINGS; f++)
    {
      const CdlFindings *findings = &self->findings[f];
      gsize shown = MIN (findings->count, CDL_FINDING_MAX_TIMES);

      g_string_append_printf (text, "%-20s%" G_GSIZE_FORMAT, words[f].title, findings->count);
      for (gsize i = 0; i < shown; i++)
        append_time (text, i == 0 ? ": " : ", ", findings->times[i]);
      g_string_append (text, shown < findings->count ? " …\n" : "\n");
    }
}

char *
cdl_dataset_check_format (const CdlDatasetCheck *self, gsize max_holes)
{
  GString *text = g_string_new (NULL);

  g_string_append_printf (text, "%-20s%s\n", "interval", cdl_interval_name (self->interval));
  g_string_append_printf (text, "%-20s%" G_GSIZE_FORMAT "\n", "rows", self->rows);
  if (self->rows > 0)
    {
      char quality[G_ASCII_DTOSTR_BUF_SIZE];

      append_time (text, "first               ", self->first);
      append_time (text, "\nlast                ", self->last);
      g_string_append_printf (text, "\n%-20s%s %%\n", "quality",
                              g_ascii_formatd (quality, sizeof quality, "%.4f", self->quality));
    }
  append_findings (text, self);
  g_string_append_printf (text, "%-20s%u (%" G_GSIZE_FORMAT " klines missing)\n", "holes",
                          self->holes->len, self->missing);
  for (gsize i = 0; i < MIN (self->holes->len, max_holes); i++)
    {
      const CdlHole *hole = &g_array_index (self->holes, CdlHole, i);

      append_time (text, "  ", hole->after);
      append_time (text, " -> ", hole->before);
      g_string_append_printf (text, "  %" G_GSIZE_FORMAT " missing\n", hole->missing);
    }
  if (self->holes->len > max_holes)
    g_string_append_printf (text, "  and %" G_GSIZE_FORMAT " more\n", self->holes->len - max_holes);

  return g_string_free (text, FALSE);
}

static void
write_findings (const CdlDatasetCheck *self, CdlJsonWriter *writer)
{
  cdl_json_begin_object (writer);
  for (int f = 0; f < CDL_N_FINDINGS; f++)
    {
      const CdlFindings *findings = &self->findings[f];

      cdl_json_name (writer, words[f].name);
      cdl_json_begin_object (writer);
      cdl_json_member_int (writer, "count", (gint64) findings->count);
      cdl_json_name (writer, "first");
      cdl_json_begin_array (writer);
      for (gsize i = 0; i < MIN (findings->count, CDL_FINDING_MAX_TIMES); i++)
        cdl_json_int (writer, findings->times[i]);
      cdl_json_end_array (writer);
      cdl_json_end_object (writer);
    }
  cdl_json_end_object (writer);
}

void
cdl_dataset_check_write (const CdlDatasetCheck *self, CdlJsonWriter *writer)
{
  cdl_json_begin_object (writer);
  cdl_json_member_string (writer, "interval", cdl_interval_name (self->interval));
  cdl_json_member_int (writer, "rows", (gint64) self->rows);
  cdl_json_member_time (writer, "first", self->first);
  cdl_json_member_time (writer, "last", self->last);
  cdl_json_member_double (writer, "quality", self->quality);
  cdl_json_member_int (writer, "missing", (gint64) self->missing);
  cdl_json_name (writer, "findings");
  write_findings (self, writer);

  cdl_json_name (writer, "holes");
  cdl_json_begin_array (writer);
  for (guint i = 0; i < self->holes->len; i++)
    {
      const CdlHole *hole = &g_array_index (self->holes, CdlHole, i);

      cdl_json_begin_object (writer);
      cdl_json_member_int (writer, "after", hole->after);
      cdl_json_member_int (writer, "before", hole->before);
      cdl_json_member_int (writer, "missing", (gint64) hole->missing);
      cdl_json_end_object (writer);
    }
  cdl_json_end_array (writer);

  cdl_json_name (writer, "stretches");
  cdl_json_begin_array (writer);
  for (guint i = 0; i < self->stretches->len; i++)
    {
      const CdlStretch *stretch = &g_array_index (self->stretches, CdlStretch, i);

      cdl_json_begin_object (writer);
      cdl_json_member_int (writer, "first", stretch->first);
      cdl_json_member_int (writer, "last", stretch->last);
      cdl_json_member_int (writer, "rows", (gint64) stretch->rows);
      cdl_json_end_object (writer);
    }
  cdl_json_end_array (writer);
  cdl_json_end_object (writer);
}
