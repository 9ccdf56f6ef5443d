#!/usr/bin/env python3
"""A sweep from beginning to end as a person makes it: set up, run, refused while one runs, looked
at, tagged, compared."""

import os
import pathlib
import re
import sys

sys.path.insert(0, os.fspath(pathlib.Path(__file__).parent.parent / "integration"))

# pylint: disable=wrong-import-position
import cdl_laboratory as cdl
from person import App


def results():
    return APP.find("tree grid", "Runs")


def field(name):
    """An entry of the form, by the beginning of its title."""
    return APP.find("text box", re.compile("^" + re.escape(name)))


def sets_up_a_sweep():
    APP.go_to("Backtest")
    APP.choose(APP.find("combo box", re.compile("^Strategy")), "SMA crossing")
    APP.type(field("fast"), "5:15:5")
    APP.type(field("slow"), "30,50")
    APP.find("label", re.compile("^6 runs"))
    APP.picture("sweep-form.png")


def is_told_that_a_test_runs():
    long = LAB.start("test", "run", cdl.strategy("double-bottom.json"), "--symbol", "TESTUSDT",
                     "--threads", "1", "--set", "gap=0:3:0.01", "--set", "reward=1:4:0.5",
                     "--set", "strength=2:12:1")
    try:
        cdl.wait_for("the long test is at work", lambda: LAB.count_runs() > 0)
        APP.click(APP.find("button", "Run"))
        APP.find("label", re.compile("busy.*Double bottom"))
        APP.picture("busy.png")
    finally:
        long.kill()
        long.communicate()


def runs_it():
    APP.click(APP.find("button", "Run"))
    APP.wait_for(lambda: LAB.query("SELECT count(*) FROM run AS r JOIN strategy_rev AS s ON"
                                   " s.key = r.strategy_rev WHERE s.name = 'SMA crossing'")
                 == [(6,)], "six runs in the store", 60)
    APP.go_to("Results")
    APP.type(APP.find("search box", "Search runs"), "SMA crossing")
    APP.find("label", "6 runs")
    cdl.equal(set(APP.column(results(), "Strategy")), {"SMA crossing"}, "strategies found")
    APP.picture("sweep-results.png")


def tags_two():
    rows = APP.rows(results())
    APP.click(rows[0][0])
    with APP.screen.holding("shift"):
        APP.click(rows[1][0])
    APP.find("label", "2 runs selected")
    APP.click(APP.find("button", "Tags"))
    APP.type(APP.find("text box", "Add a tag"), "promising")
    APP.key("Return", "Escape")
    APP.wait_for(lambda: LAB.query("SELECT count(*) FROM run_tag WHERE tag = 'promising'")
                 == [(2,)], "two tags in the store")
    APP.type(APP.find("search box", "Search runs"), "promising")
    APP.wait_for(lambda: len(APP.rows(results())) == 2, "the two tagged runs")
    APP.picture("tagged.png")


def compares_them():
    rows = APP.rows(results())
    APP.click(rows[0][0])
    with APP.screen.holding("shift"):
        APP.click(rows[1][0])
    APP.click(APP.find("button", "Compare"))
    APP.find("label", re.compile("Only what differs"))
    APP.settle()
    APP.picture("compared.png")
    cdl.equal(APP.unnamed(), [], "controls without a name in the comparison")
    cdl.equal(APP.quit(), 0, f"exit code; it said: {APP.log}")


LAB = cdl.Laboratory()
klines = LAB.folder / "TESTUSDT-1m.csv"
klines.write_text(cdl.csv(cdl.klines(20_000)))
LAB.run("data", "import", klines)

with App([os.environ["CHANDELIER"], "--data", LAB.data]) as APP:
    cdl.run_tests(("sets-up-a-sweep", sets_up_a_sweep),
                  ("is-told-that-a-test-runs", is_told_that_a_test_runs),
                  ("runs-it", runs_it),
                  ("tags-two", tags_two),
                  ("compares-them", compares_them))
