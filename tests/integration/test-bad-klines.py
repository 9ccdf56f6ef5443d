#!/usr/bin/env python3
"""Damaged and senseless kline files of every kind: one clear sentence, an exit code that says it
failed, and nothing changed in the archive."""

import functools
import gzip
import io
import json
import lzma
import zipfile

import cdl_laboratory as cdl

GOOD = cdl.klines(3000)


def edited(line, cell, text):
    """Good rows but for one cell."""
    rows = [list(row) for row in GOOD[:100]]
    rows[line - 1][cell] = text
    return cdl.csv(rows).encode()


def swapped(line):
    rows = GOOD[:100]
    rows[line - 1], rows[line] = rows[line], rows[line - 1]
    return cdl.csv(rows).encode()


def zipped(data):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("NEWUSDT-1m.csv", data)
    return stream.getvalue()


def flipped(data, place):
    changed = bytearray(data)
    changed[place] ^= 0xFF
    return bytes(changed)


def as_json(rows):
    return json.dumps([[int(row[0]), *row[1:6], int(row[6]), row[7], int(row[8]), *row[9:]]
                       for row in rows]).encode()


PLAIN = cdl.csv(GOOD[:100]).encode()

# Name of the file: content, and what the message must hold beside the name.
FILES = {
    "NEWUSDT-1m-empty.csv": (b"", "empty"),
    "NEWUSDT-1m-blank.csv": (b"\n\n  \n", ""),
    "NEWUSDT-1m-prose.csv": (b"Dear Sir or Madam,\nhere are the klines.\n", "klines"),
    "NEWUSDT-1m-noise.csv": (bytes(range(256)) * 64, ""),
    "NEWUSDT-1m-zeros.csv": (bytes(4096), ""),
    "NEWUSDT-1m-header.csv": (b"open_time,open,high,low,close,volume\n", "klines"),
    "NEWUSDT-1m-columns.csv": (b"1640995200000,1,1,1,1\n", "columns"),
    "NEWUSDT-1m-ragged.csv": (PLAIN + b"1640995200000,1,1\n", "line 101"),
    "NEWUSDT-1m-cut.csv": (PLAIN[:-40], "line 100"),
    "NEWUSDT-1m-letters.csv": (edited(7, 2, "20k"), "line 7"),
    "NEWUSDT-1m-void.csv": (edited(7, 2, ""), "line 7"),
    "NEWUSDT-1m-nan.csv": (edited(8, 4, "nan"), "line 8"),
    "NEWUSDT-1m-infinite.csv": (edited(9, 2, "inf"), "line 9"),
    "NEWUSDT-1m-overflow.csv": (edited(9, 2, "1e999"), "line 9"),
    "NEWUSDT-1m-hex.csv": (edited(9, 2, "0x7000"), "line 9"),
    "NEWUSDT-1m-endless.csv": (edited(9, 2, "9" * 100_000), "line 9"),
    "NEWUSDT-1m-negative.csv": (edited(10, 3, "-1"), "line 10"),
    "NEWUSDT-1m-zero.csv": (edited(10, 3, "0"), "line 10"),
    "NEWUSDT-1m-high.csv": (edited(11, 2, "0.01"), "line 11"),
    "NEWUSDT-1m-low.csv": (edited(11, 3, "99999"), "line 11"),
    "NEWUSDT-1m-volume.csv": (edited(12, 5, "-3"), "line 12"),
    "NEWUSDT-1m-first.csv": (edited(1, 0, "x640995200000"), "line 1"),
    "NEWUSDT-1m-time.csv": (edited(13, 0, "yesterday"), "line 13"),
    "NEWUSDT-1m-far.csv": (edited(100, 0, "9" * 18), "line 100"),
    "NEWUSDT-1m-grid.csv": (edited(14, 0, GOOD[13][0][:-3] + "007"), "line 14"),
    "NEWUSDT-1m-order.csv": (swapped(15), "line 16"),
    "NEWUSDT-1m-twice.csv": (PLAIN + PLAIN[:200].split(b"\n")[0] + b"\n", "line 101"),
    "NEWUSDT-1m-null.csv": (edited(16, 1, "20000\0.5"), "line 16"),
    "NEWUSDT-1m-hours.csv": (cdl.csv(cdl.klines(9, interval=3_600_000)).encode(), "1h"),
    "NEWUSDT-1m-cut.zip": (zipped(PLAIN)[:900], ""),
    "NEWUSDT-1m-flipped.zip": (flipped(zipped(PLAIN), 500), ""),
    "NEWUSDT-1m-hollow.zip": (zipped(b""), ""),
    "NEWUSDT-1m-cut.csv.gz": (gzip.compress(PLAIN)[:-100], ""),
    "NEWUSDT-1m-flipped.csv.gz": (flipped(gzip.compress(PLAIN), 500), ""),
    "NEWUSDT-1m-cut.csv.xz": (lzma.compress(PLAIN)[:-100], ""),
    "NEWUSDT-1m-flipped.csv.xz": (flipped(lzma.compress(PLAIN), 500), ""),
    "NEWUSDT-1m-cut.json": (as_json(GOOD[:100])[:-30], ""),
    "NEWUSDT-1m-none.json": (b"[]", "klines"),
    "NEWUSDT-1m-object.json": (b'{"klines": []}', ""),
    "NEWUSDT-1m-objects.json": (b'[{"open": 1}]', "row"),
    "NEWUSDT-1m-short.json": (b'[[1640995200000, "1"]]', "row"),
    "NEWUSDT-1m-deep.json": (b"[" * 200_000, ""),
    "NEWUSDT-1m-types.json": (b'[[true, null, {}, [], "1", "1"]]', "row"),
    "klines.csv": (PLAIN, "--symbol"),
    "GOODUSDT-1m-conflict.csv": (edited(20, 4, GOOD[19][3]), ""),
    "GOODUSDT-1m-shifted.csv": (cdl.csv(cdl.klines(100, seed=2)).encode(), ""),
}


def import_file(name):
    content, word = FILES[name]
    path = LAB.folder / name
    path.write_bytes(content)
    try:
        LAB.refused("data", "import", path, words=(name, word))
    finally:
        path.unlink()


def import_options():
    path = LAB.folder / "GOODUSDT-1m-good.csv"
    path.write_bytes(PLAIN)
    LAB.refused("data", "import", LAB.folder / "absent.csv", words=("absent.csv",))
    LAB.refused("data", "import", LAB.folder, "--symbol", "NEWUSDT")
    for symbol in ("../../NEW", "/NEWUSDT", "", ".", "NEW USDT", "newusdt", "N" * 300):
        LAB.refused("data", "import", path, "--symbol", symbol, words=("symbol",))
    LAB.refused("data", "import", path, "--market", "forex", words=("--market", "forex"))
    LAB.refused("data", "import", path, "--interval", "7m", words=("--interval", "7m"))
    LAB.refused("data", "import", path, "--interval", "1h")
    LAB.refused("data", "import")


def prepare():
    path = LAB.folder / "GOODUSDT-1m.csv"
    path.write_text(cdl.csv(GOOD))
    LAB.run("data", "import", path)


LAB = cdl.Laboratory()
cdl.run_tests(("good", prepare), ("options", import_options),
              *((name, functools.partial(import_file, name)) for name in FILES))
