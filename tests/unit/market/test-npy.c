#include "cdl-npy-private.h"

#include <string.h>

/* What is written is read back, for every number of digits, and the length stands in one word. */
static void
test_header (void)
{
  gsize n = 0;

  for (gsize length = 0; length < G_MAXSSIZE / CDL_NPY_ITEM_SIZE; length = length * 3 + 1)
    for (int type = 0; type < 2; type++)
      {
        guint8 header[CDL_NPY_HEADER_SIZE], next[CDL_NPY_HEADER_SIZE];

        cdl_npy_header_write ((CdlNpyType) type, length, header);
        g_assert_true (cdl_npy_header_read (header, sizeof header, (CdlNpyType) type, &n));
        g_assert_cmpuint (n, ==, length);
        g_assert_false (cdl_npy_header_read (header, sizeof header, (CdlNpyType) !type, &n));
        g_assert_false (cdl_npy_header_read (header, sizeof header - 1, (CdlNpyType) type, &n));

        cdl_npy_header_write ((CdlNpyType) type, length + 1, next);
        for (gsize i = 0; i < CDL_NPY_HEADER_SIZE && length < 99999999; i++)
          if (i < CDL_NPY_LENGTH_AT + 8 || i >= CDL_NPY_LENGTH_AT + 16)
            g_assert_cmpuint (header[i], ==, next[i]);
      }
}

/* NumPy's own header of the same layout is read; other things are not. */
static void
test_foreign (void)
{
  static const struct
  {
    const char *text;
    gboolean good;
  } rows[] = {
    { "{'descr': '<f8', 'fortran_order': False, 'shape': (12,), }", TRUE },
    { "{'descr': '>f8', 'fortran_order': False, 'shape': (12,), }", FALSE },
    { "{'descr': '<f4', 'fortran_order': False, 'shape': (12,), }", FALSE },
    { "{'descr': '<f8', 'fortran_order': True, 'shape': (12,), }", FALSE },
    { "{'descr': '<f8', 'fortran_order': False, 'shape': (12, 2), }", FALSE },
    { "{'descr': '<f8', 'fortran_order': False, 'shape': (), }", FALSE },
    { "{'descr': '<f8', 'fortran_order': False, 'shape': (-1,), }", FALSE },
    { "{'descr': '<f8', 'fortran_order': False, 'shape': (99999999999999999999,), }", FALSE },
    { "{'descr': '<f8', 'fortran_order': False, 'shape': (9223372036854775807,), }", FALSE },
    { "", FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      guint8 header[CDL_NPY_HEADER_SIZE];
      gsize n = 0;

      memset (header, ' ', sizeof header);
      memcpy (header, "\x93NUMPY\x01\x00\x76\x00", 10);
      memcpy (header + 10, rows[i].text, strlen (rows[i].text));
      header[sizeof header - 1] = '\n';
      g_assert_cmpint (cdl_npy_header_read (header, sizeof header, CDL_NPY_DOUBLE, &n), ==,
                       rows[i].good);
      if (rows[i].good)
        g_assert_cmpuint (n, ==, 12);
      header[6] = 2; /* a later version of the format */
      g_assert_false (cdl_npy_header_read (header, sizeof header, CDL_NPY_DOUBLE, &n));
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/npy/header", test_header);
  g_test_add_func ("/npy/foreign", test_foreign);

  return g_test_run ();
}
