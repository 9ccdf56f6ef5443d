"""What the tests of live sessions share: a simulated exchange, the process that runs sessions, and
what must be true of every session in the end.

CHANDELIER_LIVE_MINUTES: of the exchange's clock (30; a day has 1440). CHANDELIER_LIVE_SPEED: of that
clock (120). CHANDELIER_LIVE_SEED repeats the market and the instants of another run.
CHANDELIER_LIVE_MARKET: spot or um, where a test does not say itself."""

import json
import os
import pathlib
import subprocess
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "integration"))

# pylint: disable=wrong-import-position
import cdl_exchange
import cdl_laboratory as cdl
from cdl_patience import PATIENCE

MINUTES = float(os.environ.get("CHANDELIER_LIVE_MINUTES", "30"))
SPEED = float(os.environ.get("CHANDELIER_LIVE_SPEED", "120"))
SEED = int(os.environ.get("CHANDELIER_LIVE_SEED", "1"))
MARKET = os.environ.get("CHANDELIER_LIVE_MARKET", "spot")
SYMBOLS = ("BTCUSDT", "ETHUSDT")

# Trades at nearly every close, with levels that are reached within minutes, and somewhat more than
# the capital: a stop loses a thousandth of it.
OFTEN = {
    "format": 1, "name": "Often", "interval": "1m",
    "let": {"fast": "sma(close, 3)", "slow": "sma(close, 8)"},
    "setups": [
        {"name": "up", "side": "long", "when": "fast > slow", "entry": {"type": "market"},
         "stop_loss": "entry * 0.9992", "take_profit": "entry * 1.0008"},
        {"name": "dip", "side": "long", "when": "fast < slow", "expires": 3,
         "entry": {"type": "limit", "price": "low"},
         "stop_loss": "entry * 0.9992", "take_profit": "entry * 1.0008"},
    ],
    "money": {"mode": "risk", "risk": 0.1, "max_leverage": 5},
}


class Session:
    """A process that runs sessions; its output goes to a file."""

    def __init__(self, lab, *args):
        self.log = open(lab.folder / "live.log", "ab")
        # Signals that Python ignores stay so: a file that may not grow is an error, and not the end.
        self.process = subprocess.Popen([cdl.CLI, *map(str, args)], env=lab.env,
                                        stdin=subprocess.DEVNULL, stdout=self.log,
                                        stderr=self.log, restore_signals=False)

    def end(self, how):
        if self.process.poll() is None:
            self.process.send_signal(how)
        code = self.process.wait(timeout=60 * PATIENCE)
        self.log.close()
        return code


def exchange(*args, start="2025-03-04T12:00:10", symbols=SYMBOLS, speed=SPEED):
    print(f"# seed {SEED}, from {start}, {speed:g} times as fast")
    return cdl_exchange.Exchange("--seed", SEED, "--start", start, "--speed", speed,
                                 *[word for name in symbols for word in ("--symbol", name)], *args)


def start_args(lab, server, *more, strategy=None, name="test", symbols=SYMBOLS, speed=SPEED):
    """Words that start a session. strategy: of OFTEN's members, or a stored run's id."""
    if not isinstance(strategy, str):
        path = lab.folder / f"{name}.json"
        path.write_text(json.dumps({**OFTEN, **(strategy or {})}), encoding="utf-8")
        strategy = path
        more = ["--maker", 0, "--taker", 0, *more]
        if "--market" not in more:
            more = ["--market", MARKET, *more]
    return ["live", "start", strategy, *[word for each in symbols for word in ("--symbol", each)],
            "--exchange", server.welcome["http"], "--exchange-speed", speed, "--name", name, *more]


def shown(lab, name="test"):
    return lab.run("live", "show", name, "--format", "json").json()


def wait_for(what, lab, name="test", seconds=60):
    """Until the session's state answers; the last state."""
    end = time.monotonic() + seconds * PATIENCE
    while time.monotonic() < end:
        finished = lab.call("live", "show", name, "--format", "json")
        if finished.code == 0 and what(finished.json()):
            return finished.json()
        time.sleep(0.2)
    raise AssertionError(f"not in {seconds} s: {finished.out[-3000:]} {finished.err}\n"
                         + (lab.folder / "live.log").read_text(encoding="utf-8")[-3000:])


def is_live(state):
    return state["status"] and all(each["state"] == "live" for each in state["status"]["symbols"])


def check_states(log):
    """Whatever was decided while the data was not live is marked as reconstructed, and the journal
    said before why the data was not."""
    states = {}
    for event in log:
        data = event["data"]
        if event["kind"] == "state":
            assert data["state"] == "live" or data["reason"], f"no reason: {event}"
            states[event["symbol"]] = data["state"]
        elif event["kind"] in ("entry", "exit") and not data["reconstructed"]:
            final = data["trade"]["exit_reason"] == "end"
            assert final or states.get(event["symbol"]) == "live", \
                f"traded while {states.get(event['symbol'])}: {event}"


def check_results(lab, state, name):
    """What the session has forgotten is in its statistics; no data comes to it any more."""
    for symbol in state["status"]["symbols"]:
        trades = [each["trade"] for each in state["trades"]
                  if each["trade"]["symbol"] == symbol["symbol"]]
        statistics = symbol["statistics"]
        cdl.equal((symbol["state"], symbol["open"], symbol["trades"], statistics["trades"]),
                  ("offline", [], len(trades), len(trades)), "a stopped symbol")
        assert abs(statistics["net"] - sum(trade["pnl"] for trade in trades)) < 1e-6, statistics
        assert abs(statistics["final"] - symbol["balance"]) < 1e-6, statistics
    said = lab.run("live", "show", name).out
    assert "Results" in said and "stopped" in said and "live" not in said.split("Results")[0], said


def check_end(lab, least, name="test"):
    """Stopped: the journal is whole, the recording gives the same, differences have causes."""
    state = shown(lab, name)
    cdl.equal(state["state"], "stopped", "state")
    cdl.equal([event["seq"] for event in state["log"]], list(range(1, len(state["log"]) + 1)),
              "numbers of the journal")
    cdl.equal([event for event in state["log"] if event["kind"] == "mismatch"], [], "mismatches")
    check_states(state["log"])
    trades = state["trades"]
    assert len(trades) >= least, len(trades)
    assert all(trade["trade"]["exit_time"] is not None for trade in trades), "an open trade"
    kinds = [event["kind"] for event in state["log"]]
    cdl.equal((kinds.count("entry"), kinds.count("exit")), (len(trades), len(trades)),
              "entries and exits of the journal")
    finished = lab.call("live", "parity", name, "--format", "json")
    parity = finished.json()
    cdl.equal(finished.code, 0, f"exit code of parity: {finished.out}")
    cdl.equal(parity["recorded"], parity["replayed"], "fingerprints")
    cdl.equal(parity["trades"], len(trades), "trades that parity knows")
    check_results(lab, state, name)
    print(f"# {name}: {len(trades)} trades, {sum(t['reconstructed'] for t in trades)} reconstructed,"
          f" {len(parity['differences'])} differences, {parity['klines']} klines compared")
    return state, parity
