#!/usr/bin/env python3
"""A download keeps to the limits that the exchange tells of, without ever being refused, and goes on
as soon as they allow; whatever happens to the machine's clock meanwhile."""

import array
import concurrent.futures
import os
import signal
import struct
import subprocess
import time

import cdl_exchange
import cdl_laboratory as cdl

NOON = 1_709_553_600_000  # 2024-03-04T12:00
SPAN = 25_000_000         # 25,000 seconds: as many pages of klines as thousands
WHAT = ["BTCUSDT", "--interval", "1s", "--from", "2024-03-04T05:00", "--to", "2024-03-04T11:56:40"]
DAY = 86_400
CLOCK = os.environ.get("CHANDELIER_SHIFTED_CLOCK")


def begin_in_time():
    """Early enough in a minute for what is to happen in one."""
    passed = time.time() % 60
    if passed > 20:
        time.sleep(60.5 - passed)


class Download:
    """One that is at work, on a machine whose clock can be put wrong."""

    def __init__(self, *limits):
        self.lab = cdl.Laboratory()
        self.exchange = cdl_exchange.Exchange("--start", "2024-03-04T12:00", "--speed", 0, *limits)
        self.clock = self.lab.folder / "clock"
        self.shift(0)
        shifted = {"LD_PRELOAD": CLOCK, "CHANDELIER_TEST_CLOCK": str(self.clock)} if CLOCK else {}
        self.process = subprocess.Popen(
            [cdl.CLI, "data", "download", *WHAT, "--exchange", self.exchange.welcome["http"]],
            env={**self.lab.env, **shifted}, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE)

    def __enter__(self):
        return self

    def __exit__(self, kind, *_):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        self.process.communicate(timeout=20)
        self.exchange.__exit__(kind)

    def shift(self, seconds):
        with open(self.clock, "r+b" if self.clock.exists() else "wb") as file:
            file.write(struct.pack("<q", seconds))

    def state(self):
        return self.exchange.json("/control/state")["spot"]

    def wait_until_quiet(self):
        """Until no request has come for two seconds."""
        before, since = -1, time.monotonic()
        while time.monotonic() - since < 2:
            requests = self.state()["requests"]
            if requests != before:
                before, since = requests, time.monotonic()
            assert self.process.poll() is None, "it ended before it had to wait"
            time.sleep(0.1)
        return before

    def check_end(self):
        out, err = self.process.communicate(timeout=150)
        cdl.equal(self.process.returncode, 0, f"exit code ({err})")
        state = self.state()
        cdl.equal((state["refused"], state["violations"]), (0, 0), "refused, violations")
        folder = self.lab.data / "klines" / "spot" / "BTCUSDT" / "1s"
        for name, cell in (("open_time", 0), ("close", 4)):
            wanted = []
            for start in range(NOON - SPAN - 200_000, NOON - 200_000, 1_000_000):
                wanted += self.exchange.json(
                    "/control/truth/api/v3/klines?symbol=BTCUSDT&interval=1s&limit=1000"
                    f"&startTime={start}&endTime={start + 999_999}")
            kind = "q" if name == "open_time" else "d"
            column = array.array(kind, [row[0] if cell == 0 else float(row[cell]) for row in wanted])
            cdl.equal((folder / f"{name}.npy").read_bytes()[128:], column.tobytes(), name)


def weight(*shifts):
    """More than a minute's weight: the rest comes in the next one, at once. shifts: what becomes of
    the machine's clock while it waits, and when it goes on."""
    def test():
        if shifts and not CLOCK:
            raise cdl.Skip("the clock cannot be put wrong here")
        begin_in_time()
        with Download("--weight-limit", 60) as download:
            download.wait_until_quiet()
            assert 20 < download.state()["used"] <= 48, download.state()
            waited = time.time()
            for seconds in shifts:
                download.shift(seconds)
                time.sleep(0.5)
            download.check_end()
            took = time.time() - waited
            print(f"# {shifts}: went on and ended after {took:.1f} s")
            assert took < 75, f"{took} s, where a minute was to be waited for"
    return test


def requests():
    """So many requests in five minutes, whatever they weigh."""
    with Download("--request-limit", 20) as download:
        asked = download.wait_until_quiet()
        state = download.state()
        assert 10 <= asked <= 32, asked  # the five minutes may have turned
        cdl.equal((state["refused"], state["violations"]), (0, 0), "refused, violations")


def remembered():
    """What was told is known to the next download, for which nothing is asked; another address is
    asked anew."""
    lab = cdl.Laboratory()
    what = ["BTCUSDT", "--interval", "1h", "--from", "2024-03-01"]

    def asks(exchange):
        before = exchange.json("/control/state")["spot"]["used"]
        lab.run("data", "download", *what, "--exchange", exchange.welcome["http"])
        return exchange.json("/control/state")["spot"]["used"] - before

    begin_in_time()
    with cdl_exchange.Exchange("--start", "2024-03-04T12:00", "--speed", 0) as exchange:
        assert asks(exchange) >= 20
        assert asks(exchange) < 20
    with cdl_exchange.Exchange("--start", "2024-03-04T12:00", "--speed", 0) as exchange:
        assert asks(exchange) >= 20


# They wait for the same minute.
CASES = [("weight", weight()), ("clock put forward", weight(DAY)),
         ("clock put back", weight(-DAY)), ("clock put to and fro", weight(3600, -3600, 0)),
         ("requests", requests), ("remembered", remembered)]
with concurrent.futures.ThreadPoolExecutor(len(CASES)) as pool:
    futures = [(name, pool.submit(test)) for name, test in CASES]
    cdl.run_tests(*((name, future.result) for name, future in futures))
