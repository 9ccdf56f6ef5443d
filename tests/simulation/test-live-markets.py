#!/usr/bin/env python3
"""Paper sessions of both markets in one process, over one connection of each: with funding, with
leverage until the exchange takes the position, and one that begins as a stored run."""

import json
import signal
import time

import cdl_live
from cdl_live import SPEED, Session, cdl, check_end, shown, wait_for

# Entered at once, and held.
HOLD = {"name": "Hold",
        "setups": [{"name": "hold", "side": "long", "when": "close > 0", "entry": {"type": "market"},
                    "stop_loss": "entry * 0.8", "take_profit": "entry * 1.2"}]}

# 500 times the capital: the stop loss is a hair before the price at which nothing is left.
BOLD = {"name": "Bold",
        "setups": [{"name": "bold", "side": "long", "when": "close > 0", "entry": {"type": "market"},
                    "stop_loss": "entry * 0.998101", "take_profit": "entry * 1.02"},
                   {"name": "bold too", "side": "short", "when": "close > 0",
                    "entry": {"type": "market"}, "stop_loss": "entry * 1.001899",
                    "take_profit": "entry * 0.98"}],
        "money": {"mode": "leverage", "leverage": 500}}


def brackets(lab):
    path = lab.folder / "brackets.json"
    path.write_text(json.dumps([
        {"symbol": symbol, "brackets": [{"notionalFloor": 0, "notionalCap": 1e8, "cum": 0,
                                         "initialLeverage": 500, "maintMarginRatio": 0.0001}]}
        for symbol in cdl_live.SYMBOLS]), encoding="utf-8")
    return path


def begin(lab, server, name, *more, **options):
    """A session that its process leaves as soon as it has begun."""
    session = Session(lab, *cdl_live.start_args(lab, server, *more, name=name, **options))
    wait_for(lambda state: state["status"], lab, name)
    cdl.equal(session.end(signal.SIGINT), 0, "exit code of Ctrl+C")


def stored_run(lab):
    """A run over the klines that the sessions before have left in the archive."""
    path = lab.folder / "stored.json"
    path.write_text(json.dumps({**cdl_live.OFTEN, "name": "Stored", "params": {
        "span": {"value": 8, "min": 4, "max": 20, "step": 1, "help": "length of the slow average"}},
        "let": {"fast": "sma(close, 3)", "slow": "sma(close, span)"}}), encoding="utf-8")
    lab.run("test", "run", path, "-s", "BTCUSDT", "--set", "span=9", "--maker", 0, "--taker", 0.01,
            "--capital", 5000)
    run, = lab.run("run", "list", "--format", "json").json()
    return lab.run("run", "show", run["id"], "--format", "json").json()


def check_run(lab, run):
    """The session is the run, going on."""
    state = shown(lab, "stored")
    cdl.equal(state["strategy"], "Stored", "strategy")
    cdl.equal(state["revision"], run["revision"], "revision")
    for name in ("capital", "fee_maker", "fee_taker"):
        cdl.equal(state["settings"][name], run["settings"][name], name)


def connections(server):
    time.sleep(0.1)
    return sorted(connection["route"] for connection in server.json("/control/state")["connections"])


def check_funding(trade, server, stamp):
    """A cost: the exchange's rate of the stamp on the mark price that it tells with it, whenever it
    was learnt."""
    rate, = server.json(f"/control/truth/fapi/v1/fundingRate?symbol={trade['symbol']}"
                        f"&startTime={stamp - 60000}&endTime={stamp + 60000}")
    paid = float(rate["fundingRate"]) * float(rate["markPrice"]) * trade["qty"]
    assert paid != 0 and abs(trade["funding"] - paid) <= 1e-12 * abs(paid), (trade, rate)


def together():
    lab = cdl.Laboratory()
    stamp = 1741075200000  # 2025-03-04 08:00
    with cdl_live.exchange(start="2025-03-04T07:50:10") as server:
        begin(lab, server, "spot")
        begin(lab, server, "hold", "--market", "um", strategy=HOLD)
        begin(lab, server, "bold", "--market", "um", "--tiers", brackets(lab), strategy=BOLD)
        run = stored_run(lab)
        begin(lab, server, "stored", strategy=run["id"], symbols=())
        session = Session(lab, "live", "resume")
        names = ("spot", "hold", "bold", "stored")
        cdl.wait_for("each market has a connection", lambda: len(connections(server)) >= 2)
        for name in names:
            wait_for(cdl_live.is_live, lab, name)
        cdl.equal(connections(server), ["/market", "/ws"], "connections")
        end = stamp + 3 * 60_000
        wait_for(lambda state: all(s["data_time"] >= end for s in state["status"]["symbols"]), lab,
                 "hold")
        time.sleep(5 * 60 / SPEED)
        for name in names:
            lab.run("live", "stop", name)
        cdl.equal(session.end(0), 0, "exit code")
        held, _ = check_end(lab, 2, "hold")
        for trade in held["trades"][:2]:
            check_funding(trade["trade"], server, stamp)
    check_end(lab, 3, "spot")
    check_end(lab, 1, "stored")
    check_run(lab, run)
    bold, _ = check_end(lab, 1, "bold")
    reasons = {trade["trade"]["exit_reason"] for trade in bold["trades"]}
    print(f"# bold ended by {sorted(reasons)}")


cdl.run_tests(("together", together))
