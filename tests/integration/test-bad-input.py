#!/usr/bin/env python3
"""Damaged and senseless input of every kind: one clear sentence, an exit code that says it failed,
and nothing changed on disk."""

import functools
import gzip
import io
import json
import lzma
import re
import sqlite3
import struct
import zipfile

import cdl_laboratory as cdl

GOOD = cdl.klines(3000)
TEST = ["test", "run", cdl.strategy("double-bottom.json"), "--symbol", "GOODUSDT"]

# What nobody but a programmer understands.
JARGON = re.compile(r"GLib|assert|CRITICAL|WARNING|g_[a-z]+_|core dumped|\(null\)|Traceback")


def check_message(finished, *words, lines=1):
    """lines: how many at most."""
    if finished.code not in (1, 2):
        raise AssertionError(f"exit code {finished.code}\n{finished.out}{finished.err}")
    said = finished.err.rstrip("\n").split("\n")
    if not 1 <= len(said) <= lines:
        raise AssertionError(f"{len(said)} lines: {finished.err}")
    for line in said:
        if len(line) > 400 or len(line) < 20 or JARGON.search(line):
            raise AssertionError(f"not a clear sentence: {line}")
    for word in words:
        if word not in finished.err:
            raise AssertionError(f"“{word}” is not in: {finished.err}")


def refused(*args, words=(), lines=1, env=None):
    before = LAB.snapshot()
    finished = LAB.call(*args, env=env)
    check_message(finished, *words, lines=lines)
    after = LAB.snapshot()
    changed = sorted(name for name in before.keys() | after.keys()
                     if before.get(name) != after.get(name))
    cdl.equal(changed, [], "files that changed")


# --- Kline files ---


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
        refused("data", "import", path, words=(name, word))
    finally:
        path.unlink()


def import_options():
    path = LAB.folder / "GOODUSDT-1m-good.csv"
    path.write_bytes(PLAIN)
    refused("data", "import", LAB.folder / "absent.csv", words=("absent.csv",))
    refused("data", "import", LAB.folder, "--symbol", "NEWUSDT")
    for symbol in ("../../NEW", "/NEWUSDT", "", ".", "NEW USDT", "newusdt", "N" * 300):
        refused("data", "import", path, "--symbol", symbol, words=("symbol",))
    refused("data", "import", path, "--market", "forex", words=("--market", "forex"))
    refused("data", "import", path, "--interval", "7m", words=("--interval", "7m"))
    refused("data", "import", path, "--interval", "1h")
    refused("data", "import")


# --- Strategies ---


def changed(*path, to):
    """The good strategy with a member replaced."""
    text = json.loads(cdl.strategy("double-bottom.json").read_text())
    place = text
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = to
    return json.dumps(text)


def without(*path):
    text = json.loads(cdl.strategy("double-bottom.json").read_text())
    place = text
    for key in path[:-1]:
        place = place[key]
    del place[path[-1]]
    return json.dumps(text)


NAME = "Doppelter Boden ä, 二重底"
WHOLE = cdl.strategy("double-bottom.json").read_text()
SETUP = ("setups", 0)

# Content, and what the message must hold.
STRATEGIES = {
    "empty": ("", ""),
    "blank": ("  \n", ""),
    "prose": ("Buy low, sell high.", ""),
    "cut": (WHOLE[:len(WHOLE) // 2], ""),
    "array": ("[1, 2]", ""),
    "null": ("null", ""),
    "deep": ("[" * 200_000, ""),
    "not-utf8": (WHOLE.encode().replace(b"Double", b"D\xff\xfe", 1), "UTF-8"),
    "zero-byte": (WHOLE.encode().replace(b"Double", b"D\0uble", 1), ""),
    "twice": (WHOLE.replace('"format": 1,', '"format": 1, "format": 1,', 1), "format"),
    "format": (changed("format", to=2), "format"),
    "no-interval": (without("interval"), "interval"),
    "interval": (changed("interval", to="7m"), "interval"),
    "member": (changed("intervall", to="15m"), "intervall"),
    "no-setups": (changed("setups", to=[]), "setups"),
    "no-stop": (without(*SETUP, "stop_loss"), "stop_loss"),
    "side": (changed(*SETUP, "side", to="up"), "side"),
    "function": (changed(*SETUP, "when", to="smma(close, 9) > 1"), "smma"),
    "syntax": (changed(*SETUP, "when", to="close > > 1"), "when"),
    "open": (changed(*SETUP, "when", to="close > (1"), "when"),
    "future": (changed(*SETUP, "when", to="close[-1] > close"), "when"),
    "chain": (changed(*SETUP, "when", to="1 < close < 2"), "when"),
    "type": (changed(*SETUP, "when", to="close"), "when"),
    "length": (changed(*SETUP, "when", to="sma(close, 0) > 1"), "when"),
    "nested": (changed(*SETUP, "when", to="(" * 50_000 + "close" + ")" * 50_000), "when"),
    "cycle": (changed("let", "busy", to="not busy"), "busy"),
    "pattern": (changed(*SETUP, "pattern", "name", to="double_botom"), "double_bottom"),
    "minus": (changed("money", "risk", to=-1), "risk"),
    "mode": (changed("money", "mode", to="all-in"), "mode"),
    "range": (changed("params", "gap", "min", to=5), "gap"),
    "step": (changed("params", "gap", "step", to=0), "gap"),
    "huge": (changed("params", "gap", "value", to=1e308 * 10), ""),
    "expires": (changed(*SETUP, "expires", to=0.5), "expires"),
}


def test_strategy(name):
    content, word = STRATEGIES[name]
    path = LAB.folder / f"{name}.json"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    try:
        refused("test", "run", path, "--symbol", "GOODUSDT", words=(f"{name}.json", word), lines=8)
    finally:
        path.unlink()


def strategy_files():
    refused("test", "run", LAB.folder / "absent.json", "--symbol", "GOODUSDT",
            words=("absent.json",))
    refused("test", "run", LAB.folder, "--symbol", "GOODUSDT")
    refused("test", "run", "--symbol", "GOODUSDT")
    refused("test", "run", cdl.strategy("double-top.json"), "--symbol", "GOODUSDT",
            words=("short",))


# --- Settings and arguments ---

# Options that make no sense, and what the message must hold.
OPTIONS = [
    *(([option, value], (option,)) for option in
      ("--capital", "--maker", "--taker", "--slippage-bps", "--slippage-ticks", "--tick", "--step",
       "--min-notional", "--liquidation-fee", "--risk-free")
      for value in ("-2", "nan", "inf", "1e400", "ten", "", "0x10", "1,5", "1 2")),
    (["--capital", "0"], ("--capital",)), (["--tick", "0"], ("--tick",)),
    (["--step", "0"], ("--step",)), (["--taker", "51"], ("--taker",)),
    (["--assume", "worst"], ("worst",)),
    (["--market", "forex"], ("forex",)), (["--market", "um"], ("GOODUSDT",)),
    (["--symbol", "NONEUSDT"], ("NONEUSDT",)), (["--symbol", "../GOODUSDT"], ("symbol",)),
    (["--symbol", ""], ("symbol",)),
    (["--from", "yesterday"], ("--from",)), (["--from", "2022-13-01"], ("--from",)),
    (["--from", "2022-02-30"], ("--from",)), (["--to", "2022-01-02T25:00"], ("--to",)),
    (["--from", "2022-01-02", "--to", "2022-01-01"], ("--from",)),
    (["--from", "2022-01-02", "--to", "2022-01-02"], ("--from",)),
    (["--from", "2030-01-01"], ("GOODUSDT",)), (["--to", "2020-01-01"], ("GOODUSDT",)),
    (["--path-interval", "7m"], ("7m",)), (["--path-interval", "5m"], ("5m",)),
    (["--path-interval", "4h"], ("4h",)),
    (["--set", "reward"], ("reward",)), (["--set", "reward="], ("reward",)),
    (["--set", "=1"], ()), (["--set", ""], ()), (["--set", "rewards=1"], ("reward",)),
    (["--set", "reward=two"], ("two",)), (["--set", "reward=nan"], ("nan",)),
    (["--set", "reward=9"], ("reward",)), (["--set", "reward=4:1:0.5"], ("reward",)),
    (["--set", "reward=1:4:0"], ("reward",)), (["--set", "reward=1:4:-1"], ("reward",)),
    (["--set", "reward=1:2:3:4"], ("reward",)), (["--set", "reward=1,,2"], ("reward",)),
    (["--set", "reward=1", "--set", "reward=2"], ("reward",)),
    (["--set", "strength=2.5"], ("strength",)),
    (["--set", "gap=0:3:0.0001", "--set", "trend=20:200:1"], ("variants",)),
    (["--set", "gap=0:3:1e-300"], ("gap",)),
    (["--sample", "some"], ("some",)), (["--sample", "random:0"], ("random",)),
    (["--sample", "random:-1"], ("random",)), (["--sample", "random:many"], ("random",)),
    (["--shard", "2"], ("--shard",)), (["--shard", "2/2"], ("--shard",)),
    (["--shard", "-1/2"], ("--shard",)), (["--shard", "0/0"], ("--shard",)),
    (["--threads", "-1"], ("--threads",)), (["--threads", "many"], ("many",)),
    (["--threads", "99999999999"], ("99999999999",)), (["--threads", "1.5"], ("1.5",)),
    (["--seed", "-1"], ("--seed",)), (["--seed", "dice"], ("dice",)),
    (["--details", "--no-details"], ("--details",)),
    (["--format", "xml"], ("xml",)), (["--colour"], ("--colour",)), (["--capital"], ("--capital",)),
]


def options():
    failures = []
    for args, words in OPTIONS:
        # The symbol named here takes the other's place.
        base = TEST[:3] if "--symbol" in args else TEST
        try:
            refused(*base, *args, words=words)
        except AssertionError as failure:
            failures.append(f"{' '.join(args)}: {failure}")
    cdl.equal(failures, [], f"failures of {len(OPTIONS)}")


def commands():
    for args in (["tets", "run"], ["test", "rnu"], ["data", "imprt", "x"], ["--symbol"], [""],
                 ["test run"], ["testrun"]):
        refused(*args, words=("--help",))
    refused("test", "rnu", words=("test run",))
    for args in ([], ["test"], ["data"]):
        finished = LAB.call(*args)
        cdl.equal(finished.code, 2, f"exit code of {args}")
        assert "chandelier-cli COMMAND --help" in finished.out, finished.out


# --- The user's own folders ---


def damaged(path, content, *args, words=()):
    """A file of the user's folder with other content: the command says so, and leaves it."""
    good = path.read_bytes()
    path.write_bytes(content(good))
    try:
        refused(*args, words=words)
    finally:
        path.write_bytes(good)


def archive():
    folder = LAB.data / "klines" / "spot" / "GOODUSDT" / "1m"
    for name in ("open_time", "open", "high", "low", "close", "volume"):
        column = folder / f"{name}.npy"
        for content in (lambda good: b"", lambda good: good[:64], lambda good: good[:-1000],
                        lambda good: b"\x93NUMPY\xff" + good[7:], lambda good: bytes(len(good)),
                        lambda good: good.replace(b"<", b">", 1)):
            damaged(column, content, *TEST, words=("GOODUSDT", name))
    for name in ("open_time", "high"):
        column = folder / f"{name}.npy"
        column.rename(column.with_suffix(".away"))
        refused(*TEST, words=("GOODUSDT",))
        column.with_suffix(".away").rename(column)
    LAB.run(*TEST)


def absent_field():
    """Not an error, but the trader must know."""
    path = LAB.folder / "THINUSDT-1m.csv"
    path.write_text(cdl.csv(row[:6] for row in GOOD))
    LAB.run("data", "import", path)
    path = LAB.folder / "count.json"
    path.write_text(changed(*SETUP, "when", to="trades > 5"))
    finished = LAB.run("test", "run", path, "--symbol", "THINUSDT")
    assert "warning" in finished.err and "reads trades" in finished.err, finished.err


def foreign_store():
    connection = sqlite3.connect(LAB.store)
    connection.execute("CREATE TABLE photo (id INTEGER)")
    connection.commit()
    connection.close()


def stores():
    LAB.run(*TEST)
    good = LAB.store.read_bytes()
    cdl.equal(sorted(path.name for path in LAB.data.glob("store.sqlite*")), ["store.sqlite"],
              "files of a store that is closed")
    newer = good[:60] + struct.pack(">I", 99) + good[64:]
    for content in (b"Not a database, but long enough to be looked at." * 100, good[:1000],
                    bytes(len(good)), newer, flipped(good, 20)):
        damaged(LAB.store, lambda _, content=content: content, *TEST, words=("store",))
    LAB.store.unlink()
    foreign_store()
    refused(*TEST, words=("store",))
    LAB.store.unlink()
    LAB.store.mkdir()
    refused(*TEST, words=("store",))
    LAB.store.rmdir()
    LAB.store.write_bytes(good)
    LAB.run(*TEST)


def folders():
    file = LAB.folder / "file"
    file.write_text("not a folder\n")
    path = LAB.folder / "NEWUSDT-1m.csv"
    path.write_bytes(PLAIN)
    for place in (file, file / "below", "/proc/none"):
        refused("data", "import", path, env={"XDG_DATA_HOME": str(place)})
        refused(*TEST, env={"XDG_DATA_HOME": str(place)})


def output():
    """What cannot be written is not taken for written."""
    with open("/dev/full", "wb") as full:
        finished = LAB.call(*TEST, "--format", "json", stdout=full)
    check_message(finished, "output")
    # Scripts run without a locale, and strategies have names in every tongue.
    strategy = LAB.folder / "name.json"
    strategy.write_text(changed("name", to=NAME), encoding="utf-8")
    for i, locale in enumerate(("C", "C.UTF-8")):
        run, = LAB.call("test", "run", strategy, "--symbol", "GOODUSDT", "--capital", 501 + i,
                        "--format", "json", env={"LC_ALL": locale}).json()
        cdl.equal(run["strategy"], NAME, f"name under {locale}")


def prepare():
    path = LAB.folder / "GOODUSDT-1m.csv"
    path.write_text(cdl.csv(GOOD))
    LAB.run("data", "import", path)
    LAB.run(*TEST)


LAB = cdl.Laboratory()
cdl.run_tests(
    ("good-input", prepare),
    *((f"klines/{name}", functools.partial(import_file, name)) for name in FILES),
    ("klines/options", import_options),
    *((f"strategy/{name}", functools.partial(test_strategy, name)) for name in STRATEGIES),
    ("strategy/files", strategy_files), ("options", options), ("commands", commands),
    ("archive", archive), ("absent-field", absent_field), ("store", stores), ("folders", folders), ("output", output))
