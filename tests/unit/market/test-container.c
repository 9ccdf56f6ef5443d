#include "cdl-test-market.h"

#include "cdl-container.h"

#include <string.h>

#define HELLO "hello, market\n"

static GPtrArray *
read_path (const char *path, GError **error)
{
  return cdl_container_read (path, NULL, NULL, error);
}

/* Every wrapping gives back the same bytes. */
static void
test_kinds (CdlTestMarket *self, gconstpointer data)
{
  static const struct
  {
    const char *format, *filter;
  } kinds[] = {
    { "raw", "none" }, { "raw", "gzip" },  { "raw", "xz" },   { "raw", "bzip2" },
    { "raw", "zstd" }, { "zip", "none" },  { "tar", "none" }, { "tar", "gzip" },
    { "tar", "xz" },   { "tar", "bzip2" }, { "tar", "zstd" },
  };
  static const char *const one[] = { "a.csv", HELLO, NULL };
  static const char *const three[] = { "d/a.csv", HELLO, "b.csv", "", "../c.csv", "zzz", NULL };

  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      gboolean many = strcmp (kinds[i].format, "raw") != 0;
      g_autofree char *path
          = cdl_test_container (self, "file", kinds[i].format, kinds[i].filter, many ? three : one);
      g_autoptr (GError) error = NULL;
      g_autoptr (GPtrArray) members = read_path (path, &error);
      g_autoptr (GBytes) start = NULL;
      const CdlMember *member;

      g_assert_no_error (error);
      g_assert_cmpuint (members->len, ==, many ? 3 : 1);
      member = members->pdata[0];
      g_assert_cmpstr (member->name, ==, many ? "d/a.csv" : "file");
      g_assert_cmpmem (g_bytes_get_data (member->data, NULL), g_bytes_get_size (member->data),
                       HELLO, strlen (HELLO));
      start = cdl_container_peek (path, 5, &error);
      g_assert_no_error (error);
      g_assert_cmpmem (g_bytes_get_data (start, NULL), g_bytes_get_size (start), "hello", 5);
      if (many)
        {
          member = members->pdata[2];
          g_assert_cmpstr (member->name, ==, "../c.csv"); /* a name, and never a path */
        }
    }
}

/* Text that does not shrink to nothing. */
static char *
long_text (void)
{
  GString *text = g_string_new (NULL);

  for (int i = 0; i < 20000; i++)
    g_string_append_printf (text, "%d\n", g_test_rand_int_range (0, 1000000));

  return g_string_free (text, FALSE);
}

/* A file cut off anywhere, or with one byte changed inside, is told as damaged. */
static void
test_damaged (CdlTestMarket *self, gconstpointer data)
{
  static const struct
  {
    const char *format, *filter;
    gsize head, tail; /* bytes at both ends that change nothing that matters */
  } kinds[] = {
    { "raw", "gzip", 10, 8 },  { "raw", "xz", 12, 40 },  { "zip", "none", 64, 256 },
    { "raw", "bzip2", 10, 8 }, { "tar", "gzip", 10, 8 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autofree char *text = long_text ();
      const char *const members[] = { "a.csv", text, NULL };
      g_autofree char *path
          = cdl_test_container (self, "file", kinds[i].format, kinds[i].filter, members);
      g_autofree char *bytes = NULL;
      gsize size;

      g_assert_true (g_file_get_contents (path, &bytes, &size, NULL));
      for (int round = 0; round < 12; round++)
        {
          gsize at = (gsize) g_test_rand_int_range ((gint32) kinds[i].head,
                                                    (gint32) (size - kinds[i].tail));
          g_autofree char *cut = cdl_test_file (self, "cut.dat", bytes, (gssize) at);
          g_autofree char *changed = NULL;
          g_autoptr (GError) error = NULL;

          g_assert_null (read_path (cut, &error));
          g_assert_error (error, CDL_MARKET_ERROR, CDL_MARKET_ERROR_FORMAT);
          g_assert_true (g_str_has_prefix (error->message, "cut.dat is damaged or incomplete: "));
          g_assert_null (strchr (error->message, '\n'));

          bytes[at] ^= 0x10;
          changed = cdl_test_file (self, "changed.dat", bytes, (gssize) size);
          bytes[at] ^= 0x10;
          g_clear_error (&error);
          g_assert_null (read_path (changed, &error));
          g_assert_error (error, CDL_MARKET_ERROR, CDL_MARKET_ERROR_FORMAT);
        }
    }
}

/* The checksum at the end of a gzip file, which libarchive does not look at; and what may follow.
 */
static void
test_gzip_end (CdlTestMarket *self, gconstpointer data)
{
  static const char *const members[] = { "a.csv", HELLO, NULL };
  g_autofree char *path = cdl_test_container (self, "file.gz", "raw", "gzip", members);
  g_autofree char *bytes = NULL;
  g_autoptr (GByteArray) twice = g_byte_array_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) read = NULL;
  gsize size;

  g_assert_true (g_file_get_contents (path, &bytes, &size, NULL));
  for (gsize back = 1; back <= 8; back++)
    {
      g_autofree char *changed = NULL;

      bytes[size - back] ^= 1;
      changed = cdl_test_file (self, "sum.gz", bytes, (gssize) size);
      bytes[size - back] ^= 1;
      g_assert_null (read_path (changed, &error));
      g_assert_error (error, CDL_MARKET_ERROR, CDL_MARKET_ERROR_FORMAT);
      g_assert_nonnull (strstr (error->message, "checksum"));
      g_clear_error (&error);
    }

  g_byte_array_append (twice, (const guint8 *) bytes, (guint) size);
  g_byte_array_append (twice, (const guint8 *) bytes, (guint) size);
  g_byte_array_append (twice, (const guint8 *) "\0\0\0\0", 4);
  {
    g_autofree char *both = cdl_test_file (self, "both.gz", twice->data, (gssize) twice->len);
    const CdlMember *member;

    read = read_path (both, &error);
    g_assert_no_error (error);
    member = read->pdata[0];
    g_assert_cmpmem (g_bytes_get_data (member->data, NULL), g_bytes_get_size (member->data),
                     HELLO HELLO, 2 * strlen (HELLO));
  }
  g_byte_array_append (twice, (const guint8 *) "junk", 4);
  {
    g_autofree char *junk = cdl_test_file (self, "junk.gz", twice->data, (gssize) twice->len);

    g_assert_null (read_path (junk, &error));
    g_assert_error (error, CDL_MARKET_ERROR, CDL_MARKET_ERROR_FORMAT);
  }
}

/* A small file that unpacks to far more than market data would: refused before it is all there. */
static void
test_bomb (CdlTestMarket *self, gconstpointer data)
{
  static const char *const filters[] = { "gzip", "xz" };
  g_autofree char *zeros = g_malloc (36 << 20);

  memset (zeros, '0', (36 << 20) - 1);
  zeros[(36 << 20) - 1] = '\0';
  for (gsize i = 0; i < G_N_ELEMENTS (filters) + 1; i++)
    {
      const char *const members[] = { "a.csv", zeros, NULL };
      gboolean zip = i == G_N_ELEMENTS (filters);
      g_autofree char *path = cdl_test_container (self, "bomb", zip ? "zip" : "raw",
                                                  zip ? "none" : filters[i], members);
      g_autoptr (GError) error = NULL;

      g_assert_null (read_path (path, &error));
      g_assert_error (error, CDL_MARKET_ERROR, CDL_MARKET_ERROR_FORMAT);
      g_assert_nonnull (strstr (error->message, "no file of market data does"));
    }
}

static void
test_not_there (CdlTestMarket *self, gconstpointer data)
{
  g_autofree char *missing = g_build_filename (self->folder, "missing.zip", NULL);
  g_autofree char *empty = cdl_test_file (self, "empty.zip", "", 0);
  g_autoptr (GError) error = NULL;

  g_assert_null (read_path (missing, &error));
  g_assert_error (error, CDL_MARKET_ERROR, CDL_MARKET_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_null (read_path (self->folder, &error));
  g_assert_error (error, CDL_MARKET_ERROR, CDL_MARKET_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_null (read_path (empty, &error));
  g_assert_error (error, CDL_MARKET_ERROR, CDL_MARKET_ERROR_FORMAT);
  g_assert_cmpstr (error->message, ==, "empty.zip is empty");
}

typedef struct
{
  guint64 done, total;
  guint calls, stop_at;
} Progress;

static gboolean
on_progress (guint64 done, guint64 total, gpointer data)
{
  Progress *progress = data;

  g_assert_cmpuint (done, >=, progress->done);
  g_assert_cmpuint (done, <=, total);
  progress->done = done;
  progress->total = total;

  return ++progress->calls != progress->stop_at;
}

static void
test_progress (CdlTestMarket *self, gconstpointer data)
{
  static const char *const filters[] = { "none", "gzip", "xz" };
  g_autoptr (GString) text = g_string_new (NULL);

  for (int i = 0; i < 300000; i++)
    g_string_append_printf (text, "%d\n", g_test_rand_int_range (0, 1000000));
  for (gsize i = 0; i < G_N_ELEMENTS (filters); i++)
    {
      const char *const members[] = { "a.csv", text->str, NULL };
      g_autofree char *path = cdl_test_container (self, "file", "raw", filters[i], members);
      Progress whole = { 0 }, stopped = { .stop_at = 2 };
      g_autoptr (GError) error = NULL;
      g_autoptr (GPtrArray) read = cdl_container_read (path, on_progress, &whole, &error);

      g_assert_no_error (error);
      g_assert_cmpuint (whole.calls, >, 3);
      g_assert_cmpuint (whole.done, ==, whole.total);
      g_assert_null (cdl_container_read (path, on_progress, &stopped, &error));
      g_assert_error (error, CDL_MARKET_ERROR, CDL_MARKET_ERROR_CANCELLED);
      g_assert_cmpuint (stopped.calls, ==, 2);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  CDL_TEST_ADD ("/container/kinds", test_kinds);
  CDL_TEST_ADD ("/container/damaged", test_damaged);
  CDL_TEST_ADD ("/container/gzip-end", test_gzip_end);
  CDL_TEST_ADD ("/container/bomb", test_bomb);
  CDL_TEST_ADD ("/container/not-there", test_not_there);
  CDL_TEST_ADD ("/container/progress", test_progress);

  return g_test_run ();
}
