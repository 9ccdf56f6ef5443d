#pragma once

/* SQL of the outbox: what changed here and has to be told to a server (cdl-outbox-private.h).
 * Triggers fill it in the transaction of the change itself, whichever program makes it, once
 * outbox_target names a server. */
extern const char cdl_outbox_schema[];

/* Everything that is stored goes into an empty outbox, what others refer to first. */
extern const char cdl_outbox_fill[];
