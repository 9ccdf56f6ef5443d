#include "cdl-run-view-facts.h"

#include <glib/gi18n.h>

#include "cdl-number.h"
#include "cdl-run-text.h"
#include "cdl-run-words.h"
#include "cdl-text.h"
#include "cdl-time-text.h"

static void
add_heading (GtkBox *box, const char *title)
{
  GtkWidget *label = gtk_label_new (title);

  gtk_label_set_xalign (GTK_LABEL (label), 0.0f);
  gtk_widget_add_css_class (label, "heading");
  gtk_widget_set_margin_top (label, 12);
  gtk_box_append (box, label);
}

/* A name at the left and its value at the right. */
static GtkWidget *
new_row (const char *name, const char *value, const char *tooltip)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *left = gtk_label_new (name), *right = gtk_label_new (value);

  gtk_label_set_xalign (GTK_LABEL (left), 0.0f);
  gtk_label_set_ellipsize (GTK_LABEL (left), PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (left, TRUE);
  gtk_widget_add_css_class (left, "dim-label");
  gtk_label_set_xalign (GTK_LABEL (right), 1.0f);
  gtk_label_set_selectable (GTK_LABEL (right), TRUE);
  gtk_label_set_wrap (GTK_LABEL (right), TRUE);
  gtk_widget_add_css_class (right, "numeric");
  gtk_widget_set_tooltip_text (row, tooltip);
  gtk_box_append (GTK_BOX (row), left);
  gtk_box_append (GTK_BOX (row), right);

  return row;
}

static void
add_fact (GtkBox *box, const char *name, const char *value, const char *tooltip)
{
  gtk_box_append (box, new_row (name, value, tooltip));
}

/* A sentence of its own. */
static void
add_note (GtkBox *box, const char *words, const char *css)
{
  GtkWidget *label = gtk_label_new (words);

  gtk_label_set_xalign (GTK_LABEL (label), 0.0f);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  if (css != NULL)
    gtk_widget_add_css_class (label, css);
  gtk_box_append (box, label);
}

static void
add_statistics (GtkBox *box, const CdlRunRecord *run)
{
  const char *group = NULL;

  for (int i = 0; i < CDL_N_STATS; i++)
    {
      const CdlStatInfo *info = cdl_stat_info ((CdlStat) i);
      const char *reason = run->statistics.reason[i];
      g_autofree char *value = cdl_run_stat_text (run, (CdlStat) i);
      g_autofree char *tooltip = reason != NULL ? g_strdup_printf ("%s\n%s", _ (info->doc), reason)
                                                : g_strdup (_ (info->doc));

      if (g_strcmp0 (group, info->group) != 0)
        add_heading (box, _ (info->group));
      group = info->group;
      add_fact (box, _ (info->title), value, tooltip);
    }
}

/* Counts of a whole, most first, each as a bar of its share; what did not happen is left out. */
static void
add_counts (GtkBox *box,
            const char *title,
            const guint *counts,
            guint n,
            const char *(*words) (guint))
{
  guint total = 0, last = G_MAXUINT;
  g_autofree gboolean *done = g_new0 (gboolean, n);
  g_autofree char *heading = NULL;

  for (guint i = 0; i < n; i++)
    total += counts[i];
  if (total == 0)
    return;

  heading = g_strdup_printf ("%s (%u)", title, total);
  add_heading (box, heading);
  for (guint round = 0; round < n && last > 0; round++)
    {
      guint best = n;
      g_autofree char *share = NULL;
      g_autofree char *value = NULL;
      GtkWidget *bar;

      for (guint i = 0; i < n; i++)
        if (!done[i] && (best == n || counts[i] > counts[best]))
          best = i;
      done[best] = TRUE;
      last = counts[best];
      if (last == 0)
        break;
      share = cdl_text_number (100.0 * last / total, 1);
      value = g_strdup_printf ("%u  (%s %%)", last, share);
      add_fact (box, _ (words (best)), value, NULL);
      bar = gtk_level_bar_new_for_interval (0.0, total);
      gtk_level_bar_set_value (GTK_LEVEL_BAR (bar), last);
      gtk_level_bar_add_offset_value (GTK_LEVEL_BAR (bar), GTK_LEVEL_BAR_OFFSET_LOW, total);
      gtk_widget_add_css_class (bar, "funnel");
      gtk_accessible_update_property (GTK_ACCESSIBLE (bar), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                      _ (words (best)), -1);
      gtk_box_append (box, bar);
    }
}

static void
add_run (GtkBox *box, const CdlRunRecord *run)
{
  g_autofree char *from = cdl_time_text (run->from);
  g_autofree char *to = cdl_time_text (run->to);
  g_autofree char *nets = cdl_run_nets_text (run);
  g_autofree char *quality = cdl_text_number (run->dataset->quality_pct, 3);
  g_autofree char *quality_text = g_strdup_printf ("%s %%", quality);

  add_heading (box, _ ("Run"));
  add_fact (box, _ ("Return"), nets, _ ("Under both assumptions, where they differ"));
  for (guint i = 0; i < run->params->len; i++)
    {
      const CdlRunParam *param = &g_array_index (run->params, CdlRunParam, i);
      char number[CDL_NUMBER_SIZE];

      add_fact (box, param->name, cdl_number_format (param->value, number),
                _ ("Parameter of the strategy"));
    }
  add_fact (box, _ ("From"), from, NULL);
  add_fact (box, _ ("To"), to, NULL);
  add_fact (box, _ ("Fills decided by"), cdl_interval_name (run->path_interval), NULL);
  add_fact (box, _ ("Data quality"), quality_text, NULL);
  for (guint i = 0; i < CDL_N_RUN_FLAGS; i++)
    if (run->flags & 1u << i)
      add_note (box, _ (cdl_run_flag_words ((CdlRunFlags) (1u << i))), "warning");
  if (*run->note != '\0')
    add_note (box, run->note, NULL);
}

void
cdl_run_view_fill_facts (GtkBox *box, const CdlLoadedRun *run)
{
  const CdlStatistics *statistics = &run->run->statistics;
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (box))) != NULL)
    gtk_box_remove (box, child);

  add_run (box, run->run);
  add_counts (box, _ ("Setups"), statistics->fates, CDL_N_FATES, cdl_run_fate_words);
  add_counts (box, _ ("Exits"), statistics->exits, CDL_N_EXIT_REASONS, cdl_run_exit_words);
  add_counts (box, _ ("Proofs"), statistics->proofs, G_N_ELEMENTS (statistics->proofs),
              cdl_run_proof_words);
  add_statistics (box, run->run);
}
