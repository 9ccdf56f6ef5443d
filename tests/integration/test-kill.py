#!/usr/bin/env python3
"""kill -9 at any instant of a sweep: what was stored is whole, the same command finishes the rest,
and in the end there is what an undisturbed sweep gives. Meanwhile another process sees whole runs
only. CHANDELIER_KILL_SEED repeats the instants of another run."""

import os
import random
import shutil
import signal
import threading
import time

import cdl_laboratory as cdl

KILLS = 6
CHUNK = 1000  # trades of a stored chunk at most
SWEEP = ["test", "run", cdl.strategy("sma-cross.json"), "--symbol", "TESTUSDT", "--details",
         "--set", "fast=5:50:5", "--set", "slow=60:200:20", "--set", "stop=0.5:1:0.25"]
VARIANTS = 10 * 8 * 3

# A run with all that must come with it in the same transaction: test, trial, details and chunks.
WHOLE = """
  SELECT id, fingerprint, s_trades, trades,
         (SELECT count(*) FROM trade_chunk WHERE trade_chunk.run = run.key),
         (SELECT count(*) FROM setup_chunk WHERE setup_chunk.run = run.key),
         (SELECT count(*) FROM run_test WHERE run_test.run = run.key),
         (SELECT count(*) FROM trial WHERE trial.run = run.id)
  FROM run LEFT JOIN run_detail ON run_detail.run = run.key"""


def whole_runs(lab):
    """Fingerprints by id of what is stored; fails on a run that is not whole, or there twice."""
    if lab.count_runs() == 0:
        return {}
    rows = lab.query(WHOLE)
    for run, _, count, stored, trade_chunks, setup_chunks, tests, trials in rows:
        wanted = (count, -(-count // CHUNK), True, True, 1)
        got = (stored, trade_chunks, setup_chunks > 0, tests > 0, trials)
        cdl.equal(got, wanted, f"details, chunks, setups, tests and trials of run {run}")
    runs = {row[0]: row[1] for row in rows}
    cdl.equal(len(runs), len(rows), "distinct runs")
    return runs


def undisturbed():
    file = PEACE.folder / "TESTUSDT-1m.csv"
    file.write_text(cdl.csv(cdl.klines(20_000)))
    PEACE.run("data", "import", file)
    shutil.copytree(PEACE.data, WAR.data)

    PEACE.run(*SWEEP)
    FOUND["runs"] = whole_runs(PEACE)
    cdl.equal(len(FOUND["runs"]), VARIANTS, "runs")
    assert len(set(FOUND["runs"].values())) > VARIANTS / 2, "parameters hardly matter"


class Reader(threading.Thread):
    """Looks at the store all the time while others write it and are killed."""

    def __init__(self):
        super().__init__()
        self.ended = threading.Event()
        self.looks = 0
        self.sizes = set()
        self.failure = None

    def run(self):
        while not self.ended.wait(0.01) and self.failure is None:
            try:
                runs = whole_runs(WAR)
                for run, fingerprint in runs.items():
                    cdl.equal(fingerprint, FOUND["runs"].get(run), f"fingerprint of {run}")
            except Exception as failure:  # pylint: disable=broad-except
                self.failure = failure
            else:
                self.looks += 1
                self.sizes.add(len(runs))


def start_and_kill(runs, delay):
    """Kills a sweep a moment after the store holds so many runs; whether it was still at work."""
    process = WAR.start(*SWEEP)
    cdl.wait_for(f"{runs} runs are stored",
                 lambda: process.poll() is not None or WAR.count_runs() >= runs)
    time.sleep(delay)
    process.kill()
    process.communicate()
    return process.returncode == -signal.SIGKILL


def kill_often(instants):
    """How many sweeps were killed at work: the first while it opens the store, the others with a
    part of their runs stored."""
    kills = int(start_and_kill(0, instants.uniform(0, 0.1)))
    for left in range(KILLS, 1, -1):
        stored = WAR.count_runs()
        aim = stored + instants.randint(1, max(1, (VARIANTS - stored) // left))
        kills += start_and_kill(aim, instants.uniform(0, 0.02))
    return kills


def killed():
    if "runs" not in FOUND:
        raise cdl.Skip("the undisturbed sweep gave nothing")
    seed = int(os.environ.get("CHANDELIER_KILL_SEED", time.time_ns() % 1_000_000))
    print(f"# CHANDELIER_KILL_SEED={seed}")
    reader = Reader()
    reader.start()
    try:
        kills = kill_often(random.Random(seed))
        before = whole_runs(WAR)
        WAR.run(*SWEEP)
    finally:
        reader.ended.set()
        reader.join()
    if reader.failure is not None:
        raise reader.failure
    print(f"# {kills} kills left {len(before)} runs; the reader looked {reader.looks} times")
    # On a machine that suddenly gets faster, the last ones may come too late.
    assert kills >= KILLS // 2, f"only {kills} sweeps were killed at work"
    assert len(reader.sizes) > 2, "the reader never saw the store grow"
    cdl.equal(whole_runs(WAR), FOUND["runs"], "runs in the end")
    states = [state for state, in WAR.query("SELECT state FROM test ORDER BY id")]
    cdl.equal(states.pop(), "done", "state of the last test")
    cdl.equal(set(states), {"failed"}, "states of the tests that were killed")


def nothing_left_to_compute():
    before = WAR.query("SELECT id, finished_at FROM run ORDER BY id")
    WAR.run(*SWEEP)
    cdl.equal(WAR.query("SELECT id, finished_at FROM run ORDER BY id"), before, "runs")
    cdl.equal(WAR.query("PRAGMA integrity_check"), [("ok",)], "integrity of the store")


PEACE = cdl.Laboratory()
WAR = cdl.Laboratory()
FOUND = {}
cdl.run_tests(("undisturbed", undisturbed), ("killed", killed),
              ("nothing-left-to-compute", nothing_left_to_compute))
