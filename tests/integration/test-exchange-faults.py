#!/usr/bin/env python3
"""Every fault of the simulated exchange does what its name says, and nothing when it is cleared."""

import hashlib
import http.client
import io
import json
import socket
import time
import zipfile

import cdl_exchange
import cdl_laboratory as cdl

MINUTE = 60_000
NOON = 1_740_830_400_000  # 2025-03-01T12:00
DAILY = "/data/spot/daily/klines/ADAUSDT/1h/ADAUSDT-1h-2025-02-28.zip"
KLINES = dict(symbol="BTCUSDT", interval="1m", limit=5)
PATH = "/api/v3/klines"


def start(*args):
    return cdl_exchange.Exchange("--seed", 7, "--start", "2025-03-01T12:00", "--speed", 0, *args)


def fault(exchange, name, **members):
    return exchange.post("/control/fault", name=name, **members)["id"]


def clear(exchange):
    return exchange.post("/control/clear")["removed"]


def truth(exchange, path=PATH, **query):
    return exchange.json("/control/truth" + path, **(query or KLINES))


def broken(exchange, path=PATH):
    """What a strict client says of the answer."""
    try:
        exchange.get(path, **KLINES).json()
    except (http.client.HTTPException, OSError, ValueError) as problem:
        return type(problem).__name__
    raise AssertionError("nothing was wrong")


def http_faults():
    with start() as exchange:
        good = truth(exchange)
        for name, wanted in (("http-reset", "ConnectionResetError"),
                             ("http-truncate", "IncompleteRead"),
                             ("http-truncate-open", "JSONDecodeError"),
                             ("http-chunk-cut", "IncompleteRead"),
                             ("http-html", "JSONDecodeError")):
            fault(exchange, name, count=1)
            said = broken(exchange)
            assert said == wanted or (name == "http-reset" and "Remote" in said), (name, said)
            cdl.equal(exchange.json(PATH, **KLINES), good, f"after {name}")
        for status in (403, 418, 429, 451, 500, 502, 503):
            fault(exchange, "http-status", value=status, count=1)
            answer = exchange.get(PATH, **KLINES)
            cdl.equal(answer.status, status, "status")
            cdl.equal("retry-after" in answer.headers, status in (418, 429), "Retry-After")
        fault(exchange, "http-status", value=429, text="99999", count=1)
        cdl.equal(exchange.get(PATH, **KLINES).headers["retry-after"], "99999", "Retry-After")
        fault(exchange, "http-redirect", count=1)
        cdl.equal(exchange.get(PATH, **KLINES).status, 302, "redirect")
        fault(exchange, "http-body", count=1)
        cdl.equal(exchange.json(PATH, **KLINES)["code"], -1003, "body")
        fault(exchange, "http-weight", count=1)
        cdl.equal(exchange.get(PATH, **KLINES).headers["x-mbx-used-weight-1m"], "5990", "weight")
        fault(exchange, "http-gzip-bomb", value=2, count=1)
        answer = exchange.get(PATH, **KLINES)
        cdl.equal(answer.headers["content-encoding"], "gzip", "encoding")
        assert len(answer.body) < 10_000, len(answer.body)
        fault(exchange, "http-delay", value=300, count=1)
        began = time.monotonic()
        cdl.equal(exchange.json(PATH, **KLINES), good, "after a delay")
        assert time.monotonic() - began > 0.29
        fault(exchange, "http-slow", value=4000, count=1)
        began = time.monotonic()
        cdl.equal(exchange.json(PATH, **KLINES), good, "slowly")
        assert time.monotonic() - began > 0.1
        for name in ("http-blackhole", "http-stall"):
            fault(exchange, name, match="fapi", count=1)
            connection = http.client.HTTPConnection(exchange.address.hostname,
                                                    exchange.address.port, timeout=0.3)
            try:
                connection.request("GET", "/fapi/v1/time")
                connection.getresponse().read()
                raise AssertionError(f"{name} answered")
            except socket.timeout:
                pass
            connection.close()
        cdl.equal(exchange.json(PATH, **KLINES), good, "at the end")
        assert clear(exchange) > 10
        cdl.equal(exchange.json("/control/state")["faults"], [], "faults")


def kline_faults():
    with start() as exchange:
        good = truth(exchange)

        def one(name, **members):
            identity = fault(exchange, name, **members)
            rows = exchange.json(PATH, **KLINES)
            exchange.post("/control/clear", id=identity)
            cdl.equal(exchange.json(PATH, **KLINES), good, f"after {name}")
            return rows

        cdl.equal(one("klines-empty"), [], "empty")
        cdl.equal(one("klines-descending"), good[::-1], "descending")
        stale = one("klines-stale", value=16)
        cdl.equal(stale[-1][0], good[-1][0] - 16 * 60 * MINUTE, "stale")
        cdl.equal(len(one("klines-missing")), 4, "missing")
        cdl.equal(one("klines-missing", text=str(good[2][0])), good[:2] + good[3:], "missing one")
        rows = one("klines-corrected", text=str(good[1][0]), value=5)
        assert rows[1] != good[1] and rows[:1] + rows[2:] == good[:1] + good[2:], rows
        rows = one("klines-duplicate")
        assert len(rows) == 6 and len({row[0] for row in rows}) == 5, rows
        rows = one("klines-before")
        cdl.equal(rows[1:], good, "with one before")
        cdl.equal(len(one("klines-extra")), 6, "one more")
        for text in ("NaN", "-1", "1e309", "1,5", ""):
            rows = one("klines-value", text=text)
            different, = [row for row, right in zip(rows, good) if row != right]
            cdl.equal(different[2], text, "value")
        rows = one("klines-numbers")
        cdl.equal([float(cell) for cell in rows[0]], [float(cell) for cell in good[0]], "numbers")
        assert isinstance(rows[0][1], float), rows[0]
        cdl.equal(one("klines-micro")[0][0], good[0][0] * 1000, "us")

        fault(exchange, "symbol-status", match="ETHUSDT", text="HALT")
        fault(exchange, "symbol-gone", match="BTCUSDT")
        states = {s["symbol"]: s["status"]
                  for s in exchange.json("/fapi/v1/exchangeInfo")["symbols"]}
        cdl.equal((states["ETHUSDT"], states["ADAUSDT"], "BTCUSDT" in states),
                  ("HALT", "TRADING", False), "states")
        cdl.equal(exchange.get(PATH, **KLINES).json()["code"], -1121, "delisted")
        cdl.equal(truth(exchange), good, "truth")
        clear(exchange)
        cdl.equal(exchange.json(PATH, **KLINES), good, "listed again")

        now = exchange.json("/control/state")["now"]
        fault(exchange, "time-skew", value=-3000)
        cdl.equal(exchange.json("/api/v3/time")["serverTime"], now - 3000, "skew")


def bulk_faults():
    with start() as exchange:
        good = exchange.get("/control/truth" + DAILY).body

        def struck(name, **members):
            fault(exchange, name, **members)
            body = exchange.get(DAILY).body
            said = exchange.get(DAILY + ".CHECKSUM").body.decode("ascii")
            clear(exchange)
            cdl.equal(exchange.get(DAILY).body, good, f"after {name}")
            return body, said.split()[0] == hashlib.sha256(body).hexdigest()

        def lines(body):
            with zipfile.ZipFile(io.BytesIO(body)) as archive:
                return archive.read(archive.namelist()[0]).decode("ascii").split("\n")

        right = lines(good)
        body, fits = struck("checksum-wrong")
        assert body == good and not fits
        body, fits = struck("zip-truncated")
        cdl.equal((body, fits), (good[:len(good) // 2], True), "truncated")
        body, fits = struck("zip-damaged")
        assert fits and len(body) == len(good) and body != good
        for name in ("bulk-missing", "checksum-missing"):
            fault(exchange, name)
            cdl.equal(exchange.get(DAILY + ".CHECKSUM").status, 404, name)
            cdl.equal(exchange.get(DAILY).status, 404 if name == "bulk-missing" else 200, name)
            clear(exchange)
        body, fits = struck("zip-bomb", value=8)
        assert fits and len(body) < 200_000, len(body)
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            cdl.equal(archive.infolist()[0].file_size, 8 << 20, "bomb")
        with zipfile.ZipFile(io.BytesIO(struck("zip-path")[0])) as archive:
            assert archive.namelist()[0].startswith("../../"), archive.namelist()
        with zipfile.ZipFile(io.BytesIO(struck("zip-two")[0])) as archive:
            cdl.equal(len(archive.namelist()), 2, "members")
        with zipfile.ZipFile(io.BytesIO(struck("zip-encrypted")[0])) as archive:
            assert archive.infolist()[0].flag_bits & 1
        cdl.equal(lines(struck("zip-empty")[0]), [""], "empty")
        assert lines(struck("csv-header")[0])[0].startswith("open_time,")
        cdl.equal(lines(struck("csv-crlf")[0]), [line + "\r" for line in right[:-1]] + [""], "CRLF")
        mixed = lines(struck("csv-units")[0])
        cdl.equal((len(mixed[0].split(",")[0]), len(mixed[-2].split(",")[0])), (16, 13), "units")
        unsorted = lines(struck("csv-unsorted")[0])
        assert unsorted != right and sorted(unsorted) == sorted(right)
        changed = lines(struck("csv-value", text="-5", value=4)[0])
        different, = [line for line, wanted in zip(changed, right) if line != wanted]
        cdl.equal(different.split(",")[4], "-5", "value")


def settle(exchange, ms=4 * MINUTE):
    exchange.post("/control/clock", advance=ms)


def events(exchange, name="btcusdt@kline_1m", n=None, **members):
    """Messages of four minutes as (first byte, payload), with the fault in force."""
    if n:
        fault(exchange, n, **members)
    with exchange.connect(f"/ws/{name}") as stream:
        time.sleep(0.05)
        settle(exchange)
        stream.socket.settimeout(0.4)
        frames = []
        try:
            while True:
                frames.append(stream.frame())
        except (socket.timeout, cdl_exchange.Closed):
            pass
    clear(exchange)
    exchange.post("/control/clock", now="2025-03-01T12:00")
    return frames


def event_faults():
    with start() as exchange:
        good = [json.loads(payload) for _, payload in events(exchange)]
        closes = [message for message in good if message["k"]["x"]]
        cdl.equal([message["k"]["t"] for message in closes],
                  [NOON + i * MINUTE for i in range(4)], "closed klines")

        def parsed(name, **members):
            return [json.loads(payload) for _, payload in events(exchange, n=name, **members)]

        cdl.equal(parsed("event-drop", every=2), good[::2], "every second")
        some = parsed("event-drop", chance=0.5)
        assert 0 < len(some) < len(good), len(some)
        cdl.equal(parsed("close-missing"), [m for m in good if not m["k"]["x"]], "no close")
        twice = parsed("close-twice")
        cdl.equal(len([m for m in twice if m["k"]["x"]]), 8, "closed twice")
        late = parsed("close-late", value=30)
        at = late.index(closes[0])
        assert any(m["k"]["t"] > NOON for m in late[:at]), "no later kline before the late close"
        cdl.equal(len(parsed("event-duplicate", value=3)), 3 * len(good), "thrice")
        mixed = parsed("event-reorder", every=2)
        assert mixed != good and [m for m in good if m not in mixed] in ([], good[-1:]), "reordered"
        cdl.equal({m["k"]["c"] for m in parsed("event-value", text="Infinity")}, {"Infinity"}, "c")
        cdl.equal({m["s"] for m in parsed("event-symbol")}, {"XXXUSDT"}, "symbol")
        cdl.equal([m["k"]["t"] for m in parsed("event-micro")],
                  [m["k"]["t"] * 1000 for m in good], "us")
        assert isinstance(parsed("event-numbers")[0]["k"]["o"], float)
        assert "zz" in parsed("json-unknown")[0]
        cdl.equal(parsed("json-text", text="[1]")[0], [1], "text")
        cdl.equal(parsed("json-keys")[0]["e"], "other", "twice the same member")
        for name, check in (("json-truncated", lambda p: not p.endswith(b"}}")),
                            ("json-twice", lambda p: p.count(b'"e":"kline"') == 2),
                            ("json-bom", lambda p: p.startswith(b"\xef\xbb\xbf{")),
                            ("json-deep", lambda p: p.count(b"[") == 10000),
                            ("frame-utf8", lambda p: b"\xff" in p)):
            frames = events(exchange, n=name)
            assert frames and all(check(payload) for _, payload in frames), (name, frames[:1])
        cdl.equal(events(exchange, n="subscribe-silent"), [], "silence")


def frame_faults():
    with start() as exchange:
        good = events(exchange)
        frames = events(exchange, n="frame-fragment", count=1)
        cdl.equal([first for first, _ in frames[:4]], [0x01, 0x89, 0x00, 0x80], "fragments")
        cdl.equal(b"".join(p for first, p in frames[:4] if first != 0x89), good[0][1], "message")
        cdl.equal(events(exchange, n="frame-binary")[0][0], 0x82, "binary")
        cdl.equal(events(exchange, n="frame-rsv")[0][0], 0xC1, "reserved bit")
        cdl.equal(events(exchange, n="frame-masked"), good, "masked")
        frames = events(exchange, n="frame-huge", value=2, count=1)
        assert len(frames[0][1]) > 2 << 20, len(frames[0][1])
        cdl.equal(events(exchange, n="stream-split", match="/ws"), good, "byte by byte")


def connection_faults():
    with start() as exchange:
        for code in (1000, 1001, 1008, 1011, 1012, 1013):
            with exchange.connect("/ws/btcusdt@trade") as stream:
                fault(exchange, "stream-close", value=code, count=1)
                try:
                    stream.receive()
                    raise AssertionError("not closed")
                except cdl_exchange.Closed as closed:
                    cdl.equal(closed.args[0], code, "code")
            clear(exchange)
        for name, members in (("stream-close", dict(value=0)), ("stream-reset", {})):
            with exchange.connect("/ws/btcusdt@trade") as stream:
                fault(exchange, name, **members)
                try:
                    stream.receive()
                    raise AssertionError("not closed")
                except (cdl_exchange.Closed, ConnectionResetError) as closed:
                    assert closed.args[0] is None or name == "stream-reset", closed
            clear(exchange)
        with exchange.connect("/stream?streams=btcusdt@trade") as stream:
            fault(exchange, "stream-shutdown", value=0.2)
            message = stream.receive()
            cdl.equal(message["stream"], "!serverShutdown", "stream")
            cdl.equal(message["data"]["e"], "serverShutdown", "event")
            try:
                stream.receive()
                raise AssertionError("not closed")
            except cdl_exchange.Closed as closed:
                cdl.equal(closed.args[0], 1001, "code")
        clear(exchange)
        with exchange.connect("/ws/btcusdt@kline_1m") as stream:
            fault(exchange, "stream-freeze")
            time.sleep(0.05)
            settle(exchange)
            stream.socket.settimeout(0.3)
            try:
                raise AssertionError(stream.frame())
            except socket.timeout:
                pass
        clear(exchange)
        with exchange.connect("/ws") as stream:
            fault(exchange, "stream-ping-flood", value=60)
            cdl.equal({stream.frame() for _ in range(60)}, {(0x89, b"p" * 125)}, "pings")
        clear(exchange)
        with exchange.connect("/ws") as stream:
            fault(exchange, "stream-ping-long")
            cdl.equal(len(stream.frame()[1]), 126, "long ping")
        clear(exchange)
        fault(exchange, "accept-wrong")
        with exchange.connect("/ws") as stream:
            assert "BACScCJPNqyz+UBoqMH89VmURoA=" not in stream.head, stream.head
        clear(exchange)
        fault(exchange, "http-status", value=451, match="/ws")
        with exchange.connect("/ws/btcusdt@trade") as stream:
            cdl.equal(stream.status, 451, "refused handshake")
        clear(exchange)
        fault(exchange, "subscribe-no-answer", count=1)
        with exchange.connect("/ws") as stream:
            stream.send(method="SUBSCRIBE", params=["btcusdt@trade"], id=1)
            stream.send(method="LIST_SUBSCRIPTIONS", id="two")
            cdl.equal(stream.receive(), {"result": ["btcusdt@trade"], "id": "two"}, "answer")


def control():
    with start("--fault", "http-status:value=502,match=ping,count=1") as exchange:
        cdl.equal([exchange.get("/api/v3/ping").status for _ in range(2)], [502, 200], "--fault")
        for path, members in (("fault", dict(name="no-such")), ("fault", dict(name="event-drop", chance=2)),
                              ("clock", dict(speed=-1)), ("clock", dict(now="1999-01-01")),
                              ("halt", dict()), ("limits", dict(market="cm"))):
            answer = exchange.get("/control/" + path, method="POST", body=json.dumps(members))
            cdl.equal(answer.status, 400, members)
            assert not cdl.JARGON.search(answer.json()["msg"]), answer.body
        cdl.equal(exchange.get("/control/clock", method="POST", body="[]").status, 400, "array")
        cdl.equal(exchange.get("/control/nothing").status, 404, "path")
        state = exchange.post("/control/clock", advance=61_000)
        cdl.equal(state["now"], NOON + 61_000, "now")
        exchange.post("/control/halt", **{"from": "2025-03-01T09:00", "to": "2025-03-01T09:30"})
        rows = exchange.json(PATH, symbol="BTCUSDT", interval="1m", startTime=NOON - 182 * MINUTE,
                             limit=3)
        cdl.equal([row[0] for row in rows],
                  [NOON - 182 * MINUTE, NOON - 181 * MINUTE, NOON - 150 * MINUTE], "after the halt")
        hour, = exchange.json(PATH, symbol="BTCUSDT", interval="1h", startTime=NOON - 180 * MINUTE,
                              limit=1)
        cdl.equal(hour[1], rows[2][1], "the hour opens after the halt")
        exchange.post("/control/limits", market="spot", ban=60)
        answer = exchange.get(PATH, **KLINES)
        cdl.equal((answer.status, answer.headers["retry-after"]), (418, "60"), "ban")
        cdl.equal(exchange.json("/control/state")["spot"]["violations"], 1, "violations")


cdl.run_tests(("http", http_faults), ("klines", kline_faults), ("bulk", bulk_faults),
              ("events", event_faults), ("frames", frame_faults),
              ("connections", connection_faults), ("control", control))
