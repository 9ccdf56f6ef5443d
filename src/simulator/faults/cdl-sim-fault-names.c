#include "cdl-sim-faults.h"

/* value and text are named where they mean something; what they are without is in brackets. */
static const struct
{
  const char *name, *description;
} types[CDL_N_FAULT_TYPES] = {
  [CDL_FAULT_HTTP_STATUS]
  = { "http-status", "answer with status value [503]; text: Retry-After, or - for none" },
  [CDL_FAULT_HTTP_REDIRECT] = { "http-redirect", "302 to text [http://127.0.0.1:1/]" },
  [CDL_FAULT_HTTP_DELAY] = { "http-delay", "answer after value ms [1000]" },
  [CDL_FAULT_HTTP_BLACKHOLE] = { "http-blackhole", "never answer, keep the connection" },
  [CDL_FAULT_HTTP_RESET] = { "http-reset", "reset the connection without an answer" },
  [CDL_FAULT_HTTP_SLOW] = { "http-slow", "answer value bytes a second [1], a handshake too" },
  [CDL_FAULT_HTTP_STALL] = { "http-stall", "send the head and half the body, then nothing" },
  [CDL_FAULT_HTTP_TRUNCATE]
  = { "http-truncate", "close after half the body that Content-Length announced" },
  [CDL_FAULT_HTTP_TRUNCATE_OPEN]
  = { "http-truncate-open", "close after half a body of unannounced length" },
  [CDL_FAULT_HTTP_CHUNK_CUT] = { "http-chunk-cut", "close in the middle of a chunked body" },
  [CDL_FAULT_HTTP_BAD_GZIP] = { "http-bad-gzip", "call the plain body gzip" },
  [CDL_FAULT_HTTP_GZIP_BOMB] = { "http-gzip-bomb", "a gzip body of value MB of blanks [256]" },
  [CDL_FAULT_HTTP_BODY] = { "http-body", "200 with the body text [{\"code\":-1003,\"msg\":\"\"}]" },
  [CDL_FAULT_HTTP_HTML] = { "http-html", "200 with an HTML page" },
  [CDL_FAULT_HTTP_WEIGHT]
  = { "http-weight", "X-MBX-USED-WEIGHT-1M says text [5990]; - for no header" },

  [CDL_FAULT_KLINES_EMPTY] = { "klines-empty", "[] in place of klines" },
  [CDL_FAULT_KLINES_STALE] = { "klines-stale", "klines as they were value hours ago [16]" },
  [CDL_FAULT_KLINES_MISSING]
  = { "klines-missing", "leave out the kline that holds time text, or one of them" },
  [CDL_FAULT_KLINES_CORRECTED]
  = { "klines-corrected",
      "raise high and close by value ticks [1] where the kline holds time text, or in all" },
  [CDL_FAULT_KLINES_DUPLICATE] = { "klines-duplicate", "one kline twice" },
  [CDL_FAULT_KLINES_DESCENDING] = { "klines-descending", "newest first" },
  [CDL_FAULT_KLINES_BEFORE] = { "klines-before", "begin with a kline before startTime" },
  [CDL_FAULT_KLINES_EXTRA] = { "klines-extra", "one kline more than limit" },
  [CDL_FAULT_KLINES_VALUE]
  = { "klines-value", "text [NaN] in place of column value [2] of one kline" },
  [CDL_FAULT_KLINES_NUMBERS] = { "klines-numbers", "numbers in place of strings" },
  [CDL_FAULT_KLINES_MICRO] = { "klines-micro", "times in us, unasked" },
  [CDL_FAULT_FUNDING_LATE]
  = { "funding-late", "funding rates are told value s after their stamp [90]" },
  [CDL_FAULT_TIME_SKEW] = { "time-skew", "serverTime is wrong by value ms [5000]" },

  [CDL_FAULT_SYMBOL_STATUS] = { "symbol-status", "exchangeInfo gives it status text [BREAK]" },
  [CDL_FAULT_SYMBOL_GONE] = { "symbol-gone", "delisted: -1121, and not in exchangeInfo" },
  [CDL_FAULT_SYMBOL_RULES]
  = { "symbol-rules", "exchangeInfo gives it tick, step and minimum value times as large [10]" },

  [CDL_FAULT_BULK_MISSING] = { "bulk-missing", "404" },
  [CDL_FAULT_CHECKSUM_WRONG] = { "checksum-wrong", "the checksum of another file" },
  [CDL_FAULT_CHECKSUM_MISSING] = { "checksum-missing", "404 in place of the checksum" },
  [CDL_FAULT_ZIP_TRUNCATED] = { "zip-truncated", "the first half, with a checksum that fits" },
  [CDL_FAULT_ZIP_DAMAGED] = { "zip-damaged", "a bit flipped, with a checksum that fits" },
  [CDL_FAULT_ZIP_BOMB] = { "zip-bomb", "value MB of zeros [1024]" },
  [CDL_FAULT_ZIP_PATH] = { "zip-path", "the member is called ../../NAME" },
  [CDL_FAULT_ZIP_TWO] = { "zip-two", "two members" },
  [CDL_FAULT_ZIP_EMPTY] = { "zip-empty", "a member without a byte" },
  [CDL_FAULT_ZIP_ENCRYPTED] = { "zip-encrypted", "the member says that it is encrypted" },
  [CDL_FAULT_ZIP_64] = { "zip-64", "with the lengths of large files (zip64), whole all the same" },
  [CDL_FAULT_CSV_HEADER] = { "csv-header", "a header where there is none, none where there is" },
  [CDL_FAULT_CSV_UNITS] = { "csv-units", "the second half of the rows in the other unit of time" },
  [CDL_FAULT_CSV_CRLF] = { "csv-crlf", "lines end in CR LF" },
  [CDL_FAULT_CSV_UNSORTED] = { "csv-unsorted", "two rows change places" },
  [CDL_FAULT_CSV_VALUE] = { "csv-value", "text [NaN] in place of column value [2] of one row" },

  [CDL_FAULT_EVENT_DROP] = { "event-drop", "the event is not sent" },
  [CDL_FAULT_EVENT_DELAY]
  = { "event-delay", "sent value ms later [2000], by the exchange's clock" },
  [CDL_FAULT_EVENT_DUPLICATE] = { "event-duplicate", "sent value times [2]" },
  [CDL_FAULT_EVENT_REORDER] = { "event-reorder", "sent after the next one" },
  [CDL_FAULT_CLOSE_MISSING] = { "close-missing", "the event that closes a kline is not sent" },
  [CDL_FAULT_CLOSE_LATE]
  = { "close-late", "the event that closes a kline comes value s later [30]" },
  [CDL_FAULT_CLOSE_TWICE] = { "close-twice", "the event that closes a kline comes twice" },
  [CDL_FAULT_EVENT_VALUE]
  = { "event-value", "text [NaN] in place of the price (of a kline: its close)" },
  [CDL_FAULT_EVENT_NUMBERS] = { "event-numbers", "numbers in place of strings" },
  [CDL_FAULT_EVENT_MICRO] = { "event-micro", "times in us, unasked" },
  [CDL_FAULT_EVENT_SYMBOL] = { "event-symbol", "of symbol text [XXXUSDT]" },
  [CDL_FAULT_JSON_TRUNCATED] = { "json-truncated", "half of the event" },
  [CDL_FAULT_JSON_TWICE] = { "json-twice", "two objects in one message" },
  [CDL_FAULT_JSON_BOM] = { "json-bom", "a byte order mark before it" },
  [CDL_FAULT_JSON_DEEP] = { "json-deep", "value arrays in each other [10000]" },
  [CDL_FAULT_JSON_KEYS] = { "json-keys", "a member twice, the second time with another value" },
  [CDL_FAULT_JSON_UNKNOWN] = { "json-unknown", "a member that nobody knows" },
  [CDL_FAULT_JSON_TEXT] = { "json-text", "text [null] in place of the message" },
  [CDL_FAULT_FRAME_FRAGMENT]
  = { "frame-fragment",
      "in three fragments, with a ping between them the first and each 64th time" },
  [CDL_FAULT_FRAME_BINARY] = { "frame-binary", "a binary message" },
  [CDL_FAULT_FRAME_MASKED] = { "frame-masked", "masked, as only clients may" },
  [CDL_FAULT_FRAME_RSV] = { "frame-rsv", "with a reserved bit" },
  [CDL_FAULT_FRAME_HUGE] = { "frame-huge", "value MB of blanks before it [20]" },
  [CDL_FAULT_FRAME_UTF8] = { "frame-utf8", "a byte that is no UTF-8 in it" },

  [CDL_FAULT_STREAM_CLOSE]
  = { "stream-close", "close with code value [1001]; 0: without a close frame" },
  [CDL_FAULT_STREAM_RESET] = { "stream-reset", "reset the connection" },
  [CDL_FAULT_STREAM_FREEZE]
  = { "stream-freeze", "neither read nor write any more, and never say so" },
  [CDL_FAULT_STREAM_SLOW] = { "stream-slow", "value bytes a second [100]" },
  [CDL_FAULT_STREAM_SPLIT] = { "stream-split", "every byte in a segment of its own" },
  [CDL_FAULT_STREAM_SHUTDOWN]
  = { "stream-shutdown", "serverShutdown, and close value s later [0], by the machine's clock" },
  [CDL_FAULT_STREAM_PING_FLOOD] = { "stream-ping-flood", "value pings at once [50]" },
  [CDL_FAULT_STREAM_PING_LONG] = { "stream-ping-long", "a ping of 126 bytes" },
  [CDL_FAULT_STREAM_NO_PINGS] = { "stream-no-pings", "no more pings" },

  [CDL_FAULT_SUBSCRIBE_SILENT]
  = { "subscribe-silent", "answer, list the stream, and never send it" },
  [CDL_FAULT_SUBSCRIBE_NO_ANSWER] = { "subscribe-no-answer", "subscribe without an answer" },
  [CDL_FAULT_ACCEPT_WRONG] = { "accept-wrong", "101 with a wrong Sec-WebSocket-Accept" },
};

const char *
cdl_fault_name (CdlFaultType type)
{
  return types[type].name;
}

const char *
cdl_fault_description (CdlFaultType type)
{
  return types[type].description;
}
