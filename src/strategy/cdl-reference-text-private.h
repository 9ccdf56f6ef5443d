#pragma once

/* The parts of the reference page that no registry knows: Markdown. */

extern const char cdl_reference_file[];
extern const char cdl_reference_expressions[];
extern const char cdl_reference_functions[];
extern const char cdl_reference_patterns[];
