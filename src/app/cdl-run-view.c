#include "cdl-run-view.h"

#include <glib/gi18n.h>

#include "cdl-chart.h"
#include "cdl-columns-view.h"
#include "cdl-run-text.h"
#include "cdl-text.h"
#include "cdl-time.h"
#include "cdl-trade-row.h"

struct _CdlRunView
{
  GtkBox parent_instance;

  GtkLabel *subtitle;
  GtkStack *chart_stack;
  CdlChart *chart;
  GtkColumnView *trades;
  GtkStack *trades_stack;
  GtkBox *facts;

  GListStore *rows; /* CdlTradeRow */
  GtkSingleSelection *selection;
  CdlLoadedRun *run;
};

G_DEFINE_FINAL_TYPE (CdlRunView, cdl_run_view, GTK_TYPE_BOX)

/* A heading in the side bar. */
static void
add_heading (CdlRunView *self, const char *title)
{
  GtkWidget *label = gtk_label_new (title);

  gtk_label_set_xalign (GTK_LABEL (label), 0.0f);
  gtk_widget_add_css_class (label, "heading");
  gtk_widget_set_margin_top (label, 12);
  gtk_box_append (self->facts, label);
}

static void
add_fact (CdlRunView *self, const char *name, const char *value, const char *tooltip)
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
  gtk_box_append (self->facts, row);
}

static void
add_statistics (CdlRunView *self)
{
  const char *group = NULL;

  for (int i = 0; i < CDL_N_STATS; i++)
    {
      const CdlStatInfo *info = cdl_stat_info ((CdlStat) i);
      const char *reason = self->run->run->statistics.reason[i];
      g_autofree char *value = cdl_run_stat_text (self->run->run, (CdlStat) i);
      g_autofree char *tooltip
          = reason != NULL ? g_strdup_printf ("%s\n%s", info->doc, reason) : g_strdup (info->doc);

      if (g_strcmp0 (group, info->group) != 0)
        add_heading (self, _ (info->group));
      group = info->group;
      add_fact (self, _ (info->title), value, tooltip);
    }
}

static void
add_counts (CdlRunView *self,
            const char *title,
            const guint *counts,
            guint n,
            const char *(*name) (guint))
{
  guint total = 0;

  for (guint i = 0; i < n; i++)
    total += counts[i];
  if (total == 0)
    return;

  add_heading (self, title);
  for (guint i = 0; i < n; i++)
    if (counts[i] > 0)
      {
        g_autofree char *share = cdl_text_number (100.0 * counts[i] / total, 1);
        g_autofree char *value = g_strdup_printf ("%u  (%s %%)", counts[i], share);

        add_fact (self, name (i), value, NULL);
      }
}

static const char *
fate_name (guint i)
{
  return cdl_fate_name ((CdlFate) i);
}

static const char *
exit_name (guint i)
{
  return cdl_exit_reason_name ((CdlExitReason) i);
}

static const char *
proof_name (guint i)
{
  return cdl_proof_name ((CdlProof) i);
}

static void
add_run (CdlRunView *self)
{
  const CdlRunRecord *run = self->run->run;
  g_autofree char *from = cdl_time_format_short (run->from);
  g_autofree char *to = cdl_time_format_short (run->to);
  g_autofree char *nets = cdl_run_nets_text (run);
  g_autofree char *quality = cdl_text_number (run->dataset->quality_pct, 3);
  g_autofree char *quality_text = g_strdup_printf ("%s %%", quality);

  add_heading (self, _ ("Run"));
  add_fact (self, _ ("Return"), nets, _ ("Under both assumptions, where they differ"));
  for (guint i = 0; i < run->params->len; i++)
    {
      const CdlRunParam *param = &g_array_index (run->params, CdlRunParam, i);
      g_autofree char *value = g_strdup_printf ("%.10g", param->value);

      add_fact (self, param->name, value, _ ("Parameter of the strategy"));
    }
  add_fact (self, _ ("From"), from, NULL);
  add_fact (self, _ ("To"), to, NULL);
  add_fact (self, _ ("Fills decided by"), cdl_interval_name (run->path_interval), NULL);
  add_fact (self, _ ("Data quality"), quality_text, NULL);
  for (guint i = 0; i < CDL_N_RUN_FLAGS; i++)
    if (run->flags & 1u << i)
      add_fact (self, _ ("Note"), cdl_run_flag_name ((CdlRunFlags) (1u << i)), NULL);
}

static void
fill_facts (CdlRunView *self)
{
  const CdlStatistics *statistics = &self->run->run->statistics;
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->facts))) != NULL)
    gtk_box_remove (self->facts, child);

  add_run (self);
  add_statistics (self);
  add_counts (self, _ ("Setups"), statistics->fates, CDL_N_FATES, fate_name);
  add_counts (self, _ ("Exits"), statistics->exits, CDL_N_EXIT_REASONS, exit_name);
  add_counts (self, _ ("Proofs"), statistics->proofs, 3, proof_name);
}

static void
fill_trades (CdlRunView *self)
{
  const CdlRunDetails *details = self->run->details;
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; details != NULL && i < details->trades->len; i++)
    g_ptr_array_add (items, cdl_trade_row_new (&g_array_index (details->trades, CdlTrade, i)));
  g_list_store_splice (self->rows, 0, g_list_model_get_n_items (G_LIST_MODEL (self->rows)),
                       items->pdata, items->len);
  gtk_stack_set_visible_child_name (self->trades_stack, items->len > 0    ? "table"
                                                        : details == NULL ? "summary"
                                                                          : "none");
}

static void
fill_chart (CdlRunView *self)
{
  const CdlRunRecord *run = self->run->run;
  g_autofree char *nets = cdl_run_nets_text (run);
  g_autofree char *title
      = g_strdup_printf (_ ("%s on %s, %s, return %s"), run->strategy->name, run->dataset->symbol,
                         cdl_interval_name (run->interval), nets);
  CdlChartData data;

  if (cdl_loaded_run_chart_data (self->run, &data))
    {
      cdl_chart_set_data (self->chart, &data, title, cdl_loaded_run_ref (self->run),
                          (GDestroyNotify) cdl_loaded_run_unref);
      gtk_stack_set_visible_child_name (self->chart_stack, "chart");
    }
  else
    {
      cdl_chart_set_data (self->chart, NULL, NULL, NULL, NULL);
      gtk_stack_set_visible_child_name (self->chart_stack, "none");
    }
  gtk_label_set_label (self->subtitle, title);
}

void
cdl_run_view_set_run (CdlRunView *self, CdlLoadedRun *run)
{
  g_return_if_fail (CDL_IS_RUN_VIEW (self));

  if (run != NULL)
    cdl_loaded_run_ref (run);
  g_clear_pointer (&self->run, cdl_loaded_run_unref);
  self->run = run;
  if (run == NULL)
    {
      cdl_chart_set_data (self->chart, NULL, NULL, NULL, NULL);
      g_list_store_remove_all (self->rows);
      return;
    }
  fill_chart (self);
  fill_trades (self);
  fill_facts (self);
}

static void
on_selected (CdlRunView *self)
{
  guint i = gtk_single_selection_get_selected (self->selection);

  cdl_chart_select_trade (self->chart, i == GTK_INVALID_LIST_POSITION ? -1 : (int) i);
}

static void
on_show_all (CdlRunView *self)
{
  gtk_single_selection_set_selected (self->selection, GTK_INVALID_LIST_POSITION);
  cdl_chart_show_all (self->chart);
}

/* Cells. */
static char *
cell_seq (gpointer item, const char **css)
{
  return g_strdup_printf ("%u", cdl_trade_row_trade (item)->seq);
}

static char *
cell_side (gpointer item, const char **css)
{
  return g_strdup (cdl_trade_row_trade (item)->side == CDL_SIDE_LONG ? _ ("long") : _ ("short"));
}

static char *
cell_entry_time (gpointer item, const char **css)
{
  return cdl_time_format_short (cdl_trade_row_trade (item)->entry_time);
}

static char *
cell_entry (gpointer item, const char **css)
{
  return g_strdup_printf ("%.8g", cdl_trade_row_trade (item)->entry_price);
}

static char *
cell_exit_time (gpointer item, const char **css)
{
  gint64 time = cdl_trade_row_trade (item)->exit_time;

  return cdl_time_format_short (time - time % CDL_SECOND_MS);
}

static char *
cell_exit (gpointer item, const char **css)
{
  return g_strdup_printf ("%.8g", cdl_trade_row_trade (item)->exit_price);
}

static char *
cell_pnl (gpointer item, const char **css)
{
  double pnl = cdl_trade_row_trade (item)->pnl;

  *css = pnl > 0.0 ? "success" : pnl < 0.0 ? "error" : NULL;

  return cdl_text_signed (pnl, 2);
}

static char *
cell_r (gpointer item, const char **css)
{
  return cdl_text_signed (cdl_trade_row_trade (item)->r, 2);
}

static char *
cell_reason (gpointer item, const char **css)
{
  return g_strdup (cdl_exit_reason_name (cdl_trade_row_trade (item)->exit_reason));
}

static char *
cell_proof (gpointer item, const char **css)
{
  return g_strdup (cdl_proof_name (cdl_trade_row_trade (item)->proof));
}

static void
add_columns (GtkColumnView *view)
{
  static const struct
  {
    const char *title;
    gboolean numeric;
    CdlCellText text;
  } columns[] = {
    { N_ ("No."), TRUE, cell_seq },
    { N_ ("Side"), FALSE, cell_side },
    { N_ ("Entered"), FALSE, cell_entry_time },
    { N_ ("Entry"), TRUE, cell_entry },
    { N_ ("Left"), FALSE, cell_exit_time },
    { N_ ("Exit"), TRUE, cell_exit },
    { N_ ("Result"), TRUE, cell_pnl },
    { N_ ("R"), TRUE, cell_r },
    { N_ ("Reason"), FALSE, cell_reason },
    { N_ ("Proof"), FALSE, cell_proof },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (columns); i++)
    cdl_column_view_add (view, _ (columns[i].title), columns[i].numeric,
                         i + 1 == G_N_ELEMENTS (columns), columns[i].text);
}

static void
cdl_run_view_dispose (GObject *object)
{
  CdlRunView *self = CDL_RUN_VIEW (object);

  g_clear_pointer (&self->run, cdl_loaded_run_unref);
  g_clear_object (&self->rows);
  g_clear_object (&self->selection);
  gtk_widget_dispose_template (GTK_WIDGET (self), CDL_TYPE_RUN_VIEW);
  G_OBJECT_CLASS (cdl_run_view_parent_class)->dispose (object);
}

static void
cdl_run_view_class_init (CdlRunViewClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  g_type_ensure (CDL_TYPE_CHART);
  G_OBJECT_CLASS (class)->dispose = cdl_run_view_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/chandelier/Chandelier/cdl-run-view.ui");
  gtk_widget_class_bind_template_child (widget_class, CdlRunView, subtitle);
  gtk_widget_class_bind_template_child (widget_class, CdlRunView, chart_stack);
  gtk_widget_class_bind_template_child (widget_class, CdlRunView, chart);
  gtk_widget_class_bind_template_child (widget_class, CdlRunView, trades);
  gtk_widget_class_bind_template_child (widget_class, CdlRunView, trades_stack);
  gtk_widget_class_bind_template_child (widget_class, CdlRunView, facts);
  gtk_widget_class_bind_template_callback (widget_class, on_show_all);
}

static void
cdl_run_view_init (CdlRunView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->rows = g_list_store_new (CDL_TYPE_TRADE_ROW);
  self->selection = gtk_single_selection_new (G_LIST_MODEL (g_object_ref (self->rows)));
  gtk_single_selection_set_autoselect (self->selection, FALSE);
  gtk_single_selection_set_can_unselect (self->selection, TRUE);
  add_columns (self->trades);
  gtk_column_view_set_model (self->trades, GTK_SELECTION_MODEL (self->selection));
  g_signal_connect_swapped (self->selection, "notify::selected", G_CALLBACK (on_selected), self);
}
