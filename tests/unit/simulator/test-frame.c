#include "cdl-ws-frame.h"

#include <string.h>

/* What a client sends is read back, of every length of length, and not before it is whole. */
static void
test_client (void)
{
  static const gsize lengths[] = { 0, 1, 125, 126, 127, 65535, 65536, 100000 };

  for (gsize i = 0; i < G_N_ELEMENTS (lengths); i++)
    {
      gsize length = lengths[i];
      g_autofree char *payload = g_malloc (length + 1);
      g_autoptr (GByteArray) bytes = g_byte_array_new ();
      CdlWsFrame frame;
      gsize whole;

      memset (payload, 'x', length);
      cdl_ws_frame_append (bytes, CDL_WS_FIN, CDL_WS_TEXT, TRUE, payload, length);
      whole = bytes->len;
      for (gsize n = 0; n < whole; n += n < 20 ? 1 : whole / 7 + 1)
        g_assert_cmpint (cdl_ws_frame_parse (bytes->data, n, 1 << 20, &frame), ==,
                         CDL_WS_FRAME_INCOMPLETE);
      cdl_ws_frame_append (bytes, CDL_WS_FIN, CDL_WS_PING, TRUE, "next", 4);
      g_assert_cmpint (cdl_ws_frame_parse (bytes->data, bytes->len, 1 << 20, &frame), ==,
                       CDL_WS_FRAME_COMPLETE);
      g_assert_cmpuint (frame.size, ==, whole);
      g_assert_cmpuint (frame.opcode, ==, CDL_WS_TEXT);
      g_assert_cmpuint (frame.flags, ==, CDL_WS_FIN);
      g_assert_cmpmem (frame.payload, frame.length, payload, length);
      if (length > 0)
        {
          g_byte_array_set_size (bytes, 0);
          cdl_ws_frame_append (bytes, CDL_WS_FIN, CDL_WS_TEXT, TRUE, payload, length);
          g_assert_cmpint (cdl_ws_frame_parse (bytes->data, bytes->len, length - 1, &frame), ==,
                           CDL_WS_FRAME_TOO_LONG);
        }
    }
}

static void
test_bad (void)
{
  static const struct
  {
    guint8 bytes[8];
    const char *why;
  } rows[] = {
    { { 0x81, 0x02, 'h', 'i' }, "not masked" },
    { { 0xc1, 0x80, 0, 0, 0, 0 }, "reserved bit" },
    { { 0x83, 0x80, 0, 0, 0, 0 }, "unknown opcode" },
    { { 0x8b, 0x80, 0, 0, 0, 0 }, "unknown control" },
    { { 0x09, 0x80, 0, 0, 0, 0 }, "fragmented ping" },
    { { 0x89, 0xfe, 0, 126, 0, 0 }, "long ping" },
  };
  CdlWsFrame frame;

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      guint8 bytes[8];

      memcpy (bytes, rows[i].bytes, sizeof bytes);
      g_assert_cmpint (cdl_ws_frame_parse (bytes, sizeof bytes, 1000, &frame), ==,
                       CDL_WS_FRAME_BAD);
    }
}

/* A server's frame, as RFC 6455 prints one. */
static void
test_server (void)
{
  static const guint8 hello[] = { 0x81, 0x05, 'H', 'e', 'l', 'l', 'o' };
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autofree char *accept = cdl_ws_accept ("dGhlIHNhbXBsZSBub25jZQ==");

  cdl_ws_frame_append (bytes, CDL_WS_FIN, CDL_WS_TEXT, FALSE, "Hello", 5);
  g_assert_cmpmem (bytes->data, bytes->len, hello, sizeof hello);
  g_assert_cmpstr (accept, ==, "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/simulator/frame/client", test_client);
  g_test_add_func ("/simulator/frame/bad", test_bad);
  g_test_add_func ("/simulator/frame/server", test_server);

  return g_test_run ();
}
