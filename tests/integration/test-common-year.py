#!/usr/bin/env python3
"""A year of synthetic minutes that other backtesters were measured on: the crossing of two averages
gives the trades that all of them find."""

import subprocess
import sys

import cdl_laboratory as cdl


def crossing():
    generator, = cdl.shared("CHANDELIER_TEST_BENCH", "gen-year.py")
    try:
        import numpy  # pylint: disable=import-outside-toplevel,unused-import
    except ImportError:
        raise cdl.Skip("python3-numpy is not installed") from None

    lab = cdl.Laboratory()
    subprocess.run([sys.executable, generator, "525600", lab.folder], check=True,
                   stdout=subprocess.DEVNULL)
    imported, = lab.run("data", "import", lab.folder / "klines.csv", "--symbol", "BTCUSDT",
                        "--interval", "1m", "--format", "json").json()
    cdl.equal((imported["added"], imported["bad"]), (525_600, 0), "rows new and bad")

    run, = lab.run("test", "run", cdl.strategy("sma-cross.json"), "--symbol", "BTCUSDT",
                   "--maker", "0.1", "--taker", "0.1", "--format", "json").json()
    cdl.equal(run["stats"]["trades"], 1532, "trades")
    cdl.equal({reason: n for reason, n in run["exits"].items() if n},
              {"take_profit": 477, "stop_loss": 1054, "end": 1}, "exits")


cdl.run_tests(("sma-cross", crossing))
