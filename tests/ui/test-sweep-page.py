#!/usr/bin/env python3
"""A sweep from beginning to end as a person makes it: set up, run, refused while one runs, looked
at, tagged, compared, grouped, seen as a map."""

import contextlib
import os
import pathlib
import re
import sys

sys.path.insert(0, os.fspath(pathlib.Path(__file__).parent.parent / "integration"))

# pylint: disable=wrong-import-position
import cdl_laboratory as cdl
from person import App
from person.app import Timeout


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


def returns():
    """{(fast, slow): return in percent} of the sweep, as the store has them."""
    return {(fast, slow): percent for fast, slow, percent in LAB.query(
        "SELECT params -> '$.fast', params -> '$.slow', s_return_pct FROM run"
        " WHERE strategy = 'SMA crossing'")}


def opens_a_group(table, name):
    """A slow program may be sorting its rows anew while one is clicked."""
    for _ in range(3):
        APP.click(next(row for row, texts in APP.rows(table) if texts[0] == name), at=(0.1, 0.5))
        APP.key("Return")
        with contextlib.suppress(Timeout):
            APP.find("button", re.compile(f"Strategy: {name}"), seconds=5)
            return
    raise Timeout(f"the group {name} does not open")


def groups_them():
    APP.click(APP.find("button", "Back to the results"))
    APP.type(APP.find("search box", "Search runs"), "SMA crossing")
    APP.click(APP.find("button", "Groups"))
    table = APP.find("tree grid", "Groups of runs")
    APP.wait_for(lambda: APP.column(table, "Runs") == ["6"], "one test of six runs")
    values = sorted(returns().values())
    cdl.equal(APP.column(table, "Best"), [f"{values[-1]:.2f} %"], "best")
    cdl.equal(APP.column(table, "Worst"), [f"{values[0]:.2f} %"], "worst")
    cdl.equal(APP.column(table, "Median"), [f"{(values[2] + values[3]) / 2:.2f} %"], "median")
    APP.settle()
    APP.picture("groups.png")
    cdl.equal(APP.unnamed(), [], "controls without a name in the groups")
    APP.type(APP.find("search box", "Search runs"), "")
    APP.choose(APP.find("combo box", "Group by"), "Strategy")
    APP.wait_for(lambda: "SMA crossing" in APP.column(table, "Strategy"), "strategies")
    APP.settle()
    opens_a_group(table, "SMA crossing")
    APP.find("label", "6 runs")
    APP.wait_for(lambda: len(APP.rows(results())) == 6, "the runs of the group")


def sees_them_as_a_map():
    APP.click(APP.find("button", "Groups"))
    APP.click(APP.find("button", "Heat map of these runs"))
    grid = APP.find("image", "Heat map: Return over fast and slow")
    expected = returns()
    best = max(expected, key=expected.get)
    APP.wait_for(lambda: grid.description == "fast %s, slow %s: %.2f %%, 1 run"
                 % (*best, expected[best]), "the cursor on the best run")
    APP.settle()
    APP.picture("heat-map.png")
    cdl.equal(APP.unnamed(), [], "controls without a name beside the map")
    place, before = APP.place(grid), APP.screen.pixels()
    APP.point(place[0] + place[2] / 2, place[1] + place[3] - 5)
    APP.key("Tab")
    for _ in range(20):
        APP.key("Tab")
        APP.key("Home", "Page_Down")
        if grid.description.startswith("fast 5, slow 30: "):
            break
    cdl.equal(grid.description, f"fast 5, slow 30: {expected[('5', '30')]:.2f} %, 1 run", "corner")
    APP.key("Right", "Up")
    cdl.equal(grid.description, f"fast 10, slow 50: {expected[('10', '50')]:.2f} %, 1 run",
              "one to the right, one up")
    assert APP.screen.pixels() != before, "the cursor is not seen to move"


def reads_the_map_as_a_table():
    APP.click(APP.find("button", "As a table"))
    table = APP.find("tree grid", "Cells of the heat map")
    APP.wait_for(lambda: len(APP.rows(table)) == 6, "a row for each cell")
    shown = {(x, y): value for _, (x, y, value, _) in APP.rows(table)}
    cdl.equal(shown, {key: f"{value:.2f} %" for key, value in returns().items()}, "cells")
    APP.picture("heat-map-table.png")
    APP.click(APP.find("button", "As a table"))


def opens_a_cell():
    grid = APP.find("image", "Heat map: Return over fast and slow")
    APP.settle()
    APP.click(grid, at=(0.15, 0.2))
    APP.find("image", re.compile("SMA crossing on TESTUSDT"))
    APP.settle()
    APP.picture("heat-map-run.png")


def changes_it_and_runs():
    """The form is filled with the run; on another interval it is a run of its own."""
    APP.click(APP.find("button", "Change and run…"))
    chosen = tuple(APP.wait_for(lambda name=name: field(name).text, name)
                   for name in ("fast", "slow"))
    assert chosen in returns(), chosen
    APP.find("label", re.compile("^1 run"))
    APP.choose(APP.find("combo box", re.compile("^Interval")), "5m")
    APP.wheel(APP.find("label", "Parameters"), 20)
    APP.settle()
    cdl.equal([field(name).text for name in ("Start capital", "Maker fee", "Taker fee")],
              ["10000", "0.02", "0.05"], "capital and fees")
    APP.type(field("Taker fee"), "-2")
    APP.find("label", "A fee is written in %, such as 0.05")
    APP.type(field("Taker fee"), "0.1")
    APP.find("label", re.compile("^1 run"))
    APP.picture("change-and-run.png")
    cdl.equal(APP.unnamed(), [], "controls without a name")
    APP.click(APP.find("button", "Run"))
    APP.find("image", re.compile("^SMA crossing on TESTUSDT, 5m"), seconds=60)
    run, = LAB.run("run", "list", "--interval", "5m", "--strategy", "SMA crossing", "--format",
                   "json").json()
    cdl.equal((str(run["params"]["fast"]), str(run["params"]["slow"]),
               run["settings"]["fee_maker"], run["settings"]["fee_taker"]),
              (*chosen, 0.0002, 0.001), "the run")
    APP.quit()


LAB = cdl.Laboratory()
klines = LAB.folder / "TESTUSDT-1m.csv"
klines.write_text(cdl.csv(cdl.klines(20_000)))
LAB.run("data", "import", klines)

with App([os.environ["CHANDELIER"], "--data", LAB.data]) as APP:
    cdl.run_tests(("sets-up-a-sweep", sets_up_a_sweep),
                  ("is-told-that-a-test-runs", is_told_that_a_test_runs),
                  ("runs-it", runs_it),
                  ("tags-two", tags_two),
                  ("compares-them", compares_them),
                  ("groups-them", groups_them),
                  ("sees-them-as-a-map", sees_them_as_a_map),
                  ("reads-the-map-as-a-table", reads_the_map_as_a_table),
                  ("opens-a-cell", opens_a_cell),
                  ("changes-it-and-runs", changes_it_and_runs))
