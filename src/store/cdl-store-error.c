#include "cdl-store-error.h"

G_DEFINE_QUARK (cdl - store - error - quark, cdl_store_error)
