#!/usr/bin/env python3
"""The simulated exchange enforces its rules on stream connections: pings, rates, numbers, age; and
answers commands as it should."""

import os
import socket
import time

import cdl_exchange
import cdl_laboratory as cdl

HOUR = 3_600_000


def start(*args):
    return cdl_exchange.Exchange("--seed", 7, "--start", "2025-03-01T12:00", "--speed", 0, *args)


def closes(stream):
    """The code it is closed with."""
    stream.socket.settimeout(8)
    try:
        while True:
            stream.receive()
    except cdl_exchange.Closed as closed:
        return closed.args[0]


def pings():
    with start("--ping-seconds", 1, "--pong-seconds", 2) as exchange:
        with exchange.connect("/ws", pong=False) as deaf:
            began = time.monotonic()
            cdl.equal(closes(deaf), 1008, "code without a pong")
            assert 2 < time.monotonic() - began < 6
            assert len(deaf.pings) == len(set(deaf.pings)) > 1, deaf.pings
        with exchange.connect("/ws") as good:
            good.socket.settimeout(1.5)
            began = time.monotonic()
            while time.monotonic() - began < 4:
                first, payload = good.frame()
                cdl.equal(first, 0x89, "ping")
                good.send_frame(0x8A, payload)
            cdl.equal(len(exchange.json("/control/state")["connections"]), 1, "connections")
        with exchange.connect("/ws", pong=False) as liar:
            def wrong():
                while True:
                    first, payload = liar.frame()
                    if first & 0x0F == 8:
                        return int.from_bytes(payload[:2], "big")
                    liar.send_frame(0x8A, payload + b"x")
            cdl.equal(wrong(), 1008, "code after wrong pongs")


def rates():
    with start() as exchange:
        for path, allowed in (("/ws", 5), ("/market/ws", 10)):
            with exchange.connect(path) as stream:
                for i in range(2 * allowed + 1):
                    stream.send(method="LIST_SUBSCRIPTIONS", id=i)
                cdl.equal(closes(stream), 1008, f"{path}: too fast")
        cdl.equal(exchange.json("/control/state")["stream_violations"], 2, "violations")


def numbers():
    with start() as exchange:
        names = [f"s{i}@trade" for i in range(1024)]
        with exchange.connect("/ws") as stream:
            stream.send(method="SUBSCRIBE", params=names, id=1)
            cdl.equal(stream.receive(), {"result": None, "id": 1}, "1024 streams")
            stream.send(method="SUBSCRIBE", params=names[:3], id=2)
            cdl.equal(stream.receive(), {"result": None, "id": 2}, "the same again")
            stream.send(method="SUBSCRIBE", params=["one@trade"], id=3)
            cdl.equal(closes(stream), 1008, "1025 streams")


def age():
    with start() as exchange:
        with exchange.connect("/ws") as stream:
            time.sleep(0.05)
            exchange.post("/control/clock", advance=23 * HOUR)
            stream.send(method="LIST_SUBSCRIPTIONS", id=1)
            cdl.equal(stream.receive()["id"], 1, "after 23 h")
            exchange.post("/control/clock", advance=HOUR)
            cdl.equal(closes(stream), 1001, "after 24 h")


def commands():
    with start() as exchange:
        with exchange.connect("/stream?streams=btcusdt@trade") as stream:
            stream.send(method="SUBSCRIBE", params=["ethusdt@trade", "BTCUSDT@kline_1m"], id="a")
            cdl.equal(stream.receive(), {"result": None, "id": "a"}, "subscribe")
            stream.send(method="UNSUBSCRIBE", params=["btcusdt@trade"], id=None)
            cdl.equal(stream.receive(), {"result": None, "id": None}, "unsubscribe")
            stream.send(method="LIST_SUBSCRIPTIONS", id=2**53)
            cdl.equal(stream.receive(), {"result": ["ethusdt@trade", "BTCUSDT@kline_1m"],
                                         "id": 2**53}, "list")
            stream.send(method="GET_PROPERTY", params=["combined"], id=3)
            cdl.equal(stream.receive(), {"result": True, "id": 3}, "property")
        time.sleep(1)
        with exchange.connect("/ws/btcusdt@trade") as stream:
            stream.send(method="SET_PROPERTY", params=["combined", True], id=1)
            stream.receive()
            stream.send_frame(0x81, b"{broken")
            cdl.equal(stream.receive()["code"], 3, "broken JSON")
            exchange.post("/control/clock", advance=60_000)
            cdl.equal(stream.receive()["stream"], "btcusdt@trade", "wrapped now")
            stream.send_frame(0x89, b"hello")
            while True:
                first, payload = stream.frame()
                if first == 0x8A:
                    break
            cdl.equal(payload, b"hello", "pong")
        with exchange.connect("/legacy/ws") as stream:
            stream.send(method="SUBSCRIBE", params=["btcusdt@kline_1m"], id=1)
            cdl.equal(stream.receive(), {"result": None, "id": 1}, "the old address")
            exchange.post("/control/clock", advance=120_000)
            stream.socket.settimeout(0.3)
            try:
                raise AssertionError(stream.receive())
            except TimeoutError:
                pass
        with exchange.connect("/ws/btcusdt@trade?timeUnit=MICROSECOND") as stream:
            time.sleep(0.05)
            exchange.post("/control/clock", advance=60_000)
            assert stream.receive()["T"] > 10**15


def slow_consumer():
    """Who does not read is forgotten when he goes, however much waits for him."""
    with start("--speed", 20000) as exchange:
        stream = exchange.connect("/ws/btcusdt@trade/ethusdt@trade/solusdt@trade")
        deadline = time.monotonic() + 20
        while exchange.json("/control/state")["connections"][0]["queued"] == 0:
            assert time.monotonic() < deadline, "nothing waits"
            time.sleep(0.05)
        stream.socket.close()
        while exchange.json("/control/state")["connections"]:
            assert time.monotonic() < deadline, "still there"
            time.sleep(0.05)


def jumps():
    """What a jump leaves out is not told; what advancing passes is."""
    with start() as exchange:
        with exchange.connect("/ws/btcusdt@kline_1m") as stream:
            time.sleep(0.05)
            exchange.post("/control/clock", now="2025-03-01T15:00")
            time.sleep(0.05)
            exchange.post("/control/clock", advance=60_000)
            opens = set()
            while True:
                k = stream.receive()["k"]
                opens.add(k["t"])
                if k["x"]:
                    break
            cdl.equal(opens, {1_740_830_400_000 + 3 * HOUR}, "open times")


def funding():
    """Funding rates may be asked for 500 times in five minutes; the rest goes on all the same."""
    passed = time.time() % 300
    if passed > 285:
        time.sleep(300.5 - passed)
    with start() as exchange:
        asked = 0
        answer = exchange.get("/fapi/v1/fundingRate?symbol=BTCUSDT&limit=1")
        while answer.status == 200 and asked < 600:
            asked += 1
            answer = exchange.get(
                f"/fapi/v1/{('fundingRate?symbol=BTCUSDT&limit=1', 'fundingInfo')[asked % 2]}")
        cdl.equal((asked, answer.status, answer.json()["code"]), (500, 429, -1003), "the next one")
        assert 0 < int(answer.headers["retry-after"]) <= 300, answer.headers
        cdl.equal(exchange.get("/fapi/v1/time").status, 200, "something else")


def leavers():
    """Clients that leave right after an answer cost no descriptor."""
    with start() as exchange:
        def descriptors():
            return len(os.listdir(f"/proc/{exchange.process.pid}/fd"))
        exchange.json("/api/v3/time")
        cdl.wait_for("quiet", lambda: descriptors() <= 8)
        before = descriptors()
        for i in range(200):
            with socket.create_connection((exchange.address.hostname, exchange.address.port)) as one:
                one.sendall(b"GET /api/v3/time HTTP/1.1\r\nHost: x\r\n\r\n")
                assert one.recv(4096), i
        cdl.wait_for("their descriptors to be closed", lambda: descriptors() <= before + 2)


cdl.run_tests(("pings", pings), ("rates", rates), ("numbers", numbers), ("age", age),
              ("funding", funding), ("leavers", leavers), ("commands", commands),
              ("slow consumer", slow_consumer), ("jumps", jumps))
