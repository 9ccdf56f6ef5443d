#!/usr/bin/env python3
"""The demo: a market of its own, every shipped strategy swept, and nothing of the user's touched."""

import collections
import json
import os
import pathlib
import shlex

import cdl_laboratory as cdl

FOLDER = "share/chandelier-demo"


def names_of_shipped():
    files = sorted(pathlib.Path(os.environ["CHANDELIER_STRATEGIES"]).glob("*.json"))
    return {json.loads(path.read_text(encoding="utf-8"))["name"] for path in files}


def demo(*options):
    return LAB.run("demo", "--days", "12", *options)


def first_call():
    runs = demo("--format", "json").json()
    swept = collections.Counter((run["strategy"], run["symbol"]) for run in runs)
    cdl.equal({name for name, _ in swept}, names_of_shipped(), "strategies")
    cdl.equal({symbol for _, symbol in swept}, {"BTCUSDT", "SOLUSDT"}, "symbols")
    assert min(swept.values()) >= 10, f"a sweep of few variants: {swept}"
    cdl.equal(len({(run["from"], run["to"]) for run in runs}), 1, "windows")
    assert sum(run["stats"]["trades"] for run in runs) > 100, "hardly a trade"
    FOUND["runs"] = len(runs)


def second_call():
    out = demo().out
    assert f"{FOUND['runs']} runs in " in out, out
    assert ", all stored already" in out, out
    cdl.equal(demo().out.partition("\n\n")[0], out.partition("\n\n")[0], "the ranking")


def next_steps():
    """The commands that it ends with do what they say."""
    steps = [shlex.split(line) for line in demo().out.splitlines() if line.startswith("  ")]
    own = [step[1:] for step in steps if str(LAB.folder / FOLDER) in step]
    cdl.equal([step[:2] for step in own], [["run", "list"], ["test", "run"]], "steps of its own")
    for step in own:
        assert LAB.run(*step).out, step


def own_folder():
    made = {str(path.relative_to(LAB.folder)) for path in LAB.folder.rglob("*.npy")}
    assert made, "no klines"
    assert all(path.startswith(FOLDER + "/") for path in made), made
    assert not LAB.data.exists(), "the user's data folder was made"


def other_seed():
    """Another market, in a folder of its own."""
    before = LAB.snapshot()
    demo("--seed", "2", "--format", "json")
    after = LAB.snapshot()
    cdl.equal({path: after[path] for path in before}, before, "files of the first seed")
    assert any(path.startswith(FOLDER + "-2/klines/") for path in after), "no klines of seed 2"
    finished = LAB.call("demo", "--seed", "3", "--data", LAB.folder / (FOLDER + "-2"))
    cdl.equal(finished.code, 2, "exit code of two seeds in one folder")
    assert "seed 2" in finished.err, finished.err


def more_days():
    """What is there is not fetched again: fewer days are the beginning of more."""
    column = LAB.folder / FOLDER / "klines" / "spot" / "BTCUSDT" / "1m" / "close.npy"
    before = column.read_bytes()[128:]
    LAB.run("demo", "--days", "13", "--format", "json")
    after = column.read_bytes()[128:]
    cdl.equal(len(after), 13 * 1440 * 8, "bytes of 13 days")
    assert after.startswith(before), "the first days changed"


def refused():
    real = LAB.folder / "BTCUSDT-1m-2022-01.csv"
    real.write_text(cdl.csv(cdl.klines(100)), encoding="utf-8")
    LAB.run("data", "import", "--data", LAB.folder / "mine", real)
    before = LAB.snapshot()
    for options, says in ((["--data", LAB.data], "a folder of its own"),
                          (["--data", LAB.folder / "mine"], "klines of BTCUSDT"),
                          (["--days", "0"], "--days"), (["--days", "x"], "x"),
                          (["--seed", "-1"], "--seed"), (["more"], "no arguments")):
        finished = LAB.call("demo", *options)
        cdl.equal(finished.code, 2, f"exit code of {options}")
        cdl.equal(finished.out, "", f"output of {options}")
        assert says in finished.err, finished.err
    cdl.equal(LAB.snapshot(), before, "files")


FOUND = {}
LAB = cdl.Laboratory()
cdl.run_tests(("first call", first_call), ("second call", second_call), ("next steps", next_steps),
              ("own folder", own_folder), ("other seed", other_seed),
              ("more days", more_days), ("refused", refused))
