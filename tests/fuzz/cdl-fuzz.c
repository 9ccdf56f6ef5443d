#include "cdl-fuzz-mutate.h"

#include "cdl-number.h"

#include <signal.h>
#include <unistd.h>

/* Few enough for a normal test run. CHANDELIER_FUZZ_ROUNDS asks for more, CHANDELIER_FUZZ_SEED for
 * others. */
#define DEFAULT_ROUNDS 5000

static const guint8 *current; /* the input being tried, for the last words of a crash */
static gsize current_size;

/* Writes the input as a C literal, with nothing that a signal handler must not call. */
static void
on_death (int signal_number)
{
  static const char hex[] = "0123456789abcdef", head[] = "# input: \"", tail[] = "\"\n";
  gboolean ok = write (STDERR_FILENO, head, sizeof head - 1) > 0;

  for (gsize i = 0; ok && i < current_size; i++)
    {
      const char escape[] = { '\\', 'x', hex[current[i] >> 4], hex[current[i] & 15] };
      gboolean plain = g_ascii_isprint (current[i]) && current[i] != '"' && current[i] != '\\';

      ok = write (STDERR_FILENO, plain ? (const char *) &current[i] : escape,
                  plain ? 1 : sizeof escape)
           > 0;
    }
  if (ok)
    ok = write (STDERR_FILENO, tail, sizeof tail - 1) > 0;

  signal (signal_number, SIG_DFL);
  raise (signal_number);
}

/* The address sanitizer tells more about a bad access than we can, and aborts in the end. SIGTERM
 * is what a test runner sends to an endless loop. */
static void
watch_signals (void)
{
  signal (SIGABRT, on_death);
  signal (SIGTERM, on_death);
#ifndef __SANITIZE_ADDRESS__
  signal (SIGSEGV, on_death);
  signal (SIGBUS, on_death);
  signal (SIGFPE, on_death);
  signal (SIGILL, on_death);
#endif
}

static void
try_input (const void *data, gsize size)
{
  guint8 *exact = g_malloc (MAX (size, 1));

  for (gsize i = 0; i < size; i++)
    exact[i] = ((const guint8 *) data)[i];
  current = exact;
  current_size = size;
  g_assert_cmpint (cdl_fuzz_target.run (exact, size), ==, 0);
  g_free (exact);
  current_size = 0;
}

static void
test_seeds (void)
{
  for (gsize i = 0; i < cdl_fuzz_target.n_seeds; i++)
    {
      g_assert_cmpuint (cdl_fuzz_target.seeds[i].size, <=, CDL_FUZZ_MAX_SIZE);
      try_input (cdl_fuzz_target.seeds[i].data, cdl_fuzz_target.seeds[i].size);
    }
  try_input ("", 0);
}

static gint64
environment_number (const char *name, gint64 otherwise)
{
  const char *text = g_getenv (name);
  gint64 number;

  if (text == NULL)
    return otherwise;
  if (!cdl_number_parse_int (text, &number) || number < 0)
    g_error ("%s is “%s”; a whole number is wanted", name, text);

  return number;
}

static void
test_mutations (void)
{
  gint64 rounds = environment_number ("CHANDELIER_FUZZ_ROUNDS", DEFAULT_ROUNDS);
  gint64 seed = environment_number ("CHANDELIER_FUZZ_SEED", 1);
  g_autoptr (GByteArray) buffer = g_byte_array_new ();
  CdlRandom random;

  cdl_random_init (&random, (guint64) seed);
  for (gint64 i = 0; i < rounds; i++)
    {
      cdl_fuzz_mutate (&cdl_fuzz_target, &random, buffer);
      try_input (buffer->data, buffer->len);
    }
  g_test_message ("%" G_GINT64_FORMAT " mutations of %" G_GSIZE_FORMAT " seeds", rounds,
                  cdl_fuzz_target.n_seeds);
}

int
main (int argc, char **argv)
{
  g_autofree char *seeds = g_strdup_printf ("/fuzz/%s/seeds", cdl_fuzz_target.name);
  g_autofree char *mutations = g_strdup_printf ("/fuzz/%s/mutations", cdl_fuzz_target.name);

  g_test_init (&argc, &argv, NULL);
  watch_signals ();
  g_test_add_func (seeds, test_seeds);
  g_test_add_func (mutations, test_mutations);

  return g_test_run ();
}
