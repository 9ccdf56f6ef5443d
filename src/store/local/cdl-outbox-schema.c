#include "cdl-outbox-schema-private.h"

/* An entry names what changed, not how: what is sent is what is stored then, so that an object that
 * changes ten times is sent once. gone: it was deleted, and may have come again since. version
 * grows when an object changes that waits already; what was sent is of the version read before.
 * Only what users add to runs ("edit": part says what, value to what) goes change by change, since
 * others add to the same runs. refused: why the server does not take it. */
#define TABLES                                                                                     \
  "CREATE TABLE outbox_target (server TEXT NOT NULL) STRICT;"                                      \
  "CREATE TABLE outbox ("                                                                          \
  " seq INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL, id TEXT NOT NULL,"                  \
  " part TEXT NOT NULL, value TEXT, gone INTEGER NOT NULL DEFAULT 0,"                              \
  " version INTEGER NOT NULL DEFAULT 1, refused TEXT) STRICT;"                                     \
  "CREATE INDEX outbox_object ON outbox (kind, id, part);"                                         \
  "CREATE INDEX outbox_refused ON outbox (seq) WHERE refused IS NOT NULL;"

#define TRIGGER(name, event, condition)                                                            \
  "CREATE TRIGGER outbox_" name " AFTER " event                                                    \
  " WHEN EXISTS (SELECT 1 FROM outbox_target) AND " condition " BEGIN "

#define END " END;"

#define OBJECT(kind, id, part) "kind = '" kind "' AND id = " id " AND part = " part

#define LAST(kind, id, part) "(SELECT max (seq) FROM outbox WHERE " OBJECT (kind, id, part) ")"

/* Not an upsert: in a trigger, INSERT OR REPLACE of the statement that fires it would rule. */
#define QUEUE(kind, id, part)                                                                      \
  "UPDATE outbox SET version = version + 1, refused = NULL WHERE seq = " LAST (                    \
      kind, id, part) ";"                                                                          \
                      "INSERT INTO outbox (kind, id, part) SELECT '" kind "', " id ", " part       \
                      " WHERE " LAST (kind, id, part) " IS NULL;"

/* At the end, since what was told before counts until then; once for many rows in a row. What was
 * refused of it is void. */
#define QUEUE_GONE(kind, id, part)                                                                 \
  "DELETE FROM outbox WHERE refused IS NOT NULL AND " OBJECT (                                     \
      kind, id,                                                                                    \
      part) ";"                                                                                    \
            "INSERT INTO outbox (kind, id, part, gone) SELECT '" kind "', " id ", " part ", 1"     \
            " WHERE NOT EXISTS (SELECT 1 FROM outbox WHERE seq = (SELECT max (seq) FROM outbox) "  \
            "AND " OBJECT (kind, id, part) " AND gone);"

#define EDIT(id, part, value)                                                                      \
  "INSERT INTO outbox (kind, id, part, value) SELECT 'edit', " id ", '" part "', " value ";"

#define RUN_OF(row)     "(SELECT id FROM run WHERE key = " row ".run)"
#define RUN_EXISTS(row) "EXISTS (SELECT 1 FROM run WHERE key = " row ".run)"

/* A trial comes with its run, if that is here, and of that window. */
#define IS_ALONE(trial)                                                                            \
  "NOT EXISTS (SELECT 1 FROM run AS r JOIN dataset AS d ON d.key = r.dataset"                      \
  " JOIN trial_window AS w ON w.key = " trial ".window WHERE r.id = " trial ".run"                 \
  " AND w.dataset = d.fingerprint AND w.from_ms = d.from_ms AND w.to_ms = d.to_ms)"

/* A table whose rows come, change and go under one id. */
#define WHOLE(kind, id, part)                                                                      \
  TRIGGER (kind "_new", "INSERT ON " kind, "true")                                                 \
  QUEUE (kind, "NEW." id, part ("NEW"))                                                            \
  END TRIGGER (kind "_changed", "UPDATE ON " kind, "true") QUEUE (kind, "NEW." id, part ("NEW"))   \
      END                                                                                          \
      TRIGGER (kind "_gone", "DELETE ON " kind, "true") QUEUE_GONE (kind, "OLD." id, part ("OLD")) \
          END

#define NO_PART(row)       "''"
#define REVISION_PART(row) row ".revision"

/* Journals are only written to; they go with their session. */
#define JOURNAL(kind)                                                                              \
  TRIGGER (kind "_new", "INSERT ON " kind, "true")                                                 \
  QUEUE (kind, "NEW.session", "CAST (NEW.seq AS TEXT)") END

/* clang-format off */
const char cdl_outbox_schema[] =
  TABLES

  TRIGGER ("run_new", "INSERT ON run", "true") QUEUE ("run", "NEW.id", "''") END
  TRIGGER ("run_again", "UPDATE OF counts ON run", "true") QUEUE ("run", "NEW.id", "''") END
  TRIGGER ("run_gone", "DELETE ON run", "true")
    "DELETE FROM outbox WHERE kind = 'edit' AND id = OLD.id;"
    QUEUE_GONE ("run", "OLD.id", "''") END

  TRIGGER ("note", "UPDATE OF note ON run", "NEW.note IS NOT OLD.note")
    EDIT ("NEW.id", "note", "NEW.note") END
  TRIGGER ("favourite", "UPDATE OF favourite ON run", "NEW.favourite <> OLD.favourite")
    EDIT ("NEW.id", "favourite", "CAST (NEW.favourite AS TEXT)") END
  TRIGGER ("tag", "INSERT ON run_tag", RUN_EXISTS ("NEW"))
    EDIT (RUN_OF ("NEW"), "tag", "NEW.tag") END
  TRIGGER ("untag", "DELETE ON run_tag", RUN_EXISTS ("OLD"))
    EDIT (RUN_OF ("OLD"), "untag", "OLD.tag") END
  /* The first test is a field of the run, and comes with it; but if that test was deleted before
     and the server does not know yet, the run may be there first. */
  TRIGGER ("run_test", "INSERT ON run_test",
           "(NEW.test IS NOT (SELECT test FROM run WHERE key = NEW.run) OR EXISTS (SELECT 1"
           " FROM outbox WHERE " OBJECT ("test", "NEW.test", "''") " AND gone))")
    EDIT (RUN_OF ("NEW"), "test", "NEW.test") END

  /* Its test is deleted, which need not be stored itself. */
  TRIGGER ("run_test_gone", "DELETE ON run_test", RUN_EXISTS ("OLD"))
    QUEUE_GONE ("test", "OLD.test", "''") END

  TRIGGER ("trial", "INSERT ON trial", IS_ALONE ("NEW"))
    QUEUE ("trial", "NEW.run", "''") END

  TRIGGER ("strategy_new", "INSERT ON strategy_rev", "true")
    QUEUE ("strategy", "NEW.name", "NEW.revision") END
  TRIGGER ("strategy_latest", "UPDATE OF place ON strategy_rev", "true")
    QUEUE ("strategy", "NEW.name", "NEW.revision") END
  TRIGGER ("dataset_new", "INSERT ON dataset", "true")
    QUEUE ("dataset", "NEW.fingerprint", "''") END
  WHOLE ("test", "id", NO_PART)
  WHOLE ("cost", "machine", REVISION_PART)
  WHOLE ("session", "id", NO_PART)
  TRIGGER ("session_journal", "DELETE ON session", "true")
    "DELETE FROM outbox WHERE kind IN ('session_trade', 'session_event') AND id = OLD.id;" END
  JOURNAL ("session_trade")
  JOURNAL ("session_event");

const char cdl_outbox_fill[] =
  "DELETE FROM outbox;"
  "INSERT INTO outbox (kind, id, part)"
  " SELECT 'strategy', name, revision FROM strategy_rev ORDER BY place;"
  "INSERT INTO outbox (kind, id, part) SELECT 'dataset', fingerprint, '' FROM dataset;"
  "INSERT INTO outbox (kind, id, part) SELECT 'test', id, '' FROM test ORDER BY id;"
  "INSERT INTO outbox (kind, id, part) SELECT 'run', id, '' FROM run ORDER BY key;"
  "INSERT INTO outbox (kind, id, part, value) SELECT 'edit', r.id, 'test', t.test"
  " FROM run AS r JOIN run_test AS t ON t.run = r.key WHERE t.test IS NOT r.test ORDER BY r.key;"
  "INSERT INTO outbox (kind, id, part) SELECT DISTINCT 'trial', t.run, ''"
  " FROM trial AS t WHERE " IS_ALONE ("t") ";"
  "INSERT INTO outbox (kind, id, part) SELECT 'cost', machine, revision FROM cost;"
  "INSERT INTO outbox (kind, id, part) SELECT 'session', id, '' FROM session ORDER BY id;"
  "INSERT INTO outbox (kind, id, part)"
  " SELECT 'session_trade', session, CAST (seq AS TEXT) FROM session_trade ORDER BY session, seq;"
  "INSERT INTO outbox (kind, id, part)"
  " SELECT 'session_event', session, CAST (seq AS TEXT) FROM session_event ORDER BY session, seq;";
/* clang-format on */
