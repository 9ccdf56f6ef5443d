#include "cdl-fuzz-mutate.h"

#include <string.h>

/* What parsers stumble over: punctuation, limits of numbers, broken and long characters. */
static const char *const words[] = {
  "0",
  "-",
  "+",
  ".",
  "e",
  "E-",
  "9223372036854775807",
  "-1",
  "1e308",
  "1e-320",
  "0.1",
  "NaN",
  "inf",
  "18446744073709551616",
  "\"",
  "\\",
  "\\u",
  "{",
  "}",
  "[",
  "]",
  "((((",
  "))))",
  ",",
  ":",
  "@",
  "?",
  "not ",
  "\r\n",
  "\n",
  "\t",
  " ",
  "\xc3\xa9",
  "\xf0\x9f\x98\x80",
  "\xff",
  "true",
  "null",
  "%",
  "/",
  "..",
  "-0",
  "00",
};

static guint
below (CdlRandom *random, gsize n)
{
  return (guint) cdl_random_below (random, n);
}

static void
insert (GByteArray *buffer, guint at, const void *data, gsize size)
{
  guint old = buffer->len;

  g_byte_array_set_size (buffer, old + (guint) size);
  memmove (buffer->data + at + size, buffer->data + at, old - at);
  memcpy (buffer->data + at, data, size);
}

static void
flip_bit (CdlRandom *random, GByteArray *buffer)
{
  buffer->data[below (random, buffer->len)] ^= (guint8) (1u << below (random, 8));
}

static void
set_byte (CdlRandom *random, GByteArray *buffer)
{
  buffer->data[below (random, buffer->len)] = (guint8) below (random, 256);
}

static void
remove_part (CdlRandom *random, GByteArray *buffer)
{
  guint at = below (random, buffer->len);

  g_byte_array_remove_range (buffer, at, 1 + below (random, MIN (buffer->len - at, 8)));
}

static void
truncate_end (CdlRandom *random, GByteArray *buffer)
{
  g_byte_array_set_size (buffer, below (random, buffer->len));
}

/* Copies a part to another place: nesting and repetition grow by it. */
static void
repeat_part (CdlRandom *random, GByteArray *buffer)
{
  guint at = below (random, buffer->len), length = 1 + below (random, MIN (buffer->len - at, 16));
  g_autofree guint8 *part = g_memdup2 (buffer->data + at, length);

  for (guint times = 1 + below (random, 4); times > 0; times--)
    insert (buffer, at, part, length);
}

static void
insert_word (CdlRandom *random, GByteArray *buffer)
{
  const char *word = words[below (random, G_N_ELEMENTS (words))];

  insert (buffer, below (random, buffer->len + 1), word, strlen (word));
}

/* One digit more or less, or another one: limits of ranges are near the seeds. */
static void
change_digit (CdlRandom *random, GByteArray *buffer)
{
  guint from = below (random, buffer->len);

  for (guint i = 0; i < buffer->len; i++)
    {
      guint8 *c = &buffer->data[(from + i) % buffer->len];

      if (g_ascii_isdigit (*c))
        {
          *c = (guint8) ('0' + below (random, 10));
          return;
        }
    }
}

static void (*const changes[]) (CdlRandom *random, GByteArray *buffer) = {
  flip_bit,    set_byte,    remove_part, truncate_end,
  repeat_part, insert_word, insert_word, change_digit,
};

/* The head of the buffer with the tail of a seed. */
static void
splice (CdlRandom *random, GByteArray *buffer, const CdlFuzzSeed *seed)
{
  guint from = below (random, seed->size + 1);

  g_byte_array_set_size (buffer, below (random, buffer->len + 1));
  g_byte_array_append (buffer, (const guint8 *) seed->data + from, (guint) seed->size - from);
}

void
cdl_fuzz_mutate (const CdlFuzzTarget *target, CdlRandom *random, GByteArray *buffer)
{
  const CdlFuzzSeed *seed = &target->seeds[below (random, target->n_seeds)];

  g_byte_array_set_size (buffer, 0);
  g_byte_array_append (buffer, (const guint8 *) seed->data, (guint) seed->size);
  if (below (random, 4) == 0)
    splice (random, buffer, &target->seeds[below (random, target->n_seeds)]);

  for (guint n = 1 + below (random, 8); n > 0; n--)
    {
      if (buffer->len == 0)
        insert_word (random, buffer);
      changes[below (random, G_N_ELEMENTS (changes))](random, buffer);
    }
  if (buffer->len > CDL_FUZZ_MAX_SIZE)
    g_byte_array_set_size (buffer, CDL_FUZZ_MAX_SIZE);
}
