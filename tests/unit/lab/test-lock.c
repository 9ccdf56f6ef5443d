#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cdl-lab-lock.h"
#include "cdl-test-lab.h"

static void
assert_busy (const char *root, const char *with)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (cdl_lab_lock_take (root, "another", &error));
  g_assert_error (error, CDL_LAB_ERROR, CDL_LAB_ERROR_BUSY);
  g_assert_nonnull (strstr (error->message, with));
}

static CdlLabLock *
take (const char *root, const char *what)
{
  g_autoptr (GError) error = NULL;
  CdlLabLock *lock = cdl_lab_lock_take (root, what, &error);

  g_assert_no_error (error);
  g_assert_nonnull (lock);

  return lock;
}

static void
test_busy (CdlTestLab *self, gconstpointer data)
{
  const char *root = self->market.root;
  CdlLabLock *lock = take (root, "a long name of a test, 12 runs");

  assert_busy (root, "a long name of a test, 12 runs");
  assert_busy (root, "try again");
  cdl_lab_lock_release (lock);

  lock = take (root, "short");
  assert_busy (root, "(short)");
  cdl_lab_lock_release (lock);
}

/* Folders are apart. */
static void
test_folders (CdlTestLab *self, gconstpointer data)
{
  g_autofree char *other = g_build_filename (self->market.folder, "other", "deep", NULL);
  g_autoptr (CdlLabLock) here = take (self->market.root, "here");
  g_autoptr (CdlLabLock) there = take (other, "there");

  assert_busy (self->market.root, "here");
  assert_busy (other, "there");
}

/* A process that is killed leaves no lock behind. */
static void
test_killed (CdlTestLab *self, gconstpointer data)
{
  const char *root = self->market.root;
  int taken[2], status;
  pid_t child;
  char byte;

  g_assert_cmpint (pipe (taken), ==, 0);
  child = fork ();
  if (child == 0)
    {
      CdlLabLock *lock = cdl_lab_lock_take (root, "child", NULL);

      if (lock == NULL || write (taken[1], "x", 1) != 1)
        _exit (1);
      pause ();
    }
  g_assert_cmpint (read (taken[0], &byte, 1), ==, 1);
  assert_busy (root, "child");

  kill (child, SIGKILL);
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  cdl_lab_lock_release (take (root, "parent"));
  close (taken[0]);
  close (taken[1]);
}

/* A test in another place of the same folder is refused before it computes anything. */
static void
test_execution (CdlTestLab *self, gconstpointer data)
{
  g_autoptr (CdlTestRequest) request = cdl_test_lab_request (cdl_test_lab_strategy, "", "SYNTHA");
  g_autoptr (CdlTest) test = cdl_test_lab_ready (self, request);
  g_autoptr (CdlRunRecord) run = NULL;
  g_autoptr (GPtrArray) runs = NULL;
  g_autoptr (GError) error = NULL;
  CdlLabLock *lock = take (self->market.root, "the first");

  g_assert_false (cdl_test_execute (test, self->store, NULL, NULL, NULL, &error));
  g_assert_error (error, CDL_LAB_ERROR, CDL_LAB_ERROR_BUSY);
  run = cdl_test_lab_stored (self, cdl_test_run_id (test, 0));
  g_assert_null (run);

  cdl_lab_lock_release (lock);
  runs = cdl_test_lab_run (self, request, NULL);
}

/* A folder that cannot be written is not busy. */
static void
test_no_folder (CdlTestLab *self, gconstpointer data)
{
  g_autofree char *file = cdl_test_file (&self->market, "file", "", 0);
  g_autofree char *root = g_build_filename (file, "below", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_null (cdl_lab_lock_take (root, "nothing", &error));
  g_assert_error (error, CDL_LAB_ERROR, CDL_LAB_ERROR_FAILED);
  g_assert_nonnull (strstr (error->message, root));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  CDL_TEST_LAB_ADD ("/lock/busy", test_busy);
  CDL_TEST_LAB_ADD ("/lock/folders", test_folders);
  CDL_TEST_LAB_ADD ("/lock/killed", test_killed);
  CDL_TEST_LAB_ADD ("/lock/execution", test_execution);
  CDL_TEST_LAB_ADD ("/lock/no-folder", test_no_folder);

  return g_test_run ();
}
