#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Values as SurrealQL literals that every server from 2.1 reads as the same value. JSON would not
 * do: its escapes are not all SurrealQL, and a whole double would become an integer. */

/* text is UTF-8; NULL writes NULL. */
void cdl_surreal_text (GString *sql, const char *text);

/* A float that comes back to the bit, the sign of zero included. NaN and infinity write NULL: the
 * answers of servers have no word for them. */
void cdl_surreal_double (GString *sql, double value);
void cdl_surreal_int (GString *sql, gint64 value);
void cdl_surreal_bool (GString *sql, gboolean value);

/* CDL_TIME_NONE writes NULL. */
void cdl_surreal_time (GString *sql, gint64 time_ms);

/* table:`id`: a record whose id is of letters, digits, - and _, as cdl_check_id() wants it. */
void cdl_surreal_record (GString *sql, const char *table, const char *id);

/* Inside { } or [ ]: a comma unless it is the first, and the name of a member. */
void cdl_surreal_name (GString *sql, const char *name);
void cdl_surreal_item (GString *sql);

/* name and value in one call. */
void cdl_surreal_member_text (GString *sql, const char *name, const char *text);
void cdl_surreal_member_double (GString *sql, const char *name, double value);
void cdl_surreal_member_int (GString *sql, const char *name, gint64 value);
void cdl_surreal_member_bool (GString *sql, const char *name, gboolean value);
void cdl_surreal_member_time (GString *sql, const char *name, gint64 time_ms);
void cdl_surreal_member_record (GString *sql, const char *name, const char *table, const char *id);

/* ["a", "b"]; texts is NULL-terminated, or n of them if n is not negative. */
void cdl_surreal_texts (GString *sql, const char *const *texts, gssize n);

G_END_DECLS
