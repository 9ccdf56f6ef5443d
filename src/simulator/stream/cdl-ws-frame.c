#include "cdl-ws-frame.h"

#define MASKED 0x80

static void
append_length (GByteArray *out, gsize length, guint8 mask_bit)
{
  guint8 head[9];
  int bytes = length < 126 ? 0 : length <= 0xffff ? 2 : 8;

  head[0] = mask_bit | (bytes == 0 ? (guint8) length : bytes == 2 ? 126 : 127);
  for (int i = 0; i < bytes; i++)
    head[1 + i] = (guint8) ((guint64) length >> (8 * (bytes - 1 - i)));
  g_byte_array_append (out, head, 1 + (guint) bytes);
}

void
cdl_ws_frame_append (GByteArray *out,
                     guint flags,
                     CdlWsOpcode opcode,
                     gboolean masked,
                     const void *payload,
                     gsize length)
{
  static const guint8 mask[4] = { 0x37, 0xfa, 0x21, 0x3d };
  guint8 first = (guint8) (flags | opcode);
  gsize start;

  g_byte_array_append (out, &first, 1);
  append_length (out, length, masked ? MASKED : 0);
  if (masked)
    g_byte_array_append (out, mask, sizeof mask);
  start = out->len;
  if (length > 0)
    g_byte_array_append (out, payload, (guint) length);
  for (gsize i = 0; masked && i < length; i++)
    out->data[start + i] ^= mask[i % 4];
}

static gboolean
is_known (guint opcode)
{
  return opcode <= CDL_WS_BINARY || (opcode >= CDL_WS_CLOSE && opcode <= CDL_WS_PONG);
}

CdlWsFrameState
cdl_ws_frame_parse (guint8 *bytes, gsize n, gsize max_length, CdlWsFrame *frame)
{
  gsize head = 2;
  guint64 length;
  gboolean is_control;

  if (n < head)
    return CDL_WS_FRAME_INCOMPLETE;

  frame->flags = bytes[0] & 0xf0;
  frame->opcode = (CdlWsOpcode) (bytes[0] & 0x0f);
  is_control = (bytes[0] & 0x08) != 0;
  length = bytes[1] & 0x7f;
  if (!is_known (frame->opcode) || (frame->flags & ~CDL_WS_FIN) || !(bytes[1] & MASKED)
      || (is_control && (!(frame->flags & CDL_WS_FIN) || length > 125)))
    return CDL_WS_FRAME_BAD;

  if (length >= 126)
    {
      int size = length == 126 ? 2 : 8;

      if (n < head + (gsize) size)
        return CDL_WS_FRAME_INCOMPLETE;
      length = 0;
      for (int i = 0; i < size; i++)
        length = length << 8 | bytes[head + (gsize) i];
      head += (gsize) size;
    }
  if (length > max_length)
    return CDL_WS_FRAME_TOO_LONG;

  head += 4;
  if (n < head || n - head < length)
    return CDL_WS_FRAME_INCOMPLETE;

  frame->payload = bytes + head;
  frame->length = (gsize) length;
  frame->size = head + frame->length;
  for (gsize i = 0; i < frame->length; i++)
    frame->payload[i] ^= bytes[head - 4 + i % 4];

  return CDL_WS_FRAME_COMPLETE;
}

char *
cdl_ws_accept (const char *key)
{
  g_autoptr (GChecksum) sha1 = g_checksum_new (G_CHECKSUM_SHA1);
  guint8 digest[20];
  gsize length = sizeof digest;

  g_checksum_update (sha1, (const guchar *) key, -1);
  g_checksum_update (sha1, (const guchar *) "258EAFA5-E914-47DA-95CA-C5AB0DC85B11", -1);
  g_checksum_get_digest (sha1, digest, &length);

  return g_base64_encode (digest, length);
}
