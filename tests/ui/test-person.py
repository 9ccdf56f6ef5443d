#!/usr/bin/env python3
"""The window as a person uses it: pointer, keys, and what the accessibility tree says."""

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


def column(table, header):
    """Texts of a column, from the top row in view."""
    headers = [node.name for node in table.find_all("label")][:len(APP.rows(table)[0][1])]
    index = headers.index(header)
    return [texts[index] for _, texts in APP.rows(table)]


def falling(texts):
    numbers = [float(text.split()[0]) for text in texts]
    return numbers == sorted(numbers, reverse=True) and numbers[0] > numbers[-1]


def shows_the_runs():
    APP.find("label", "4 runs")
    cdl.equal(len(APP.rows(results())), 4, "rows")
    cdl.equal(set(column(results(), "Symbol")), {"TESTUSDT"}, "symbols")
    APP.picture("results.png")


def searches():
    APP.type(APP.find("search box", "Search runs"), "nothing like it")
    APP.find("label", "No runs")
    APP.type(APP.find("search box", "Search runs"), "testusdt")
    APP.wait_for(lambda: len(APP.rows(results())) == 4, "all runs again")


def sorts():
    APP.choose(APP.find("combo box", re.compile("Sort by")), "Net result")
    APP.wait_for(lambda: falling(column(results(), "Return")), "the best return first")


def opens_a_run():
    best = APP.rows(results())[0]
    APP.click(best[0], count=2)
    trades = APP.find("tree grid", "Trades")
    APP.wait_for(lambda: len(APP.rows(trades)) > 5, "trades")
    assert best[1][3] in "fast=20 slow=50 target=2 stop=1", best


def trade_moves_the_chart():
    chart = APP.find("image", re.compile("SMA crossing on TESTUSDT"))
    trades = APP.find("tree grid", "Trades")
    APP.settle()
    before = APP.screen.pixels(APP.place(chart))
    APP.click(APP.rows(trades)[4][0])
    APP.wait_for(lambda: APP.screen.pixels(APP.place(chart)) != before, "another chart")
    APP.settle()
    APP.picture("run.png")
    APP.click(APP.find("button", "Back to the results"))
    results()


def nothing_is_unnamed():
    cdl.equal(APP.unnamed(), [], "controls without a name on the results page")
    APP.click(APP.find("button", "New test"))
    APP.find("label", "Strategy")
    APP.picture("test.png")
    cdl.equal(APP.unnamed(), [], "controls without a name on the test page")
    APP.key("ctrl+q")
    cdl.equal(APP.process.wait(60), 0, f"exit code; it said: {APP.log}")


def speaks_french():
    APP.launch(PROGRAM, {"LANGUAGE": "fr"})
    APP.find("button", "Nouveau test")
    APP.picture("french.png")


LAB = cdl.Laboratory()
klines = LAB.folder / "TESTUSDT-1m.csv"
klines.write_text(cdl.csv(cdl.klines(20_000)))
LAB.run("data", "import", klines)
LAB.run("test", "run", cdl.strategy("sma-cross.json"), "--symbol", "TESTUSDT", "--details",
        "--set", "fast=5:20:5")
PROGRAM = [os.environ["CHANDELIER"], "--data", LAB.data]

with App(PROGRAM) as APP:
    cdl.run_tests(("shows-the-runs", shows_the_runs),
                  ("searches", searches),
                  ("sorts", sorts),
                  ("opens-a-run", opens_a_run),
                  ("trade-moves-the-chart", trade_moves_the_chart),
                  ("nothing-is-unnamed", nothing_is_unnamed),
                  ("speaks-french", speaks_french))
