#!/usr/bin/env python3
"""Paper sessions against the simulated exchange, end to end: the program is killed twice in the
middle, the exchange misbehaves, and in the end the recording gives the same trades to the bit, and a
backtest over the klines of the archive the same ones, or a cause for each difference.

CHANDELIER_LIVE_MINUTES: of the exchange's clock (30; a day has 1440). CHANDELIER_LIVE_SPEED: of that
clock (120). CHANDELIER_LIVE_SEED repeats the instants of another run."""

import json
import os
import random
import signal
import subprocess
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "integration"))

import cdl_exchange
import cdl_laboratory as cdl

MINUTES = float(os.environ.get("CHANDELIER_LIVE_MINUTES", "30"))
SPEED = float(os.environ.get("CHANDELIER_LIVE_SPEED", "120"))
SEED = int(os.environ.get("CHANDELIER_LIVE_SEED", "1"))
SYMBOLS = ("BTCUSDT", "ETHUSDT")

# Trades at nearly every close, with levels that are reached within minutes.
STRATEGY = {
    "format": 1, "name": "Often", "interval": "1m",
    "let": {"fast": "sma(close, 3)", "slow": "sma(close, 8)"},
    "setups": [
        {"name": "up", "side": "long", "when": "fast > slow", "entry": {"type": "market"},
         "stop_loss": "entry * 0.9992", "take_profit": "entry * 1.0008"},
        {"name": "dip", "side": "long", "when": "fast < slow", "expires": 3,
         "entry": {"type": "limit", "price": "low"},
         "stop_loss": "entry * 0.9992", "take_profit": "entry * 1.0008"},
    ],
    "money": {"mode": "percent", "percent": 50},
}

# What goes wrong now and then in the second half: nothing that cannot be mended by asking.
FAULTS = ({"name": "event-drop", "match": "kline", "chance": 0.1},
          {"name": "event-drop", "match": "aggTrade", "chance": 0.02},
          {"name": "event-duplicate", "chance": 0.05},
          {"name": "close-missing", "chance": 0.2},
          {"name": "http-status", "match": "aggTrades", "chance": 0.1},
          {"name": "stream-reset", "skip": 1, "count": 1})


class Session:
    """A process that runs sessions; its output goes to a file."""

    def __init__(self, lab, *args):
        self.log = open(lab.folder / "live.log", "ab")
        self.process = subprocess.Popen([cdl.CLI, *map(str, args)], env=lab.env,
                                        stdin=subprocess.DEVNULL, stdout=self.log,
                                        stderr=self.log)

    def end(self, how):
        if self.process.poll() is None:
            self.process.send_signal(how)
        code = self.process.wait(timeout=60)
        self.log.close()
        return code


def exchange(speed, *args):
    return cdl_exchange.Exchange("--seed", SEED, "--start", "2025-03-04T12:00:10", "--speed", speed,
                                 *[word for name in SYMBOLS for word in ("--symbol", name)], *args)


def start_args(lab, server, *more):
    path = lab.folder / "often.json"
    path.write_text(json.dumps(STRATEGY), encoding="utf-8")
    return ["live", "start", path, *[word for name in SYMBOLS for word in ("--symbol", name)],
            "--maker", 0, "--taker", 0, "--exchange", server.welcome["http"], "--exchange-speed",
            SPEED, "--name", "test", *more]


def shown(lab):
    return lab.run("live", "show", "test", "--format", "json").json()


def wait_for(what, lab, seconds=60):
    """Until the session's state answers; the last state."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        finished = lab.call("live", "show", "test", "--format", "json")
        if finished.code == 0 and what(finished.json()):
            return finished.json()
        time.sleep(0.2)
    raise AssertionError(f"not in {seconds} s: {finished.out[-3000:]} {finished.err}\n"
                         + (lab.folder / "live.log").read_text(encoding="utf-8")[-3000:])


def check_end(lab, least):
    """Stopped: the journal is whole, the recording gives the same, differences have causes."""
    state = shown(lab)
    cdl.equal(state["state"], "stopped", "state")
    cdl.equal([event["seq"] for event in state["log"]], list(range(1, len(state["log"]) + 1)),
              "numbers of the journal")
    cdl.equal([event for event in state["log"] if event["kind"] == "mismatch"], [], "mismatches")
    trades = state["trades"]
    assert len(trades) >= least, len(trades)
    assert all(trade["trade"]["exit_time"] is not None for trade in trades), "an open trade"
    kinds = [event["kind"] for event in state["log"]]
    cdl.equal((kinds.count("entry"), kinds.count("exit")), (len(trades), len(trades)),
              "entries and exits of the journal")
    finished = lab.call("live", "parity", "test", "--format", "json")
    parity = finished.json()
    cdl.equal(finished.code, 0, f"exit code of parity: {finished.out}")
    cdl.equal(parity["recorded"], parity["replayed"], "fingerprints")
    cdl.equal(parity["trades"], len(trades), "trades that parity knows")
    print(f"# {len(trades)} trades, {sum(t['reconstructed'] for t in trades)} reconstructed, "
          f"{len(parity['differences'])} differences, {parity['klines']} klines compared")
    return state, parity


def quiet():
    """Nothing goes wrong: the backtest makes the same trades."""
    lab = cdl.Laboratory()
    with exchange(SPEED) as server:
        session = Session(lab, *start_args(lab, server))
        wait_for(lambda state: len(state["trades"]) >= 3 and state["status"], lab)
        status = shown(lab)["status"]
        cdl.equal([symbol["symbol"] for symbol in status["symbols"]], list(SYMBOLS), "symbols")
        time.sleep(MINUTES / 3 * 60 / SPEED)
        listed, = lab.run("live", "list", "--format", "json").json()
        cdl.equal(listed["state"], "running", "state")
        finished = lab.call("live", "resume", "test")
        cdl.equal(finished.code, 3, f"another process may not run it: {finished.err}")
        lab.run("live", "stop", "test")
        cdl.equal(session.end(0), 0, "exit code")
    _, parity = check_end(lab, 3)
    cdl.equal(parity["differences"], [], "differences")
    finished = lab.call("live", "resume", "test")
    cdl.equal(finished.code, 2, f"a stopped one does not go on: {finished.err}")


def killed():
    """Killed twice, once while things go wrong; ended by a process that has no feed."""
    lab = cdl.Laboratory()
    chance = random.Random(SEED)
    with exchange(SPEED) as server:
        seconds = MINUTES * 60 / SPEED
        session = Session(lab, *start_args(lab, server))
        wait_for(lambda state: len(state["trades"]) >= 1, lab)
        time.sleep(seconds * chance.uniform(0.1, 0.3))
        session.end(signal.SIGKILL)
        listed, = lab.run("live", "list", "--format", "json").json()
        cdl.equal(listed["state"], "left", "state after the kill")
        time.sleep(seconds * chance.uniform(0.02, 0.1))

        for fault in FAULTS:
            server.post("/control/fault", **fault)
        session = Session(lab, "live", "resume")
        time.sleep(seconds * chance.uniform(0.2, 0.4))
        session.end(signal.SIGKILL)
        server.post("/control/clear")
        session = Session(lab, "live", "resume", "test")
        before = len(shown(lab)["trades"])
        wait_for(lambda state: len(state["trades"]) > before
                 and all(s["state"] == "live" for s in state["status"]["symbols"]), lab)
        cdl.equal(session.end(signal.SIGINT), 0, "exit code of Ctrl+C")
        lab.run("live", "stop", "test")
    state, _ = check_end(lab, 3)
    cdl.equal([e["kind"] for e in state["log"]].count("resumed"), 3, "resumptions in the journal")
    assert any(trade["reconstructed"] for trade in state["trades"]), "none was reconstructed"


cdl.run_tests(("quiet", quiet), ("killed", killed))
