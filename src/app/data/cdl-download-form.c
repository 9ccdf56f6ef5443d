#include "cdl-download-form.h"

#include <string.h>

#include "cdl-time.h"

struct _CdlDownloadForm
{
  GtkBox parent_instance;

  GtkEntry *symbols;
  GtkDropDown *market;
  GtkDropDown *interval;
  GtkDropDown *span;
  GtkCheckButton *perpetual;
  GtkButton *start;
};

G_DEFINE_FINAL_TYPE (CdlDownloadForm, cdl_download_form, GTK_TYPE_BOX)

static guint start_signal;

/* Days that each choice of the list reaches back; 0: all there is. */
static const int span_days[] = { 7, 31, 366, 3 * 366, 0 };

static CdlMarket
chosen_market (CdlDownloadForm *self)
{
  return gtk_drop_down_get_selected (self->market) == 1 ? CDL_MARKET_UM : CDL_MARKET_SPOT;
}

static CdlInterval
chosen_interval (CdlDownloadForm *self)
{
  GtkStringObject *item = gtk_drop_down_get_selected_item (self->interval);
  CdlInterval interval = CDL_INTERVAL_1M;

  cdl_interval_parse (gtk_string_object_get_string (item), &interval);

  return interval;
}

/* From the beginning of a day, so that whole files can be had. */
static gint64
chosen_from (CdlDownloadForm *self)
{
  const int days = span_days[gtk_drop_down_get_selected (self->span)];

  if (days == 0)
    return CDL_TIME_NONE;

  return cdl_interval_floor (CDL_INTERVAL_1D,
                             g_get_real_time () / 1000 - days * (gint64) CDL_DAY_MS);
}

/* All series of one symbol; FALSE if it can be none. */
static gboolean
add_symbol (CdlDownloadForm *self, GArray *downloads, const char *symbol)
{
  static const CdlSeries series[]
      = { CDL_SERIES_INFO, CDL_SERIES_KLINES, CDL_SERIES_FUNDING, CDL_SERIES_MARK };
  const gboolean perpetual
      = chosen_market (self) == CDL_MARKET_UM && gtk_check_button_get_active (self->perpetual);
  CdlDownload download = { .from = chosen_from (self), .to = CDL_TIME_NONE };

  if (!cdl_dataset_name_init (&download.id.name, chosen_market (self), symbol,
                              chosen_interval (self)))
    return FALSE;
  for (guint i = 0; i < (perpetual ? G_N_ELEMENTS (series) : 2); i++)
    {
      download.id.series = series[i];
      g_array_append_val (downloads, download);
    }

  return TRUE;
}

/* What is asked for; NULL if nothing, or a word is no symbol. */
static GArray *
read_form (CdlDownloadForm *self)
{
  g_autofree char *text = g_utf8_strup (gtk_editable_get_text (GTK_EDITABLE (self->symbols)), -1);
  g_auto (GStrv) words = g_strsplit_set (text, " ,;\t", -1);
  g_autoptr (GArray) downloads = g_array_new (FALSE, FALSE, sizeof (CdlDownload));

  for (char **word = words; *word != NULL; word++)
    if (**word != '\0' && !add_symbol (self, downloads, *word))
      return NULL;

  return downloads->len > 0 ? g_steal_pointer (&downloads) : NULL;
}

static void
on_changed (CdlDownloadForm *self)
{
  g_autoptr (GArray) downloads = read_form (self);

  gtk_widget_set_sensitive (GTK_WIDGET (self->start), downloads != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->perpetual), chosen_market (self) == CDL_MARKET_UM);
}

static void
on_start (CdlDownloadForm *self)
{
  g_autoptr (GArray) downloads = read_form (self);

  GtkWidget *popover = gtk_widget_get_ancestor (GTK_WIDGET (self), GTK_TYPE_POPOVER);

  if (downloads == NULL)
    return;
  if (popover != NULL)
    gtk_popover_popdown (GTK_POPOVER (popover));
  g_signal_emit (self, start_signal, 0, downloads);
}

static void
cdl_download_form_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), CDL_TYPE_DOWNLOAD_FORM);
  G_OBJECT_CLASS (cdl_download_form_parent_class)->dispose (object);
}

static void
cdl_download_form_class_init (CdlDownloadFormClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = cdl_download_form_dispose;
  start_signal = g_signal_new ("start", CDL_TYPE_DOWNLOAD_FORM, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                               NULL, G_TYPE_NONE, 1, G_TYPE_ARRAY);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/chandelier/Chandelier/cdl-download-form.ui");
  gtk_widget_class_bind_template_child (widget_class, CdlDownloadForm, symbols);
  gtk_widget_class_bind_template_child (widget_class, CdlDownloadForm, market);
  gtk_widget_class_bind_template_child (widget_class, CdlDownloadForm, interval);
  gtk_widget_class_bind_template_child (widget_class, CdlDownloadForm, span);
  gtk_widget_class_bind_template_child (widget_class, CdlDownloadForm, perpetual);
  gtk_widget_class_bind_template_child (widget_class, CdlDownloadForm, start);
  gtk_widget_class_bind_template_callback (widget_class, on_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_start);
}

static void
cdl_download_form_init (CdlDownloadForm *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  on_changed (self);
}
