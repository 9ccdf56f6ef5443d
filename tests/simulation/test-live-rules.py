#!/usr/bin/env python3
"""The exchange changes its rules while a session runs: noticed, in the journal before the session
acts by them, and the same in both re-runs. It halts a symbol, or lists it no more, with a trade
open: state and journal say so, and the trade waits."""

import datetime

import cdl_live
from cdl_live import SYMBOLS, Session, cdl, check_end, shown, wait_for

# Entered at once, and held.
HOLD = {"name": "Hold",
        "setups": [{"name": "hold", "side": "long", "when": "close > 0", "entry": {"type": "market"},
                    "stop_loss": "entry * 0.8", "take_profit": "entry * 1.2"}]}

# Of BTCUSDT and ETHUSDT at the exchange.
STEP = {"BTCUSDT": 1e-5, "ETHUSDT": 1e-4}


def events(state, kind, symbol=None):
    return [event for event in state["log"]
            if event["kind"] == kind and symbol in (None, event["symbol"])]


def is_multiple(value, unit):
    return abs(value / unit - round(value / unit)) < 1e-6


def check_change(state, symbol, factor):
    """Told once; what came before it followed the old rules, what came after it the new ones."""
    change, = events(state, "rules", symbol)
    data = change["data"]
    step = STEP[symbol] * factor
    cdl.equal((float(data["tick"]), float(data["step"]), data["min_notional"]),
              (0.01 * factor, step, 5 * factor), "new rules")
    assert data["from"] > change["time"] and data["from"] % 60_000 == 0, change
    assert data["text"].startswith("tick 1 (was 0.01), step 0.0"), data["text"]
    trades = [each["trade"] for each in state["trades"] if each["trade"]["symbol"] == symbol]
    after = [trade for trade in trades if trade["entry_time"] >= data["from"]]
    for trade in trades:
        assert is_multiple(trade["qty"], step if trade in after else STEP[symbol]), trade
    assert any(not is_multiple(trade["qty"], step) for trade in trades if trade not in after), trades
    for event in events(state, "entry", symbol):
        if event["data"]["trade"]["entry_time"] >= data["from"]:
            assert event["seq"] > change["seq"], (event, change)
    return after


def changed():
    """Tick, step and smallest position are a hundred times as large after a reconnection."""
    lab = cdl.Laboratory()
    factor = 100
    with cdl_live.exchange() as server:
        session = Session(lab, *cdl_live.start_args(lab, server))
        wait_for(lambda state: len(state["trades"]) >= 2 and cdl_live.is_live(state), lab)
        server.post("/control/fault", name="symbol-rules", value=factor)
        server.post("/control/fault", name="stream-reset", count=1)

        def traded_by_them(state):
            told = {event["symbol"]: event["data"]["from"] for event in events(state, "rules")}
            return set(told) == set(SYMBOLS) and all(
                any(each["trade"]["symbol"] == symbol and each["trade"]["entry_time"] >= told[symbol]
                    for each in state["trades"]) for symbol in SYMBOLS)
        wait_for(traded_by_them, lab)
        lab.run("live", "stop", "test")
        cdl.equal(session.end(0), 0, "exit code")
    state, parity = check_end(lab, 3)
    cdl.equal(parity["differences"], [], "differences")
    for symbol in SYMBOLS:
        assert check_change(state, symbol, factor), f"no trade of {symbol} by the new rules"


def own_rules():
    """What the trader has set himself does not change; the rest does, at the full hour. He did so for
    the run that the session begins as."""
    lab = cdl.Laboratory()
    with cdl_live.exchange(start="2025-03-04T11:50:10") as server:
        session = Session(lab, *cdl_live.start_args(lab, server, name="before"))
        wait_for(lambda state: len(state["trades"]) >= 1, lab, "before")
        lab.run("live", "stop", "before")
        cdl.equal(session.end(0), 0, "exit code")
        lab.run("test", "run", lab.folder / "before.json", "-s", "BTCUSDT", "--step", "0.00002",
                "--maker", 0, "--taker", 0)
        run, = lab.run("run", "list", "--format", "json").json()

        session = Session(lab, *cdl_live.start_args(lab, server, strategy=run["id"], symbols=()))
        wait_for(lambda state: len(state["trades"]) >= 1 and cdl_live.is_live(state), lab)
        server.post("/control/fault", name="symbol-rules", value=10)
        state = wait_for(lambda state: events(state, "rules"), lab)
        lab.run("live", "stop", "test")
        cdl.equal(session.end(0), 0, "exit code")
    event, = events(state, "rules")
    cdl.equal((event["data"]["tick"], event["data"]["step"]), ("0.1", "0.00002"), "new rules")
    hour = datetime.datetime.fromtimestamp(event["time"] / 1000, datetime.timezone.utc)
    cdl.equal((hour.hour, hour.minute), (12, 0), "when it was noticed")
    check_end(lab, 1)


def hold(lab, server):
    session = Session(lab, *cdl_live.start_args(lab, server, strategy=HOLD))
    wait_for(lambda state: len(state["trades"]) == len(SYMBOLS) and cdl_live.is_live(state), lab)
    return session


def wait_for_reason(lab, words):
    def says(state):
        return state["status"] and all(symbol["state"] == "stale" and words in symbol["reason"]
                                       for symbol in state["status"]["symbols"])
    return wait_for(says, lab)


def check_waiting(state, words):
    """Trades are open as they were, and the journal says why they wait."""
    for symbol in state["status"]["symbols"]:
        cdl.equal(len(symbol["open"]), 1, "open trades")
        change, = events(state, "rules", symbol["symbol"])
        assert words in change["data"]["text"] and "1 open trade stays" in change["data"]["text"], \
            change


def halted():
    """The exchange stands still for some minutes with trades open."""
    lab = cdl.Laboratory()
    with cdl_live.exchange() as server:
        server.post("/control/halt", **{"from": "2025-03-04T12:06", "to": "2025-03-04T12:14"})
        session = hold(lab, server)
        state = wait_for_reason(lab, "does not trade: the exchange says BREAK")
        check_waiting(state, "the exchange says BREAK (was TRADING)")
        wait_for(cdl_live.is_live, lab)
        lab.run("live", "stop", "test")
        cdl.equal(session.end(0), 0, "exit code")
    state, parity = check_end(lab, 2)
    cdl.equal(parity["differences"], [], "differences")
    for symbol in SYMBOLS:
        cdl.equal([event["data"]["status"] for event in events(state, "rules", symbol)],
                  ["BREAK", "TRADING"], "what the exchange said")
    cdl.equal(len(state["trades"]), len(SYMBOLS), "trades")


def delisted():
    """The exchange lists the symbols no more, and then again; their streams go on for a while: one
    state with one reason meanwhile."""
    lab = cdl.Laboratory()
    with cdl_live.exchange() as server:
        session = hold(lab, server)
        gone = server.post("/control/fault", name="symbol-gone")["id"]
        server.post("/control/fault", name="stream-reset", count=1)
        state = wait_for_reason(lab, "does not list")
        since = len(state["log"])
        cdl.wait_for("some minutes", lambda: server.json("/control/state")["now"]
                     > state["log"][-1]["time"] + 5 * 60_000)
        told = events({"log": shown(lab)["log"][since:]}, "state")
        cdl.equal([event for event in told if event["data"]["state"] != "stale"], [],
                  "states while it was delisted")
        assert all("does not list" in event["data"]["reason"] for event in told), told
        for symbol in shown(lab)["status"]["symbols"]:
            cdl.equal(len(symbol["open"]), 1, "open trades")
        server.post("/control/clear", id=gone)
        wait_for(cdl_live.is_live, lab)
        lab.run("live", "stop", "test")
        cdl.equal(session.end(0), 0, "exit code")
    check_end(lab, 2)


cdl.run_tests(("changed", changed), ("own rules", own_rules), ("halted", halted),
              ("delisted", delisted))
