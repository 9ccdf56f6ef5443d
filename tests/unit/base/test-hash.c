#include "cdl-hash.h"

/* FIPS 180-4's examples, and one of a million letters. */
static void
test_vectors (void)
{
  g_autofree char *empty = cdl_sha256 ("", -1);
  g_autofree char *abc = cdl_sha256 ("abc", -1);
  g_autofree char *part = cdl_sha256 ("abcdef", 3);
  g_autofree char *letters = g_strnfill (1000000, 'a');
  g_autofree char *million = cdl_sha256 (letters, -1);

  g_assert_cmpstr (empty, ==, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  g_assert_cmpstr (abc, ==, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  g_assert_cmpstr (part, ==, abc);
  g_assert_cmpstr (million, ==, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/hash/vectors", test_vectors);

  return g_test_run ();
}
