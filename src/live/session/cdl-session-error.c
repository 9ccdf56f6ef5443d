#include "cdl-session-error.h"

G_DEFINE_QUARK (cdl - session - error, cdl_session_error)
