#include "cdl-fuzz.h"

#include "cdl-npy-private.h"

#define SEED(text)                                                                                 \
  CDL_FUZZ_SEED ("\x93NUMPY\x01\x00v\x00" text                                                     \
                 "                                                                \n")

static const CdlFuzzSeed seeds[] = {
  SEED ("{'descr': '<i8', 'fortran_order': False, 'shape': (12345,), } "),
  SEED ("{'descr': '<f8', 'fortran_order': False, 'shape': (  123),), }"),
  SEED ("{'descr': '<f8', 'fortran_order': False, 'shape': (99999999999"),
};

/* What is taken for a column has a length whose bytes can be counted. */
static int
fuzz_npy (const guint8 *data, gsize size)
{
  for (int type = 0; type < 2; type++)
    {
      gsize n = 0;

      if (cdl_npy_header_read (data, size, (CdlNpyType) type, &n))
        {
          g_assert_cmpuint (size, >=, CDL_NPY_HEADER_SIZE);
          g_assert_cmpuint (n, <=, G_MAXSSIZE / CDL_NPY_ITEM_SIZE);
        }
    }

  return 0;
}

CDL_FUZZ_TARGET ("npy", fuzz_npy, seeds);
