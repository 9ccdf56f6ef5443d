#!/usr/bin/env python3
"""Downloads from the simulated exchange: in the end the archive holds what the exchange has, to the
byte, however often the program was killed; nothing is asked for twice, and its limits are kept.
CHANDELIER_KILL_SEED repeats the instants of another run."""

import array
import json
import os
import random
import shutil
import signal
import time

import cdl_exchange
import cdl_laboratory as cdl

MINUTE = 60_000
HOUR = 60 * MINUTE
DAY = 24 * HOUR
NOON = 1_709_553_600_000  # 2024-03-04T12:00
FIELDS = {"open": 1, "high": 2, "low": 3, "close": 4, "volume": 5, "quote_volume": 7, "trades": 8,
          "taker_buy_base": 9, "taker_buy_quote": 10}
LIST = {"spot": "/api/v3/klines", "um": "/fapi/v1/klines"}
KILLS = 20


def start(*args):
    """Its clock stands still, some seconds after a kline has closed."""
    return cdl_exchange.Exchange("--seed", 11, "--start", "2024-03-04T12:00:10", "--speed", 0, *args)


def download(lab, exchange, *args):
    return lab.run("data", "download", *args, "--exchange", exchange.welcome["http"], "--format",
                   "json").json()


def truth(exchange, symbol, interval, step, start_time, end_time, market="spot"):
    """All klines that open in [start_time, end_time), page by page."""
    rows = []
    while start_time < end_time:
        page = exchange.json(LIST[market], symbol=symbol, interval=interval, startTime=start_time,
                             endTime=end_time - 1, limit=1000)
        if not page:
            break
        rows += page
        start_time = page[-1][0] + step
    return rows


def stored(lab, symbol, interval, market="spot"):
    """Columns of the archive by name, as far as open_time.npy says, read without our code."""
    folder = lab.data / "klines" / market / symbol / interval
    columns = {}
    count = None
    for name in ["open_time", *FIELDS]:
        text = (folder / f"{name}.npy").read_bytes()
        column = array.array("q" if name == "open_time" else "d")
        if count is None:
            count = int(text[:128].split(b"(")[1].split(b",")[0])
        column.frombytes(text[128:128 + 8 * count])
        columns[name] = column
    return columns


def columns_of(rows):
    columns = {"open_time": array.array("q", [row[0] for row in rows])}
    for name, cell in FIELDS.items():
        columns[name] = array.array("d", [float(row[cell]) for row in rows])
    return columns


def same(lab, rows, symbol, interval, market="spot"):
    got, wanted = stored(lab, symbol, interval, market), columns_of(rows)
    for name, column in wanted.items():
        cdl.equal(len(got[name]), len(column), f"rows of {name}")
        assert got[name].tobytes() == column.tobytes(), f"{name} differs from the exchange's"


def calm(exchange):
    """What the limits say in the end: nobody was refused."""
    for path in ("/api/v3/ping", "/fapi/v1/ping"):
        answer = exchange.get(path)
        cdl.equal(answer.status, 200, f"status of {path}")
        assert int(answer.headers["x-mbx-used-weight-1m"]) < 2400, answer.headers


def pages():
    """Hours are few: they are asked for page by page, of both markets."""
    lab = cdl.Laboratory()
    with start() as exchange:
        for market in ("spot", "um"):
            report = download(lab, exchange, "BTCUSDT", "--interval", "1h", "--market", market)
            rows = truth(exchange, "BTCUSDT", "1h", HOUR, 0, NOON, market)
            cdl.equal(rows[-1][0], NOON - HOUR, "last closed kline")
            cdl.equal(report["downloads"][0]["added"], len(rows), "klines added")
            same(lab, rows, "BTCUSDT", "1h", market)
        calm(exchange)


def files():
    """Minutes of two months and some days: months, days and pages; then once more, for nothing."""
    lab = cdl.Laboratory()
    with start() as exchange:
        download(lab, exchange, "ETHUSDT", "BTCUSDT", "--from", "2024-01-15T10:30")
        for symbol in ("ETHUSDT", "BTCUSDT"):
            same(lab, truth(exchange, symbol, "1m", MINUTE, 1_705_314_600_000, NOON), symbol, "1m")
        sources = lab.run("data", "list", "--format", "json").json()["klines"][0]["sources"]
        names = " ".join(source["file"] for source in sources)
        for part in ("BTCUSDT-1m-2024-01.zip", "BTCUSDT-1m-2024-03-02.zip", "asked for"):
            assert part in names, names

        before = lab.snapshot()
        report = download(lab, exchange, "BTCUSDT", "--from", "2024-01-15T10:30")
        cdl.equal(report["downloads"][0]["added"], 0, "klines added again")
        assert report["bytes"] < 2000, report
        changed = [name for name, digest in lab.snapshot().items()
                   if "klines" in name and before.get(name) != digest]
        cdl.equal(changed, [], "files that changed")

        # What is older comes later, and takes its place in one step.
        download(lab, exchange, "BTCUSDT")
        same(lab, truth(exchange, "BTCUSDT", "1m", MINUTE, 0, NOON), "BTCUSDT", "1m")
        assert not (lab.data / "download" / "klines" / "spot" / "BTCUSDT" / "1m").exists()
        calm(exchange)


def follows():
    """A stored kline that the exchange has otherwise is corrected, and told."""
    lab = cdl.Laboratory()
    with start() as exchange:
        rows = truth(exchange, "BTCUSDT", "1h", HOUR, NOON - 10 * DAY, NOON - DAY)
        wrong = [[str(cell) for cell in row] for row in rows]
        wrong[-1][5] = "12345.5"
        file = lab.folder / "BTCUSDT-1h.csv"
        file.write_text(cdl.csv(wrong))
        lab.run("data", "import", file)
        report = download(lab, exchange, "BTCUSDT", "--interval", "1h", "--from", NOON - 10 * DAY)
        cdl.equal(report["downloads"][0]["repaired"], 1, "corrected klines")
        same(lab, truth(exchange, "BTCUSDT", "1h", HOUR, NOON - 10 * DAY, NOON), "BTCUSDT", "1h")
        told = [json.loads(line) for line in (lab.data / "repairs.jsonl").read_text().splitlines()]
        cdl.equal(len(told), 1, "lines of repairs.jsonl")
        cdl.equal(told[0]["old"]["volume"], 12345.5, "old volume")
        cdl.equal(told[0]["new"]["volume"], float(rows[-1][5]), "new volume")


def check_part(lab, symbol, wanted):
    """That what is stored is whole, and of the truth."""
    for entry in lab.run("data", "check", "--symbol", symbol, "--format", "json").json():
        assert entry["sound"], entry
    got = stored(lab, symbol, "1m")
    for moment, close in zip(got["open_time"], got["close"]):
        assert wanted[moment] == close, moment
    return len(got["open_time"])


def killed():
    """kill -9 at any instant: what is stored is a part of the truth, and the queue goes on."""
    seed = int(os.environ.get("CHANDELIER_KILL_SEED", time.time_ns() % 1_000_000))
    print(f"# CHANDELIER_KILL_SEED={seed}")
    instants = random.Random(seed)
    lab = cdl.Laboratory()
    kills, sizes = 0, set()
    with start() as exchange:
        again = ["data", "download", "--exchange", exchange.welcome["http"]]
        for symbol in ("BTCUSDT", "ETHUSDT"):
            rows = truth(exchange, symbol, "1m", MINUTE, 0, NOON)
            wanted = {row[0]: float(row[4]) for row in rows}
            longest, command = 0.3, None
            for _ in range(KILLS):
                if command is None:
                    # The middle first: what is before it is collected, what is behind it appended.
                    shutil.rmtree(lab.data / "klines" / "spot" / symbol, ignore_errors=True)
                    lab.run(*again, symbol, "--from", "2024-01-20", "--to", "2024-01-21")
                    command = [*again, symbol]
                process = lab.start(*command)
                time.sleep(instants.uniform(0, longest))
                process.kill()
                process.communicate()
                sizes.add(check_part(lab, symbol, wanted))
                if process.returncode == -signal.SIGKILL:
                    kills += 1
                    longest *= 1.2
                    # Once it is in the queue, that alone goes on.
                    if "SDT" in (lab.data / "downloads.json").read_text():
                        command = again
                else:
                    longest *= 0.7
                    command = None
            command = command or [*again, symbol]
            lab.run(*command)
            same(lab, rows, symbol, "1m")
        queue = json.loads((lab.data / "downloads.json").read_text())
        cdl.equal(queue["downloads"], [], "queue")
        left = [path for path in (lab.data / "download").rglob("*")
                if path.suffix in (".npy", ".part")]
        cdl.equal(left, [], "staged files")
    print(f"# {kills} killed at work, {len(sizes)} different states left")
    assert kills >= KILLS // 2, "hardly any was killed at work"


def refused():
    lab = cdl.Laboratory()
    with start() as exchange:
        url = exchange.welcome["http"]
        lab.call("data", "download", "--exchange", url)
        cdl.check_message(lab.call("data", "download", "NOSUCHUSDT", "--exchange", url),
                          "has no symbol NOSUCHUSDT")
        cdl.check_message(lab.call("data", "download", "BTCUSDT", "--what", "funding"), "--market um")
        cdl.check_message(lab.call("data", "download", "BTCUSDT", "--what", "all"), "--what")
        cdl.check_message(lab.call("data", "download", "btcusdt"), "like BTCUSDT")
        cdl.check_message(lab.call("data", "download", "BTCUSDT", "--what", "prints", "--exchange",
                                   url), "--from")
    found = json.loads((lab.data / "downloads.json").read_text())["downloads"]
    cdl.equal([entry["what"] for entry in found], ["prints"], "what is still queued")


def prints():
    """Whole days of prints, each as the exchange has it; the present day is not over."""
    lab = cdl.Laboratory()
    with start() as exchange:
        report = download(lab, exchange, "DOGEUSDT", "--what", "prints,info", "--from",
                          "2024-03-02")
        days = sorted(path.name for path in (lab.data / "prints" / "spot" / "DOGEUSDT").iterdir()
                      if path.is_dir())
        cdl.equal(days, ["2024-03-02", "2024-03-03"], "days")
        wanted = []
        rows = exchange.json("/api/v3/aggTrades", symbol="DOGEUSDT", startTime=NOON - 60 * HOUR,
                             endTime=NOON - 59 * HOUR, limit=1000)
        while rows and rows[0]["T"] < NOON - 12 * HOUR:
            wanted += [row for row in rows if row["T"] < NOON - 12 * HOUR]
            rows = exchange.json("/api/v3/aggTrades", symbol="DOGEUSDT", fromId=rows[-1]["a"] + 1,
                                 limit=1000)
        got = []
        for day in days:
            folder = lab.data / "prints" / "spot" / "DOGEUSDT" / day
            columns = [array.array(kind) for kind in "qdq"]
            columns[0].frombytes((folder / "prints.npy").read_bytes()[128:])
            columns[1].frombytes((folder / "quantity.npy").read_bytes()[128:])
            columns[2].frombytes((folder / "id.npy").read_bytes()[128:])
            price = array.array("d", columns[0].tobytes())[1::2]
            got += zip(columns[2], columns[0][::2], price, columns[1])
        cdl.equal(len(got), report["downloads"][0]["added"], "prints added")
        cdl.equal(got, [(row["a"], row["T"], float(row["p"]), float(row["q"])) for row in wanted],
                  "prints")


def futures():
    """Mark prices and funding rates; what is older comes later, once."""
    lab = cdl.Laboratory()
    with start() as exchange:
        for since in (["--from", "2024-02-20"], [], []):
            report = download(lab, exchange, "BTCUSDT", "--market", "um", "--what", "mark,funding",
                              "--interval", "1h", *since)
        cdl.equal([entry["added"] for entry in report["downloads"]], [0, 0], "added in the end")
        rows = []
        while not rows or rows[-1][0] < NOON - HOUR:
            rows += exchange.json("/fapi/v1/markPriceKlines", symbol="BTCUSDT", interval="1h",
                                  startTime=rows[-1][0] + HOUR if rows else 0, endTime=NOON - 1,
                                  limit=1500)
        lab.data = lab.data / "mark"
        same(lab, rows, "BTCUSDT", "1h", "um")
        rates = exchange.json("/fapi/v1/fundingRate", symbol="BTCUSDT", startTime=0, limit=1000)
        folder = lab.data.parent / "funding" / "um" / "BTCUSDT"
        for name, kind, member, read in (("time", "q", "fundingTime", int),
                                         ("rate", "d", "fundingRate", float),
                                         ("price", "d", "markPrice", float)):
            got = array.array(kind, (folder / f"{name}.npy").read_bytes()[128:])
            cdl.equal(list(got), [read(rate[member]) for rate in rates], name)


def funding_prices():
    """The mark prices of stamps that came from the exchange's files, which lack them, are fetched
    once; then nothing is asked for."""
    lab = cdl.Laboratory()
    with start() as exchange:
        def fetch():
            download(lab, exchange, "BTCUSDT", "--market", "um", "--what", "funding")

        fetch()
        folder = lab.data / "funding" / "um" / "BTCUSDT"
        wanted = (folder / "price.npy").read_bytes()
        (folder / "price.npy").unlink()
        fetch()
        cdl.equal((folder / "price.npy").read_bytes(), wanted, "prices")
        written = (folder / "price.npy").stat().st_mtime_ns
        fetch()
        cdl.equal((folder / "price.npy").stat().st_mtime_ns, written, "a second time")


STRATEGY = {
    "format": 1, "name": "Close levels", "description": "that one hour often reaches both",
    "interval": "1h", "params": {},
    "setups": [{"name": "up", "side": "long", "when": "close > open", "entry": {"type": "market"},
                "stop_loss": "entry * 0.998", "take_profit": "entry * 1.002"}],
    "filters": {"max_open_trades": 1}, "money": {"mode": "percent", "percent": 10}}


def ladder():
    """What hours leave open, stored prints settle: nothing is assumed where there are any, and the
    trades end as the prints say."""
    lab = cdl.Laboratory()
    file = lab.folder / "levels.json"
    file.write_text(json.dumps(STRATEGY))
    test = ["test", "run", file, "--symbol", "BTCUSDT", "--from", "2024-02-28", "--to",
            "2024-03-04", "--details", "--format", "json"]

    def trades():
        run = lab.run(*test).json()[0]["id"]
        return run, lab.run("run", "export", run, "--trades").json()["trades"]

    with start() as exchange:
        download(lab, exchange, "BTCUSDT", "--interval", "1h", "--from", "2024-02-20")
        guess, guessed = trades()
        download(lab, exchange, "BTCUSDT", "--what", "prints", "--from", "2024-02-28")
        run, settled = trades()
    proofs = [{trade["proof"] for trade in some} for some in (guessed, settled)]
    print(f"# {len(guessed)} trades: {proofs[0]}; with prints {len(settled)}: {proofs[1]}")
    assert guess != run, "the id does not tell that prints were read"
    assert "assumed" in proofs[0], proofs
    assert "assumed" not in proofs[1] and "resolved" in proofs[1], proofs

    # What prints say of each: which of the two levels was reached first.
    prices = []
    for day in sorted((lab.data / "prints" / "spot" / "BTCUSDT").iterdir()):
        if day.is_dir():
            columns = array.array("q", (day / "prints.npy").read_bytes()[128:])
            prices += zip(columns[::2], array.array("d", columns.tobytes())[1::2])
    for trade in settled:
        after = (price for moment, price in prices if moment >= trade["entry_time"])
        stop, target = trade["stop_loss"], trade["take_profit"]
        first = next((price for price in after if price <= stop or price >= target), None)
        if first is not None and trade["exit_reason"] in ("stop_loss", "take_profit"):
            cdl.equal(trade["exit_reason"], "stop_loss" if first <= stop else "take_profit",
                      f"end of the trade of {trade['entry_time']}")


cdl.run_tests(("pages", pages), ("files", files), ("follows", follows), ("killed", killed),
              ("refused", refused), ("prints", prints), ("futures", futures),
              ("funding prices", funding_prices), ("ladder", ladder))
