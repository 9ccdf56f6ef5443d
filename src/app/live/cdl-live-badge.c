#include "cdl-live-badge.h"

#include <glib/gi18n.h>

#include "cdl-time.h"

struct _CdlLiveBadge
{
  GtkBox parent_instance;
  GtkLabel *label;
};

G_DEFINE_FINAL_TYPE (CdlLiveBadge, cdl_live_badge, GTK_TYPE_BOX)

static const char *const styles[CDL_N_FEED_STATES] = { [CDL_FEED_OFFLINE] = "feed-offline",
                                                       [CDL_FEED_RECOVERING] = "feed-recovering",
                                                       [CDL_FEED_LIVE] = "feed-live",
                                                       [CDL_FEED_STALE] = "feed-stale" };

const char *
cdl_live_state_word (CdlFeedState state)
{
  static const char *const words[CDL_N_FEED_STATES] = { [CDL_FEED_OFFLINE] = N_ ("OFFLINE"),
                                                        [CDL_FEED_RECOVERING] = N_ ("RECOVERING"),
                                                        [CDL_FEED_LIVE] = N_ ("LIVE"),
                                                        [CDL_FEED_STALE] = N_ ("STALE") };

  return _ (words[state]);
}

void
cdl_live_state_style (GtkWidget *widget, const CdlLiveHealth *health)
{
  for (int state = 0; state < CDL_N_FEED_STATES; state++)
    if (health != NULL && health->wanted && (int) health->state == state)
      gtk_widget_add_css_class (widget, styles[state]);
    else
      gtk_widget_remove_css_class (widget, styles[state]);
}

char *
cdl_live_age_text (gint64 age_ms)
{
  return age_ms < CDL_SECOND_MS ? g_strdup ("0 s")
                                : cdl_duration_format (age_ms / CDL_SECOND_MS * CDL_SECOND_MS);
}

void
cdl_live_badge_set (CdlLiveBadge *self, const CdlLiveHealth *health)
{
  g_autofree char *age = health->age_ms >= 0 ? cdl_live_age_text (health->age_ms) : NULL;
  g_autofree char *words
      = age != NULL ? g_strdup_printf ("%s · %s", cdl_live_state_word (health->state), age)
                    : g_strdup (cdl_live_state_word (health->state));

  gtk_widget_set_visible (GTK_WIDGET (self), health->wanted);
  cdl_live_state_style (GTK_WIDGET (self), health);
  if (g_strcmp0 (gtk_label_get_label (self->label), words) != 0)
    gtk_label_set_label (self->label, words);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), *health->reason != '\0' ? health->reason : NULL);
}

static void
cdl_live_badge_class_init (CdlLiveBadgeClass *class)
{
}

static void
cdl_live_badge_init (CdlLiveBadge *self)
{
  self->label = GTK_LABEL (gtk_label_new (NULL));
  gtk_widget_add_css_class (GTK_WIDGET (self->label), "numeric");
  gtk_widget_add_css_class (GTK_WIDGET (self), "feed-badge");
  gtk_widget_set_valign (GTK_WIDGET (self), GTK_ALIGN_CENTER);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  gtk_box_append (GTK_BOX (self), GTK_WIDGET (self->label));
}
