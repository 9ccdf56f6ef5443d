#pragma once

#include "cdl-diagnostics.h"
#include "cdl-strategy.h"

G_BEGIN_DECLS

/* Version of the file format that is read and written. */
#define CDL_STRATEGY_FORMAT 1

/* Longer files are refused unread. */
#define CDL_STRATEGY_MAX_BYTES (256 * 1024)

/* Names of strategies and setups are at most this long, in characters. */
#define CDL_STRATEGY_MAX_NAME 100

/* Reads a strategy from JSON text of length bytes (-1: a string); not yet compiled, see
 * cdl_strategy_check(). NULL if there was an error. Everything wrong goes to diagnostics at once,
 * with the path of the value: members unknown, missing or of the wrong type; words that are none;
 * parameters outside their range. A parameter off its step grid is a warning. Text that is no JSON
 * is one error, at its line and column in the text. */
CdlStrategy *cdl_strategy_read (const char *text, gssize length, CdlDiagnostics *diagnostics);

G_END_DECLS
