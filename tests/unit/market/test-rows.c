#include "cdl-rows.h"
#include "cdl-rows-private.h"

#include "cdl-number.h"
#include "cdl-time.h"

#include <string.h>

#define T0            "1704067200000" /* 2024-01-01 00:00 */
#define T1            "1704067260000" /* 00:01 */
#define T2            "1704067320000" /* 00:02 */
#define T3            "1704067380000"
#define T0US          "1704067200000000"
#define T1US          "1704067260000000"
#define REST          "1,2,0.5,1.5,10" /* open high low close volume */
#define ROW(t, close) t "," REST "," close ",15,3,4,6,0\n"
#define JSON(t, close)                                                                             \
  "[" t ",\"1\",\"2\",\"0.5\",\"1.5\",\"10\"," close ",\"15\",3,\"4\",\"6\",\"0\"]"

/* Texts that hold the klines of 00:00 and 00:01, in all the ways there are. */
static const struct
{
  const char *name;
  const char *text;
  int columns; /* 5 or 9 */
} good[] = {
  { "vision", ROW (T0, "1704067259999") ROW (T1, "1704067319999"), 9 },
  { "vision-header",
    "open_time,open,high,low,close,volume,close_time,quote_volume,count,taker_buy_volume,"
    "taker_buy_quote_volume,ignore\n" ROW (T0, "1704067259999") ROW (T1, "1704067319999"),
    9 },
  { "vision-us", ROW (T0US, "1704067259999999") ROW (T1US, "1704067319999999"), 9 },
  { "vision-mixed-units", ROW (T0, "1704067259999") ROW (T1US, "1704067319999999"), 9 },
  { "crlf-no-end",
    T0 "," REST ",1704067259999,15,3,4,6,0\r\n" T1 "," REST ",1704067319999,15,3,4,6,0", 9 },
  { "eleven", T0 "," REST ",1704067259999,15,3,4,6\n" T1 "," REST ",1704067319999,15,3,4,6\n", 9 },
  { "six-iso",
    "timestamp,open,high,low,close,volume\n2024-01-01 00:00:00," REST "\n2024-01-01 00:01:00," REST
    "\n",
    5 },
  { "six-iso-zone",
    "Time,Open,High,Low,Close,Volume\n2024-01-01T00:00Z," REST "\n2024-01-01T01:01+01:00," REST
    "\n",
    5 },
  { "six-nameless", ",Open,High,Low,Close,Volume\n" T0 "," REST "\n" T1 "," REST "\n", 5 },
  { "six-seconds", "1704067200," REST "\n1704067260," REST "\n", 5 },
  { "six-us", T0US "," REST "\n" T1US "," REST "\n", 5 },
  { "six-quoted", "\"2024-01-01 00:00\", \"1\" ,2,0.5,1.5,10\n2024-01-01 00:01 ,1,2,0.5, 1.5 ,10\n",
    5 },
  { "six-mark", "\xef\xbb\xbf" T0 "," REST "\n" T1 "," REST "\n", 5 },
  { "six-blank-lines", "\n\n" T0 "," REST "\n\n" T1 "," REST "\n\n\n", 5 },
  { "json", "[" JSON (T0, "1704067259999") "," JSON (T1, "1704067319999") "]", 9 },
  { "json-blanks",
    " \n [\n" JSON (T0, "1704067259999") " , \n" JSON (T1, "1704067319999") "\t]\n\n", 9 },
  { "json-us", "[" JSON (T0US, "1704067259999999") "," JSON (T1US, "1704067319999999") "]", 9 },
  { "json-six-numbers", "[[" T0 ",1.0,2,0.5,1.5,1e1],[" T1 ",1,2.0,5e-1,1.5,10.0]]", 5 },
};

static gboolean
read_text (const char *text, gboolean skip_bad, CdlRows *rows, GError **error)
{
  CdlRowsOptions options = { .file = "f.csv", .skip_bad = skip_bad, .now_ms = G_MAXINT64 };

  return cdl_rows_read (text, strlen (text), &options, rows, error);
}

static void
test_good (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (good); i++)
    {
      static const double values[CDL_N_FIELDS] = { 1, 2, 0.5, 1.5, 10, 15, 3, 4, 6 };
      g_autoptr (GError) error = NULL;
      const CdlKlines *klines;
      CdlRows rows;

      read_text (good[i].text, FALSE, &rows, &error);
      g_assert_no_error (error);
      g_test_message ("%s", good[i].name);
      klines = cdl_columns_view (rows.columns);
      g_assert_cmpint (klines->interval, ==, CDL_INTERVAL_1M);
      g_assert_cmpuint (klines->n, ==, 2);
      g_assert_cmpuint (rows.bad + rows.open + rows.odd_close, ==, 0);
      for (gsize k = 0; k < 2; k++)
        {
          g_assert_cmpint (klines->open_time[k], ==,
                           G_GINT64_CONSTANT (1704067200000) + (gint64) k * 60000);
          for (int f = 0; f < CDL_N_FIELDS; f++)
            if (f < good[i].columns)
              g_assert_cmpfloat (klines->field[f][k], ==, values[f]);
            else
              g_assert_null (klines->field[f]);
        }
      cdl_rows_clear (&rows);
    }
}

/* Texts with one thing wrong, and the words that say so. skipped: what is left of four rows when
 * bad ones are skipped; -1: nothing, the file itself is wrong. */
#define BAD_ROW(row)  T0 "," REST "\n" row "\n" T2 "," REST "\n" T3 "," REST "\n"
#define BAD_JSON(row) "[[" T0 "," REST "]," row ",[" T2 "," REST "],[" T3 "," REST "]]"

static const struct
{
  const char *text;
  const char *words;
  int skipped;
} bad[] = {
  { BAD_ROW (T1 ",1,1.4,0.5,1.5,10"), "f.csv, line 2: high is below another price", 3 },
  { BAD_ROW (T1 ",1,0.4,0.5,0.45,10"), "line 2: high is below", 3 },
  { BAD_ROW (T1 ",1,2,1.1,1.5,10"), "line 2: low is above another price", 3 },
  { BAD_ROW (T1 ",1,2,1.6,1.7,10"), "line 2: low is above", 3 },
  { BAD_ROW (T1 ",0,2,0.5,1.5,10"), "line 2: a price is not above 0", 3 },
  { BAD_ROW (T1 ",1,2,-0.5,1.5,10"), "line 2: a price is not above 0", 3 },
  { BAD_ROW (T1 ",1,2,0.5,1.5,-10"), "line 2: a volume is negative", 3 },
  { BAD_ROW (T1 ",NaN,2,0.5,1.5,10"), "line 2: open “NaN” is not a number", 3 },
  { BAD_ROW (T1 ",1,inf,0.5,1.5,10"), "line 2: high “inf” is not a number", 3 },
  { BAD_ROW (T1 ",1,1e309,0.5,1.5,10"), "line 2: high “1e309” is not a number", 3 },
  { BAD_ROW (T1 ",1,0x10,0.5,1.5,10"), "line 2: high “0x10” is not a number", 3 },
  { BAD_ROW (T1 ",1,,0.5,1.5,10"), "line 2: high is empty", 3 },
  { BAD_ROW (T1 ",1,2,0.5,1.5,1;0"), "line 2: volume “1;0” is not a number", 3 },
  { BAD_ROW ("yesterday," REST), "line 2: open time “yesterday” is not a time", 3 },
  { BAD_ROW ("-1," REST), "line 2: open time “-1” is not a time", 3 },
  { BAD_ROW ("2024-13-01," REST), "line 2: open time “2024-13-01” is not a time", 3 },
  { BAD_ROW (T0 "," REST), "line 2: its open time is that of the row before", 3 },
  { BAD_ROW ("1704067140000," REST), "line 2: its open time is before that of the row before", 3 },
  { BAD_ROW (T1 "," REST ",7"), "line 2: it has 7 columns, the first row 6", 3 },
  { BAD_ROW (T1), "line 2: it has 1 columns, the first row 6", 3 },
  { BAD_ROW ("time,open,high,low,close,volume"), "line 2: open time “time” is not a time", 3 },
  { T0 "," REST "\n" T1 "," REST "\n1704067290000," REST "\n" T2 "," REST "\n",
    "the interval cannot be told from its rows", -1 },
  { ROW (T0, "1704067259999") ROW (T1, "never") ROW (T2, "1704067379999") ROW (T3, "1704067439999"),
    "line 2: close time “never” is not a time", 3 },
  { ROW (T0, "1704067259999") ROW ("12345678901234567", "1704067319999") ROW (T2, "1704067379999")
        ROW (T3, "1704067439999"),
    "line 2: open time “12345678901234567” is not a time", 3 },
  { T0 "," REST "\n", "the interval cannot be told from its rows", -1 },
  { "time,close,high,low,open,volume\n" T0 "," REST "\n",
    "f.csv: its header names column 2 “close”, where “open” is expected", -1 },
  { "1,2,3\n", "f.csv: it holds no klines: rows of 12 columns", -1 },
  { "", "it holds no klines", -1 },
  { "\n\n", "it holds no klines", -1 },
  { "<html><body>403 Forbidden</body></html>", "it holds no klines", -1 },
  { "{\"code\":-1121,\"msg\":\"Invalid symbol.\"}", "it holds no klines", -1 },
  { BAD_JSON ("[" T1 ",1,2,0.5,\"NaN\",10]"), "element 2: close “NaN” is not a number", 3 },
  { BAD_JSON ("[" T1 ",1,2,0.5,null,10]"), "element 2: close “null” is not a number", 3 },
  { BAD_JSON ("[" T1 ",1,2,0.5,1.5,1e999]"), "element 2: volume “1e999” is not a number", 3 },
  { BAD_JSON ("[" T1 ",1,2,0.5,1.5]"), "element 2: it has 5 columns, the first row 6", 3 },
  { BAD_JSON ("[]"), "element 2: it has 0 columns, the first row 6", 3 },
  { BAD_JSON ("[" T1 ",3,2,0.5,1.5,10]"), "f.csv, element 2: high is below another price", 3 },
  { BAD_JSON ("[" T1 ",1,[2],0.5,1.5,10]"), "damaged in element 2: a number or a text is expected",
    -1 },
  { BAD_JSON ("[" T1 ",1 2,0.5,1.5,10]"), "damaged in element 2: a comma or ] is expected", -1 },
  { BAD_JSON ("7"), "damaged in element 2: a row is needed", -1 },
  { BAD_JSON ("[" T1 ",\"1"), "damaged in element 2", -1 },
  { "[[" T0 "," REST "],[" T1 ",1,2,0", "damaged in element 2: the file ends in the middle", -1 },
  { "[[" T0 "," REST "]", "the file ends in the middle", -1 },
  { "[[" T0 "," REST "]]]", "something follows the end of the list", -1 },
  { "[[" T0 "," REST "]][]", "something follows the end of the list", -1 },
  { "[{\"a\":1}]", "this JSON holds no klines: rows of numbers and texts are needed", -1 },
  { "[[1,2,3]]", "this JSON holds no klines: rows of 12 or 6 columns are needed", -1 },
  { "[[[[[[[[[[[[[[[[", "this JSON holds no klines: rows of numbers", -1 },
};

static void
test_bad (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;
      CdlRows rows;
      gboolean read = read_text (bad[i].text, FALSE, &rows, &error);

      g_test_message ("%s", error != NULL ? error->message : bad[i].text);
      g_assert_false (read);
      g_assert_null (rows.columns);
      g_assert_cmpint (error->code, ==,
                       bad[i].skipped < 0 ? CDL_MARKET_ERROR_FORMAT : CDL_MARKET_ERROR_ROW);
      g_assert_true (g_str_has_prefix (error->message, "f.csv"));
      g_assert_nonnull (strstr (error->message, bad[i].words));

      g_clear_error (&error);
      g_assert_cmpint (read_text (bad[i].text, TRUE, &rows, &error), ==, bad[i].skipped >= 0);
      if (bad[i].skipped < 0)
        continue;
      g_assert_cmpuint (rows.bad, ==, 1);
      g_assert_nonnull (strstr (rows.first_bad, bad[i].words));
      g_assert_cmpuint (cdl_columns_view (rows.columns)->n, ==, (guint) bad[i].skipped);
      cdl_rows_clear (&rows);
    }
}

/* An empty list is a file with nothing in it, not a damaged one. */
static void
test_empty_list (void)
{
  static const char *const texts[] = { "[]", " [ ]\n" };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GError) error = NULL;
      CdlRows rows;

      g_assert_true (read_text (texts[i], FALSE, &rows, &error));
      g_assert_no_error (error);
      g_assert_null (rows.columns);
    }
}

/* The interval as said, as found, and when the two disagree. */
static void
test_interval (void)
{
  static const struct
  {
    const char *text;
    const char *said; /* or NULL */
    const char *found;
    const char *words; /* or NULL */
  } rows[] = {
    { "2024-01-01," REST "\n2024-01-02," REST "\n", NULL, "1d", NULL },
    { "2024-01-01," REST "\n2024-02-01," REST "\n", NULL, "1M", NULL },
    { "2024-02-01," REST "\n2024-03-01," REST "\n", NULL, "1M", NULL },
    { "2024-01-01," REST "\n2024-01-08," REST "\n", NULL, "1w", NULL },
    { "2024-01-01 00:00:00," REST "\n2024-01-01 00:00:01," REST "\n", NULL, "1s", NULL },
    { "2024-01-01 00:00," REST "\n2024-01-01 08:00," REST "\n2024-01-01 12:00," REST "\n", NULL,
      "4h", NULL },
    { ROW (T0, "1704067259999"), NULL, "1m", NULL },
    { "2024-01-01 00:00," REST "\n", "15m", "15m", NULL },
    { "2024-01-01 00:00," REST "\n2024-01-01 01:00," REST "\n", "15m", "15m", NULL }, /* a hole */
    { "2024-01-01 00:00," REST "\n2024-01-01 01:00," REST "\n2024-01-01 02:00," REST "\n", "15m",
      NULL, "its klines are 1h apart, not 15m" },
    { T0 "," REST "\n" T1 "," REST "\n", "5m", NULL, "line 2: its open time is not on the grid" },
    { "2024-01-03," REST "\n2024-01-10," REST "\n", "1w", NULL, "line 1: its open time is not on" },
    { "1704067201000," REST "\n", "1m", NULL, "line 1: its open time is not on the grid" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      CdlRowsOptions options
          = { .file = "f", .has_interval = rows[i].said != NULL, .now_ms = G_MAXINT64 };
      g_autoptr (GError) error = NULL;
      CdlRows result;

      if (rows[i].said != NULL)
        g_assert_true (cdl_interval_parse (rows[i].said, &options.interval));
      if (cdl_rows_read (rows[i].text, strlen (rows[i].text), &options, &result, &error))
        {
          g_assert_cmpstr (cdl_interval_name (cdl_columns_view (result.columns)->interval), ==,
                           rows[i].found);
          cdl_rows_clear (&result);
        }
      else
        {
          g_assert_nonnull (rows[i].words);
          g_assert_nonnull (strstr (error->message, rows[i].words));
        }
    }
}

/* The kline that is still open is not stored; an odd close time is counted and kept. */
static void
test_open_and_odd (void)
{
  static const char text[]
      = ROW (T0, "1704067230000") ROW (T1, "1704067319999") ROW (T2, "1704067379999");
  const struct
  {
    gint64 now;
    guint rows, open;
  } moments[] = { { 1704067379999, 2, 1 },
                  { 1704067380000, 3, 0 },
                  { 1704067320000, 2, 1 },
                  { 1704067319999, 1, 2 },
                  { 0, 0, 3 } };

  for (gsize i = 0; i < G_N_ELEMENTS (moments); i++)
    {
      CdlRowsOptions options = { .file = "f", .now_ms = moments[i].now };
      g_autoptr (GError) error = NULL;
      CdlRows rows;

      cdl_rows_read (text, strlen (text), &options, &rows, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (cdl_columns_view (rows.columns)->n, ==, moments[i].rows);
      g_assert_cmpuint (rows.open, ==, moments[i].open);
      g_assert_cmpuint (rows.odd_close, ==, moments[i].rows > 0 ? 1 : 0);
      cdl_rows_clear (&rows);
    }
}

/* Numbers are read to the last bit, by the fast way and by the slow one. */
static void
test_numbers (void)
{
  static const char *const no[] = { "", "-", ".", "1.2.3", "1e", "nan", "1 ", " 1", "1,0", "٣" };
  /* About 2^53, and about the most digits. */
  static const char *const edges[] = { "9007199254740992",
                                       "9007199254740993",
                                       "90071992547409.93",
                                       "900719925474099.30",
                                       "9007199254740993.00000",
                                       "9999999999999999999",
                                       "18446744073709551617",
                                       ".0000000000000000001",
                                       "0.00000000000000000001",
                                       "5.",
                                       "-.5",
                                       "136082200331200.00000000" };
  double value;

  for (int i = 0; i < 20000; i++)
    {
      g_autofree char *text = NULL;
      int whole = g_test_rand_int_range (0, 12), places = g_test_rand_int_range (0, 20);
      GString *digits = g_string_new (g_test_rand_int_range (0, 2) ? "-" : "");

      for (int k = 0; k < whole + places; k++)
        {
          if (k == whole)
            g_string_append_c (digits, '.');
          g_string_append_c (digits, (char) ('0' + g_test_rand_int_range (0, 10)));
        }
      if (whole + places == 0)
        g_string_append_c (digits, '7');
      for (int k = g_test_rand_int_range (0, 9); k > 0 && places > 0; k--)
        g_string_append_c (digits, '0');
      text = g_string_free (digits, FALSE);
      g_assert_true (cdl_number_parse_bytes (text, strlen (text), &value));
      g_assert_cmpfloat (value, ==, g_ascii_strtod (text, NULL));
    }
  for (gsize i = 0; i < G_N_ELEMENTS (edges); i++)
    {
      g_assert_true (cdl_number_parse_bytes (edges[i], strlen (edges[i]), &value));
      g_assert_cmpfloat (value, ==, g_ascii_strtod (edges[i], NULL));
    }
  for (gsize i = 0; i < G_N_ELEMENTS (no); i++)
    g_assert_false (cdl_number_parse_bytes (no[i], strlen (no[i]), &value));
  g_assert_false (cdl_number_parse_bytes ("1.5\0zz", 6, &value));
  g_assert_false (cdl_number_parse_bytes ("1e5\0", 4, &value));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/rows/good", test_good);
  g_test_add_func ("/rows/bad", test_bad);
  g_test_add_func ("/rows/empty-list", test_empty_list);
  g_test_add_func ("/rows/interval", test_interval);
  g_test_add_func ("/rows/open-and-odd", test_open_and_odd);
  g_test_add_func ("/rows/numbers", test_numbers);

  return g_test_run ();
}
