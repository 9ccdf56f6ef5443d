#!/usr/bin/env python3
"""Makes tests/unit/indicators/fixtures/: klines, and what others say of them.

talib-*.txt hold what TA-Lib says (Python package TA-Lib), definitions-*.txt what a slow and literal
reading of the TradingView definitions says, below. Nothing here is derived from the C code. Run it
only to add a function; the files are checked in.
"""

import math
import pathlib
import random

import numpy
import talib

FIXTURES = pathlib.Path(__file__).resolve().parent.parent / "unit" / "indicators" / "fixtures"
NAN = math.nan
N = 100


def make_klines():
    """A walk on a grid of 1/8, with a flat stretch, one without volume, and a jump."""
    rng = random.Random(20170817)
    rows, price = [], 100.0
    for i in range(N):
        if 60 <= i < 72:
            rows.append((price, price, price, price, 1000.0))
            continue
        opening = price + (5.0 if i == 90 else 0.0)
        price = max(20.0, opening + rng.randint(-16, 16) / 8)
        high = max(opening, price) + rng.randint(0, 8) / 8
        low = min(opening, price) - rng.randint(0, 8) / 8
        volume = 0.0 if 40 <= i < 48 else float(rng.randint(1000, 90000))
        rows.append((opening, high, low, price, volume))
    return [list(column) for column in zip(*rows)]


OPEN, HIGH, LOW, CLOSE, VOLUME = make_klines()
HLC3 = [(h + l + c) / 3 for h, l, c in zip(HIGH, LOW, CLOSE)]
SERIES = {"open": OPEN, "high": HIGH, "low": LOW, "close": CLOSE, "volume": VOLUME, "hlc3": HLC3,
          "up": [float(c > o) for c, o in zip(CLOSE, OPEN)]}


O, H, L, C, V = (numpy.array(s) for s in (OPEN, HIGH, LOW, CLOSE, VOLUME))


def talib_series_rows():
    for n in (2, 14):
        yield f"sma close {n}", talib.SMA(C, n)
        yield f"ema close {n}", talib.EMA(C, n)
        yield f"wma close {n}", talib.WMA(C, n)
        yield f"highest high {n}", talib.MAX(H, n)
        yield f"lowest low {n}", talib.MIN(L, n)
        yield f"rsi close {n}", talib.RSI(C, n)
    for n in (5, 20):
        yield f"dema close {n}", talib.DEMA(C, n)
        yield f"tema close {n}", talib.TEMA(C, n)
        yield f"kama close {n}", talib.KAMA(C, n)
        yield f"linreg close {n} 0", talib.LINEARREG(C, n)
        yield f"stdev close {n}", talib.STDDEV(C, n)
        yield f"variance close {n}", talib.VAR(C, n)
        yield f"sum volume {n}", talib.SUM(V, n)
        yield f"roc close {n}", talib.ROC(C, n)
        yield f"mom close {n}", talib.MOM(C, n)
        upper, middle, lower = talib.BBANDS(C, n, 1.5, 1.5)
        yield f"bb_upper close {n} 1.5", upper
        yield f"bb_middle close {n} 1.5", middle
        yield f"bb_lower close {n} 1.5", lower
    yield "kama close 1", talib.KAMA(C, 1)


def talib_kline_rows():
    for n in (2, 14):
        yield f"atr {n}", talib.ATR(H, L, C, n)
        yield f"plus_di {n}", talib.PLUS_DI(H, L, C, n)
        yield f"minus_di {n}", talib.MINUS_DI(H, L, C, n)
        yield f"adx {n}", talib.ADX(H, L, C, n)
    for n in (5, 20):
        yield f"natr {n}", talib.NATR(H, L, C, n)
        yield f"cci hlc3 {n}", talib.CCI(H, L, C, n)
        yield f"mfi hlc3 {n}", talib.MFI(H, L, C, V, n)
        yield f"williams_r {n}", talib.WILLR(H, L, C, n)
        down, up = talib.AROON(H, L, n)
        yield f"aroon_up {n}", up
        yield f"aroon_down {n}", down
    for n, smooth, d in ((14, 3, 3), (5, 1, 2)):
        # TA-Lib gives %K only from where there is a %D: the start of %K is taken from one without.
        yield f"stoch_k {n} {smooth}", talib.STOCH(H, L, C, n, smooth, 0, 1, 0)[0]
        yield f"stoch_d {n} {smooth} {d}", talib.STOCH(H, L, C, n, smooth, 0, d, 0)[1]
    yield "tr", talib.TRANGE(H, L, C)
    yield "obv", talib.OBV(C, V)
    yield "psar 0.02 0.02 0.2", talib.SAR(H, L, 0.02, 0.2)
    yield "psar 0.05 0.05 0.3", talib.SAR(H, L, 0.05, 0.3)


# The definitions. A series is a list; at(x, i) is NaN before its beginning.


def window(x, i, n):
    return [NAN] * n if i + 1 < n else x[i + 1 - n:i + 1]


def each(function):
    return [function(i) for i in range(N)]


def mean(values):
    return math.fsum(values) / len(values)


def sma(x, n):
    return each(lambda i: mean(window(x, i, n)))


def wma(x, n):
    weights = range(1, n + 1)
    return each(lambda i: math.fsum(w * v for w, v in zip(weights, window(x, i, n))) / sum(weights))


def smoothed(x, n, alpha):
    out, previous = [], NAN
    for i in range(N):
        previous = mean(window(x, i, n)) if math.isnan(previous) else (
            alpha * x[i] + (1 - alpha) * previous)
        out.append(previous)
    return out


def ema(x, n):
    return smoothed(x, n, 2 / (n + 1))


def rma(x, n):
    return smoothed(x, n, 1 / n)


def minus(a, b):
    return [u - v for u, v in zip(a, b)]


def hma(x, n):
    fast, slow = wma(x, n // 2), wma(x, n)
    return wma([2 * f - s for f, s in zip(fast, slow)], math.isqrt(n))


def vwma(x, n):
    weighted = sma([v * w for v, w in zip(x, VOLUME)], n)
    return [a / b if b else NAN for a, b in zip(weighted, sma(VOLUME, n))]


def true_range():
    return [NAN] + [max(HIGH[i], CLOSE[i - 1]) - min(LOW[i], CLOSE[i - 1]) for i in range(1, N)]


def atr(n):
    return rma(true_range(), n)


def extreme_bars(x, n, pick):
    def bars(i):
        if i + 1 < n:
            return NAN
        best = pick(window(x, i, n))
        return -next(float(k) for k in range(n) if x[i - k] == best) + 0.0
    return each(bars)


def macd(x, fast, slow):
    return minus(ema(x, fast), ema(x, slow))


def bb_width(x, n, k):
    def width(i):
        values = window(x, i, n)
        m = mean(values)
        return 2 * k * math.sqrt(mean([(v - m) ** 2 for v in values])) / m * 100
    return each(width)


def keltner(x, n, k, atr_n):
    return [m + k * r for m, r in zip(ema(x, n), atr(atr_n))]


def cmf(n):
    flow = [0.0 if h == l else ((c - l) - (h - c)) / (h - l) * v
            for h, l, c, v in zip(HIGH, LOW, CLOSE, VOLUME)]
    return [a / b if b else NAN for a, b in zip(sma(flow, n), sma(VOLUME, n))]


def vwap(x):
    """Klines of one hour, the first opens at midnight."""
    def value(i):
        day = range(i - i % 24, i + 1)
        traded = math.fsum(VOLUME[k] for k in day)
        return math.fsum(x[k] * VOLUME[k] for k in day) / traded if traded else NAN
    return each(value)


def supertrend(factor, n):
    """TradingView's published equivalent of ta.supertrend."""
    ranges, lines = atr(n), []
    upper_before = lower_before = line_before = 0.0
    for i in range(N):
        if math.isnan(ranges[i]):
            lines.append(NAN)
            continue
        middle = (HIGH[i] + LOW[i]) / 2
        upper, lower = middle + factor * ranges[i], middle - factor * ranges[i]
        lower = lower if lower > lower_before or CLOSE[i - 1] < lower_before else lower_before
        upper = upper if upper < upper_before or CLOSE[i - 1] > upper_before else upper_before
        if math.isnan(ranges[i - 1]):
            direction = 1
        elif line_before == upper_before:
            direction = -1 if CLOSE[i] > upper else 1
        else:
            direction = 1 if CLOSE[i] < lower else -1
        upper_before, lower_before = upper, lower
        line_before = lower if direction == -1 else upper
        lines.append(line_before)
    return lines


def middle_of_range(n):
    return each(lambda i: (max(window(HIGH, i, n)) + min(window(LOW, i, n))) / 2
                if i + 1 >= n else NAN)


def back(x, n):
    return [NAN] * n + x[:N - n]


def cross(a, b, over):
    sign = 1 if over else -1
    return [0.0] + [float(sign * (a[i] - b[i]) > 0 >= sign * (a[i - 1] - b[i - 1]))
                    for i in range(1, N)]


def rising(x, n, sign):
    return each(lambda i: float(i >= n and all(sign * x[i] > sign * x[i - k]
                                               for k in range(1, n + 1))))


def occurrence(condition, i, k, limit):
    places = [j for j in range(max(0, i - limit), i + 1) if condition[j]]
    return places[-1 - k] if len(places) > k else None


def barssince(condition, limit):
    def since(i):
        j = occurrence(condition, i, 0, limit)
        return NAN if j is None else float(i - j)
    return each(since)


def valuewhen(condition, x, k, limit):
    def value(i):
        j = occurrence(condition, i, k, limit)
        return NAN if j is None else x[j]
    return each(value)


def pivot(x, left, right, sign):
    def value(i):
        p = i - right
        if p < left:
            return NAN
        before = all(sign * x[p] > sign * v for v in x[p - left:p])
        after = all(sign * x[p] >= sign * v for v in x[p + 1:i + 1])
        return x[p] if before and after else NAN
    return each(value)


def ema_of_tail(x, start, n):
    """ema of a series that begins at start."""
    tail, out = x[start:], []
    for i, value in enumerate(tail):
        if i + 1 < n:
            out.append(NAN)
        elif i + 1 == n:
            out.append(mean(tail[:n]))
        else:
            out.append(2 / (n + 1) * value + (1 - 2 / (n + 1)) * out[-1])
    return out


def fitted(values, offset):
    n = len(values)
    mx, my = (n - 1) / 2, mean(values)
    slope = (math.fsum((k - mx) * (v - my) for k, v in enumerate(values))
             / math.fsum((k - mx) ** 2 for k in range(n)))
    return my + slope * (n - 1 - offset - mx)


def line_rows():
    yield "rma close 7", rma(CLOSE, 7)
    yield "hma close 9", hma(CLOSE, 9)
    yield "hma close 16", hma(CLOSE, 16)
    yield "hma close 20", hma(CLOSE, 20)
    yield "vwma close 5", vwma(CLOSE, 5)
    yield "vwma hlc3 20", vwma(HLC3, 20)
    for n in (1, 4, 15):
        yield f"highestbars high {n}", extreme_bars(HIGH, n, max)
        yield f"lowestbars low {n}", extreme_bars(LOW, n, min)
    yield "change close 1", minus(CLOSE, back(CLOSE, 1))
    yield "change close 6", minus(CLOSE, back(CLOSE, 6))
    yield "macd close 12 26", macd(CLOSE, 12, 26)
    yield "macd close 9 4", macd(CLOSE, 9, 4)
    line = macd(CLOSE, 12, 26)
    signal = [NAN] * 25 + ema_of_tail(line, 25, 9)
    yield "macd_signal close 12 26 9", signal
    yield "macd_hist close 12 26 9", minus(line, signal)
    yield "bb_width close 20 2", bb_width(CLOSE, 20, 2)
    yield "keltner_upper close 20 2 10", keltner(CLOSE, 20, 2, 10)
    yield "keltner_lower close 10 1.5 14", keltner(CLOSE, 10, -1.5, 14)
    yield "donchian_upper 20", each(lambda i: max(window(HIGH, i, 20)) if i >= 19 else NAN)
    yield "donchian_lower 7", each(lambda i: min(window(LOW, i, 7)) if i >= 6 else NAN)
    yield "cmf 20", cmf(20)
    yield "cmf 3", cmf(3)
    yield "vwap hlc3", vwap(HLC3)
    yield "supertrend 3 10", supertrend(3, 10)
    yield "supertrend 1.5 4", supertrend(1.5, 4)
    yield "ichimoku_conversion 9", middle_of_range(9)
    yield "ichimoku_base 26", middle_of_range(26)
    spans = [(a + b) / 2 for a, b in zip(middle_of_range(9), middle_of_range(26))]
    yield "ichimoku_span_a 9 26 26", back(spans, 25)
    yield "ichimoku_span_a 9 26 1", spans
    yield "ichimoku_span_b 52 26", back(middle_of_range(52), 25)
    yield "linreg close 10 3", each(lambda i: fitted(window(CLOSE, i, 10), 3))


def event_rows():
    yield "crossover close open", cross(CLOSE, OPEN, True)
    yield "crossunder close open", cross(CLOSE, OPEN, False)
    for n in (1, 3):
        yield f"rising close {n}", rising(CLOSE, n, 1)
        yield f"falling close {n}", rising(CLOSE, n, -1)
    yield "barssince up 500", barssince(SERIES["up"], 500)
    yield "barssince up 2", barssince(SERIES["up"], 2)
    yield "valuewhen up close 0 500", valuewhen(SERIES["up"], CLOSE, 0, 500)
    yield "valuewhen up close 2 6", valuewhen(SERIES["up"], CLOSE, 2, 6)
    for left, right in ((2, 2), (5, 1), (1, 4)):
        yield f"pivot_high high {left} {right}", pivot(HIGH, left, right, 1)
        yield f"pivot_low low {left} {right}", pivot(LOW, left, right, -1)


def write(name, comment, rows, digits=12):
    with open(FIXTURES / name, "w", encoding="ascii") as out:
        out.write("".join(f"# {line}\n" for line in comment))
        for title, values in rows:
            texts = [format(float(v), f".{digits}g") for v in values]
            out.write(f"[{title}]\n")
            out.writelines(" ".join(texts[k:k + 10]) + "\n" for k in range(0, len(texts), 10))


made = "Made by tests/tools/make-indicator-fixtures.py"
theirs = [f"{made} with the Python package TA-Lib {talib.__version__}",
          f"(C library {talib.__ta_version__.decode().split()[0]}), on klines.txt."]
ours = [f"{made}: TradingView's published definitions,",
        "read literally (slow, exactly rounded sums), on klines.txt."]
write("klines.txt", [f"{made}: a seeded walk; klines of 1h, the first opens at midnight UTC."],
      SERIES.items(), digits=17)
write("talib-series.txt", theirs, talib_series_rows())
write("talib-klines.txt", theirs, talib_kline_rows())
write("definitions-lines.txt", ours, line_rows())
write("definitions-events.txt", ours, event_rows())
