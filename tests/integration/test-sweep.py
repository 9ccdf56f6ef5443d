#!/usr/bin/env python3
"""A sweep over real klines: what was computed once is found again, by any number of threads."""

import json
import pathlib

import cdl_laboratory as cdl

SWEEP = ["--symbol", "BTCUSDT", "--set", "reward=1:4:0.5", "--set", "gap=0:2:0.5",
         "--set", "strength=2", "--set", "trend=20", "--format", "json"]


def sweep(*options):
    return LAB.run("test", "run", cdl.strategy("double-bottom.json"), *SWEEP, *options)


def by_id(runs):
    return {run["id"]: run["fingerprint"] for run in runs}


def stored():
    return LAB.query("SELECT id, fingerprint, created_at FROM run ORDER BY id")


def last_test():
    """State, runs and what was computed of the latest test in the store; work is done in klines."""
    return LAB.query("SELECT state, runs, runs_done, work_done > 0 FROM test"
                     " ORDER BY id DESC LIMIT 1")[0]


def first_call():
    klines, = cdl.shared("CHANDELIER_TEST_DATA", "spot_1m_csv/BTCUSDT_1m_2022.csv.xz")
    LAB.run("data", "import", klines)
    finished = sweep()
    FOUND["out"] = finished.out
    FOUND["runs"] = runs = finished.json()
    cdl.equal(len(by_id(runs)), 35, "distinct runs")
    cdl.equal(len({(run["params"]["reward"], run["params"]["gap"]) for run in runs}), 35,
              "distinct parameters")
    cdl.equal({run["params"]["trend"] for run in runs}, {20}, "parameter of one value")
    # A sweep that finds nothing to trade would agree with itself whatever the engine did.
    assert all(run["stats"]["trades"] > 0 for run in runs), "runs without any trade"
    assert len(set(by_id(runs).values())) > 10, "parameters hardly matter"
    cdl.equal(last_test(), ("done", 35, 35, 1), "the test's record")


def needs_first_call():
    if "runs" not in FOUND:
        raise cdl.Skip("the first call gave nothing")


def second_call():
    needs_first_call()
    before = stored()
    cdl.equal(sweep().out, FOUND["out"], "output of the second call")
    cdl.equal(stored(), before, "runs of the store")
    cdl.equal(last_test(), ("done", 35, 35, 0), "the test's record")


def one_thread():
    needs_first_call()
    before = stored()
    runs = sweep("--threads", "1", "--force").json()
    cdl.equal(by_id(runs), by_id(FOUND["runs"]), "fingerprints")
    cdl.equal([run["stats"] for run in runs], [run["stats"] for run in FOUND["runs"]],
              "statistics")
    cdl.equal(stored(), before, "runs of the store")
    cdl.equal(last_test(), ("done", 35, 35, 1), "the test's record")


def shards():
    needs_first_call()
    parts = [sweep("--shard", f"{i}/3").json() for i in range(3)]
    cdl.equal([run["id"] for part in parts for run in part], [run["id"] for run in FOUND["runs"]],
              "runs of all shares")
    assert all(len(part) in (11, 12) for part in parts), "shares differ in size"


LAB = cdl.Laboratory()
FOUND = {}
def other_interval():
    """The same as a strategy that says so itself; what it reads of longer klines must stay longer."""
    needs_first_call()
    strategy = json.loads(pathlib.Path(cdl.strategy("double-bottom.json")).read_text("utf-8"))
    assert strategy["interval"] != "1h"
    path = LAB.folder / "hourly.json"
    path.write_text(json.dumps({**strategy, "interval": "1h"}), encoding="utf-8")
    hourly = LAB.run("test", "run", path, *SWEEP, "--force").json()
    runs = sweep("--interval", "1h").json()
    cdl.equal(by_id(runs), by_id(hourly), "runs")
    assert not set(by_id(runs)) & set(by_id(FOUND["runs"])), "the interval makes no other run"
    finished = LAB.call("test", "run", path, *SWEEP, "--interval", "1d")
    assert finished.code != 0 and "--interval" in finished.err and "4h" in finished.err, finished.err


cdl.run_tests(("first-call", first_call), ("second-call-computes-nothing", second_call),
              ("one-thread-gives-the-same", one_thread), ("shares", shards),
              ("another-interval", other_interval))
