/* Texts of expressions, how they are understood, and what is said where they are not. */

#include <string.h>

#include "cdl-number.h"
#include "cdl-syntax-private.h"

/* The tree as (op child ..) text. */
static void
print (GString *out, const CdlExpr *expr)
{
  char number[CDL_NUMBER_SIZE];

  switch (expr->kind)
    {
    case CDL_EXPR_NUMBER:
      g_string_append (out, cdl_number_format (expr->number, number));
      return;
    case CDL_EXPR_BOOLEAN:
      g_string_append (out, expr->number != 0.0 ? "true" : "false");
      return;
    case CDL_EXPR_NAME:
      g_string_append (out, expr->name);
      return;
    case CDL_EXPR_CALL:
      g_string_append_printf (out, "(call %s", expr->name);
      break;
    case CDL_EXPR_OPERATION:
      g_string_append_printf (out, "(%s", cdl_op_text (expr->op));
      break;
    case CDL_EXPR_SHIFT:
      g_string_append (out, "([]");
      break;
    case CDL_EXPR_AT:
    default:
      g_string_append_printf (out, "(@%s", cdl_interval_name (expr->interval));
      break;
    }
  for (guint i = 0; i < expr->n_children; i++)
    {
      g_string_append_c (out, ' ');
      print (out, expr->child[i]);
    }
  g_string_append_c (out, ')');
}

static void
test_good (void)
{
  static const struct
  {
    const char *text;
    const char *tree;
  } table[] = {
    { "1", "1" },
    { " 1.5 ", "1.5" },
    { ".5", "0.5" },
    { "5.", "5" },
    { "1e3", "1000" },
    { "1E-3", "0.001" },
    { "2e+2", "200" },
    { "close", "close" },
    { "_x1", "_x1" },
    { "true", "true" },
    { "false", "false" },
    { "truest", "truest" },
    { "android", "android" },
    { "(((close)))", "close" },
    { "a+b", "(+ a b)" },
    { "a + b - c", "(- (+ a b) c)" },
    { "a - b - c", "(- (- a b) c)" },
    { "a / b / c", "(/ (/ a b) c)" },
    { "a % b * c", "(* (% a b) c)" },
    { "a + b * c", "(+ a (* b c))" },
    { "a * b + c", "(+ (* a b) c)" },
    { "(a + b) * c", "(* (+ a b) c)" },
    { "-a * b", "(* (- a) b)" },
    { "a * -b", "(* a (- b))" },
    { "a - -b", "(- a (- b))" },
    { "--a", "(- (- a))" },
    { "-a[1]", "(- ([] a 1))" },
    { "-a@4h", "(- (@4h a))" },
    { "(-a)[1]", "([] (- a) 1)" },
    { "-5", "(- 5)" },
    { "a < b", "(< a b)" },
    { "a <= b", "(<= a b)" },
    { "a > b", "(> a b)" },
    { "a >= b", "(>= a b)" },
    { "a == b", "(== a b)" },
    { "a != b", "(!= a b)" },
    { "a<-b", "(< a (- b))" },
    { "a + 1 < b * 2", "(< (+ a 1) (* b 2))" },
    { "(a < b) == c", "(== (< a b) c)" },
    { "not a", "(not a)" },
    { "not not a", "(not (not a))" },
    { "not a > b", "(not (> a b))" },
    { "not a and b", "(and (not a) b)" },
    { "a and not b", "(and a (not b))" },
    { "a and b or c", "(or (and a b) c)" },
    { "a or b and c", "(or a (and b c))" },
    { "a or b or c", "(or (or a b) c)" },
    { "(a or b) and c", "(and (or a b) c)" },
    { "a and b < c", "(and a (< b c))" },
    { "a or not b < c and d", "(or a (and (not (< b c)) d))" },
    { "a ? b : c", "(? : a b c)" },
    { "a ? b : c ? d : e", "(? : a b (? : c d e))" },
    { "a ? b ? c : d : e", "(? : a (? : b c d) e)" },
    { "(a ? b : c) ? d : e", "(? : (? : a b c) d e)" },
    { "a or b ? c + 1 : d", "(? : (or a b) (+ c 1) d)" },
    { "a ? b : c + 1", "(? : a b (+ c 1))" },
    { "a[1]", "([] a 1)" },
    { "a [ 1 ]", "([] a 1)" },
    { "a[n + 1]", "([] a (+ n 1))" },
    { "a[1][2]", "([] ([] a 1) 2)" },
    { "a@4h", "(@4h a)" },
    { "a @ 4h", "(@4h a)" },
    { "a@1m", "(@1m a)" },
    { "a@1M", "(@1M a)" },
    { "a@4h[1]", "([] (@4h a) 1)" },
    { "a[1]@4h", "(@4h ([] a 1))" },
    { "a@1h@4h", "(@4h (@1h a))" },
    { "(a + b)@4h", "(@4h (+ a b))" },
    { "a + b@4h", "(+ a (@4h b))" },
    { "f()", "(call f)" },
    { "f ( a )", "(call f a)" },
    { "f(a, b + 1, c)", "(call f a (+ b 1) c)" },
    { "f(a)@4h", "(@4h (call f a))" },
    { "f(a)[2]", "([] (call f a) 2)" },
    { "f(g(a), h())", "(call f (call g a) (call h))" },
    { "f(a ? b : c)", "(call f (? : a b c))" },
    { "f(a,b,c,d,e,g,h,i)", "(call f a b c d e g h i)" },
    { "close >\n  open\tand\r\nx", "(and (> close open) x)" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr (CdlDiagnostics) diagnostics = cdl_diagnostics_new ();
      CdlSource source = { "$", table[i].text, diagnostics };
      g_autoptr (CdlExpr) expr = cdl_expr_parse (&source);
      g_autoptr (GString) tree = g_string_new (NULL);

      g_assert_cmpuint (cdl_diagnostics_count (diagnostics), ==, 0);
      g_assert_nonnull (expr);
      print (tree, expr);
      g_assert_cmpstr (tree->str, ==, table[i].tree);
    }
}

static void
test_bad (void)
{
  static const struct
  {
    const char *text;
    int line, column, length;
    const char *message;
    const char *remedy;
  } table[] = {
    { "", 1, 1, 0, "the expression ends where a value should follow", NULL },
    { "  ", 1, 3, 0, "the expression ends where a value should follow", NULL },
    { "a +", 1, 4, 0, "the expression ends where a value should follow", NULL },
    { "a + * b", 1, 5, 1, "found “*” where a value should stand", NULL },
    { "+a", 1, 1, 1, "found “+” where a value should stand", NULL },
    { "a b", 1, 3, 1, "found “b” where an operator or the end should stand", NULL },
    { "a 2", 1, 3, 1, "found “2” where an operator or the end should stand", NULL },
    { "2x", 1, 2, 1, "found “x” where an operator or the end should stand", NULL },
    { "(a", 1, 3, 0, "the expression ends where “)” should follow", NULL },
    { "a)", 1, 2, 1, "found “)” where an operator or the end should stand", NULL },
    { "()", 1, 2, 1, "found “)” where a value should stand", NULL },
    { "(a]", 1, 3, 1, "found “]” where “)” should stand", NULL },
    { "a[1", 1, 4, 0, "the expression ends where “]” should follow", NULL },
    { "a[]", 1, 3, 1, "found “]” where a value should stand", NULL },
    { "a[1)", 1, 4, 1, "found “)” where “]” should stand", NULL },
    { "[1]", 1, 1, 1, "found “[” where a value should stand", NULL },
    { "f(", 1, 3, 0, "the expression ends where a value should follow", NULL },
    { "f(a", 1, 4, 0, "the expression ends where “,” or “)” should follow", NULL },
    { "f(a b)", 1, 5, 1, "found “b” where “,” or “)” should stand", NULL },
    { "f(a,)", 1, 5, 1, "found “)” where a value should stand", NULL },
    { "f(,a)", 1, 3, 1, "found “,” where a value should stand", NULL },
    { "f(a,b,c,d,e,g,h,i,j)", 1, 19, 1, "too many arguments to f()", NULL },
    { "a, b", 1, 2, 1, "found “,” where an operator or the end should stand", NULL },
    { "a ? b", 1, 6, 0, "the expression ends where “:” should follow", NULL },
    { "a ? b, c", 1, 6, 1, "found “,” where “:” should stand", NULL },
    { "a ? : c", 1, 5, 1, "found “:” where a value should stand", NULL },
    { "a : b", 1, 3, 1, "found “:” where an operator or the end should stand", NULL },
    { "and b", 1, 1, 3, "found “and” where a value should stand", NULL },
    { "a and or b", 1, 7, 2, "found “or” where a value should stand", NULL },
    { "a > not b", 1, 5, 3, "found “not” where a value should stand", NULL },
    { "-not b", 1, 2, 3, "found “not” where a value should stand", NULL },
    { "a < b < c", 1, 7, 1, "comparisons cannot be chained", "write a < b and b < c" },
    { "a == b != c", 1, 8, 2, "comparisons cannot be chained", "write a < b and b < c" },
    { "a = b", 1, 3, 1, "“=” has no meaning here", "to compare, write ==" },
    { "a && b", 1, 3, 1, "“&” has no meaning here", "write and" },
    { "a || b", 1, 3, 1, "“|” has no meaning here", "write or" },
    { "!a", 1, 1, 1, "“!” has no meaning here", "write not" },
    { "a ^ 2", 1, 3, 1, "“^” has no meaning here", "write pow(x, y)" },
    { "a; b", 1, 2, 1, "“;” has no meaning here", NULL },
    { "\"a\"", 1, 1, 1, "“\"” has no meaning here", NULL },
    { "{a}", 1, 1, 1, "“{” has no meaning here", NULL },
    { "a.b", 1, 2, 1, "“.” has no meaning here", NULL },
    { "1.2.3", 1, 1, 5, "“1.2.3” is not a number", "write it like 12.5 or 1e-3" },
    { "1e999", 1, 1, 5, "“1e999” is not a number", "write it like 12.5 or 1e-3" },
    { "1e", 1, 2, 1, "found “e” where an operator or the end should stand", NULL },
    { "a@", 1, 3, 0, "the expression ends where an interval should follow", NULL },
    { "a@b", 1, 3, 1, "“b” is not an interval",
      "intervals are 1s 1m 3m 5m 15m 30m 1h 2h 4h 6h 8h 12h 1d 3d 1w 1M" },
    { "a@7m", 1, 3, 2, "“7m” is not an interval",
      "intervals are 1s 1m 3m 5m 15m 30m 1h 2h 4h 6h 8h 12h 1d 3d 1w 1M" },
    { "a@(4h)", 1, 3, 1, "found “(” where an interval should stand", NULL },
    { "4h", 1, 2, 1, "found “h” where an operator or the end should stand", NULL },
    /* Columns are characters, also after what is not ASCII, and lines count. */
    { "ü + 1", 1, 1, 1, "“ü” has no meaning here", NULL },
    { "a >\n b >\n\n  c", 2, 4, 1, "comparisons cannot be chained", "write a < b and b < c" },
    { "a >\n\n  é >", 3, 3, 1, "“é” has no meaning here", NULL },
    { "a +\n\n  * b", 3, 3, 1, "found “*” where a value should stand", NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr (CdlDiagnostics) diagnostics = cdl_diagnostics_new ();
      CdlSource source = { "$.let.x", table[i].text, diagnostics };
      const CdlDiagnostic *item;

      g_test_message ("%s", table[i].text);
      g_assert_null (cdl_expr_parse (&source));
      g_assert_cmpuint (cdl_diagnostics_count (diagnostics), ==, 1);
      item = cdl_diagnostics_get (diagnostics, 0);
      g_assert_true (item->is_error);
      g_assert_cmpstr (item->path, ==, "$.let.x");
      g_assert_cmpstr (item->message, ==, table[i].message);
      g_assert_cmpstr (item->remedy, ==, table[i].remedy);
      g_assert_cmpint (item->line, ==, table[i].line);
      g_assert_cmpint (item->column, ==, table[i].column);
      g_assert_cmpint (item->length, ==, table[i].length);
    }
}

/* head, n times unit, middle, n times tail: newly allocated. */
static char *
nest (const char *unit, const char *middle, const char *tail, guint n)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < n; i++)
    g_string_append (text, unit);
  g_string_append (text, middle);
  for (guint i = 0; i < n; i++)
    g_string_append (text, tail);

  return g_string_free (text, FALSE);
}

/* Whatever nests is limited; what only goes on is not, up to the length. */
static void
test_depth (void)
{
  static const struct
  {
    const char *unit, *middle, *tail;
    guint most; /* how often it may be written; 0: until the text is too long */
  } table[] = {
    { "(", "a", ")", 99 },       { "-", "a", "", 99 },        { "not ", "a", "", 99 },
    { "f(", "a", ")", 99 },      { "a[", "1", "]", 99 },      { "a?b:", "c", "", 99 },
    { "a?", "b", ":c", 99 },     { "f(a,-(", "b", "))", 33 }, { "a+", "a", "", 0 },
    { "", "a", "[1]", 0 },       { "", "a", "@4h", 0 },       { "a and ", "b", "", 0 },
    { "", "close", "   \n", 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    {
      gsize each = strlen (table[i].unit) + strlen (table[i].tail);
      guint most = table[i].most > 0 ? table[i].most : (guint) (3990 / each);

      for (guint n = most; n <= 100000; n = n == most ? n + 1 : n * 10)
        {
          g_autofree char *text = nest (table[i].unit, table[i].middle, table[i].tail, n);
          g_autoptr (CdlDiagnostics) diagnostics = cdl_diagnostics_new ();
          CdlSource source = { "$", text, diagnostics };
          g_autoptr (CdlExpr) expr = cdl_expr_parse (&source);
          const char *wrong = strlen (text) > 4000 ? "the expression is longer than 4000 characters"
                                                   : "the expression is nested more than 100 deep";

          if (n == most || (table[i].most == 0 && strlen (text) <= 4000))
            {
              g_assert_nonnull (expr);
              continue;
            }
          g_assert_null (expr);
          g_assert_cmpuint (cdl_diagnostics_count (diagnostics), ==, 1);
          g_assert_cmpstr (cdl_diagnostics_get (diagnostics, 0)->message, ==, wrong);
          g_assert_cmpstr (cdl_diagnostics_get (diagnostics, 0)->remedy, ==,
                           "name parts of it under “let”");
        }
    }
}

static void
test_not_utf8 (void)
{
  g_autoptr (CdlDiagnostics) diagnostics = cdl_diagnostics_new ();
  CdlSource source = { "$", "close > \xff\xfe", diagnostics };

  g_assert_null (cdl_expr_parse (&source));
  g_assert_cmpstr (cdl_diagnostics_get (diagnostics, 0)->message, ==,
                   "the expression is not UTF-8 text");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/parser/good", test_good);
  g_test_add_func ("/parser/bad", test_bad);
  g_test_add_func ("/parser/depth", test_depth);
  g_test_add_func ("/parser/not-utf8", test_not_utf8);

  return g_test_run ();
}
