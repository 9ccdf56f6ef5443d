#!/usr/bin/env python3
"""The window as a person uses it: pointer, keys, and what the accessibility tree says."""

import contextlib
import os
import pathlib
import re
import sys

sys.path.insert(0, os.fspath(pathlib.Path(__file__).parent.parent / "integration"))

# pylint: disable=wrong-import-position
import cdl_laboratory as cdl
from person import App, Timeout


def results():
    return APP.find("tree grid", "Runs")


def falling(texts):
    numbers = [float(text.split()[0]) for text in texts]
    return numbers == sorted(numbers, reverse=True) and numbers[0] > numbers[-1]


def shows_the_runs():
    APP.find("label", "4 runs")
    cdl.equal(len(APP.rows(results())), 4, "rows")
    cdl.equal(set(APP.column(results(), "Symbol")), {"TESTUSDT"}, "symbols")
    APP.picture("results.png")


def searches():
    APP.type(APP.find("search box", "Search runs"), "nothing like it")
    APP.find("label", "No runs")
    APP.type(APP.find("search box", "Search runs"), "testusdt")
    APP.wait_for(lambda: len(APP.rows(results())) == 4, "all runs again")


def sorts():
    APP.click(APP.find("label", "Return", within=results()))
    APP.wait_for(lambda: falling(APP.column(results(), "Return")), "the best return first")


def opens_a_run():
    best = APP.rows(results())[0]
    APP.click(best[0], count=2)
    trades = APP.find("tree grid", "Trades")
    APP.wait_for(lambda: len(APP.rows(trades)) > 5, "trades")
    assert "fast=20 slow=50 target=2 stop=1" in best[1], best


def trade_moves_the_chart():
    chart = APP.find("image", re.compile("SMA crossing on TESTUSDT"))
    trades = APP.find("tree grid", "Trades")
    APP.settle()
    before = APP.screen.pixels(APP.place(chart))
    APP.click(APP.rows(trades)[4][0])
    APP.wait_for(lambda: APP.screen.pixels(APP.place(chart)) != before, "another chart")
    APP.settle()
    APP.picture("run.png")


def save_as(item, path):
    # The window takes a moment to be the active one again after the chooser before.
    for _ in range(3):
        APP.settle()
        APP.click(APP.find("button", "Save a report, a picture or tables"))
        with contextlib.suppress(Timeout):
            APP.click(APP.find("menu item", re.compile(item), seconds=4))
            break
    APP.choose_file(path, "ctrl+a")
    APP.wait_for(path.exists, f"{path.name} to be written")
    return path.read_bytes()


def saves_report_picture_and_tables():
    report = save_as("^Report", LAB.folder / "run.html").decode()
    assert "<h1>SMA crossing</h1>" in report and report.endswith("</html>\n"), report[-200:]
    picture = save_as("^Picture", LAB.folder / "run.png")
    assert picture.startswith(b"\x89PNG") and picture.endswith(b"IEND\xaeB`\x82"), picture[:8]
    trades = save_as("^Trades", LAB.folder / "trades.csv").decode()
    assert trades.startswith("seq,") and trades.count("\n") > 5, trades[:200]
    APP.click(APP.find("button", "Back to the results"))
    results()


def nothing_is_unnamed():
    for page in ("Backtest", "Results", "Data"):
        APP.go_to(page)
        APP.settle()
        APP.picture(f"page-{page}.png")
        cdl.equal(APP.unnamed(), [], f"controls without a name on the page {page}")
    APP.quit()


def speaks_french():
    APP.launch(PROGRAM, {"LANGUAGE": "fr"})
    APP.find("label", "Couverture")
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
                  ("saves-report-picture-and-tables", saves_report_picture_and_tables),
                  ("nothing-is-unnamed", nothing_is_unnamed),
                  ("speaks-french", speaks_french))
