#!/usr/bin/env python3
"""Runs on real klines against those that an independent implementation made of the specification:
import, test and export through the command line give its setups, trades and statistics."""

import functools
import gzip
import json
import math

import cdl_laboratory as cdl

# Equal to the bit, as whole numbers and texts are.
PRICES = {"entry_price", "exit_price", "stop_loss", "take_profit", "entry"}
TRADE = ("seq setup name symbol side created_at entry_time entry_price exit_time exit_price qty "
         "leverage notional stop_loss take_profit fee_entry fee_exit funding pnl pnl_pct r "
         "exit_reason proof mae mfe").split()
SETUP = ("seq name side created_at first_kline entry stop_loss take_profit expires_at fate "
         "fate_at").split()
RELATIVE = 1e-9

GOLDENS = {
    "double-bottom-btc-2022": (
        "double_bottom_breakout", "spot", "BTCUSDT", ["spot_1m_csv/BTCUSDT_1m_2022.csv.xz"],
        "--from 2022-06-15T03:00 --tick 0.01"),
    "channel-btc-5m-2024": (
        "donchian_bracket", "spot", "BTCUSDT",
        [f"spot_vision_5m/BTCUSDT-5m-2024-0{month}.zip" for month in (1, 2, 3)],
        "--from 2024-01-01 --tick 0.01 --path-interval 5m --allow-short"),
    "bands-fil-2023-08": (
        "band_reversion", "um", "FILUSDT", ["um_vision_1m/FILUSDT-1m-2023-08.zip"],
        "--from 2023-08-01 --tick 0.001 --slippage-bps 2"),
    "neckline-eth-2021": (
        "double_top_pullback", "spot", "ETHUSDT", ["spot_1m_csv/ETHUSDT_1m_2021.csv.xz"],
        "--from 2021-08-09T03:00 --tick 0.01 --through --allow-short"),
    "macd-near-2025-06": (
        "macd_market", "um", "NEARUSDT", ["um_vision_1m/NEARUSDT-1m-2025-06.zip"],
        "--from 2025-06-08 --tick 0.001 --slippage-ticks 1"),
    "sma-btc-2022": (
        "sma_cross", "spot", "BTCUSDT", ["spot_1m_csv/BTCUSDT_1m_2022.csv.xz"],
        "--from 2022-06-16 --to 2022-07-10 --tick 0.01 --maker 0.1 --taker 0.1"),
}


def load_golden(name):
    for file in (f"{name}.json", f"{name}.json.gz"):
        try:
            path, = cdl.shared("CHANDELIER_TEST_GOLDENS", file)
        except cdl.Skip:
            continue
        opened = gzip.open(path) if path.suffix == ".gz" else open(path, "rb")
        with opened as stream:
            return json.load(stream)
    raise cdl.Skip("no goldens: set CHANDELIER_TEST_GOLDENS")


def same(name, got, wanted):
    if isinstance(wanted, float) and isinstance(got, (int, float)) and name not in PRICES:
        return math.isclose(got, wanted, rel_tol=RELATIVE, abs_tol=0.0)
    return got == wanted and (got is None) == (wanted is None)


def compare(what, got, wanted, names):
    """The named members of two objects; says which differ."""
    differences = [f"{name} is {got.get(name)!r}, not {wanted.get(name)!r}" for name in names
                   if name not in got or not same(name, got[name], wanted.get(name))]
    if differences:
        raise AssertionError(f"{what}: " + "; ".join(differences))


def compare_rows(what, got, wanted, names):
    for left, right in zip(got, wanted):
        compare(f"{what} {right['seq']}", left, right, names)
    cdl.equal(len(got), len(wanted), f"number of {what}s")


def compare_run(exported, wanted):
    compare_rows("setup", exported["setups"], wanted["setups"], SETUP)
    compare_rows("trade", exported["trades"], wanted["trades"], TRADE)
    funnel = {fate: n for fate, n in wanted["funnel"].items() if fate != "generated"}
    cdl.equal({fate: n for fate, n in exported["funnel"].items() if n}, funnel, "funnel")
    cdl.equal(len(exported["setups"]), wanted["funnel"]["generated"], "setups generated")
    compare("statistics", exported["stats"], wanted["statistics"], wanted["statistics"])


def export(lab, golden, assumption):
    strategy_name, market, symbol, files, options = GOLDENS[golden]
    strategy, = cdl.shared("CHANDELIER_TEST_GOLDENS", f"{strategy_name}.json")
    for path in cdl.shared("CHANDELIER_TEST_DATA", *files):
        lab.run("data", "import", path, "--market", market)
    run, = lab.run("test", "run", strategy, "--symbol", symbol, "--market", market, "--assume",
                   assumption, "--format", "json", *options.split()).json()
    exported = lab.run("run", "export", run["id"], "--trades", "--setups", "--format", "json")
    return exported.json()


def check(golden, assumption):
    wanted = load_golden(golden)[assumption]
    compare_run(export(LAB, golden, assumption), wanted)


LAB = cdl.Laboratory()
cdl.run_tests(*((f"{golden}/{assumption}", functools.partial(check, golden, assumption))
                for golden in GOLDENS for assumption in ("pessimistic", "optimistic")))
