/* The SurrealDB 2.x engine of npm was built where glibc is 2.38, whose <stdlib.h> and <stdio.h>
 * call these by names that older ones do not have. They differ only in that they read "0b101", too,
 * which the engine never meets. Loaded into its process before it (engine.mjs). */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

long
__isoc23_strtol (const char *text, char **end, int base)
{
  return strtol (text, end, base);
}

long long
__isoc23_strtoll (const char *text, char **end, int base)
{
  return strtoll (text, end, base);
}

unsigned long long
__isoc23_strtoull (const char *text, char **end, int base)
{
  return strtoull (text, end, base);
}

int
__isoc23_sscanf (const char *text, const char *format, ...)
{
  va_list arguments;
  int n;

  va_start (arguments, format);
  n = vsscanf (text, format, arguments);
  va_end (arguments);

  return n;
}

/* Node loads only what is an addon. */
void *
napi_register_module_v1 (void *env, void *exports)
{
  return exports;
}
