#include "cdl-problem-bar.h"

struct _CdlProblemBar
{
  GtkWidget parent_instance;

  GtkRevealer *revealer;
  GtkLabel *words;
};

G_DEFINE_FINAL_TYPE (CdlProblemBar, cdl_problem_bar, GTK_TYPE_WIDGET)

static void
on_close (CdlProblemBar *self)
{
  cdl_problem_bar_set (self, NULL);
}

static void
cdl_problem_bar_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), CDL_TYPE_PROBLEM_BAR);
  G_OBJECT_CLASS (cdl_problem_bar_parent_class)->dispose (object);
}

static void
cdl_problem_bar_class_init (CdlProblemBarClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = cdl_problem_bar_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/chandelier/Chandelier/cdl-problem-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, CdlProblemBar, revealer);
  gtk_widget_class_bind_template_child (widget_class, CdlProblemBar, words);
  gtk_widget_class_bind_template_callback (widget_class, on_close);
}

static void
cdl_problem_bar_init (CdlProblemBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
cdl_problem_bar_set (CdlProblemBar *self, const char *words)
{
  const gboolean wrong = words != NULL && *words != '\0';

  if (wrong)
    gtk_label_set_label (self->words, words);
  gtk_revealer_set_reveal_child (self->revealer, wrong);
}
