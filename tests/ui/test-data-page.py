#!/usr/bin/env python3
"""The page of market data as a person uses it: files, and downloads from the simulated exchange."""

import contextlib
import os
import pathlib
import re
import signal
import sys
import time

sys.path.insert(0, os.fspath(pathlib.Path(__file__).parent.parent / "integration"))

# pylint: disable=wrong-import-position
import cdl_exchange
import cdl_laboratory as cdl
from person import App


def datasets():
    return [texts for _, texts in APP.rows(APP.find("tree grid", "Datasets"))]


def import_file(path):
    APP.click(APP.find("button", "Import files…"))
    APP.choose_file(path, "ctrl+l")


def imports_files():
    APP.go_to("Data")
    APP.wait_for(lambda: APP.shows("label", "No klines"), "the empty page")
    file = LAB.folder / "NEXTUSDT-5m.csv"
    rows = cdl.klines(3000, interval=5 * cdl.MINUTE, seed=2)
    file.write_text(cdl.csv(rows[:1000] + rows[1010:]))
    import_file(file)
    APP.wait_for(lambda: len(datasets()) == 1, "the imported dataset")
    cdl.equal(datasets()[0][:3], ["NEXTUSDT", "Spot", "5m"], "the imported dataset")
    APP.find("image", re.compile("1 hole$"))
    APP.picture("data.png")


def refuses_a_bad_file():
    file = LAB.folder / "BADUSDT-5m.csv"
    file.write_text("1640995200000,1,2,3\n")
    import_file(file)
    APP.find("label", re.compile("BADUSDT-5m.csv"))
    cdl.equal(len(datasets()), 1, "datasets")
    APP.click(APP.find("button", "Close", within=APP.find("label", re.compile("BADUSDT")).parent))
    APP.wait_for(lambda: not APP.shows("label", re.compile("BADUSDT")), "the message to go")


def start_download(symbol):
    """A year of its 1-minute klines, as the form proposes, of which the exchange has two weeks."""
    APP.click(APP.find("button", "Download"))
    APP.type(APP.find("text box", "Symbols"), symbol)
    APP.key("Return")
    APP.wait_for(lambda: not APP.shows("text box", "Symbols"), "the form to go")


def downloads():
    start_download("btcusdt")
    APP.wait_for(lambda: len(datasets()) == 2, "the downloaded dataset", 60)
    got = next(texts for texts in datasets() if texts[0] == "BTCUSDT")
    cdl.equal(got[2], "1m", "interval")
    assert got[-1] == "100 %" and " s" in got[5], got
    APP.wait_for(lambda: not APP.shows("progress bar"), "the queue to be empty")


@contextlib.contextmanager
def silent_exchange():
    """It answers nobody meanwhile."""
    os.kill(EXCHANGE.process.pid, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(EXCHANGE.process.pid, signal.SIGCONT)


def cancels():
    with silent_exchange():
        start_download("ETHUSDT")
        APP.find("button", "Cancel this download")
        APP.settle()
        APP.picture("downloading.png")
        while APP.shows("button", "Cancel this download"):
            APP.click(APP.find("button", "Cancel this download"))
    APP.settle()
    cdl.equal(len(datasets()), 2, "datasets")


def goes_on_where_it_was_left():
    with silent_exchange():
        start_download("ETHUSDT")
        APP.find("button", "Cancel this download")
        APP.quit()
    APP.launch(PROGRAM, ENV)
    APP.wait_for(lambda: len(datasets()) == 3, "the dataset that was left", 60)


def two_weeks_ago():
    return time.strftime("%Y-%m-%d", time.gmtime(time.time() - 14 * 86_400))


LAB = cdl.Laboratory()
with cdl_exchange.Exchange("--first-day", two_weeks_ago()) as EXCHANGE:
    ENV = {"CHANDELIER_EXCHANGE_URL": EXCHANGE.welcome["http"]}
    PROGRAM = [os.environ["CHANDELIER"], "--data", LAB.data]
    with App(PROGRAM, ENV) as APP:
        cdl.run_tests(("imports-files", imports_files),
                      ("refuses-a-bad-file", refuses_a_bad_file),
                      ("downloads", downloads),
                      ("cancels", cancels),
                      ("goes-on-where-it-was-left", goes_on_where_it_was_left))
