#pragma once

#include "cdl-lab-error.h"

G_BEGIN_DECLS

/* One test at a time on a data folder, whoever asks: the user's first wish. The lock ends with the
 * process, however that ends. */
typedef struct _CdlLabLock CdlLabLock;

/* what: for whoever is refused meanwhile ("Double bottom breakout on BTCUSDT, 35 variants").
 * CDL_LAB_ERROR_BUSY if a test runs. */
CdlLabLock *cdl_lab_lock_take (const char *root, const char *what, GError **error);
void cdl_lab_lock_release (CdlLabLock *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CdlLabLock, cdl_lab_lock_release)

G_END_DECLS
