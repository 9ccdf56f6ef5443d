#!/usr/bin/env python3
"""Paper sessions against the simulated exchange, end to end: the program is killed twice in the
middle, the exchange misbehaves, and in the end the recording gives the same trades to the bit, and a
backtest over the klines of the archive the same ones, or a cause for each difference. See cdl_live.py
for how long and how fast."""

import pathlib
import random
import resource
import shutil
import signal
import sqlite3
import subprocess
import time

import cdl_live
from cdl_live import MINUTES, SEED, SPEED, SYMBOLS, Session, cdl, check_end, shown, wait_for

# What goes wrong now and then: nothing that cannot be mended by asking. Some of it at a time.
FAULTS = ({"name": "event-drop", "match": "kline", "chance": 0.1},
          {"name": "event-drop", "match": "aggTrade", "chance": 0.02},
          {"name": "event-duplicate", "chance": 0.05},
          {"name": "event-reorder", "chance": 0.05},
          {"name": "event-delay", "value": 2000, "chance": 0.05},
          {"name": "event-value", "chance": 0.01},
          {"name": "close-missing", "chance": 0.2},
          {"name": "close-late", "value": 30, "chance": 0.2},
          {"name": "json-truncated", "chance": 0.01},
          {"name": "http-status", "match": "aggTrades", "chance": 0.1},
          {"name": "http-truncate", "match": "/api/", "chance": 0.05},
          {"name": "stream-freeze", "chance": 0.3},
          {"name": "stream-shutdown", "value": 1, "chance": 0.5},
          {"name": "stream-reset", "skip": 1, "count": 1})


def completed(lab, *words):
    """What bash offers for the last word."""
    if not shutil.which("bash"):
        raise cdl.Skip("there is no bash")
    script = ('source data/completions/chandelier-cli.bash; COMP_WORDS=("$@"); COMP_LINE="$*";'
              ' COMP_CWORD=$(($# - 1)); _chandelier_cli; printf "%s\\n" "${COMPREPLY[@]}"')
    path = f"{pathlib.Path(cdl.CLI).parent}:{lab.env['PATH']}"
    return subprocess.run(["bash", "-c", script, "bash", "chandelier-cli", *words],
                          env=dict(lab.env, PATH=path), stdin=subprocess.DEVNULL,
                          capture_output=True, check=True).stdout.decode("utf-8").split()


def quiet():
    """Nothing goes wrong: the backtest makes the same trades."""
    lab = cdl.Laboratory()
    with cdl_live.exchange() as server:
        session = Session(lab, *cdl_live.start_args(lab, server))
        wait_for(lambda state: len(state["trades"]) >= 3 and state["status"], lab)
        status = shown(lab)["status"]
        cdl.equal([symbol["symbol"] for symbol in status["symbols"]], list(SYMBOLS), "symbols")
        time.sleep(MINUTES / 3 * 60 / SPEED)
        listed, = lab.run("live", "list", "--format", "json").json()
        cdl.equal(listed["state"], "running", "state")
        cdl.equal(completed(lab, "live", "show", listed["id"][:9]), [listed["id"][:13]],
                  "completion of a session's id")
        finished = lab.call("live", "resume", "test")
        cdl.equal(finished.code, 3, f"another process may not run it: {finished.err}")
        lab.run("live", "stop", "test")
        cdl.equal(session.end(0), 0, "exit code")
        asked = server.json("/control/state")["http_requests"]
        parity = lab.run("live", "parity", "test", "--download", "--format", "json").json()
        assert server.json("/control/state")["http_requests"] > asked, "nothing was downloaded"
        cdl.equal((parity["differences"], parity["data"], parity["klines_missing"]), ([], [], 0),
                  "differences from downloaded data")
        assert parity["prints"] > 0, "no prints were compared"
        server.post("/control/fault", name="klines-corrected")
        parity = lab.run("live", "parity", "test", "--download", "--format", "json").json()
        assert parity["klines_different"] > 0, "a corrected kline was not noticed"
        assert all(each["cause"] != "unknown" for each in parity["differences"]), parity
        cdl.equal({(each["source"], each["text"].split()[0]) for each in parity["data"]},
                  {("kline", "high")}, "what is different")
        said = lab.call("live", "parity", "test", "--download").out
        assert "kline: high " in said and "not what was told" in said, said
    state, parity = check_end(lab, 3)
    cdl.equal(parity["differences"], [], "differences")
    said = lab.run("live", "show", "test").out
    assert "It ended at " in said and "follows no market any more" in said, said
    assert " live " not in said and "the session has ended" in said, said
    assert state["stopped_at"] > state["created_at"], state
    finished = lab.call("live", "resume", "test")
    cdl.equal(finished.code, 2, f"a stopped one does not go on: {finished.err}")


def misbehave(server, chance, until, session):
    """Faults come and go until the instant of the machine's clock; the session lives through it."""
    while time.monotonic() < until:
        server.post("/control/clear")
        for fault in chance.sample(FAULTS, 5):
            server.post("/control/fault", **fault)
        time.sleep(max(0, min(until - time.monotonic(), chance.uniform(0.5, 1.5) * 1200 / SPEED)))
        assert session.process.poll() is None, "the session ended on its own"


def killed():
    """Killed twice, with things going wrong around the second time; ended by a process that has no
    feed."""
    lab = cdl.Laboratory()
    chance = random.Random(SEED)
    with cdl_live.exchange() as server:
        seconds = MINUTES * 60 / SPEED
        start = time.monotonic()
        session = Session(lab, *cdl_live.start_args(lab, server))
        wait_for(lambda state: len(state["trades"]) >= 1, lab)
        time.sleep(seconds * chance.uniform(0.1, 0.3))
        session.end(signal.SIGKILL)
        listed, = lab.run("live", "list", "--format", "json").json()
        cdl.equal(listed["state"], "left", "state after the kill")
        said = lab.run("live", "show", "test").out
        assert "entered at " in said and "{" not in said, said
        assert "left by its process" in said, said
        time.sleep(seconds * chance.uniform(0.02, 0.1))

        session = Session(lab, "live", "resume")
        misbehave(server, chance, start + seconds * chance.uniform(0.5, 0.7), session)
        session.end(signal.SIGKILL)
        session = Session(lab, "live", "resume", "test")
        misbehave(server, chance, start + seconds, session)
        server.post("/control/clear")
        before = len(shown(lab)["trades"])
        wait_for(lambda state: len(state["trades"]) > before and cdl_live.is_live(state), lab)
        cdl.equal(session.end(signal.SIGINT), 0, "exit code of Ctrl+C")
        lab.run("live", "stop", "test")
    state, _ = check_end(lab, 3)
    cdl.equal([e["kind"] for e in state["log"]].count("resumed"), 3, "resumptions in the journal")
    assert any(trade["reconstructed"] for trade in state["trades"]), "none was reconstructed"
    assert any(trade["trade"]["leverage"] > 1 for trade in state["trades"]), "none with leverage"


def stale():
    """The stream goes silent, and nothing can be asked: no trade until it is back, and the journal
    says why."""
    lab = cdl.Laboratory()
    with cdl_live.exchange() as server:
        session = Session(lab, *cdl_live.start_args(lab, server))
        wait_for(lambda state: len(state["trades"]) >= 1 and cdl_live.is_live(state), lab)
        for fault in ({"name": "stream-freeze"}, {"name": "http-status", "match": "/api/"}):
            server.post("/control/fault", **fault)
        frozen = server.json("/control/state")["now"]
        wait_for(lambda state: not any(s["state"] == "live" for s in state["status"]["symbols"]), lab)
        silent = len(shown(lab)["log"])
        time.sleep(5 * 60 / SPEED)
        between = shown(lab)["log"]
        server.post("/control/clear")
        wait_for(cdl_live.is_live, lab)
        lab.run("live", "stop", "test")
        cdl.equal(session.end(0), 0, "exit code")
    cdl.equal([e["kind"] for e in between[silent:] if e["kind"] in ("setup", "entry", "exit")], [],
              "decisions without data")
    state, _ = check_end(lab, 1)
    for symbol in SYMBOLS:
        first = next(e for e in state["log"] if e["kind"] == "state" and e["symbol"] == symbol
                     and e["time"] >= frozen and e["data"]["state"] != "live")
        seconds = (first["time"] - frozen) / 1000
        print(f"# {symbol} {first['data']['state']} after {seconds:.0f} s: "
              f"{first['data']['reason']}")
        assert seconds <= 60, first


def problems(lab):
    """What the process has complained of."""
    lines = (lab.folder / "live.log").read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line.startswith("chandelier-cli: session")]


def full_disk():
    """The store can write nothing for a while: that is said once, and nothing is lost."""
    lab = cdl.Laboratory()
    with cdl_live.exchange() as server:
        session = Session(lab, *cdl_live.start_args(lab, server))
        wait_for(lambda state: len(state["trades"]) >= 1, lab)
        process = session.process.pid
        _, most = resource.prlimit(process, resource.RLIMIT_FSIZE)
        resource.prlimit(process, resource.RLIMIT_FSIZE, (40_000, most))  # the log may grow
        cdl.wait_for("a complaint", lambda: problems(lab))
        before = len(shown(lab)["trades"])
        time.sleep(10 * 60 / SPEED)
        cdl.equal(len(shown(lab)["trades"]), before, "trades while the disk was full")
        assert len(problems(lab)) <= 2, problems(lab)  # journal, status
        resource.prlimit(process, resource.RLIMIT_FSIZE, (most, most))
        wait_for(lambda state: len(state["trades"]) > before + 1, lab)
        lab.run("live", "stop", "test")
        cdl.equal(session.end(0), 0, "exit code")
    check_end(lab, 3)


def damaged():
    """A recording that cannot be played: the session does not go on, and can be closed. One that is
    deleted ends by itself."""
    lab = cdl.Laboratory()
    with cdl_live.exchange() as server:
        session = Session(lab, *cdl_live.start_args(lab, server))
        state = wait_for(lambda state: len(state["trades"]) >= 1, lab)
        cdl.equal(session.end(signal.SIGINT), 0, "exit code of Ctrl+C")
        path = lab.data / "sessions" / state["id"] / "recording-000001.rec"
        recording = bytearray(path.read_bytes())
        recording[40] ^= 16
        path.write_bytes(recording)
        finished = lab.call("live", "resume", "test")
        assert finished.code != 0 and "recording-000001.rec" in finished.err, finished.err
        said = lab.run("live", "stop", "test").out
        assert "as failed" in said and "damaged" in said, said
        cdl.equal(shown(lab)["state"], "failed", "state")
        assert "could not go on" in lab.run("live", "show", "test").out

        session = Session(lab, *cdl_live.start_args(lab, server, name="gone"))
        wait_for(lambda state: len(state["trades"]) >= 1, lab, "gone")
        store = sqlite3.connect(lab.store, timeout=10)
        store.execute("PRAGMA foreign_keys = ON")
        store.execute("DELETE FROM session WHERE note = 'gone'")
        store.commit()
        store.close()
        cdl.equal(session.end(0), 0, "exit code")
        assert any("no session" in line for line in problems(lab)), problems(lab)


cdl.run_tests(("quiet", quiet), ("killed", killed), ("stale", stale),
              ("full disk", full_disk), ("damaged", damaged))
