#!/usr/bin/env python3
"""The commands about stored data: import, list, check and export, and what tests make of it."""

import datetime
import decimal
import json
import re
import struct

import cdl_laboratory as cdl

LAB = cdl.Laboratory()
START = 1_640_995_200_000  # 2022-01-01
DAY = 24 * 60 * cdl.MINUTE
COUNT = 3000
ROWS = cdl.klines(COUNT)
HEADER = ("open_time,open,high,low,close,volume,close_time,quote_volume,count,taker_buy_volume,"
          "taker_buy_quote_volume,ignore")


def write(name, text):
    path = LAB.folder / name
    path.write_text(text)
    return path


def info(market, symbol, tick, step, minimum):
    notional = "notional" if market == "um" else "minNotional"
    symbols = [{"symbol": symbol, "status": "TRADING", "filters": [
        {"filterType": "PRICE_FILTER", "tickSize": tick},
        {"filterType": "LOT_SIZE", "stepSize": step},
        {"filterType": "MIN_NOTIONAL", notional: minimum}]}]
    answer = {"serverTime": START, "symbols": symbols}
    if market == "um":
        answer["futuresType"] = "U_MARGINED"
    return json.dumps(answer)


def rates(rate=0.0001, days=3):
    return "ts,rate\n" + "".join(f"{START + i * DAY // 3 + i % 5},{rate}\n"
                                 for i in range(3 * days))


def bracket(floor, cap, leverage, mmr, cum):
    return {"notionalFloor": floor, "notionalCap": cap, "initialLeverage": leverage,
            "maintMarginRatio": mmr, "cum": cum}


def folder(name):
    """A data folder of its own."""
    return ["--data", LAB.folder / name]


def pick(table, *names):
    return tuple(table[name] for name in names)


# --- import and list ---


def nothing():
    data = folder("nothing")
    said = ("There is no such data: “data download” fetches klines and rates from the exchange, "
            "“data import” adds files.\n")
    cdl.equal(LAB.run("data", "list", *data).out, said, "list")
    cdl.equal(LAB.run("data", "list", *data, "--format", "json").json(),
              {"klines": [], "mark": [], "funding": [], "prints": [], "exchange_info": []}, "list as JSON")
    LAB.refused("data", "check", *data, words=["there are no klines: see “data list”"])
    LAB.refused("data", "export", "-s", "AUSDT", *data, words=["there are no klines of AUSDT"])


def kinds():
    data = folder("kinds")
    klines = cdl.csv(ROWS)
    files = {
        "BTCUSDT-1m-2022-01.csv": (klines, [], ("klines", "spot", "added", COUNT)),
        "ETHUSDT-1m-2022-01.csv": (klines, ["-m", "um"], ("klines", "um", "added", COUNT)),
        "ETHUSDT-1m-mark.csv": (klines, ["--kind", "mark"], ("mark", "um", "added", COUNT)),
        "ETHUSDT-fundingRate-2022-01.csv": (rates(), [], ("funding", "um", "added", 9)),
        "spot.json": (info("spot", "BTCUSDT", "0.01", "0.00001", "10"), [],
                      ("exchange-info", "spot", "symbols", 1)),
        "um.json": (info("um", "ETHUSDT", "0.1", "0.001", "5"), [],
                    ("exchange-info", "um", "symbols", 1)),
    }
    for name, (text, options, wanted) in files.items():
        path = write(name, text)
        got = LAB.run("data", "import", path, *options, *data, "--format", "json").json()
        cdl.equal([pick(entry, "kind", "market", wanted[2]) for entry in got],
                  [(wanted[0], wanted[1], wanted[3])], name)
        if wanted[2] == "added":
            again = LAB.run("data", "import", path, *options, *data, "--format", "json").json()
            cdl.equal(pick(again[0], "added", "same"), (0, wanted[3]), f"{name} again")

    listed = LAB.run("data", "list", *data, "--format", "json").json()
    wanted = ("1m", START, START + (COUNT - 1) * cdl.MINUTE, COUNT, 0, 0, 100, True)
    for part, market, symbol in [("klines", "spot", "BTCUSDT"), ("klines", "um", "ETHUSDT"),
                                 ("mark", "um", "ETHUSDT")]:
        entry = next(entry for entry in listed[part] if entry["symbol"] == symbol)
        cdl.equal(pick(entry, "market", "interval", "first", "last", "rows", "holes", "missing",
                       "quality", "sound"), (market, *wanted), f"{part} of {symbol}")
        cdl.equal([source["rows"] for source in entry["sources"]], [COUNT], "sources")
    cdl.equal([pick(entry, "market", "symbol", "first", "last", "rows", "stale")
               for entry in listed["funding"]],
              [("um", "ETHUSDT", START, START + 8 * DAY // 3 + 3, 9, True)], "funding")
    cdl.equal([pick(entry, "market", "symbol", "tick", "step", "min_notional", "as_of")
               for entry in listed["exchange_info"]],
              [("spot", "BTCUSDT", "0.01", "0.00001", 10, START),
               ("um", "ETHUSDT", "0.1", "0.001", 5, START)], "exchange information")

    text = LAB.run("data", "list", *data).out
    for line in [r"Klines", r"Mark prices", r"Funding rates", r"Exchange information",
                 r"spot +BTCUSDT +1m +2022-01-01 00:00 +2022-01-03 01:59 +[0-9,]+ d.* +3,000 +0 +0 +0 +0 +100 % +1",
                 r"um +ETHUSDT +1m +2022-01-01 00:00 +2022-01-03 01:59 +[0-9,]+ d.* +3,000 +0 +0 +0 +– +100 % +1",
                 r"um +ETHUSDT +2022-01-01 00:00 +2022-01-03 16:00 +[0-9,]+ d.* +9",
                 r"um +ETHUSDT +TRADING +0\.1 +0\.001 +5 +2022-01-01 00:00"]:
        if not re.search(f"^{line}$", text, re.MULTILINE):
            raise AssertionError(f"no line {line} in\n{text}")
    filtered = LAB.run("data", "list", "-s", "BTCUSDT", *data, "--format", "json").json()
    cdl.equal({part: len(entries) for part, entries in filtered.items()},
              {"klines": 1, "mark": 0, "funding": 0, "prints": 0, "exchange_info": 1}, "list of BTCUSDT")


def bad_imports():
    funding = write("XUSDT-fundingRate.csv", rates())
    klines = write("XUSDT-1m.csv", cdl.csv(ROWS[:10]))
    LAB.refused("data", "import", "--kind", "trades", klines, words=["--kind", "trades", "mark"])
    LAB.refused("data", "import", "-m", "spot", funding, words=["XUSDT-fundingRate.csv", "um"])
    LAB.refused("data", "import", "-m", "spot", "-k", "mark", klines, words=["um has mark"])
    LAB.refused("data", "import", "-k", "funding", klines, words=["XUSDT-1m.csv", "funding"])
    LAB.refused("data", "import", "-k", "exchange-info", klines, words=["XUSDT-1m.csv"])
    LAB.refused("data", "import", "-k", "klines", funding, words=["XUSDT-fundingRate.csv"])


# --- check ---


def checked(*args, code=0):
    finished = LAB.call("data", "check", "--format", "json", *args)
    cdl.equal(finished.code, code, f"exit code of check {args}")
    return finished.json()


def holes_and_quiet():
    """Holes and quiet klines are what the exchange has, and no fault."""
    data = folder("holes")
    rows = [list(row) for i, row in enumerate(ROWS[:1000]) if i not in (10, 11, 12, 500)]
    for row in rows[100:103]:
        row[2:5] = row[1], row[1], row[1]
        row[5] = row[7] = row[8] = row[9] = row[10] = "0"
    LAB.run("data", "import", write("AUSDT-1m.csv", cdl.csv(rows)), *data)
    entry = checked(*data)[0]
    check = entry["check"]
    cdl.equal((entry["sound"], entry["damage"]), (True, None), "verdict")
    cdl.equal(pick(check, "rows", "missing"), (996, 4), "rows")
    cdl.equal([pick(hole, "after", "missing") for hole in check["holes"]],
              [(START + 9 * cdl.MINUTE, 3), (START + 499 * cdl.MINUTE, 1)], "holes")
    cdl.equal(check["findings"]["zero_volume"]["count"], 3, "quiet klines")
    text = LAB.run("data", "check", *data, "--holes", "1").out
    for words in ["AUSDT 1m (spot): nothing wrong", "holes               2 (4 klines missing)",
                  "2022-01-01 00:09 -> 2022-01-01 00:13  3 missing", "and 1 more"]:
        assert words in text, (words, text)
    cdl.equal(pick(LAB.run("data", "list", *data, "--format", "json").json()["klines"][0],
                   "holes", "missing", "zero_volume", "quality"), (2, 4, 3, 99.6), "list")


def damage():
    """What the archive's files should not hold is found, and the rest is checked all the same."""
    data = folder("damage")
    for symbol in ["AUSDT", "BUSDT", "CUSDT"]:
        LAB.run("data", "import", write(f"{symbol}-1m.csv", cdl.csv(ROWS[:1000])), *data)
    checked(*data)
    column = LAB.folder / "damage/klines/spot/BUSDT/1m/high.npy"
    content = bytearray(column.read_bytes())
    content[128 + 8 * 7:128 + 8 * 8] = struct.pack("<d", 1.0)
    column.write_bytes(content)
    entries = checked(*data, code=1)
    cdl.equal([entry["sound"] for entry in entries], [True, False, True], "sound")
    cdl.equal(entries[1]["check"]["findings"]["ohlc_violations"],
              {"count": 1, "first": [START + 7 * cdl.MINUTE]}, "what is wrong")

    (LAB.folder / "damage/klines/spot/CUSDT/1m/close.npy").write_bytes(content[:500])
    finished = LAB.call("data", "check", *data)
    cdl.equal(finished.code, 1, "exit code")
    assert "AUSDT 1m (spot): nothing wrong" in finished.out, finished.out
    assert "BUSDT 1m (spot): something is wrong" in finished.out, finished.out
    assert "CUSDT 1m (spot): " in finished.err and "close.npy is damaged" in finished.err
    cdl.equal([entry["damage"] is None for entry in checked(*data, code=1)], [True, True, False],
              "damage")
    checked(*data, "-s", "AUSDT")
    listed = LAB.call("data", "list", *data)
    cdl.equal(listed.code, 1, "exit code of list")
    assert "close.npy is damaged" in listed.err and "AUSDT" in listed.out, listed.err
    LAB.refused("data", "check", *data, "-s", "AUSDT", "-s", "NOUSDT",
                words=["there are no klines of NOUSDT"])


# --- export ---


def exported(*args):
    finished = LAB.run("data", "export", *args)
    cdl.equal(finished.err, "", "messages")
    return finished.out.splitlines()


def values(lines):
    return [[decimal.Decimal(cell) for cell in line.split(",")] for line in lines]


def aggregate(rows, minutes):
    """Klines of so many minutes, in exact decimals."""
    length = minutes * cdl.MINUTE
    groups = {}
    for row in values(",".join(row) for row in rows):
        groups.setdefault(row[0] // length * length, []).append(row)
    coarse = []
    for time, group in groups.items():
        if group[0][0] == time and group[-1][6] == time + length - 1:
            sums = [sum(row[i] for row in group) for i in (5, 7, 8, 9, 10)]
            coarse.append([time, group[0][1], max(row[2] for row in group),
                           min(row[3] for row in group), group[-1][4], sums[0],
                           time + length - 1, *sums[1:], decimal.Decimal(0)])
    return coarse


def round_trip():
    data = folder("round")
    LAB.run("data", "import", write("AUSDT-1m.csv", cdl.csv(ROWS)), *data)
    lines = exported("-s", "AUSDT", *data)
    cdl.equal(lines[0], HEADER, "header")
    cdl.equal(values(lines[1:]), values(",".join(row) for row in ROWS), "klines")
    path = LAB.folder / "AUSDT-1m-again.csv"
    path.write_text("what was there before")
    cdl.equal(exported("-s", "AUSDT", "-o", path, *data), [], "output beside the file")
    cdl.equal(path.read_text().splitlines(), lines, "file")
    again = LAB.run("data", "import", path, *data, "--format", "json").json()
    cdl.equal(pick(again[0], "added", "same"), (0, COUNT), "import of the export")
    LAB.refused("data", "export", "-s", "AUSDT", "-o", LAB.folder / "none" / "x.csv", *data,
                words=["x.csv"])


def intervals():
    data = folder("intervals")
    LAB.run("data", "import", write("AUSDT-1m.csv", cdl.csv(ROWS[7:])), *data)
    for interval, minutes in [("3m", 3), ("5m", 5), ("15m", 15), ("1h", 60), ("12h", 720)]:
        wanted = aggregate(ROWS[7:], minutes)
        cdl.equal(values(exported("-s", "AUSDT", "-i", interval, *data)[1:]), wanted, interval)
        window = exported("-s", "AUSDT", "-i", interval, "--from", "2022-01-01T12:00",
                          "--to", "2022-01-02T13:30", *data)
        first, end = START + DAY // 2, START + DAY + 810 * cdl.MINUTE
        cdl.equal(values(window[1:]), [row for row in wanted if row[0] >= first and row[6] < end],
                  f"window of {interval}")
    LAB.refused("data", "export", "-s", "AUSDT", "-i", "1s", *data, words=["no 1s klines of AUSDT"])
    LAB.refused("data", "export", "-s", "AUSDT", "-i", "1w", *data, words=["no whole 1w kline"])
    LAB.refused("data", "export", "-s", "AUSDT", "--from", "2023", *data, words=["--from"])
    LAB.refused("data", "export", "-s", "AUSDT", "--from", "2023-01-01", *data,
                words=["no whole 1m kline of AUSDT in that time"])
    LAB.refused("data", "export", *data, words=["--symbol"])


def of_holes():
    """Klines made of klines with holes are said to be."""
    data = folder("export-holes")
    rows = ROWS[:100] + ROWS[103:600]
    LAB.run("data", "import", write("AUSDT-1m.csv", cdl.csv(rows)), *data)
    finished = LAB.run("data", "export", "-s", "AUSDT", "-i", "1h", *data)
    cdl.equal(finished.err, "chandelier-cli: note: made of 1m klines, 3 of which are missing\n",
              "note")
    cdl.equal(exported("-s", "AUSDT", *data)[101].split(",")[0], ROWS[103][0], "after the hole")


def six_columns():
    data = folder("six")
    LAB.run("data", "import", write("AUSDT-1m.csv", cdl.csv(row[:6] for row in ROWS[:500])), *data)
    lines = exported("-s", "AUSDT", *data)
    cdl.equal(lines[0], HEADER[:36], "header")
    cdl.equal(values(lines[1:]), values(",".join(row[:6]) for row in ROWS[:500]), "klines")
    # Some klines have twelve: the columns that others lack are left out.
    LAB.run("data", "import", write("AUSDT-1m.csv", cdl.csv(ROWS[450:700])), *data)
    lines = exported("-s", "AUSDT", *data)
    cdl.equal(values(lines[1:]), values(",".join(row[:6]) for row in ROWS[:700]), "mixed klines")
    cdl.equal(exported("-s", "AUSDT", "--from", "2022-01-01T08:00", *data)[0], HEADER,
              "header of the rest")


def two_markets():
    data = folder("markets")
    path = write("AUSDT-1m.csv", cdl.csv(ROWS[:100]))
    other = write("AUSDT-1m-um.csv", cdl.csv(cdl.klines(100, seed=2)))
    LAB.run("data", "import", "-m", "um", other, *data)
    only = exported("-s", "AUSDT", *data)
    LAB.run("data", "import", path, *data)
    LAB.refused("data", "export", "-s", "AUSDT", *data, words=["both markets", "--market um"])
    cdl.equal(exported("-s", "AUSDT", "-m", "um", *data), only, "um")
    assert exported("-s", "AUSDT", "-m", "spot", *data) != only


# --- what tests make of it ---


def tested(*args):
    runs = LAB.run("test", "run", cdl.strategy("sma-cross.json"), "-s", "AUSDT", "-m", "um",
                   *folder("tests"), "--format", "json", *args).json()
    return runs[0]


def rules_of_the_exchange():
    data = folder("tests")
    LAB.run("data", "import", "-m", "um", write("AUSDT-1m.csv", cdl.csv(cdl.klines(8000))), *data)
    plain = tested()
    LAB.run("data", "import", write("um.json", info("um", "AUSDT", "0.5", "0.001", "7")), *data)
    told = tested()
    cdl.equal(pick(told["settings"], "tick", "step", "min_notional"), ("0.5", "0.001", 7), "rules")
    cdl.equal(tested("--tick", "0.2")["settings"]["tick"], "0.2", "tick as asked")
    cdl.equal(tested("--no-exchange-info")["id"], plain["id"], "run without the information")
    assert told["id"] != plain["id"]


def funding_rates():
    before = tested()
    LAB.run("data", "import", write("AUSDT-funding.csv", rates(0.002, 6)), *folder("tests"))
    after = tested()
    assert after["id"] != before["id"]
    cdl.equal(before["stats"]["funding"], 0, "funding without rates")
    assert after["stats"]["funding"] != 0, after["stats"]


def leverage_brackets():
    good = [{"symbol": "AUSDT", "brackets": [bracket(0, 1000, 20, 0.01, 0),
                                             bracket(1000, 50000, 10, 0.02, 10)]}]
    run = tested("--tiers", write("brackets.json", json.dumps(good)))
    tiers = run["settings"]["tiers"]
    cdl.equal([pick(tier, "cap", "max_leverage", "mmr", "cum") for tier in tiers],
              [(1000, 20, 0.01, 0), (50000, 10, 0.02, 10)], "tiers")
    refused = ["test", "run", cdl.strategy("sma-cross.json"), "-s", "AUSDT", *folder("tests")]
    good[0]["symbol"] = "BUSDT"
    other = write("other.json", json.dumps(good))
    LAB.refused(*refused, "-m", "um", "--tiers", other,
                words=["other.json has no leverage brackets of AUSDT"])
    LAB.refused(*refused, "-m", "um", "--tiers", "none.json", words=["--tiers", "none.json"])
    LAB.refused(*refused, "--tiers", other, words=["--tiers", "um"])
    del good[0]["brackets"][1]["cum"]
    LAB.refused(*refused, "-m", "um", "--tiers", write("bad.json", json.dumps(good)),
                words=["bad.json: bracket 2 of BUSDT has no number “cum”"])


# --- real data ---


def instant(text):
    """"2021-03-26 03:00" as ms."""
    time = datetime.datetime.fromisoformat(text).replace(tzinfo=datetime.timezone.utc)
    return int(time.timestamp()) * 1000


def described():
    """What "data check" says is what the table beside the data says, file by file."""
    readme = cdl.shared("CHANDELIER_TEST_DATA", "README.md")[0]
    lines = re.findall(r"^\|(\w+/[^|]*)\|\d+\|([^|]*)\|(\w+)\|\w+\|(.*)$", readme.read_text(),
                       re.MULTILINE)
    assert len(lines) > 40, lines
    for number, (name, form, interval, rest) in enumerate(lines):
        rows, first, last, gaps, *_ = rest.split("|")
        zero = rest.split("|")[7]
        market = "um" if name.startswith("um_") else "spot"
        symbol = re.match(r"(?:\w*_)?([A-Z]+USDT|[A-Z]+_USDT|ADABTC)", name.split("/")[1]).group(1)
        data = folder(f"real-{number}")
        LAB.run("data", "import", readme.parent / name, "-m", market, "-i", interval,
                "-s", symbol.replace("_", ""), *data)
        entry = checked(*data)[0]
        check = entry["check"]
        holes, missing = map(int, re.match(r"(\d+) \((\d+)\)", gaps).groups())
        cdl.equal((check["rows"], check["first"], check["last"], len(check["holes"]),
                   check["missing"], check["findings"]["zero_volume"]["count"]),
                  (int(rows), instant(first), instant(last), holes, missing, int(zero)), name)
        cdl.equal((entry["interval"], entry["sound"]), (interval, True), f"{name}, {form}")


def two_months():
    files = cdl.shared("CHANDELIER_TEST_DATA", "um_vision_1m/FILUSDT-1m-2023-08.zip",
                       "um_vision_1m/FILUSDT-1m-2023-09.zip")
    data = folder("months")
    LAB.run("data", "import", "-m", "um", *files, *data)
    check = checked(*data, "-s", "FILUSDT")[0]["check"]
    cdl.equal((check["rows"], check["findings"]["zero_volume"]["count"], check["holes"]),
              (87840, 52, []), "FILUSDT")


def published():
    """Fives made of minutes are the exchange's own, digit for digit."""
    minutes, fives = cdl.shared("CHANDELIER_TEST_DATA", "um_vision_1m/NEARUSDT-1m-2025-06.zip",
                                "um_vision_5m/NEARUSDT-5m-2025-06.zip")
    LAB.run("data", "import", "-m", "um", minutes, *folder("minutes"))
    LAB.run("data", "import", "-m", "um", fives, *folder("fives"))
    made = exported("-s", "NEARUSDT", "-i", "5m", *folder("minutes"))
    cdl.equal(len(made), 8641, "lines")
    assert made == exported("-s", "NEARUSDT", *folder("fives"))


cdl.run_tests(("nothing", nothing), ("kinds", kinds), ("bad imports", bad_imports),
              ("holes and quiet klines", holes_and_quiet), ("damage", damage),
              ("round trip", round_trip), ("intervals", intervals), ("of holes", of_holes),
              ("six columns", six_columns), ("two markets", two_markets),
              ("rules of the exchange", rules_of_the_exchange), ("funding rates", funding_rates),
              ("leverage brackets", leverage_brackets), ("described", described),
              ("two months", two_months), ("published", published))
