#include "cdl-sim-faults.h"

#include "cdl-diagnostics.h"
#include "cdl-number.h"
#include "cdl-random.h"

#include <gio/gio.h>
#include <math.h>
#include <string.h>

struct _CdlFaults
{
  CdlRandom random;
  GPtrArray *list; /* CdlFault */
  guint next_id;
  guint changes;
  guint64 struck[CDL_N_FAULT_TYPES];
};

static void
fault_free (gpointer data)
{
  CdlFault *fault = data;

  g_free (fault->match);
  g_free (fault->text);
  g_free (fault);
}

CdlFaults *
cdl_faults_new (guint64 seed)
{
  CdlFaults *self = g_new0 (CdlFaults, 1);

  cdl_random_init (&self->random, seed);
  self->list = g_ptr_array_new_with_free_func (fault_free);

  return self;
}

void
cdl_faults_free (CdlFaults *self)
{
  if (!self)
    return;

  g_ptr_array_unref (self->list);
  g_free (self);
}

/* Takes message. */
static gboolean
refuse (GError **error, char *message)
{
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, message);
  g_free (message);

  return FALSE;
}

static gboolean
find_type (const char *name, CdlFaultType *type, GError **error)
{
  const char *names[CDL_N_FAULT_TYPES + 1] = { NULL };
  const char *nearest;

  for (int i = 0; i < CDL_N_FAULT_TYPES; i++)
    {
      names[i] = cdl_fault_name ((CdlFaultType) i);
      if (g_strcmp0 (names[i], name) == 0)
        {
          *type = (CdlFaultType) i;
          return TRUE;
        }
    }

  nearest = name ? cdl_nearest_word (name, names) : NULL;
  if (nearest)
    return refuse (error, g_strdup_printf ("there is no fault “%s”; is it “%s”?", name, nearest));

  return refuse (error, g_strdup_printf ("there is no fault “%s”; chandelier-exchange "
                                         "--list-faults names them",
                                         name ? name : ""));
}

static gboolean
take_count (const char *key, const char *text, guint *count, GError **error)
{
  gint64 number;

  if (!cdl_number_parse_int (text, &number) || number < 0 || number > G_MAXINT32)
    return refuse (error, g_strdup_printf ("%s: “%s” is not a whole number", key, text));
  *count = (guint) number;

  return TRUE;
}

static gboolean
take_member (CdlFault *fault, const char *key, const char *text, GError **error)
{
  if (strcmp (key, "name") == 0)
    return find_type (text, &fault->type, error);
  if (strcmp (key, "match") == 0)
    fault->match = g_strdup (text);
  else if (strcmp (key, "text") == 0)
    fault->text = g_strdup (text);
  else if (strcmp (key, "every") == 0)
    return take_count (key, text, &fault->every, error);
  else if (strcmp (key, "skip") == 0)
    return take_count (key, text, &fault->skip, error);
  else if (strcmp (key, "count") == 0)
    return take_count (key, text, &fault->count, error);
  else if (strcmp (key, "value") == 0)
    return cdl_number_parse (text, &fault->value)
           || refuse (error, g_strdup_printf ("%s: “%s” is not a number", key, text));
  else if (strcmp (key, "chance") == 0)
    return (cdl_number_parse (text, &fault->chance) && fault->chance >= 0 && fault->chance <= 1)
           || refuse (error, g_strdup_printf ("%s: “%s” is not a number from 0 to 1", key, text));
  else
    return refuse (error, g_strdup_printf ("a fault has no “%s”, but name, match, chance, every, "
                                           "skip, count, value and text",
                                           key));

  return TRUE;
}

guint
cdl_faults_add (CdlFaults *self, GHashTable *members, GError **error)
{
  CdlFault *fault = g_new0 (CdlFault, 1);
  GHashTableIter iter;
  gpointer key, text;
  CdlFaultType type;

  fault->chance = 1;
  fault->every = 1;
  fault->value = NAN;
  if (!find_type (g_hash_table_lookup (members, "name"), &type, error))
    {
      fault_free (fault);
      return 0;
    }
  g_hash_table_iter_init (&iter, members);
  while (g_hash_table_iter_next (&iter, &key, &text))
    if (!take_member (fault, key, text, error))
      {
        fault_free (fault);
        return 0;
      }

  fault->every = MAX (fault->every, 1);
  fault->id = ++self->next_id;
  self->changes++;
  g_ptr_array_add (self->list, fault);

  return fault->id;
}

guint
cdl_faults_add_text (CdlFaults *self, const char *text, GError **error)
{
  g_autoptr (GHashTable) members = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  const char *colon = strchr (text, ':');
  g_auto (GStrv) pairs = g_strsplit (colon ? colon + 1 : "", ",", -1);

  g_hash_table_insert (members, g_strdup ("name"),
                       colon ? g_strndup (text, (gsize) (colon - text)) : g_strdup (text));
  for (char **pair = pairs; *pair; pair++)
    {
      const char *equals = strchr (*pair, '=');

      if (!equals)
        {
          refuse (error, g_strdup_printf ("“%s” in “%s” is not KEY=VALUE", *pair, text));
          return 0;
        }
      g_hash_table_insert (members, g_strndup (*pair, (gsize) (equals - *pair)),
                           g_strdup (equals + 1));
    }

  return cdl_faults_add (self, members, error);
}

guint
cdl_faults_remove (CdlFaults *self, guint id)
{
  guint removed = 0;

  for (guint i = self->list->len; i-- > 0;)
    if (id == 0 || ((const CdlFault *) self->list->pdata[i])->id == id)
      {
        g_ptr_array_remove_index (self->list, i);
        removed++;
      }
  self->changes++;

  return removed;
}

guint
cdl_faults_changes (const CdlFaults *self)
{
  return self->changes;
}

const GPtrArray *
cdl_faults_list (const CdlFaults *self)
{
  return self->list;
}

static gboolean
strikes (CdlFaults *self, CdlFault *fault, const char *where)
{
  if ((fault->count > 0 && fault->strikes >= fault->count)
      || (fault->match && !strstr (where, fault->match)))
    return FALSE;

  fault->seen++;
  if (fault->seen <= fault->skip || (fault->seen - fault->skip) % fault->every != 0
      || (fault->chance < 1 && cdl_random_double (&self->random) >= fault->chance))
    return FALSE;

  fault->strikes++;
  self->struck[fault->type]++;

  return TRUE;
}

const CdlFault *
cdl_faults_strike (CdlFaults *self, CdlFaultType type, const char *where)
{
  for (guint i = 0; i < self->list->len; i++)
    {
      CdlFault *fault = self->list->pdata[i];

      if (fault->type == type && strikes (self, fault, where))
        return fault;
    }

  return NULL;
}

gboolean
cdl_faults_try (CdlFaults *self, guint id, const char *where)
{
  for (guint i = 0; i < self->list->len; i++)
    {
      CdlFault *fault = self->list->pdata[i];

      if (fault->id == id)
        return strikes (self, fault, where);
    }

  return FALSE;
}

double
cdl_fault_value (const CdlFault *fault, double fallback)
{
  return isnan (fault->value) ? fallback : fault->value;
}

const char *
cdl_fault_text (const CdlFault *fault, const char *fallback)
{
  return fault->text ? fault->text : fallback;
}

guint64
cdl_faults_struck (const CdlFaults *self, CdlFaultType type)
{
  return self->struck[type];
}

guint
cdl_faults_draw (CdlFaults *self, guint n)
{
  return (guint) cdl_random_below (&self->random, n);
}
