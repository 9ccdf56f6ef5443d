#include "cdl-error-text.h"

#include <glib/gi18n.h>

#include "cdl-lab-error.h"
#include "cdl-store-error.h"

static const char *const store_errors[] = {
  [CDL_STORE_ERROR_NOT_FOUND] = N_ ("It is not stored"),
  [CDL_STORE_ERROR_EXISTS] = N_ ("Something else is stored in its place"),
  [CDL_STORE_ERROR_INVALID] = N_ ("This cannot be stored or asked"),
  [CDL_STORE_ERROR_BUSY] = N_ ("Another program holds the results: try again"),
  [CDL_STORE_ERROR_FULL] = N_ ("The disk is full; nothing was changed"),
  [CDL_STORE_ERROR_DAMAGED] = N_ ("What is stored cannot be read"),
  [CDL_STORE_ERROR_VERSION] = N_ ("Another version, or another program, wrote the results"),
  [CDL_STORE_ERROR_AWAY] = N_ ("The server cannot be reached"),
  [CDL_STORE_ERROR_DENIED] = N_ ("The server does not allow it"),
  [CDL_STORE_ERROR_FAILED] = N_ ("The results cannot be read or written"),
};

static const char *const lab_errors[] = {
  [CDL_LAB_ERROR_BUSY] = N_ ("Another test runs"),
  [CDL_LAB_ERROR_REQUEST] = N_ ("This cannot be tested"),
  [CDL_LAB_ERROR_DATA] = N_ ("There are no klines for it"),
  [CDL_LAB_ERROR_CANCELLED] = N_ ("The test was cancelled"),
  [CDL_LAB_ERROR_FAILED] = N_ ("The test failed"),
};

/* NULL: no kind that is known. */
static const char *
kind_of (const GError *error)
{
  guint code = (guint) error->code;

  if (error->domain == CDL_STORE_ERROR && code < G_N_ELEMENTS (store_errors))
    return store_errors[code];
  if (error->domain == CDL_LAB_ERROR && code < G_N_ELEMENTS (lab_errors))
    return lab_errors[code];

  return NULL;
}

char *
cdl_error_text (const GError *error)
{
  const char *kind = kind_of (error), *translated = kind != NULL ? _ (kind) : NULL;

  if (g_strcmp0 (translated, kind) == 0)
    return g_strdup (error->message);

  return g_strdup_printf ("%s (%s)", translated, error->message);
}
