#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Websocket frames (RFC 6455) byte by byte, since faults need frames that no library would send. */

typedef enum
{
  CDL_WS_CONTINUATION = 0,
  CDL_WS_TEXT = 1,
  CDL_WS_BINARY = 2,
  CDL_WS_CLOSE = 8,
  CDL_WS_PING = 9,
  CDL_WS_PONG = 10,
} CdlWsOpcode;

/* First byte's upper bits. */
#define CDL_WS_FIN  0x80
#define CDL_WS_RSV1 0x40

/* Appends a frame with these first bits; masked: as only clients may. */
void cdl_ws_frame_append (GByteArray *out,
                          guint flags,
                          CdlWsOpcode opcode,
                          gboolean masked,
                          const void *payload,
                          gsize length);

typedef struct
{
  guint flags;
  CdlWsOpcode opcode;
  gsize size;      /* of the whole frame */
  gsize length;    /* of its payload */
  guint8 *payload; /* unmasked in place; inside the bytes that were given */
} CdlWsFrame;

typedef enum
{
  CDL_WS_FRAME_COMPLETE,
  CDL_WS_FRAME_INCOMPLETE,
  CDL_WS_FRAME_BAD, /* unmasked, a long or fragmented control frame, an unknown opcode, reserved
                       bits */
  CDL_WS_FRAME_TOO_LONG,
} CdlWsFrameState;

/* Reads the client's frame that begins at bytes. */
CdlWsFrameState cdl_ws_frame_parse (guint8 *bytes, gsize n, gsize max_length, CdlWsFrame *frame);

/* Sec-WebSocket-Accept for a Sec-WebSocket-Key; newly allocated. */
char *cdl_ws_accept (const char *key);

G_END_DECLS
