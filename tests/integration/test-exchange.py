#!/usr/bin/env python3
"""The simulated exchange says the same whichever way it is asked: its klines are what its prints
add up to, over REST, in bulk files and on the streams."""

import decimal
import hashlib
import io
import pathlib
import re
import subprocess
import zipfile

import cdl_exchange
import cdl_laboratory as cdl

MINUTE = 60_000
DAY = 24 * 60 * MINUTE
START = 1_740_787_200_000  # 2025-03-01
NOON = START + DAY // 2


def start(*args):
    return cdl_exchange.Exchange("--seed", 7, "--start", "2025-03-01T12:00", "--speed", 0, *args)


def exact(text):
    return decimal.Decimal(text)


def candle_of(prints, open_time, length, places):
    """What a REST row of these aggTrades must be."""
    number = lambda value, scale: f"{value:.{scale}f}"
    price, qty, quote = places
    prices = [exact(p["p"]) for p in prints]
    volume = sum((exact(p["q"]) for p in prints), exact("0"))
    worth = sum((exact(p["p"]) * exact(p["q"]) for p in prints), exact("0"))
    taken = [p for p in prints if not p["m"]]
    return [open_time, number(prices[0], price), number(max(prices), price),
            number(min(prices), price), number(prices[-1], price), number(volume, qty),
            open_time + length - 1, number(worth, quote),
            sum(p["l"] - p["f"] + 1 for p in prints),
            number(sum((exact(p["q"]) for p in taken), exact("0")), qty),
            number(sum((exact(p["p"]) * exact(p["q"]) for p in taken), exact("0")), quote), "0"]


def prints_between(exchange, path, symbol, first, last):
    found, from_id = [], None
    while True:
        query = dict(startTime=first) if from_id is None else dict(fromId=from_id)
        page = exchange.json(path, symbol=symbol, limit=1000, **query)
        found += [p for p in page if p["T"] <= last]
        if not page or page[-1]["T"] > last:
            return found
        from_id = page[-1]["a"] + 1


def prints_make_klines(path, symbol, interval, length, places):
    def test():
        with start() as exchange:
            first = NOON - 120 * MINUTE
            prints = prints_between(exchange, f"{path}/aggTrades", symbol, first, NOON - 1)
            ids = [p["a"] for p in prints]
            cdl.equal(ids, list(range(ids[0], ids[0] + len(ids))), "ids of aggregates")
            for before, after in zip(prints, prints[1:]):
                cdl.equal(after["f"], before["l"] + 1, "ids of trades")
                assert after["T"] >= before["T"], (before, after)
            rows = exchange.json(f"{path}/klines", symbol=symbol, interval=interval,
                                 startTime=first, endTime=NOON - 1, limit=1000)
            cdl.equal([row[0] for row in rows], list(range(first, NOON, length)), "open times")
            last = None
            for row in rows:
                inside = [p for p in prints if row[0] <= p["T"] <= row[6]]
                if inside:
                    cdl.equal(row, candle_of(inside, row[0], length, places), "kline")
                else:
                    assert row[8] == 0 and len(set(row[1:5])) == 1, row
                    assert last is None or row[1] == last[4], (last, row)
                last = row
            return rows
    return test


def unzip(exchange, path):
    answer = exchange.get(path)
    cdl.equal(answer.status, 200, path)
    digest = exchange.get(path + ".CHECKSUM").body.decode("ascii")
    cdl.equal(digest, f"{hashlib.sha256(answer.body).hexdigest()}  {path.rpartition('/')[2]}\n",
              "checksum")
    with zipfile.ZipFile(io.BytesIO(answer.body)) as archive:
        name, = archive.namelist()
        cdl.equal(name, path.rpartition("/")[2].replace(".zip", ".csv"), "member")
        return archive.read(name).decode("ascii").splitlines()


def all_rows(exchange, path, symbol, interval, first, last):
    rows = []
    while first <= last:
        page = exchange.json(path, symbol=symbol, interval=interval, startTime=first,
                             endTime=last, limit=1000)
        if not page:
            break
        rows += page
        first = page[-1][0] + 1
    return rows


def bulk_is_rest():
    with start() as exchange:
        day = START - DAY
        rows = all_rows(exchange, "/api/v3/klines", "BTCUSDT", "1m", day, START - 1)
        lines = unzip(exchange,
                      "/data/spot/daily/klines/BTCUSDT/1m/BTCUSDT-1m-2025-02-28.zip")
        for row in rows:  # spot has microseconds from 2025 on
            row[0], row[6] = row[0] * 1000, row[6] * 1000 + 999
        cdl.equal(lines, [",".join(map(str, row)) for row in rows], "spot day")

        rows = all_rows(exchange, "/api/v3/klines", "PEPEUSDT", "1h", 1_733_011_200_000,
                        1_735_689_599_999)
        lines = unzip(exchange,
                      "/data/spot/monthly/klines/PEPEUSDT/1h/PEPEUSDT-1h-2024-12.zip")
        cdl.equal(lines, [",".join(map(str, row)) for row in rows], "spot month before 2025")

        rows = all_rows(exchange, "/fapi/v1/klines", "ETHUSDT", "15m", day, START - 1)
        header, *lines = unzip(
            exchange, "/data/futures/um/daily/klines/ETHUSDT/15m/ETHUSDT-15m-2025-02-28.zip")
        assert header.startswith("open_time,open,high"), header
        cdl.equal(lines, [",".join(map(str, row)) for row in rows], "futures day")

        lines = unzip(exchange, "/data/spot/daily/aggTrades/ADAUSDT/ADAUSDT-aggTrades-2025-02-28.zip")
        prints = prints_between(exchange, "/api/v3/aggTrades", "ADAUSDT", day, START - 1)
        cdl.equal(lines, [f"{p['a']},{p['p']},{p['q']},{p['f']},{p['l']},{p['T'] * 1000},"
                          f"{p['m']},True" for p in prints], "prints")

        path = "/data/spot/daily/klines/BTCUSDT/1m/BTCUSDT-1m-2025-02-28.zip"
        whole = exchange.get(path)
        answer = exchange.get(path, headers={"If-None-Match": whole.headers["etag"]})
        cdl.equal((answer.status, answer.body), (304, b""), "the same ETag")
        answer = exchange.get(path, headers={"Range": "bytes=100-199"})
        cdl.equal((answer.status, answer.body), (206, whole.body[100:200]), "range")

        for missing in ("daily/klines/BTCUSDT/1m/BTCUSDT-1m-2025-03-01.zip",  # today
                        "monthly/klines/BTCUSDT/1m/BTCUSDT-1m-2025-02.zip",   # from Monday on
                        "daily/klines/BTCUSDT/1m/BTCUSDT-1m-2025-02-30.zip",
                        "monthly/klines/BTCUSDT/1M/BTCUSDT-1M-2025-01.zip",   # spelled 1mo
                        "monthly/klines/BTCUSDT/1m/BTCUSDT-1m-2023-12.zip"):  # before trading
            cdl.equal(exchange.get(f"/data/spot/{missing}").status, 404, missing)
        assert unzip(exchange, "/data/spot/monthly/klines/BTCUSDT/1mo/BTCUSDT-1mo-2025-01.zip")


def ws_row(k):
    return [k["t"], k["o"], k["h"], k["l"], k["c"], k["v"], k["T"], k["q"], k["n"], k["V"],
            k["Q"], k["B"]]


def streams_are_rest(rest, route, symbol):
    """At full speed, until 20 minutes have closed."""
    def test():
        with start("--speed", "max") as exchange:
            lower = symbol.lower()
            with exchange.connect(f"{route}/stream?streams={lower}@kline_1m/{lower}@aggTrade"
                                  f"/{lower}@kline_5m") as stream:
                prints, closed, updates = [], {"1m": [], "5m": []}, 0
                while len(closed["1m"]) < 20:
                    message = stream.receive()
                    data = message["data"]
                    cdl.equal(data["s"], symbol, "symbol")
                    if data["e"] == "aggTrade":
                        cdl.equal(message["stream"], f"{lower}@aggTrade", "name")
                        prints.append(data)
                    elif data["k"]["x"]:
                        closed[data["k"]["i"]].append(data["k"])
                    else:
                        updates += 1
            assert updates > 20, updates
            for interval, klines in closed.items():
                rows = exchange.json(f"{rest}/klines", symbol=symbol, interval=interval,
                                     startTime=klines[0]["t"], endTime=klines[-1]["t"])
                cdl.equal([ws_row(k) for k in klines], rows, f"closed {interval}")
            for before, after in zip(closed["1m"], closed["1m"][1:]):
                if before["n"] and after["n"]:
                    cdl.equal(after["f"], before["L"] + 1, "trades follow each other")
            first, last = prints[0], prints[-1]
            expected = prints_between(exchange, f"{rest}/aggTrades", symbol, first["T"], last["T"])
            expected = [p for p in expected if first["a"] <= p["a"] <= last["a"]]
            cdl.equal([{name: p[name] for name in expected[0]} for p in prints], expected, "prints")
    return test


def funding():
    with start() as exchange:
        month = 1_735_689_600_000
        rates = exchange.json("/fapi/v1/fundingRate", symbol="BTCUSDT", startTime=month,
                              endTime=1_738_367_999_999, limit=1000)
        cdl.equal([rate["fundingTime"] // MINUTE for rate in rates],
                  [(month + i * 8 * 60 * MINUTE) // MINUTE for i in range(93)], "stamps")
        _, *lines = unzip(exchange, "/data/futures/um/monthly/fundingRate/BTCUSDT/"
                                    "BTCUSDT-fundingRate-2025-01.zip")
        cdl.equal(lines, [f"{r['fundingTime']},8,{r['fundingRate']}" for r in rates], "bulk")
        cdl.equal(exchange.json("/fapi/v1/fundingRate", symbol="BTCUSDT", limit=3),
                  exchange.json("/fapi/v1/fundingRate", symbol="BTCUSDT")[-3:], "the latest")
        four, = [info["fundingIntervalHours"] for info in exchange.json("/fapi/v1/fundingInfo")
                 if info["symbol"] == "PEPEUSDT"]
        times = [rate["fundingTime"] // MINUTE
                 for rate in exchange.json("/fapi/v1/fundingRate", symbol="PEPEUSDT")]
        cdl.equal({after - before for before, after in zip(times, times[1:])}, {four * 60}, "4 h")
        index = exchange.json("/fapi/v1/premiumIndex", symbol="BTCUSDT")
        cdl.equal(index["nextFundingTime"], NOON + 4 * 60 * MINUTE, "next")
        assert index["nextFundingTime"] > index["time"], index


def mark_prices():
    with start("--speed", "max") as exchange:
        with exchange.connect("/market/ws/btcusdt@markPrice@1s") as stream:
            marks = stream.messages(180)
        cdl.equal([m["E"] for m in marks], list(range(marks[0]["E"], marks[-1]["E"] + 1, 1000)),
                  "one a second")
        rows = exchange.json("/fapi/v1/markPriceKlines", symbol="BTCUSDT", interval="1m",
                             startTime=NOON - MINUTE, endTime=marks[-1]["E"])
        assert rows[-1][6] >= marks[-60]["E"], rows[-1]
        for mark in marks:
            if mark["E"] > rows[-1][6]:
                break  # at the clock's very time: no kline opens before it has gone on
            row, = [row for row in rows if row[0] <= mark["E"] <= row[6]]
            assert exact(row[3]) <= exact(mark["p"]) <= exact(row[2]), (mark, row)
            if mark["E"] == row[0]:
                cdl.equal(row[1], mark["p"], "open")


def books():
    with start("--speed", "max") as exchange:
        for path, tick in (("/ws", "0.01"), ("/public/ws", "0.01")):
            with exchange.connect(f"{path}/btcusdt@bookTicker/btcusdt@trade") as stream:
                last = None
                for message in stream.messages(200):
                    if message.get("e") == "trade":
                        continue
                    cdl.equal("E" in message, path != "/ws", "spot has no times")
                    cdl.equal(exact(message["a"]) - exact(message["b"]), exact(tick), "spread")
                    assert last is None or message["u"] > last, message
                    last = message["u"]


def archive():
    """Klines that were imported are those of an exchange that trades them."""
    laboratory = cdl.Laboratory()
    files = [("spot", "BTCUSDT", "2025-02-27"), ("spot", "BTCUSDT", "2025-02-28"),
             ("spot", "DOGEUSDT", "2025-02-28"), ("futures/um", "SOLUSDT", "2025-02-28")]
    with start() as exchange:
        for folder, symbol, day in files:
            name = f"{symbol}-1m-{day}.zip"
            path = laboratory.folder / folder.replace("/", "-") / name
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(exchange.get(f"/data/{folder}/daily/klines/{symbol}/1m/{name}").body)
            market = "um" if "um" in folder else "spot"
            laboratory.run("data", "import", "--market", market, path)
        with cdl_exchange.Exchange("--archive", laboratory.data, "--start",
                                   "2025-03-01T12:00") as again:
            cdl.equal(sorted(s["symbol"] for s in again.json("/api/v3/exchangeInfo")["symbols"]),
                      ["BTCUSDT", "DOGEUSDT"], "symbols")
            for folder, symbol, day in files[1:]:
                path = "/fapi/v1/klines" if "um" in folder else "/api/v3/klines"
                for interval in ("1m", "1h"):
                    wanted = all_rows(exchange, path, symbol, interval, START - DAY, START - 1)
                    got = all_rows(again, path, symbol, interval, START - DAY, START - 1)
                    cdl.equal(got, wanted, f"{symbol} {interval}")
            cdl.equal(again.json("/api/v3/klines", symbol="BTCUSDT", interval="1m",
                                 startTime=START), [], "after the archive")
            prints = prints_between(again, "/api/v3/aggTrades", "BTCUSDT", START - 60 * MINUTE,
                                    START - 1)
            cdl.equal([p["a"] for p in prints],
                      list(range(prints[0]["a"], prints[0]["a"] + len(prints))), "ids")
            row, = again.json("/api/v3/klines", symbol="BTCUSDT", interval="1h",
                              startTime=START - 60 * MINUTE, limit=1)
            made = candle_of(prints, row[0], 60 * MINUTE, (8, 8, 8))
            cdl.equal(made[:7] + made[8:10], row[:7] + row[8:10], "what the prints make")


def same_seed():
    rows = []
    for seed in (7, 7, 8):
        with cdl_exchange.Exchange("--seed", seed, "--start", "2025-03-01") as exchange:
            rows.append(exchange.json("/api/v3/klines", symbol="BTCUSDT", interval="1m",
                                      endTime=START - 1))
    cdl.equal(rows[0], rows[1], "the same seed")
    assert rows[0] != rows[2], "another seed"


def ends():
    exchange = start()
    exchange.process.terminate()
    cdl.equal(exchange.process.wait(timeout=20), 0, "exit code after SIGTERM")
    exchange.process.stdin.close()
    exchange.process.stdout.close()
    with start() as exchange:
        pass
    cdl.equal(exchange.code, 0, "exit code when its input ends")


def manual():
    said = subprocess.run([cdl_exchange.PROGRAM, "--help"], capture_output=True, check=True)
    options = re.findall(r"(--[a-z-]+)(?:=\S+)? ", said.stdout.decode("utf-8"))
    page = pathlib.Path("data/man/chandelier-exchange.1").read_text(encoding="utf-8")
    part = page.partition(".SH OPTIONS")[2].partition(".SH")[0].replace("\\-", "-")
    named = re.findall(r"^\.B[IR]* (?:-h \", \" )?(--[a-z-]+)", part, re.MULTILINE)
    cdl.equal(sorted(named), sorted(set(options)), "options of the man page")


def bad_options():
    for args, words in (("--seed=x", "--seed"), ("--speed=-1", "--speed"), ("--start=yesterday", "time"),
                        ("--symbol=XYZ", "BTCUSDT"), ("--start=2023-01-01", "trading began"),
                        ("--port=99999", "--port"),
                        ("--archive=/nonexistent", "no 1m klines")):
        finished = subprocess.run([cdl_exchange.PROGRAM, args], stdin=subprocess.DEVNULL,
                                  capture_output=True, check=False, timeout=20)
        said = finished.stderr.decode("utf-8")
        assert finished.returncode == 2 and words in said, (args, finished.returncode, said)
        assert said.count("\n") == 1 and not cdl.JARGON.search(said), said


cdl.run_tests(
    ("spot: prints make klines", prints_make_klines("/api/v3", "BTCUSDT", "1m", MINUTE, (8, 8, 8))),
    ("spot: prints make 5m", prints_make_klines("/api/v3", "ETHUSDT", "5m", 5 * MINUTE,
                                                     (8, 8, 8))),
    ("spot: quiet minutes", prints_make_klines("/api/v3", "DOGEUSDT", "1m", MINUTE, (8, 8, 8))),
    ("futures: prints make klines", prints_make_klines("/fapi/v1", "SOLUSDT", "3m", 3 * MINUTE,
                                                       (2, 3, 5))),
    ("bulk files are REST", bulk_is_rest),
    ("spot: streams are REST", streams_are_rest("/api/v3", "", "BTCUSDT")),
    ("spot: streams of a quiet symbol", streams_are_rest("/api/v3", "", "DOGEUSDT")),
    ("futures: streams are REST", streams_are_rest("/fapi/v1", "/market", "ETHUSDT")),
    ("funding", funding), ("mark prices", mark_prices), ("books", books), ("archive", archive), ("seed", same_seed), ("end", ends), ("manual", manual), ("bad options", bad_options))
