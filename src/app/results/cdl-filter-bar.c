#include "cdl-filter-bar.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <math.h>

#include "cdl-number.h"
#include "cdl-time-text.h"
#include "cdl-time.h"

struct _CdlFilterBar
{
  GtkWidget parent_instance;

  GtkWidget *scroller;
  GtkBox *chips;
  CdlRunFilter *filter;
  char *test; /* name of the test that is filtered by */
};

G_DEFINE_FINAL_TYPE (CdlFilterBar, cdl_filter_bar, GTK_TYPE_WIDGET)

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* The conditions that there can be one of; a chip's number from N_SINGLE on is that of a bound. */
enum
{
  STRATEGY,
  SYMBOL,
  INTERVAL,
  MARKET,
  TAG,
  TEST,
  DATES,
  FAVOURITE,
  N_SINGLE
};

/* --- Words --- */

static char *
named (const char *name, const char *value)
{
  return value != NULL ? g_strdup_printf ("%s: %s", name, value) : NULL;
}

static char *
dates_words (const CdlRunFilter *filter)
{
  g_autofree char *from
      = filter->created_from != CDL_TIME_NONE ? cdl_time_text (filter->created_from) : NULL;
  g_autofree char *to
      = filter->created_to != CDL_TIME_NONE ? cdl_time_text (filter->created_to) : NULL;

  if (from == NULL && to == NULL)
    return NULL;

  return g_strdup_printf ("%s: %s – %s", _ ("Tested"), from != NULL ? from : "…",
                          to != NULL ? to : "…");
}

static char *
bound_words (const CdlStatBound *bound)
{
  const char *title = _ (cdl_stat_info (bound->stat)->title);
  char min[CDL_NUMBER_SIZE], max[CDL_NUMBER_SIZE];

  cdl_number_format (bound->min, min);
  cdl_number_format (bound->max, max);
  if (isnan (bound->min))
    return g_strdup_printf ("%s ≤ %s", title, max);
  if (isnan (bound->max))
    return g_strdup_printf ("%s ≥ %s", title, min);

  return g_strdup_printf ("%s ≤ %s ≤ %s", min, title, max);
}

/* NULL: there is no such condition. */
static char *
words_of (CdlFilterBar *self, guint which)
{
  const CdlRunFilter *filter = self->filter;

  switch (which)
    {
    case STRATEGY:
      return named (_ ("Strategy"), filter->strategy);
    case SYMBOL:
      return named (_ ("Symbol"), filter->symbol);
    case INTERVAL:
      return filter->interval >= 0
                 ? named (_ ("Interval"), cdl_interval_name ((CdlInterval) filter->interval))
                 : NULL;
    case MARKET:
      return filter->market >= 0
                 ? named (_ ("Market"), cdl_market_name ((CdlMarket) filter->market))
                 : NULL;
    case TAG:
      return named (_ ("Tag"), filter->tag);
    case TEST:
      return named (_ ("Test"),
                    filter->test != NULL && self->test != NULL ? self->test : filter->test);
    case DATES:
      return dates_words (filter);
    case FAVOURITE:
      return filter->favourite == 1 ? g_strdup (_ ("Favourites")) : NULL;
    default:
      return bound_words (&g_array_index (filter->bounds, CdlStatBound, which - N_SINGLE));
    }
}

/* --- Conditions --- */

static void
take_away (CdlFilterBar *self, guint which)
{
  CdlRunFilter *filter = self->filter;

  switch (which)
    {
    case STRATEGY:
      g_clear_pointer (&filter->strategy, g_free);
      break;
    case SYMBOL:
      g_clear_pointer (&filter->symbol, g_free);
      break;
    case INTERVAL:
      filter->interval = -1;
      break;
    case MARKET:
      filter->market = -1;
      break;
    case TAG:
      g_clear_pointer (&filter->tag, g_free);
      break;
    case TEST:
      g_clear_pointer (&filter->test, g_free);
      break;
    case DATES:
      filter->created_from = filter->created_to = CDL_TIME_NONE;
      break;
    case FAVOURITE:
      filter->favourite = -1;
      break;
    default:
      g_array_remove_index (filter->bounds, which - N_SINGLE);
      break;
    }
}

static void
replace (char **text, const char *by)
{
  if (by == NULL)
    return;
  g_free (*text);
  *text = g_strdup (by);
}

static void
add_bound (CdlRunFilter *filter, const CdlStatBound *bound)
{
  for (guint i = 0; i < filter->bounds->len; i++)
    if (g_array_index (filter->bounds, CdlStatBound, i).stat == bound->stat)
      {
        g_array_index (filter->bounds, CdlStatBound, i) = *bound;
        return;
      }
  g_array_append_val (filter->bounds, *bound);
}

/* --- Chips --- */

static void fill (CdlFilterBar *self);

static void
on_chip (GtkButton *chip, CdlFilterBar *self)
{
  take_away (self, GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (chip), "which")));
  fill (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
add_chip (CdlFilterBar *self, guint which, const char *words)
{
  GtkWidget *chip = gtk_button_new (), *content = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  g_autofree char *name = g_strdup_printf (_ ("Take the filter “%s” away"), words);

  gtk_box_append (GTK_BOX (content), gtk_label_new (words));
  gtk_box_append (GTK_BOX (content), gtk_image_new_from_icon_name ("window-close-symbolic"));
  gtk_button_set_child (GTK_BUTTON (chip), content);
  gtk_widget_add_css_class (chip, "pill");
  gtk_widget_add_css_class (chip, "chip");
  gtk_widget_set_tooltip_text (chip, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (chip), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_object_set_data (G_OBJECT (chip), "which", GUINT_TO_POINTER (which));
  g_signal_connect (chip, "clicked", G_CALLBACK (on_chip), self);
  gtk_box_append (self->chips, chip);
}

static void
fill (CdlFilterBar *self)
{
  guint n = N_SINGLE + self->filter->bounds->len;
  GtkWidget *chip;

  while ((chip = gtk_widget_get_first_child (GTK_WIDGET (self->chips))) != NULL)
    gtk_box_remove (self->chips, chip);
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *words = words_of (self, i);

      if (words != NULL)
        add_chip (self, i, words);
    }
  gtk_widget_set_visible (GTK_WIDGET (self),
                          gtk_widget_get_first_child (GTK_WIDGET (self->chips)) != NULL);
}

const CdlRunFilter *
cdl_filter_bar_filter (CdlFilterBar *self)
{
  return self->filter;
}

void
cdl_filter_bar_add (CdlFilterBar *self, const CdlRunFilter *part, const char *test)
{
  CdlRunFilter *filter = self->filter;

  g_return_if_fail (CDL_IS_FILTER_BAR (self) && part != NULL);

  replace (&filter->strategy, part->strategy);
  replace (&filter->symbol, part->symbol);
  replace (&filter->tag, part->tag);
  replace (&filter->test, part->test);
  if (part->test != NULL)
    {
      g_free (self->test);
      self->test = g_strdup (test);
    }
  if (part->interval >= 0)
    filter->interval = part->interval;
  if (part->market >= 0)
    filter->market = part->market;
  if (part->favourite >= 0)
    filter->favourite = part->favourite;
  if (part->created_from != CDL_TIME_NONE || part->created_to != CDL_TIME_NONE)
    {
      filter->created_from = part->created_from;
      filter->created_to = part->created_to;
    }
  for (guint i = 0; i < part->bounds->len; i++)
    add_bound (filter, &g_array_index (part->bounds, CdlStatBound, i));
  fill (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
cdl_filter_bar_dispose (GObject *object)
{
  CdlFilterBar *self = CDL_FILTER_BAR (object);

  g_clear_pointer (&self->scroller, gtk_widget_unparent);
  G_OBJECT_CLASS (cdl_filter_bar_parent_class)->dispose (object);
}

static void
cdl_filter_bar_finalize (GObject *object)
{
  CdlFilterBar *self = CDL_FILTER_BAR (object);

  cdl_run_filter_free (self->filter);
  g_free (self->test);
  G_OBJECT_CLASS (cdl_filter_bar_parent_class)->finalize (object);
}

static void
cdl_filter_bar_class_init (CdlFilterBarClass *class)
{
  G_OBJECT_CLASS (class)->dispose = cdl_filter_bar_dispose;
  G_OBJECT_CLASS (class)->finalize = cdl_filter_bar_finalize;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (class), GTK_TYPE_BIN_LAYOUT);
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (class), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
}

static void
cdl_filter_bar_init (CdlFilterBar *self)
{
  self->filter = cdl_run_filter_new ();
  self->chips = GTK_BOX (gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6));
  gtk_widget_set_margin_start (GTK_WIDGET (self->chips), 6);
  gtk_widget_set_margin_end (GTK_WIDGET (self->chips), 6);
  gtk_widget_set_margin_bottom (GTK_WIDGET (self->chips), 6);
  self->scroller = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->scroller), GTK_POLICY_AUTOMATIC,
                                  GTK_POLICY_NEVER);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scroller), GTK_WIDGET (self->chips));
  gtk_widget_set_parent (self->scroller, GTK_WIDGET (self));
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}
