#include "cdl-fuzz.h"

#include "cdl-ws-frame.h"

#include <string.h>

static const CdlFuzzSeed seeds[] = {
  CDL_FUZZ_SEED ("\x81\x85\x37\xfa\x21\x3d\x7f\x9f\x4d\x51\x58"),
  CDL_FUZZ_SEED ("\x89\x80\x01\x02\x03\x04\x8a\x81\x01\x02\x03\x04x"),
  CDL_FUZZ_SEED ("\x01\xfe\x00\x7e\x01\x02\x03\x04xyz"),
  CDL_FUZZ_SEED ("\x82\xff\x7f\xff\xff\xff\xff\xff\xff\xff\x01\x02\x03\x04"),
};

/* Frames stay within the bytes, one after the other, and what is written is read back. */
static int
fuzz_ws_frame (const guint8 *data, gsize size)
{
  g_autofree guint8 *bytes = g_memdup2 (data, size);
  gsize at = 0;
  CdlWsFrame frame;

  while (at < size
         && cdl_ws_frame_parse (bytes + at, size - at, 1024, &frame) == CDL_WS_FRAME_COMPLETE)
    {
      g_autoptr (GByteArray) again = g_byte_array_new ();
      CdlWsFrame copy;

      g_assert_cmpuint (frame.size, <=, size - at);
      g_assert_true (frame.payload >= bytes + at
                     && frame.payload + frame.length == bytes + at + frame.size);
      cdl_ws_frame_append (again, frame.flags, frame.opcode, TRUE, frame.payload, frame.length);
      g_assert_cmpint (cdl_ws_frame_parse (again->data, again->len, 1024, &copy), ==,
                       CDL_WS_FRAME_COMPLETE);
      g_assert_cmpmem (copy.payload, copy.length, frame.payload, frame.length);
      at += frame.size;
    }

  return 0;
}

CDL_FUZZ_TARGET ("ws-frame", fuzz_ws_frame, seeds);
