#include "cdl-toast.h"

AdwToast *
cdl_toast_new (const char *words)
{
  g_autofree char *markup = g_markup_escape_text (words, -1);

  return adw_toast_new (markup);
}
