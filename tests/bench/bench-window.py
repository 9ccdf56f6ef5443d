#!/usr/bin/env python3
"""How long the window is deaf while sessions run on a busy market and a person moves about in them.

Seen from outside: a thread asks the window's main loop for something small, again and again, through
the accessibility bus. What it waits is the longest thing that the loop did meanwhile, a frame, say;
and what the main thread computed within that wait is the program's part of it, whatever else the
machine does. The exchange is simulated, on a screen that nobody sees.

    bench-window.py [--size SESSIONS] [--seconds N] [--speed FACTOR]"""

import argparse
import json
import os
import pathlib
import re
import signal
import sys
import threading
import time

TESTS = pathlib.Path(__file__).resolve().parent.parent
for folder in ("ui", "integration", "simulation"):
    sys.path.insert(0, str(TESTS / folder))

# pylint: disable=wrong-import-position
try:
    import cdl_exchange
    import cdl_laboratory as cdl
    import cdl_live
    from person import App
    from person.desktop import connect
except ImportError as problem:
    print(f"\nwindow: live\n  not measured: {problem}")
    sys.exit(0)

PAUSE_S = 0.003
FRAME_MS = 50
MOST = 50
SYMBOLS = ("BTCUSDT", "ETHUSDT", "SOLUSDT", "ADAUSDT", "PEPEUSDT", "DOGEUSDT")


def schedule(pid):
    """ns that the main thread computed, and that it waited for a processor."""
    text = pathlib.Path(f"/proc/{pid}/task/{pid}/schedstat").read_text(encoding="ascii")
    computed, waited, _ = text.split()
    return int(computed), int(waited)


def cpu_seconds(pid, thread=None):
    """Of the process, or of its threads of a name."""
    seconds = 0
    for task in pathlib.Path(f"/proc/{pid}/task").iterdir():
        if thread in (None, (task / "comm").read_text(encoding="ascii").strip()):
            seconds += int((task / "schedstat").read_text(encoding="ascii").split()[0]) / 1e9
    return seconds


class Asking(threading.Thread):
    """samples: (ms until the answer, ms of them that the main thread computed)."""

    def __init__(self, app):
        super().__init__(daemon=True)
        self.pid = app.process.pid
        self.root = app.root.at(*app.root.address)
        self.root.bus = connect(app.desktop.env["AT_SPI_BUS_ADDRESS"])
        self.samples = []
        self.over = threading.Event()

    def run(self):
        while not self.over.wait(PAUSE_S):
            before, start = schedule(self.pid)[0], time.monotonic()
            self.root.call("Accessible", "GetRole")
            wall = time.monotonic() - start
            self.samples.append((1e3 * wall, (schedule(self.pid)[0] - before) / 1e6))

    def end(self):
        self.over.set()
        self.join()


def print_row(what, *cells):
    print(f"  {what:52}{cells[0]:>16}{cells[1]:>14}{cells[2]:>14}{cells[3]:>16}", flush=True)


def print_samples(what, samples, bar=""):
    samples = sorted(samples)
    print_row(what, *(f"{samples[min(len(samples) - 1, int(len(samples) * share))]:.3g} ms"
                      for share in (0.5, 0.99, 1)), bar)


def leave_sessions(lab, server, count, speed):
    """Started by processes that leave them: the window takes up what it finds."""
    for i in range(count):
        name = f"session-{i + 1}"
        process = cdl_live.Session(lab, *cdl_live.start_args(lab, server, name=name,
                                                             symbols=SYMBOLS, speed=speed))
        try:
            cdl_live.wait_for(lambda state: state["status"], lab, name, 300)
        finally:
            process.end(signal.SIGINT)


def move_about(app, count, seconds):
    """A person who looks at one session after another, at tables and into the past."""
    end = time.monotonic() + seconds
    turn = 0
    while time.monotonic() < end:
        rows = app.find("list", "Sessions").find_all("list item")
        app.click(rows[turn % min(count, len(rows))])
        for tab in ("Closed trades", "Log", "Now"):
            found = app.root.find_all(("tab", "radio", "toggle button"))
            app.click(next(each for each in found if each.name.startswith(tab)))
        chart = next(iter(app.root.find_all("image", re.compile("USDT, 1m"))), None)
        for notches in (3, -3) if chart else ():
            app.wheel(chart, notches)
        turn += 1
    return turn


def measure(app, what, seconds, act):
    asking = Asking(app)
    pid = app.process.pid
    cpu, loop, live = cpu_seconds(pid), schedule(pid)[0] / 1e9, cpu_seconds(pid, "cdl-live")
    start = time.monotonic()
    asking.start()
    act(seconds)
    asking.end()
    wall = time.monotonic() - start
    cpu, loop, live = (cpu_seconds(pid) - cpu, schedule(pid)[0] / 1e9 - loop,
                       cpu_seconds(pid, "cdl-live") - live)
    print_samples(f"{what}: until it answers", [each[0] for each in asking.samples])
    print_samples(f"{what}: of that, computing", [each[1] for each in asking.samples],
                  f"< {FRAME_MS} ms")
    print_row(f"{what}: of a core", f"{100 * cpu / wall:.0f} %", f"{100 * loop / wall:.0f} % loop",
              f"{100 * live / wall:.0f} % live", "")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--size", type=int, default=10, help="sessions")
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--speed", type=float, default=60, help="of the exchange's clock")
    parser.add_argument("--only", default="")
    options = parser.parse_args()
    if options.only not in "live":
        return
    options.size = min(options.size, MOST)
    lab = cdl.Laboratory()
    print(f"\nwindow: live, {options.size} sessions on {len(SYMBOLS)} symbols each,"
          f" {options.speed:g} times as fast")
    with cdl_exchange.Exchange("--start", "2025-03-04T10:00", "--first-day", "2025-03-01",
                               "--speed", f"{options.speed:g}") as server:
        leave_sessions(lab, server, options.size, options.speed)
        env = {"CHANDELIER_EXCHANGE_URL": server.welcome["http"],
               "CHANDELIER_EXCHANGE_SPEED": f"{options.speed:g}"}
        with App([os.environ["CHANDELIER"], "--data", lab.data], env) as app:
            app.go_to("Live")
            app.wait_for(lambda: len(app.find("list", "Sessions").find_all("list item"))
                         >= options.size, "the sessions", 120)
            app.wait_for(lambda: app.shows("label", re.compile("^LIVE")), "fresh data", 300)
            print_row("", "median", "p99", "longest", "bar")
            measure(app, "looked at", options.seconds, time.sleep)
            measure(app, "used", options.seconds,
                    lambda seconds: move_about(app, options.size, seconds))
            app.picture("bench-window.png")
            state = json.loads(lab.run("live", "list", "--format", "json").out)
            print_row("sessions running", str(sum(each["state"] == "running" for each in state)),
                      "", "", str(options.size))


main()
