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


# Traded every 15 seconds and less: their mark prices move while nobody trades.
QUIET = ("PEPEUSDT", "ADAUSDT", "DOGEUSDT", "SOLUSDT")

# The stop loss before the price at which nothing is left, by more than a tick.
DARING = {**BOLD, "name": "Daring",
          "setups": [{**BOLD["setups"][0], "stop_loss": "entry * 0.9984"},
                     {**BOLD["setups"][1], "stop_loss": "entry * 1.0016"}]}


def brackets(lab):
    path = lab.folder / "brackets.json"
    path.write_text(json.dumps([
        {"symbol": symbol, "brackets": [{"notionalFloor": 0, "notionalCap": 1e8, "cum": 0,
                                         "initialLeverage": 500, "maintMarginRatio": 0.0001}]}
        for symbol in (*cdl_live.SYMBOLS, *QUIET)]), encoding="utf-8")
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


def check_download(lab, name):
    """What is downloaded anew is what the session was told, rates included."""
    parity = lab.run("live", "parity", name, "--download", "--format", "json").json()
    cdl.equal((parity["data"], parity["klines_missing"]), ([], 0), "data that is different")
    assert parity["prints"] > 0, "no prints were compared"
    print(f"# {name}: {[each['text'] for each in parity['differences']]}")


def together():
    lab = cdl.Laboratory()
    stamp = 1741075200000  # 2025-03-04 08:00
    with cdl_live.exchange(start="2025-03-04T07:30:10") as server:
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
        check_download(lab, "hold")
        for trade in held["trades"][:2]:
            check_funding(trade["trade"], server, stamp)
    check_end(lab, 3, "spot")
    check_end(lab, 1, "stored")
    check_run(lab, run)
    bold, _ = check_end(lab, 1, "bold")
    reasons = {trade["trade"]["exit_reason"] for trade in bold["trades"]}
    print(f"# bold ended by {sorted(reasons)}")


def reached(trade, server, series):
    """Whether a price of the exchange was at the trade's exit or beyond it in its minute."""
    minute = trade["exit_time"] - trade["exit_time"] % 60_000
    row, = server.json(f"/control/truth/fapi/v1/{series}?symbol={trade['symbol']}"
                       f"&interval=1m&startTime={minute}&endTime={minute}")
    high, low = float(row[2]), float(row[3])
    return low <= trade["exit_price"] if trade["side"] == "long" else high >= trade["exit_price"]


def check_liquidation(trade, server):
    """By the mark price, or by a stop loss that was jumped over so far."""
    assert reached(trade, server, "markPriceKlines") or reached(trade, server, "klines"), trade
    assert trade["pnl"] < 0, trade


def liquidated():
    """Positions that the mark price ends while the price itself has not reached their stop; the
    backtest over klines of both ends them the same."""
    lab = cdl.Laboratory()
    speed = SPEED / 4  # what comes late is told without mark prices
    with cdl_live.exchange(symbols=QUIET, speed=speed) as server:
        session = Session(lab, *cdl_live.start_args(
            lab, server, "--market", "um", "--tiers", brackets(lab), "--capital", 1e5,
            strategy=DARING, symbols=QUIET, speed=speed))

        def ended(state):
            return [each for each in state["trades"]
                    if each["trade"]["exit_reason"] == "liquidation"]
        wait_for(ended, lab, seconds=100)
        lab.run("live", "stop", "test")
        cdl.equal(session.end(0), 0, "exit code")
        parity = lab.run("live", "parity", "test", "--download", "--format", "json").json()
        cdl.equal(parity["data"], [], "data that is different")
        different = {(each["symbol"], each["live"]["seq"]) for each in parity["differences"]
                     if each["live"]}
        taken = ended(shown(lab))
        for each in taken:
            check_liquidation(each["trade"], server)
        # What was missed is told without mark prices: there the backtest knows more.
        seen = [each["trade"] for each in taken if not each["reconstructed"]]
        agreed = [trade for trade in seen if (trade["symbol"], trade["seq"]) not in different]
        print(f"# {len(taken)} liquidated, {len(seen)} as it happened, {len(agreed)} of them the same"
              f" in the backtest; different: "
              f"{sorted((each['cause'], each['text']) for each in parity['differences'])}")
        assert agreed or not seen, parity["differences"]
    check_end(lab, 1)


cdl.run_tests(("together", together), ("liquidated", liquidated))
