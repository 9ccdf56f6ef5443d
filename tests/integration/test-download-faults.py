#!/usr/bin/env python3
"""Downloads from an exchange that misbehaves: each fault ends in the truth, to the byte, or in a
clear sentence with nothing wrong stored and all of it still to be had. Nobody asks during a pause."""

import array
import concurrent.futures
import email.utils
import http.server
import json
import resource
import shutil
import signal
import ssl
import subprocess
import threading
import time

import cdl_exchange
import cdl_laboratory as cdl

NOON = 1_709_553_600_000  # 2024-03-04T12:00
HOUR = 3_600_000
HOURS = ["BTCUSDT", "--interval", "1h", "--from", "2024-02-01"]
FILES = ["BTCUSDT", "--interval", "5m", "--from", "2024-01-20", "--to", "2024-02-03"]
COLUMNS = {"open": 1, "high": 2, "low": 3, "close": 4, "volume": 5, "quote_volume": 7, "trades": 8,
           "taker_buy_base": 9, "taker_buy_quote": 10}


class Case:
    """An exchange with a fault, and a user who downloads from it."""

    def __init__(self, what, **fault):
        self.what = what
        self.fault = fault
        self.lab = cdl.Laboratory()

    def truth(self):
        interval = self.what[2]
        start = 1_706_745_600_000 if interval == "1h" else 1_705_708_800_000
        end = NOON if interval == "1h" else 1_706_918_400_000
        rows = []
        while start < end:
            page = self.exchange.json(f"/control/truth/api/v3/klines?symbol=BTCUSDT&interval={interval}"
                                      f"&startTime={start}&endTime={end - 1}&limit=1000")
            if not page:
                break
            rows += page
            start = page[-1][0] + 1
        return rows

    def check_truth(self):
        folder = self.lab.data / "klines" / "spot" / "BTCUSDT" / self.what[2]
        rows = self.truth()
        for name, cell in {"open_time": 0, **COLUMNS}.items():
            kind = "q" if name == "open_time" else "d"
            wanted = array.array(kind, [row[0] if cell == 0 else float(row[cell]) for row in rows])
            got = (folder / f"{name}.npy").read_bytes()[128:]
            assert got == wanted.tobytes(), f"{name}: {len(got) // 8} rows for {len(wanted)}"

    def call(self, *args, **options):
        return self.lab.call("data", "download", *args, "--exchange", self.exchange.welcome["http"],
                             "--format", "json", **options)

    def state(self):
        return self.exchange.json("/control/state")

    def requests(self):
        """All but those of the test itself."""
        return self.state()["http_requests"]

    def __enter__(self):
        self.exchange = cdl_exchange.Exchange("--seed", 11, "--start", "2024-03-04T12:00:10",
                                              "--speed", 0)
        self.exchange.__enter__()
        if self.fault:
            self.exchange.post("/control/fault", **self.fault)
        return self

    def __exit__(self, kind, value, trace):
        if kind is None:
            cdl.equal(self.state()["spot"]["violations"], 0, "requests during a pause")
            left = list((self.lab.data / "download").rglob("*.part"))
            cdl.equal(left, [], "files on their way")
        self.exchange.__exit__(kind, value, trace)


def recovers(what, note=None, **fault):
    """In the end all is well; note: what is said of a file that was no good."""
    with Case(what, **fault) as case:
        finished = case.call(*what)
        cdl.equal(finished.code, 0, f"exit code ({finished.err})")
        notes = " ".join(finished.json()["downloads"][0]["notes"])
        assert (note in notes) if note else not notes, notes
        case.check_truth()
        if note and "kept in" in notes:
            assert list((case.lab.data / "quarantine").iterdir()), "nothing is in quarantine"


def fails(what, words, code=1, requests=12, **fault):
    """It ends with a sentence, after few requests; once the fault is over, the queue goes on."""
    with Case(what, **fault) as case:
        finished = case.call(*what)
        cdl.equal(finished.code, code, f"exit code ({finished.err})")
        assert words in finished.err and len(finished.err.splitlines()) == 1, finished.err
        assert case.requests() <= requests, case.state()
        cdl.equal(list((case.lab.data / "klines").rglob("*.npy")), [], "what was stored")
        case.exchange.post("/control/clear")
        if json.loads((case.lab.data / "downloads.json").read_text())["pauses"]:
            before = case.requests()
            cdl.equal(case.call().code, code, "exit code while the pause lasts")
            cdl.equal(case.requests(), before, "requests in the pause")
            return
        if not json.loads((case.lab.data / "downloads.json").read_text())["downloads"]:
            return
        finished = case.call()
        cdl.equal(finished.code, 0, f"exit code afterwards ({finished.err})")
        case.check_truth()


def banned():
    """A ban of two minutes is waited for, not tested; Ctrl+C does not forget it."""
    with Case(HOURS, name="http-status", value=418, text="120", match="klines", count=1) as case:
        for _ in range(2):
            process = case.lab.start("data", "download", *HOURS, "--exchange",
                                     case.exchange.welcome["http"])
            time.sleep(2)
            assert process.poll() is None, "did not wait"
            process.send_signal(signal.SIGINT)
            process.communicate(timeout=10)
            cdl.equal(process.returncode, 4, "exit code")
        cdl.equal([path for path in (case.lab.data / "klines").rglob("*.npy")], [], "stored")


def heavy():
    """Others use up the weight of the minute: the rest waits for the next one."""
    with Case(HOURS, name="http-weight", text="5990") as case:
        process = case.lab.start("data", "download", *HOURS, "ETHUSDT", "SOLUSDT", "--exchange",
                                 case.exchange.welcome["http"])
        # At the turn of a minute one more is asked.
        time.sleep(4)
        requests = case.requests()
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=10)
        assert requests <= 6, f"{requests} requests of a used-up minute"


def halted():
    """A halt is a hole that the exchange has, too: noted, shown apart, and not asked for again."""
    with Case(FILES) as case:
        case.exchange.post("/control/halt", **{"from": 1_706_094_000_000, "to": 1_706_104_800_000})
        finished = case.call(*FILES)
        cdl.equal(finished.code, 0, f"exit code ({finished.err})")
        cdl.equal(finished.json()["downloads"][0]["absent"], 36, "absent klines")
        case.check_truth()
        entry = case.lab.run("data", "list", "--format", "json").json()["klines"][0]
        cdl.equal((entry["missing"], entry["absent"], entry["stale"]), (36, 36, True), "list")
        before = case.requests()
        cdl.equal(case.call(*FILES).code, 0, "exit code of the second time")
        assert case.requests() - before <= 3, "the hole was asked for again"


def gone():
    """Nobody listens there."""
    lab = cdl.Laboratory()
    started = time.monotonic()
    finished = lab.call("data", "download", *HOURS, "--exchange", "http://127.0.0.1:1")
    cdl.check_message(finished, "127.0.0.1:1")
    assert time.monotonic() - started < 100, "took too long"


def untrusted():
    """Somebody in between with a certificate of his own: refused at once, and nothing is asked."""
    lab = cdl.Laboratory()
    key, certificate = lab.folder / "key.pem", lab.folder / "certificate.pem"
    if shutil.which("openssl") is None:
        raise cdl.Skip("openssl makes the certificate")
    subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj",
                    "/CN=127.0.0.1", "-keyout", key, "-out", certificate], check=True,
                   stderr=subprocess.DEVNULL)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    asked = []

    class Handler(http.server.BaseHTTPRequestHandler):
        """Answers nobody."""

        def do_GET(self):  # pylint: disable=invalid-name
            """Too late."""
            asked.append(self.path)

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.socket = context.wrap_socket(server.socket, server_side=True)
        server.handle_error = lambda *_: None
        threading.Thread(target=server.serve_forever, daemon=True).start()
        started = time.monotonic()
        finished = lab.call("data", "download", *HOURS, "--exchange",
                            f"https://127.0.0.1:{server.server_port}")
        server.shutdown()
    cdl.check_message(finished, "certificate")
    cdl.equal(asked, [], "requests")
    assert time.monotonic() - started < 15, "it was tried again and again"


def full_disk():
    """Files cannot grow beyond a few klines: it says so, and what is stored stays whole."""
    with Case(FILES) as case:
        def limit():
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))

        for what in (FILES, HOURS):
            failed = subprocess.run([cdl.CLI, "data", "download", *what, "--exchange",
                                     case.exchange.welcome["http"]], env=case.lab.env, check=False,
                                    preexec_fn=limit, capture_output=True, timeout=60)
            if what == FILES:
                cdl.equal(failed.returncode, 1, "exit code")
                assert b"cannot" in failed.stderr or b"disk" in failed.stderr, failed.stderr
        cdl.equal(case.call(*FILES).code, 0, "exit code with room")
        case.check_truth()
        for entry in case.lab.run("data", "check", "--format", "json").json():
            assert entry["sound"], entry


DATE = email.utils.formatdate(time.time() + 8, usegmt=True)
KLINES = {"match": "/klines?", "count": 1}
ZIP = {"match": "monthly"}
CASES = [
    ("blackhole", recovers, HOURS, dict(name="http-blackhole", **KLINES)),
    ("stall", recovers, HOURS, dict(name="http-stall", **KLINES)),
    ("slow", recovers, HOURS, dict(name="http-slow", **KLINES)),
    ("storm", recovers, HOURS, dict(name="http-status", value=503, match="/klines?", count=4)),
    ("bad-gateway", recovers, HOURS, dict(name="http-status", value=502, match="", count=2)),
    ("always-500", fails, HOURS, dict(words="HTTP 500", name="http-status", value=500,
                                      match="/klines?")),
    ("too-many", recovers, HOURS, dict(name="http-status", value=429, text="2", **KLINES)),
    ("too-many-0", recovers, HOURS, dict(name="http-status", value=429, text="0", **KLINES)),
    ("too-many-date", recovers, HOURS, dict(name="http-status", value=429, text=DATE, **KLINES)),
    ("too-many-absurd", fails, HOURS, dict(words="left alone until", code=3, name="http-status",
                                           value=429, text="99999", **KLINES)),
    ("forbidden", fails, HOURS, dict(words="lets nobody in", requests=4, name="http-status",
                                     value=403, match="/api/")),
    ("restricted", fails, HOURS, dict(words="restricted region", requests=4, name="http-status",
                                      value=451, match="/api/")),
    ("redirect", fails, HOURS, dict(words="HTTP 302", requests=4, name="http-redirect",
                                    match="/klines?")),
    ("delay", recovers, HOURS, dict(name="http-delay", value=1500, match="")),
    ("reset", recovers, HOURS, dict(name="http-reset", match="/klines?", count=2)),
    ("truncated", recovers, HOURS, dict(name="http-truncate", **KLINES)),
    ("truncated-open", recovers, HOURS, dict(name="http-truncate-open", **KLINES)),
    ("chunk-cut", recovers, HOURS, dict(name="http-chunk-cut", **KLINES)),
    ("bad-gzip", recovers, HOURS, dict(name="http-bad-gzip", **KLINES)),
    ("gzip-bomb", recovers, HOURS, dict(name="http-gzip-bomb", **KLINES)),
    ("error-in-200", recovers, HOURS, dict(name="http-body", **KLINES)),
    ("html-in-200", recovers, HOURS, dict(name="http-html", **KLINES)),
    ("always-html", fails, HOURS, dict(words="not JSON", name="http-html", match="/klines?")),
    ("weight-garbage", recovers, HOURS, dict(name="http-weight", text="x")),
    ("weight-none", recovers, HOURS, dict(name="http-weight", text="-")),
    ("empty", recovers, HOURS, dict(name="klines-empty", skip=1, **KLINES)),
    ("always-empty", fails, HOURS, dict(words="has no klines", name="klines-empty")),
    ("stale", recovers, HOURS, dict(name="klines-stale", skip=1, value=999, **KLINES)),
    ("missing", recovers, HOURS, dict(name="klines-missing", skip=1, **KLINES)),
    ("duplicate", recovers, HOURS, dict(name="klines-duplicate", skip=1, **KLINES)),
    ("descending", recovers, HOURS, dict(name="klines-descending", skip=1, **KLINES)),
    ("before", recovers, HOURS, dict(name="klines-before")),
    ("extra", recovers, HOURS, dict(name="klines-extra")),
    ("nan", recovers, HOURS, dict(name="klines-value", skip=1, **KLINES)),
    ("negative", recovers, HOURS, dict(name="klines-value", text="-1", value=5, **KLINES)),
    ("always-nan", fails, HOURS, dict(words="row", name="klines-value")),
    ("numbers", recovers, HOURS, dict(name="klines-numbers", **KLINES)),
    ("micro", recovers, HOURS, dict(name="klines-micro", **KLINES)),
    ("always-micro", fails, HOURS, dict(words="row", name="klines-micro")),
    ("skew", recovers, HOURS, dict(name="time-skew", value=5000)),
    ("bulk-missing", recovers, FILES, dict(name="bulk-missing", **ZIP)),
    ("checksum-once", recovers, FILES, dict(name="checksum-wrong", count=1, **ZIP)),
    ("checksum-wrong", recovers, FILES, dict(note="does not match", name="checksum-wrong", **ZIP)),
    ("checksum-missing", recovers, FILES, dict(name="checksum-missing", **ZIP)),
    ("zip-truncated", recovers, FILES, dict(note="kept in", name="zip-truncated", **ZIP)),
    ("zip-damaged", recovers, FILES, dict(note="kept in", name="zip-damaged", **ZIP)),
    ("zip-bomb", recovers, FILES, dict(note="kept in", name="zip-bomb", **ZIP)),
    ("zip-path", recovers, FILES, dict(note="kept in", name="zip-path", **ZIP)),
    ("zip-two", recovers, FILES, dict(note="kept in", name="zip-two", **ZIP)),
    ("zip-empty", recovers, FILES, dict(note="kept in", name="zip-empty", **ZIP)),
    ("zip-64", recovers, FILES, dict(name="zip-64", **ZIP)),
    ("zip-encrypted", recovers, FILES, dict(note="kept in", name="zip-encrypted", **ZIP)),
    ("csv-header", recovers, FILES, dict(name="csv-header", **ZIP)),
    ("csv-units", recovers, FILES, dict(name="csv-units", **ZIP)),
    ("csv-crlf", recovers, FILES, dict(name="csv-crlf", **ZIP)),
    ("csv-unsorted", recovers, FILES, dict(note="kept in", name="csv-unsorted", **ZIP)),
    ("csv-value", recovers, FILES, dict(note="kept in", name="csv-value", **ZIP)),
    ("banned", banned, None, {}),
    ("heavy", heavy, None, {}),
    ("halted", halted, None, {}),
    ("gone", gone, None, {}),
    ("untrusted", untrusted, None, {}),
    ("full-disk", full_disk, None, {}),
]

# Most of them wait: many at a time.
with concurrent.futures.ThreadPoolExecutor(8) as pool:
    futures = [(name, pool.submit(function, *([what] if what else []), **options))
               for name, function, what, options in CASES]
    cdl.run_tests(*((name, future.result) for name, future in futures))
