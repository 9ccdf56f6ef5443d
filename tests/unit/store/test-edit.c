#include "cdl-test-store.h"

#include <string.h>

#include "cdl-number.h"
#include "cdl-time.h"

static const CdlRunRecord *
nth (GPtrArray *runs, guint i)
{
  return g_ptr_array_index (runs, i);
}

static guint64
count (CdlStore *store, const CdlRunFilter *filter)
{
  g_autoptr (GError) error = NULL;
  guint64 n = 0;

  cdl_store_count_runs (store, filter, &n, NULL, &error);
  g_assert_no_error (error);

  return n;
}

static guint64
count_text (CdlStore *store, const char *text)
{
  g_autoptr (CdlRunFilter) filter = cdl_run_filter_new ();

  filter->text = g_strdup (text);

  return count (store, filter);
}

static void
edit_one (CdlStore *store, const char *id, const CdlRunEdit *edit)
{
  g_autoptr (GError) error = NULL;

  cdl_store_edit_runs (store, &id, 1, edit, NULL, &error);
  g_assert_no_error (error);
}

/* Tags, note and favourite change alone, each twice the same, and are searched at once. */
static void
test_changes (const CdlTestBackend *backend)
{
  CdlStore *store = backend->create ();
  g_autoptr (GPtrArray) runs = NULL;
  g_autoptr (CdlRunRecord) read = NULL, cleared = NULL;
  const char *id;
  CdlRunEdit edit = CDL_RUN_EDIT_NONE;
  CdlRandom random;

  cdl_random_init (&random, 21);
  runs = cdl_test_fill (store, &random, 5);
  id = nth (runs, 2)->id;
  for (guint i = 0; i < 2; i++)
    {
      edit = CDL_RUN_EDIT_NONE;
      edit.tag = "Ünique'; --";
      edit_one (store, id, &edit);
      edit = CDL_RUN_EDIT_NONE;
      edit.note = "A very PARTICULAR note";
      edit_one (store, id, &edit);
      edit = CDL_RUN_EDIT_NONE;
      edit.favourite = 1;
      edit_one (store, id, &edit);
    }
  g_assert_cmpuint (count_text (store, "ünique"), ==, 1);
  g_assert_cmpuint (count_text (store, "ÜNIQUE particular\tnote"), ==, 1);
  read = cdl_store_get_run (store, id, NULL, NULL, NULL);
  g_assert_true (g_strv_contains ((const char *const *) read->tags, "Ünique'; --"));
  g_assert_cmpuint (g_strv_length (read->tags), ==, g_strv_length (nth (runs, 2)->tags) + 1);
  g_assert_cmpstr (read->note, ==, "A very PARTICULAR note");
  g_assert_true (read->favourite);

  edit = CDL_RUN_EDIT_NONE;
  edit.untag = "Ünique'; --";
  edit.note = "";
  edit.favourite = 0;
  edit_one (store, id, &edit);
  edit_one (store, id, &edit);
  g_assert_cmpuint (count_text (store, "ünique"), ==, 0);
  g_assert_cmpuint (count_text (store, "particular"), ==, 0);
  cleared = cdl_store_get_run (store, id, NULL, NULL, NULL);
  g_assert_cmpstrv (cleared->tags, nth (runs, 2)->tags);
  g_assert_cmpstr (cleared->note, ==, "");
  g_assert_false (cleared->favourite);

  backend->destroy (store);
}

/* Of many runs, one of which is not there, none changes. */
static void
test_all_or_none (const CdlTestBackend *backend)
{
  CdlStore *store = backend->create ();
  g_autoptr (GPtrArray) runs = NULL;
  g_autofree char *unknown = cdl_test_id (77);
  const char *ids[3];
  CdlRunEdit edit = CDL_RUN_EDIT_NONE;
  g_autoptr (GError) error = NULL;
  CdlRandom random;

  cdl_random_init (&random, 22);
  runs = cdl_test_fill (store, &random, 2);
  ids[0] = nth (runs, 0)->id;
  ids[1] = unknown;
  ids[2] = nth (runs, 1)->id;
  edit.tag = "lonely";
  g_assert_false (cdl_store_edit_runs (store, ids, 3, &edit, NULL, &error));
  g_assert_error (error, CDL_STORE_ERROR, CDL_STORE_ERROR_NOT_FOUND);
  g_assert_nonnull (strstr (error->message, unknown));
  g_assert_cmpuint (count_text (store, "lonely"), ==, 0);

  backend->destroy (store);
}

/* One run is part of several tests; when a test goes, its runs stay, linked to the others. */
static void
test_tests_of_a_run (const CdlTestBackend *backend)
{
  CdlStore *store = backend->create ();
  g_autoptr (CdlRunRecord) run = NULL, read = NULL, last = NULL;
  g_autoptr (CdlTestRecord) test = cdl_test_record_new ("one", "", "{}", "cli", 1);
  g_autoptr (CdlRunFilter) filter = cdl_run_filter_new ();
  CdlRunEdit edit = CDL_RUN_EDIT_NONE;
  CdlRandom random;

  cdl_random_init (&random, 23);
  run = cdl_test_run (&random, 1);
  g_free (run->test);
  run->test = g_strdup ("one");
  cdl_test_put (store, run, NULL);
  g_assert_true (cdl_store_put_test (store, test, NULL, NULL));
  edit.test = "two";
  edit_one (store, run->id, &edit);
  edit_one (store, run->id, &edit);

  filter->test = g_strdup ("two");
  g_assert_cmpuint (count (store, filter), ==, 1);
  read = cdl_store_get_run (store, run->id, NULL, NULL, NULL);
  g_assert_cmpstr (read->test, ==, "one");

  g_assert_true (cdl_store_delete_test (store, "one", NULL, NULL));
  g_assert_cmpuint (count (store, filter), ==, 1);
  g_free (filter->test);
  filter->test = g_strdup ("one");
  g_assert_cmpuint (count (store, filter), ==, 0);
  last = cdl_store_get_run (store, run->id, NULL, NULL, NULL);
  g_assert_cmpstr (last->test, ==, "two");

  backend->destroy (store);
}

/* A deleted run takes its trades, tags and links along, and stays a trial; put again it begins
 * anew. */
static void
test_delete (const CdlTestBackend *backend)
{
  CdlStore *store = backend->create ();
  g_autoptr (CdlRunRecord) run = NULL, again = NULL;
  g_autoptr (CdlRunDetails) details = NULL, read = NULL;
  g_autoptr (CdlRunFilter) filter = cdl_run_filter_new ();
  g_autofree char *unknown = cdl_test_id (77);
  CdlRunEdit edit = CDL_RUN_EDIT_NONE;
  const char *ids[2];
  g_autoptr (GError) error = NULL;
  CdlRandom random;
  guint64 n;

  cdl_random_init (&random, 24);
  run = cdl_test_run (&random, 1);
  details = cdl_test_details (&random, 1001, 5);
  cdl_test_put (store, run, details);
  edit.tag = "gone";
  edit.test = "gone";
  edit_one (store, run->id, &edit);
  ids[0] = run->id;
  ids[1] = unknown;
  cdl_store_delete_runs (store, ids, 2, &n, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (n, ==, 1);
  g_assert_null (cdl_store_get_run (store, run->id, NULL, NULL, &error));
  g_assert_error (error, CDL_STORE_ERROR, CDL_STORE_ERROR_NOT_FOUND);
  g_clear_error (&error);
  filter->tag = g_strdup ("gone");
  g_assert_cmpuint (count (store, filter), ==, 0);
  g_assert_true (cdl_store_count_trials (store, run->dataset->fingerprint, run->dataset->from,
                                         run->dataset->to, &n, NULL, NULL));
  g_assert_cmpuint (n, ==, 1);

  cdl_test_put (store, run, NULL);
  again = cdl_store_get_run (store, run->id, &read, NULL, &error);
  g_assert_no_error (error);
  g_assert_null (read);
  cdl_test_assert_run (again, run);
  g_assert_cmpuint (count (store, filter), ==, 0);

  backend->destroy (store);
}

static void
test_delete_by_rule (const CdlTestBackend *backend)
{
  CdlStore *store = backend->create ();
  g_autoptr (CdlRunFilter) filter = cdl_run_filter_new ();
  g_autoptr (GPtrArray) runs = NULL;
  g_autoptr (GError) error = NULL;
  CdlRandom random;
  guint64 expected, n = 0;

  cdl_random_init (&random, 25);
  runs = cdl_test_fill (store, &random, 100);
  cdl_run_filter_add_bound (filter, CDL_STAT_SHARPE, CDL_NAN, 0.5);
  filter->market = CDL_MARKET_UM;
  expected = count (store, filter);
  g_assert_cmpuint (expected, >, 0);
  g_assert_true (cdl_store_delete_matching (store, filter, &n, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (n, ==, expected);
  g_assert_cmpuint (count (store, filter), ==, 0);
  g_assert_cmpuint (count (store, NULL), ==, runs->len - expected);

  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (CdlRunFilter) none = cdl_run_filter_new ();

      none->text = i == 1 ? g_strdup (" \t\n") : NULL;
      g_assert_false (cdl_store_delete_matching (store, i == 2 ? NULL : none, NULL, NULL, &error));
      g_assert_error (error, CDL_STORE_ERROR, CDL_STORE_ERROR_INVALID);
      g_clear_error (&error);
    }
  g_assert_cmpuint (count (store, NULL), ==, runs->len - expected);

  backend->destroy (store);
}

/* More than one statement to a server takes. */
static void
test_many (const CdlTestBackend *backend)
{
  CdlStore *store = backend->create ();
  g_autoptr (CdlRunFilter) filter = cdl_run_filter_new ();
  g_autoptr (CdlTestRecord) test = cdl_test_record_new ("many", "", "{}", "cli", 1);
  g_autoptr (GPtrArray) runs = NULL;
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) ids = NULL;
  g_autofree char *unknown = cdl_test_id (7777), *last = NULL;
  CdlRunEdit edit = CDL_RUN_EDIT_NONE;
  g_autoptr (GError) error = NULL;
  CdlRandom random;
  guint64 n = 0;

  cdl_random_init (&random, 26);
  runs = cdl_test_fill (store, &random, 560);
  for (guint i = 0; i < 540; i++)
    g_strv_builder_add (builder, nth (runs, i)->id);
  ids = g_strv_builder_end (builder);

  edit.test = filter->test = (char *) "many";
  last = ids[539];
  ids[539] = unknown;
  g_assert_false (cdl_store_edit_runs (store, (const char *const *) ids, 540, &edit, NULL, &error));
  g_assert_error (error, CDL_STORE_ERROR, CDL_STORE_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_cmpuint (count (store, filter), ==, 0);
  ids[539] = g_steal_pointer (&last);
  cdl_store_edit_runs (store, (const char *const *) ids, 540, &edit, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (count (store, filter), ==, 540);

  g_assert_true (cdl_store_put_test (store, test, NULL, NULL));
  g_assert_true (cdl_store_delete_test (store, "many", NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (count (store, filter), ==, 0);
  g_assert_cmpuint (count (store, NULL), ==, 560);

  edit.test = NULL;
  edit.favourite = 1;
  cdl_store_edit_runs (store, (const char *const *) ids, 540, &edit, NULL, &error);
  g_assert_no_error (error);
  filter->test = NULL;
  filter->favourite = 1;
  cdl_store_delete_matching (store, filter, &n, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (n, >=, 540);
  g_assert_cmpuint (count (store, NULL), ==, 560 - n);
  for (guint i = 540; i < 560; i++)
    {
      g_autoptr (CdlRunRecord) run = cdl_store_get_run (store, nth (runs, i)->id, NULL, NULL, NULL);

      g_assert_cmpint (run == NULL, ==, nth (runs, i)->favourite);
    }

  backend->destroy (store);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  cdl_test_store_add ("edit/changes", test_changes);
  cdl_test_store_add ("edit/all-or-none", test_all_or_none);
  cdl_test_store_add ("edit/tests-of-a-run", test_tests_of_a_run);
  cdl_test_store_add ("edit/delete", test_delete);
  cdl_test_store_add ("edit/delete-by-rule", test_delete_by_rule);
  cdl_test_store_add ("edit/many", test_many);

  return g_test_run ();
}
