#include "cdl-absent.h"
#include "cdl-cli-datasets.h"
#include "cdl-cli-text.h"
#include "cdl-dataset-check.h"
#include "cdl-freshness.h"
#include "cdl-time.h"

/* Holes that a person reads of one dataset. */
#define HOLES 20

typedef struct
{
  const CdlDatasetFilter *filter;
  CdlJsonWriter *writer; /* NULL: text */
  gsize holes;           /* shown at most */
  guint n;               /* datasets seen */
  guint wrong;           /* and with something wrong in them */
} Checking;

/* What the klines do not tell themselves. */
typedef struct
{
  CdlFreshness freshness;
  gsize absent; /* missing klines that the exchange does not have either */
} Context;

static void
print_text (const CdlDatasetCheck *check,
            const Context *context,
            const char *title,
            gsize holes,
            gboolean first)
{
  g_autofree char *text = cdl_dataset_check_format (check, holes);
  g_autofree char *age = cdl_freshness_format (&context->freshness);

  g_print ("%s%s: %s\n%-20s%s\n%s", first ? "" : "\n", title,
           cdl_dataset_check_is_sound (check) ? "nothing wrong" : "something is wrong", "age", age,
           text);
  if (context->absent > 0)
    g_print ("  %" G_GSIZE_FORMAT " of the missing klines: the exchange does not have them\n",
             context->absent);
}

static void
print_json (CdlJsonWriter *writer,
            const CdlDatasetName *name,
            gboolean mark,
            const CdlDatasetCheck *check,
            const Context *context,
            const GError *error)
{
  cdl_json_begin_object (writer);
  cdl_json_member_string (writer, "market", cdl_market_name (name->market));
  cdl_json_member_string (writer, "symbol", name->symbol);
  cdl_json_member_string (writer, "interval", cdl_interval_name (name->interval));
  cdl_json_member_bool (writer, "mark", mark);
  cdl_json_member_bool (writer, "sound", check != NULL && cdl_dataset_check_is_sound (check));
  cdl_json_member_string (writer, "damage", error != NULL ? error->message : NULL);
  cdl_json_member_int (writer, "age_ms", context->freshness.age_ms);
  cdl_json_member_int (writer, "behind", (gint64) context->freshness.behind);
  cdl_json_member_bool (writer, "stale", context->freshness.stale);
  cdl_json_member_int (writer, "absent", (gint64) context->absent);
  cdl_json_name (writer, "check");
  if (check != NULL)
    cdl_dataset_check_write (check, writer);
  else
    cdl_json_null (writer);
  cdl_json_end_object (writer);
}

static Context
look_around (CdlArchive *archive, const CdlDatasetName *name, const CdlKlines *klines)
{
  g_autofree char *root = cdl_cli_data_folder ();
  g_autoptr (GArray) absent = cdl_absent_load (archive, name);

  return (Context){ cdl_freshness_of_klines (klines, cdl_server_now (root, name->market)),
                    cdl_absent_count (absent, klines) };
}

static void
check_dataset (Checking *self, CdlArchive *archive, const CdlDatasetName *name, gboolean mark)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CdlDataset) dataset = cdl_archive_open (archive, name, &error);
  g_autoptr (CdlDatasetCheck) check
      = dataset != NULL ? cdl_dataset_check (cdl_dataset_klines (dataset)) : NULL;
  g_autofree char *formatted = cdl_dataset_name_format (name);
  g_autofree char *title
      = mark ? g_strconcat (formatted, ", mark prices", NULL) : g_strdup (formatted);
  Context context = { cdl_freshness_of (CDL_TIME_NONE, 1, 0), 0 };

  if (dataset != NULL)
    context = look_around (archive, name, cdl_dataset_klines (dataset));
  if (check == NULL || !cdl_dataset_check_is_sound (check))
    self->wrong++;
  if (self->writer != NULL)
    print_json (self->writer, name, mark, check, &context, error);
  else if (check != NULL)
    print_text (check, &context, title, self->holes, self->n == 0);
  if (check == NULL)
    cdl_cli_fail (CDL_EXIT_FAILED, "%s: %s", title, error->message);
  self->n++;
}

static void
check_archive (Checking *self, CdlArchive *archive, gboolean mark)
{
  g_autoptr (GArray) names = cdl_dataset_filter_list (self->filter, archive);

  for (guint i = 0; i < names->len; i++)
    check_dataset (self, archive, &g_array_index (names, CdlDatasetName, i), mark);
}

/* Whether there is anything of each symbol that was named, or anything at all. */
static gboolean
find_all (const CdlDatasetFilter *filter, CdlArchive *archive, CdlArchive *mark)
{
  gboolean found = TRUE;
  guint n = filter->symbols != NULL ? g_strv_length (filter->symbols) : 1;

  for (guint i = 0; i < n; i++)
    {
      CdlDatasetFilter one = *filter;
      char *symbols[] = { filter->symbols != NULL ? filter->symbols[i] : NULL, NULL };
      g_autoptr (GArray) names = NULL;
      g_autoptr (GArray) mark_names = NULL;
      g_autofree char *what = NULL;

      one.symbols = filter->symbols != NULL ? symbols : NULL;
      names = cdl_dataset_filter_list (&one, archive);
      mark_names = cdl_dataset_filter_list (&one, mark);
      if (names->len + mark_names->len > 0)
        continue;
      what = cdl_dataset_filter_format (&one);
      cdl_cli_fail (CDL_EXIT_FAILED, "there are no %s: see “data list”", what);
      found = FALSE;
    }

  return found;
}

static int
run (int argc, char **argv)
{
  int holes = HOLES;
  const GOptionEntry more[] = {
    { "holes", 0, 0, G_OPTION_ARG_INT, &holes, "Holes to show of each (20)", "NUMBER" },
    G_OPTION_ENTRY_NULL,
  };
  g_auto (CdlDatasetOptions) options = { 0 };
  g_autofree GOptionEntry *entries = cdl_dataset_entries (&options, more);
  g_autoptr (CdlJsonWriter) writer = NULL;
  g_autoptr (CdlArchive) archive = NULL;
  g_autoptr (CdlArchive) mark = NULL;
  g_autofree char *root = NULL;
  CdlDatasetFilter filter;
  Checking self = { .filter = &filter };
  CdlOutput output;
  int code;

  if (!cdl_cli_parse (&cdl_command_data_check, entries, &argc, &argv, 0, 0, &output, &code))
    return code;
  if (!cdl_dataset_options_read (&options, &filter))
    return CDL_EXIT_USAGE;
  if (holes < 0)
    return cdl_cli_fail (CDL_EXIT_USAGE, "--holes: %d is not a number of holes", holes);

  root = cdl_cli_data_folder ();
  archive = cdl_archive_new (root);
  mark = cdl_archive_new_mark (root);
  if (!find_all (&filter, archive, mark))
    return CDL_EXIT_FAILED;
  self.holes = (gsize) holes;
  if (output.json)
    {
      self.writer = writer = cdl_json_writer_new (CDL_JSON_PRETTY);
      cdl_json_begin_array (writer);
    }
  check_archive (&self, archive, FALSE);
  check_archive (&self, mark, TRUE);
  if (output.json)
    {
      cdl_json_end_array (writer);
      cdl_cli_print_json (writer);
    }

  return self.wrong > 0 ? CDL_EXIT_FAILED : CDL_EXIT_OK;
}

const CdlCommand cdl_command_data_check = {
  .noun = "data",
  .verb = "check",
  .args = "",
  .summary = "What is wrong or missing in stored klines",
  .run = run,
};
