#include "cdl-bench.h"

#include <glib/gstdio.h>
#include <json-glib/json-glib.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cdl-json-writer.h"
#include "cdl-number.h"
#include "cdl-text.h"

struct _CdlBench
{
  char *subject;
  char *section;
  char *only;
  char *file; /* NULL: figures are not kept */
  guint size;
  JsonObject *before;
  JsonObject *figures;
  gint64 told; /* when progress was last said */
};

static JsonObject *
load_figures (const char *file)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  JsonNode *root;

  if (file == NULL || !json_parser_load_from_file (parser, file, NULL))
    return json_object_new ();
  root = json_parser_get_root (parser);

  return root != NULL && JSON_NODE_HOLDS_OBJECT (root) ? json_node_dup_object (root)
                                                       : json_object_new ();
}

CdlBench *
cdl_bench_new (const char *subject, guint default_size, int *argc, char ***argv)
{
  CdlBench *self = g_new0 (CdlBench, 1);
  const char *folder = g_getenv ("CHANDELIER_BENCH_FIGURES");
  int size = 0;
  const GOptionEntry entries[] = {
    { "size", 's', 0, G_OPTION_ARG_INT, &size, "How much", "N" },
    { "only", 'o', 0, G_OPTION_ARG_STRING, &self->only, "Sections with this name", "TEXT" },
    { NULL },
  };
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autoptr (GError) error = NULL;

  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, argc, argv, &error) || size < 0 || *argc > 1)
    {
      fprintf (stderr, "bench-%s: %s\n", subject,
               error != NULL ? error->message : "--size is a positive number; there are no others");
      exit (2);
    }

  self->subject = g_strdup (subject);
  self->size = size > 0 ? (guint) size : default_size;
  if (folder != NULL && *folder != '\0')
    {
      g_autofree char *name = g_strconcat (subject, ".json", NULL);

      g_mkdir_with_parents (folder, 0755);
      self->file = g_build_filename (folder, name, NULL);
    }
  self->before = load_figures (self->file);
  self->figures = json_object_new ();

  return self;
}

guint
cdl_bench_size (const CdlBench *self)
{
  return self->size;
}

static void
end_progress (CdlBench *self)
{
  if (self->told != 0 && isatty (STDERR_FILENO))
    fputs ("\r\033[K", stderr);
  self->told = 0;
}

/* Text filled up to a width in characters, on the left if that is negative. */
static void
print_cell (const char *text, int width)
{
  int missing = ABS (width) - (int) g_utf8_strlen (text, -1);

  printf ("%*s%s%*s", width < 0 ? MAX (missing, 0) : 0, "", text, width >= 0 ? MAX (missing, 0) : 0,
          "");
}

static void
print_row (const char *what,
           const char *median,
           const char *p99,
           const char *bar,
           const char *page,
           const char *before)
{
  print_cell ("", 2);
  print_cell (what, 52);
  print_cell (median, -16);
  print_cell (p99, -14);
  print_cell (bar, -16);
  print_cell ("", 2);
  print_cell (page, 16);
  print_cell (before, -8);
  putchar ('\n');
  fflush (stdout);
}

gboolean
cdl_bench_section (CdlBench *self, const char *title, const char *missing)
{
  if (self->only != NULL && strstr (title, self->only) == NULL)
    return FALSE;
  end_progress (self);
  g_free (self->section);
  self->section = g_strdup (title);
  printf ("\n%s: %s\n", self->subject, title);
  if (missing == NULL)
    print_row ("", "median", "p99", "bar", "of", "before");
  else
    printf ("  not measured: %s\n", missing);
  fflush (stdout);

  return missing == NULL;
}

void
cdl_bench_progress (CdlBench *self, const char *what, guint64 done, guint64 total)
{
  gboolean tty = isatty (STDERR_FILENO);
  gint64 now = g_get_monotonic_time ();

  if (self->told != 0 && now - self->told < (tty ? 200 : 10000) * 1000 && done < total)
    return;
  self->told = now;
  fprintf (stderr, "%s  %s: %" G_GUINT64_FORMAT " of %" G_GUINT64_FORMAT "%s", tty ? "\r" : "",
           what, done, total, tty ? "\033[K" : "\n");
}

/* Three digits that count, more before the point. */
static char *
format (double value, const char *unit)
{
  int places = value == 0 || fabs (value) >= 100 ? 0 : 2 - (int) floor (log10 (fabs (value)));
  g_autofree char *number = cdl_text_number (value, CLAMP (places, 0, 4));

  return g_strconcat (number, " ", unit, NULL);
}

/* Of sorted samples. */
static double
quantile (const double *samples, guint n, double q)
{
  return samples[MIN (n - 1, (guint) (q * n))];
}

static void
add_figure (CdlBench *self,
            const char *what,
            double median,
            double p99,
            const char *unit,
            CdlBenchBar bar)
{
  g_autofree char *key = g_strconcat (self->section, ": ", what, NULL);
  g_autofree char *median_text = format (median, unit);
  g_autofree char *p99_text = isnan (p99) ? g_strdup ("") : format (p99, unit);
  g_autofree char *limit = format (bar.limit, unit);
  g_autofree char *bar_text = g_strconcat (bar.at_least ? "≥ " : "≤ ", limit, NULL);
  gboolean missed = bar.page != NULL && (bar.at_least ? median < bar.limit : median > bar.limit);
  g_autofree char *page
      = g_strconcat (bar.page != NULL ? bar.page : "", missed ? ", missed" : "", NULL);
  double before = json_object_get_double_member_with_default (self->before, key, 0);
  g_autofree char *ratio = before > 0 ? format (median / before, "x") : g_strdup ("");

  end_progress (self);
  print_row (what, median_text, p99_text, bar.page != NULL ? bar_text : "", page, ratio);
  json_object_set_double_member (self->figures, key, median);
}

static int
compare_doubles (const void *a, const void *b)
{
  double left = *(const double *) a, right = *(const double *) b;

  return (left > right) - (left < right);
}

void
cdl_bench_samples (CdlBench *self,
                   const char *what,
                   double *samples,
                   guint n,
                   const char *unit,
                   CdlBenchBar bar)
{
  g_assert (n > 0);
  qsort (samples, n, sizeof *samples, compare_doubles);
  add_figure (self, what, quantile (samples, n, 0.5),
              n < 10 ? CDL_NAN : quantile (samples, n, 0.99), unit, bar);
}

void
cdl_bench_figure (CdlBench *self, const char *what, double value, const char *unit, CdlBenchBar bar)
{
  add_figure (self, what, value, CDL_NAN, unit, bar);
}

void
cdl_bench_time (CdlBench *self,
                const char *what,
                guint rounds,
                CdlBenchFunc func,
                gpointer data,
                CdlBenchBar bar)
{
  g_autofree double *samples = g_new (double, rounds);

  func (data);
  for (guint i = 0; i < rounds; i++)
    {
      double started = cdl_bench_now ();

      func (data);
      samples[i] = (cdl_bench_now () - started) * 1000;
    }
  cdl_bench_samples (self, what, samples, rounds, "ms", bar);
}

/* Figures of sections that were not measured now stay as they were. */
static void
keep_figures (CdlBench *self)
{
  g_autoptr (CdlJsonWriter) writer = cdl_json_writer_new (CDL_JSON_PRETTY);
  g_autoptr (GError) error = NULL;
  g_autoptr (GList) names = json_object_get_members (self->figures);
  g_autofree char *text = NULL;

  for (GList *i = names; i != NULL; i = i->next)
    json_object_set_double_member (self->before, i->data,
                                   json_object_get_double_member (self->figures, i->data));
  g_clear_pointer (&names, g_list_free);
  names = json_object_get_members (self->before);
  cdl_json_begin_object (writer);
  for (GList *i = names; i != NULL; i = i->next)
    cdl_json_member_double (writer, i->data,
                            json_object_get_double_member_with_default (self->before, i->data, 0));
  cdl_json_end_object (writer);
  text = cdl_json_writer_steal (writer);
  if (!g_file_set_contents (self->file, text, -1, &error))
    fprintf (stderr, "bench-%s: figures are not kept: %s\n", self->subject, error->message);
}

int
cdl_bench_finish (CdlBench *self)
{
  end_progress (self);
  if (self->file != NULL)
    keep_figures (self);
  json_object_unref (self->before);
  json_object_unref (self->figures);
  g_free (self->subject);
  g_free (self->section);
  g_free (self->only);
  g_free (self->file);
  g_free (self);

  return 0;
}

double
cdl_bench_now (void)
{
  return (double) g_get_monotonic_time () / G_USEC_PER_SEC;
}

double
cdl_bench_memory (void)
{
  g_autofree char *text = NULL;
  g_auto (GStrv) pages = NULL;

  /* Size, resident, and what of that is shared with a file. */
  if (!g_file_get_contents ("/proc/self/statm", &text, NULL, NULL)
      || g_strv_length (pages = g_strsplit (text, " ", 4)) < 4)
    return CDL_NAN;

  return (double) (g_ascii_strtoll (pages[1], NULL, 10) - g_ascii_strtoll (pages[2], NULL, 10))
         * (double) sysconf (_SC_PAGESIZE) / (1024 * 1024);
}
