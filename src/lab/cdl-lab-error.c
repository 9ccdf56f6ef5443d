#include "cdl-lab-error.h"

G_DEFINE_QUARK (cdl - lab - error, cdl_lab_error)
