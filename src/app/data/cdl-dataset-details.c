#include "cdl-dataset-details.h"

#include <glib/gi18n.h>

#include "cdl-coverage.h"
#include "cdl-text.h"
#include "cdl-time-text.h"

#define MAX_LINES 200

struct _CdlDatasetDetails
{
  GtkBox parent_instance;
};

G_DEFINE_FINAL_TYPE (CdlDatasetDetails, cdl_dataset_details, GTK_TYPE_BOX)

static void
cdl_dataset_details_class_init (CdlDatasetDetailsClass *class)
{
}

static void
cdl_dataset_details_init (CdlDatasetDetails *self)
{
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (self), 6);
  gtk_widget_set_margin_start (GTK_WIDGET (self), 12);
  gtk_widget_set_margin_end (GTK_WIDGET (self), 12);
  gtk_widget_set_margin_top (GTK_WIDGET (self), 9);
  gtk_widget_set_margin_bottom (GTK_WIDGET (self), 12);
}

/* The line is taken over. */
static void
add_line (GtkWidget *box, char *line, const char *class)
{
  GtkWidget *label = gtk_label_new (line);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  gtk_widget_add_css_class (label, class);
  gtk_box_append (GTK_BOX (box), label);
  g_free (line);
}

/* "what (n)", and room for lines below it. */
static GtkWidget *
add_column (GtkWidget *columns, const char *what, guint n)
{
  GtkWidget *column = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);

  gtk_widget_set_hexpand (column, TRUE);
  add_line (column, g_strdup_printf ("%s (%u)", what, n), "heading");
  gtk_box_append (GTK_BOX (columns), column);

  return column;
}

static void
add_rest (GtkWidget *column, guint n)
{
  if (n > MAX_LINES)
    add_line (column, g_strdup_printf (_ ("and %u more"), n - MAX_LINES), "dim-label");
}

static void
add_holes (GtkWidget *columns, const CdlDatasetCheck *check)
{
  GtkWidget *column = add_column (columns, _ ("Holes"), check->holes->len);

  for (guint i = 0; i < MIN (check->holes->len, MAX_LINES); i++)
    {
      const CdlHole *hole = &g_array_index (check->holes, CdlHole, i);
      g_autofree char *from = cdl_time_text (cdl_interval_next (check->interval, hole->after));
      g_autofree char *to = cdl_time_text (hole->before);
      g_autofree char *missing = cdl_text_number ((double) hole->missing, 0);

      /* Translators: two times, and how many klines are missing between them. */
      if (!hole->confirmed)
        add_line (column,
                  g_strdup_printf (ngettext ("%s to %s: %s kline", "%s to %s: %s klines",
                                             (gulong) hole->missing),
                                   from, to, missing),
                  "numeric");
      else
        /* Translators: the same, where the exchange has none either. */
        add_line (column,
                  g_strdup_printf (ngettext ("%s to %s: %s kline, confirmed empty",
                                             "%s to %s: %s klines, confirmed empty",
                                             (gulong) hole->missing),
                                   from, to, missing),
                  "dim-label");
    }
  add_rest (column, check->holes->len);
}

static void
add_sources (GtkWidget *columns, const GPtrArray *sources)
{
  GtkWidget *column = add_column (columns, _ ("Made of"), sources->len);

  for (guint i = 0; i < MIN (sources->len, MAX_LINES); i++)
    {
      const CdlSource *source = sources->pdata[sources->len - 1 - i];
      g_autofree char *when = cdl_time_text (source->written_at);
      g_autofree char *rows = cdl_text_number ((double) source->rows, 0);

      /* Translators: a file, its number of klines, and when it was imported. */
      add_line (column, g_strdup_printf (_ ("%s: %s klines, on %s"), source->file, rows, when),
                "numeric");
    }
  add_rest (column, sources->len);
}

static const char *
finding_text (CdlFinding finding)
{
  static const char *const texts[CDL_N_FINDINGS] = {
    [CDL_FINDING_ZERO_VOLUME] = N_ ("klines without a trade (harmless)"),
    [CDL_FINDING_OHLC] = N_ ("klines whose high or low contradicts the others"),
    [CDL_FINDING_PRICE] = N_ ("klines with an impossible price"),
    [CDL_FINDING_VOLUME] = N_ ("klines with an impossible volume"),
    [CDL_FINDING_ODD_OPEN] = N_ ("klines that open off the clock"),
    [CDL_FINDING_ORDER] = N_ ("klines out of order"),
  };

  return _ (texts[finding]);
}

static void
add_findings (GtkWidget *box, const CdlDatasetCheck *check)
{
  for (guint i = 0; i < CDL_N_FINDINGS; i++)
    if (check->findings[i].count > 0)
      {
        g_autofree char *count = cdl_text_number ((double) check->findings[i].count, 0);
        g_autofree char *first = cdl_time_text (check->findings[i].times[0]);

        /* Translators: a number, what is odd about so many klines, and when it was so first. */
        add_line (box, g_strdup_printf (_ ("%s %s, first %s"), count, finding_text (i), first),
                  i == CDL_FINDING_ZERO_VOLUME ? "dim-label" : "warning");
      }
}

void
cdl_dataset_details_set_row (CdlDatasetDetails *self, CdlDatasetRow *row)
{
  const CdlDatasetCheck *check = row != NULL ? cdl_dataset_row_check (row) : NULL;
  GtkWidget *box = GTK_WIDGET (self);
  GtkWidget *bar, *columns, *child;

  while ((child = gtk_widget_get_first_child (box)) != NULL)
    gtk_box_remove (GTK_BOX (box), child);
  if (row == NULL)
    return;

  add_line (box, cdl_dataset_row_title (row), "heading");
  if (check == NULL)
    {
      add_line (box, g_strdup (cdl_dataset_row_error (row)), "error");
      return;
    }
  bar = cdl_coverage_new ();
  cdl_coverage_set (CDL_COVERAGE (bar), check, check->first, check->last);
  gtk_box_append (GTK_BOX (box), bar);
  add_findings (box, check);
  columns = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 24);
  gtk_box_set_homogeneous (GTK_BOX (columns), TRUE);
  add_holes (columns, check);
  add_sources (columns, cdl_dataset_row_sources (row));
  gtk_box_append (GTK_BOX (box), columns);
}
