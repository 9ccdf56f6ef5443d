#!/usr/bin/env python3
"""Damaged and senseless strategies, options and folders: one clear sentence, an exit code that says
it failed, and nothing changed on disk. (Kline files: test-bad-klines.py.)"""

import functools
import json
import re
import sqlite3
import struct

import cdl_laboratory as cdl

GOOD = cdl.klines(3000)
TEST = ["test", "run", cdl.strategy("double-bottom.json"), "--symbol", "GOODUSDT"]

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
        LAB.refused("test", "run", path, "--symbol", "GOODUSDT", words=(f"{name}.json", word),
                    lines=8)
    finally:
        path.unlink()


def strategy_files():
    LAB.refused("test", "run", LAB.folder / "absent.json", "--symbol", "GOODUSDT",
            words=("absent.json",))
    LAB.refused("test", "run", LAB.folder, "--symbol", "GOODUSDT")
    LAB.refused("test", "run", "--symbol", "GOODUSDT")
    LAB.refused("test", "run", cdl.strategy("double-top.json"), "--symbol", "GOODUSDT",
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
            LAB.refused(*base, *args, words=words)
        except AssertionError as failure:
            failures.append(f"{' '.join(args)}: {failure}")
    cdl.equal(failures, [], f"failures of {len(OPTIONS)}")


def commands():
    for args in (["tets", "run"], ["test", "rnu"], ["data", "imprt", "x"], ["--symbol"], [""],
                 ["test run"], ["testrun"]):
        LAB.refused(*args, words=("--help",))
    LAB.refused("test", "rnu", words=("test run",))
    for args in ([], ["test"], ["data"]):
        finished = LAB.call(*args)
        cdl.equal(finished.code, 2, f"exit code of {args}")
        assert "chandelier-cli COMMAND --help" in finished.out, finished.out


def every_command():
    """What all of them owe: help, and a refusal of options that they do not have."""
    names = re.findall(r"^  ((?:[a-z]+ ?){1,2})", LAB.run("--help").out, re.MULTILINE)
    commands = [name.split() for name in names]
    assert ["test", "run"] in commands and len(commands) > 5, commands
    failures = []
    for command in commands:
        try:
            helped = LAB.run(*command, "--help")
            assert command[-1] in helped.out and not helped.err, f"help: {helped.out}{helped.err}"
            LAB.refused(*command, "--no-such-option", words=("--no-such-option",))
            LAB.refused(*command, "--format", "xml", "x", words=())
            LAB.refused(*command, *["x"] * 20, lines=20)
        except AssertionError as failure:
            failures.append(f"{' '.join(command)}: {failure}")
    cdl.equal(failures, [], f"failures of {len(commands)} commands")


# --- The user's own folders ---


def damaged(path, content, *args, words=()):
    """A file of the user's folder with other content: the command says so, and leaves it."""
    good = path.read_bytes()
    path.write_bytes(content(good))
    try:
        LAB.refused(*args, words=words)
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
        LAB.refused(*TEST, words=("GOODUSDT",))
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
                    bytes(len(good)), newer, good[:20] + b"\xff" + good[21:]):
        damaged(LAB.store, lambda _, content=content: content, *TEST, words=("store",))
    LAB.store.unlink()
    foreign_store()
    LAB.refused(*TEST, words=("store",))
    LAB.store.unlink()
    LAB.store.mkdir()
    LAB.refused(*TEST, words=("store",))
    LAB.store.rmdir()
    LAB.store.write_bytes(good)
    LAB.run(*TEST)


def folders():
    file = LAB.folder / "file"
    file.write_text("not a folder\n")
    path = LAB.folder / "NEWUSDT-1m.csv"
    path.write_text(cdl.csv(GOOD))
    for place in (file, file / "below", "/proc/none"):
        LAB.refused("data", "import", path, env={"XDG_DATA_HOME": str(place)})
        LAB.refused(*TEST, env={"XDG_DATA_HOME": str(place)})


def output():
    """What cannot be written is not taken for written."""
    with open("/dev/full", "wb") as full:
        finished = LAB.call(*TEST, "--format", "json", stdout=full)
    cdl.check_message(finished, "output")
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
    *((f"strategy/{name}", functools.partial(test_strategy, name)) for name in STRATEGIES),
    ("strategy/files", strategy_files), ("options", options), ("commands", commands),
    ("every-command", every_command),
    ("archive", archive), ("absent-field", absent_field), ("store", stores),
    ("folders", folders), ("output", output))
