#include "cdl-test-store.h"

#include "cdl-number.h"
#include "cdl-time.h"

/* What is put comes back to the bit, from a list, alone, and seen by another program. */
static void
test_round_trip (const CdlTestBackend *backend)
{
  CdlStore *store = backend->create ();
  CdlStore *other = backend->reopen (store);
  CdlRandom random;

  cdl_random_init (&random, 1);
  for (guint i = 0; i < 25; i++)
    {
      g_autoptr (CdlRunRecord) run = cdl_test_run (&random, i);
      g_autoptr (CdlRunDetails) details
          = i % 3 == 0 ? NULL : cdl_test_details (&random, 90 * i % 2500, 130 * i % 2500);
      g_autoptr (CdlRunRecord) read = NULL;
      g_autoptr (CdlRunDetails) read_details = NULL;
      g_autoptr (CdlRunPage) page = NULL;
      g_autoptr (CdlRunFilter) filter = cdl_run_filter_new ();
      CdlRunQuery query = { .filter = filter, .limit = 10 };
      g_autoptr (GError) error = NULL;

      if (i % 5 == 4 && details != NULL)
        g_clear_pointer (&details->setups, g_array_unref);
      cdl_test_put (store, run, details);

      read = cdl_store_get_run (i % 2 == 0 ? store : other, run->id, &read_details, NULL, &error);
      g_assert_no_error (error);
      cdl_test_assert_run (read, run);
      g_assert_cmpstr (read->strategy->json, ==, run->strategy->json);
      g_assert_true ((read_details == NULL) == (details == NULL));
      g_assert_true (read->detailed == (details != NULL));
      if (details != NULL)
        cdl_test_assert_details (read_details, details);

      filter->text = g_strdup (run->id);
      page = cdl_store_list_runs (store, &query, NULL, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (page->runs->len, ==, 1);
      cdl_test_assert_run (g_ptr_array_index (page->runs, 0), run);
      g_assert_null (page->next);
    }

  g_object_unref (other);
  backend->destroy (store);
}

static void
test_missing (const CdlTestBackend *backend)
{
  CdlStore *store = backend->create ();
  g_autoptr (GPtrArray) runs = NULL;
  g_autofree char *unknown = cdl_test_id (1000);
  g_autoptr (CdlRunDetails) details = NULL;
  g_autoptr (GError) error = NULL;
  const char *ids[3];
  gboolean found[3] = { FALSE, TRUE, FALSE };
  CdlRandom random;

  cdl_random_init (&random, 2);
  runs = cdl_test_fill (store, &random, 3);
  ids[0] = ((CdlRunRecord *) g_ptr_array_index (runs, 0))->id;
  ids[1] = unknown;
  ids[2] = ((CdlRunRecord *) g_ptr_array_index (runs, 2))->id;
  g_assert_true (cdl_store_has_runs (store, ids, 3, found, NULL, &error));
  g_assert_no_error (error);
  g_assert_true (found[0] && !found[1] && found[2]);

  g_assert_null (cdl_store_get_run (store, unknown, &details, NULL, &error));
  g_assert_error (error, CDL_STORE_ERROR, CDL_STORE_ERROR_NOT_FOUND);
  g_assert_nonnull (strstr (error->message, unknown));

  backend->destroy (store);
}

/* Putting again changes neither what users added nor when it was; it adds what came since. */
static void
test_put_again (const CdlTestBackend *backend)
{
  CdlStore *store = backend->create ();
  g_autoptr (CdlRunRecord) run = NULL, again = NULL, read = NULL;
  g_autoptr (CdlRunDetails) details = NULL, read_details = NULL;
  g_autoptr (GError) error = NULL;
  CdlRunEdit edit = CDL_RUN_EDIT_NONE;
  CdlRandom random;
  guint64 count;

  cdl_random_init (&random, 3);
  run = cdl_test_run (&random, 7);
  run->net_optimistic = CDL_NAN;
  run->net_pessimistic = 5.5;
  run->favourite = FALSE;
  details = cdl_test_details (&random, 1500, 40);
  cdl_test_put (store, run, details);
  edit.tag = "mine";
  edit.note = "kept";
  edit.favourite = 1;
  g_assert_true (
      cdl_store_edit_runs (store, (const char *const *) &run->id, 1, &edit, NULL, &error));
  g_assert_no_error (error);

  /* The same run as another sweep would put it: without details, with the other net. */
  cdl_random_init (&random, 3);
  again = cdl_test_run (&random, 7);
  again->net_pessimistic = CDL_NAN;
  again->net_optimistic = 9.25;
  again->created_at = run->created_at + 1000;
  again->favourite = FALSE;
  g_free (again->test);
  again->test = g_strdup ("another");
  for (guint i = 0; i < 3; i++)
    cdl_test_put (store, again, NULL);

  read = cdl_store_get_run (store, run->id, &read_details, NULL, &error);
  g_assert_no_error (error);
  cdl_test_assert_details (read_details, details);
  g_assert_cmpstr (read->note, ==, "kept");
  g_assert_true (read->favourite);
  g_assert_true (g_strv_contains ((const char *const *) read->tags, "mine"));
  g_assert_cmpint (read->created_at, ==, run->created_at);
  g_assert_cmpfloat (read->net_pessimistic, ==, 5.5);
  g_assert_cmpfloat (read->net_optimistic, ==, 9.25);
  g_assert_cmpstr (read->test, ==, run->test != NULL ? run->test : "another");

  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (CdlRunFilter) filter = cdl_run_filter_new ();

      filter->test = g_strdup (i == 0 ? "another" : read->test);
      g_assert_true (cdl_store_count_runs (store, filter, &count, NULL, &error));
      g_assert_cmpuint (count, ==, 1);
    }
  g_assert_true (cdl_store_count_trials (store, run->dataset->fingerprint, run->dataset->from,
                                         run->dataset->to, &count, NULL, &error));
  g_assert_cmpuint (count, ==, 1);

  backend->destroy (store);
}

/* Details may come later, and setups stay when only trades come. */
static void
test_details_later (const CdlTestBackend *backend)
{
  CdlStore *store = backend->create ();
  g_autoptr (CdlRunRecord) run = NULL;
  g_autoptr (CdlRunDetails) details = NULL, read = NULL, without = NULL, both = NULL;
  g_autoptr (CdlRunRecord) first = NULL, second = NULL;
  CdlRandom random;

  cdl_random_init (&random, 4);
  run = cdl_test_run (&random, 1);
  details = cdl_test_details (&random, 3, 1001);
  cdl_test_put (store, run, NULL);
  cdl_test_put (store, run, details);
  first = cdl_store_get_run (store, run->id, &read, NULL, NULL);
  cdl_test_assert_details (read, details);

  without = cdl_test_details (&random, 2, 0);
  g_clear_pointer (&without->setups, g_array_unref);
  cdl_test_put (store, run, without);
  second = cdl_store_get_run (store, run->id, &both, NULL, NULL);
  cdl_test_assert_rows (both->trades, without->trades);
  cdl_test_assert_rows (both->setups, details->setups);

  backend->destroy (store);
}

/* Equal ids promise equal results: a run that differs is an alarm, and changes nothing; nor does
 * the rest of its batch. */
static void
test_other_trades (const CdlTestBackend *backend)
{
  CdlStore *store = backend->create ();
  g_autoptr (CdlRunRecord) run = NULL, other = NULL, fresh = NULL, read = NULL;
  g_autoptr (GError) error = NULL;
  gboolean found;
  CdlRandom random;

  cdl_random_init (&random, 5);
  run = cdl_test_run (&random, 1);
  other = cdl_test_run (&random, 1);
  fresh = cdl_test_run (&random, 2);
  g_free (other->fingerprint);
  other->fingerprint = cdl_test_id (99);
  cdl_test_put (store, run, NULL);

  {
    CdlRunItem items[] = { { fresh, NULL }, { other, NULL } };

    g_assert_false (cdl_store_put_runs (store, items, 2, NULL, &error));
  }
  g_assert_error (error, CDL_STORE_ERROR, CDL_STORE_ERROR_EXISTS);
  g_assert_nonnull (strstr (error->message, run->id));
  g_clear_error (&error);
  g_assert_true (
      cdl_store_has_runs (store, (const char *const *) &fresh->id, 1, &found, NULL, NULL));
  g_assert_false (found);
  read = cdl_store_get_run (store, run->id, NULL, NULL, &error);
  cdl_test_assert_run (read, run);

  backend->destroy (store);
}

/* A run may leave the text of its strategy out if it is stored; else it is refused. */
static void
test_without_text (const CdlTestBackend *backend)
{
  CdlStore *store = backend->create ();
  g_autoptr (CdlRunRecord) run = NULL, read = NULL;
  g_autoptr (CdlStrategyRecord) whole = NULL;
  g_autoptr (GError) error = NULL;
  CdlRunItem item;
  CdlRandom random;

  cdl_random_init (&random, 6);
  run = cdl_test_run (&random, 1);
  whole = g_steal_pointer (&run->strategy);
  run->strategy = cdl_strategy_record_new (whole->name, whole->revision, NULL, CDL_TIME_NONE);
  item = (CdlRunItem){ run, NULL };
  g_assert_false (cdl_store_put_runs (store, &item, 1, NULL, &error));
  g_assert_error (error, CDL_STORE_ERROR, CDL_STORE_ERROR_NOT_FOUND);
  g_clear_error (&error);

  g_assert_true (cdl_store_put_strategy (store, whole, NULL, &error));
  g_assert_true (cdl_store_put_runs (store, &item, 1, NULL, &error));
  g_assert_no_error (error);
  read = cdl_store_get_run (store, run->id, NULL, NULL, &error);
  g_assert_cmpstr (read->strategy->json, ==, whole->json);

  backend->destroy (store);
}

/* A cancelled operation does nothing and says so. */
static void
test_cancelled (const CdlTestBackend *backend)
{
  CdlStore *store = backend->create ();
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (CdlRunRecord) run = NULL;
  g_autoptr (GError) error = NULL;
  CdlRunItem item;
  CdlRandom random;
  guint64 count = 7;

  cdl_random_init (&random, 7);
  run = cdl_test_run (&random, 1);
  item = (CdlRunItem){ run, NULL };
  g_cancellable_cancel (cancellable);
  g_assert_false (cdl_store_put_runs (store, &item, 1, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_true (cdl_store_count_runs (store, NULL, &count, NULL, NULL));
  g_assert_cmpuint (count, ==, 0);

  backend->destroy (store);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  cdl_test_store_add ("runs/round-trip", test_round_trip);
  cdl_test_store_add ("runs/missing", test_missing);
  cdl_test_store_add ("runs/put-again", test_put_again);
  cdl_test_store_add ("runs/details-later", test_details_later);
  cdl_test_store_add ("runs/other-trades", test_other_trades);
  cdl_test_store_add ("runs/without-text", test_without_text);
  cdl_test_store_add ("runs/cancelled", test_cancelled);

  return g_test_run ();
}
