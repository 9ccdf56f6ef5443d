#!/usr/bin/env python3
"""One test at a time: who comes second is told what runs, and however the first one ends, the next
may begin."""

import signal

import cdl_laboratory as cdl

# Long enough to be met at work, and killed then.
LONG = ["test", "run", cdl.strategy("double-bottom.json"), "--symbol", "TESTUSDT", "--threads", "1",
        "--set", "gap=0:3:0.01", "--set", "reward=1:4:0.5", "--set", "strength=2:12:1"]
VARIANTS = 301 * 7 * 11
SHORT = ["test", "run", cdl.strategy("sma-cross.json"), "--symbol", "TESTUSDT"]


def import_klines():
    file = LAB.folder / "TESTUSDT-1m.csv"
    file.write_text(cdl.csv(cdl.klines(20_000)))
    LAB.run("data", "import", file)


def start_long(already):
    """The long test, at work: it has stored runs."""
    process = LAB.start(*LONG)
    cdl.wait_for("the first runs are stored",
                 lambda: process.poll() is not None or LAB.count_runs() > already)
    cdl.equal(process.poll(), None, "exit code of the long test at its first runs")
    return process


def second_is_refused():
    import_klines()
    first = start_long(0)
    try:
        second = LAB.call(*SHORT)
        cdl.equal(first.poll(), None, "exit code of the first test meanwhile")
    finally:
        first.kill()
        first.communicate()
    cdl.equal(second.code, 3, "exit code of the second test")
    cdl.equal(second.out, "", "output of the second test")
    cdl.equal(second.err.count("\n"), 1, "lines of the second test's message")
    for words in ("busy", "Double bottom breakout", "TESTUSDT", "since 20", f"{VARIANTS} runs"):
        assert words in second.err, f"“{words}” is not in: {second.err}"


def lock_is_free_after_kill():
    """The first test was killed a moment ago."""
    cdl.equal(len(LAB.run(*SHORT, "--format", "json").json()), 1, "runs")


def interrupt_ends_in_good_order():
    before = LAB.count_runs()
    process = start_long(before)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=30)
    cdl.equal(process.returncode, 4, "exit code after Ctrl+C")
    assert "cancelled" in err.decode(), err
    (state, done, wanted), = LAB.query("SELECT state, runs_done, runs FROM test"
                                       " ORDER BY id DESC LIMIT 1")
    cdl.equal((state, wanted), ("cancelled", VARIANTS), "state and size of the test")
    # Some that were under way when it was told to end may be stored but not counted.
    assert 0 < done <= LAB.count_runs() < VARIANTS, f"{done} done, {LAB.count_runs()} stored"
    LAB.run(*SHORT)


LAB = cdl.Laboratory()
cdl.run_tests(("second-is-refused", second_is_refused),
              ("lock-is-free-after-kill", lock_is_free_after_kill),
              ("interrupt-ends-in-good-order", interrupt_ends_in_good_order))
