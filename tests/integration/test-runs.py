#!/usr/bin/env python3
"""The commands about runs, on eighteen of a seeded market: find, show, compare, export, change and
delete them."""

import csv
import io
import json
import math
import os
import pty
import shlex
import subprocess

import cdl_laboratory as cdl

STRATEGY = {
    "format": 1,
    "name": "Dip, \"buyer\"",
    "interval": "5m",
    "params": {"room": {"value": 0.3, "min": 0.1, "max": 1},
               "reward": {"value": 1, "min": 1, "max": 3}},
    "setups": [{"name": "dip; \"long\", one", "side": "long", "when": "close > open",
                "entry": {"type": "limit", "price": "close * (1 - room / 100)"},
                "stop_loss": "entry * 0.996",
                "take_profit": "entry + reward * (entry - stop_loss)", "expires": 6}],
    "filters": {"max_open_trades": 1},
    "money": {"mode": "percent", "percent": 50},
}

RUN_FIELDS = ["id", "fingerprint", "strategy", "revision", "params", "symbol", "market", "interval",
              "from", "to", "settings", "stats", "funnel", "nets"]
TRADE_FIELDS = ["seq", "setup", "name", "symbol", "side", "created_at", "entry_time", "entry_price",
                "exit_time", "exit_price", "qty", "leverage", "notional", "stop_loss",
                "take_profit", "fee_entry", "fee_exit", "funding", "pnl", "pnl_pct", "r",
                "exit_reason", "proof", "mae", "mfe"]
SETUP_FIELDS = ["seq", "name", "side", "created_at", "first_kline", "entry", "stop_loss",
                "take_profit", "expires_at", "fate", "fate_at"]

LAB = cdl.Laboratory()


def prepare():
    """Two symbols, nine variants each."""
    strategy = LAB.folder / "dip.json"
    strategy.write_text(json.dumps(STRATEGY), encoding="utf-8")
    for seed, symbol in enumerate(("AAAUSDT", "BBBUSDT")):
        klines = LAB.folder / f"{symbol}-1m.csv"
        klines.write_text(cdl.csv(cdl.klines(3 * 1440, seed=seed)), encoding="utf-8")
        LAB.run("data", "import", klines)
    runs = sweep("--symbol", "AAAUSDT", "--symbol", "BBBUSDT", "--set", "room=0.1,0.2,0.3",
                 "--set", "reward=1,2,3")
    cdl.equal(len({run["id"] for run in runs}), 18, "runs")
    return runs


def sweep(*options):
    return LAB.run("test", "run", LAB.folder / "dip.json", *options, "--format", "json").json()


def listed(*options):
    return LAB.run("run", "list", "--limit", "1000", *options, "--format", "json").json()


def ids(runs):
    return [run["id"] for run in runs]


def refused(code, words, *command):
    """A command that fails with one sentence that has those words."""
    finished = LAB.call(*command)
    cdl.equal(finished.code, code, f"exit code of {command}: {finished.err}")
    cdl.equal(finished.err.count("\n"), 1, f"lines on stderr of {command}: {finished.err!r}")
    for word in words.split("|"):
        assert word in finished.err, f"{command}: no {word!r} in {finished.err!r}"


def sorting():
    for stat, descending in (("net", True), ("max_drawdown_pct", False), ("trades", True)):
        values = [run["stats"][stat] for run in listed("--sort", stat)]
        cdl.equal(values, sorted(values, reverse=descending), f"best first by {stat}")
        cdl.equal([run["stats"][stat] for run in listed("--sort", stat, "--reverse")],
                  sorted(values, reverse=not descending), f"worst first by {stat}")
    cdl.equal([run["symbol"] for run in listed("--sort", "symbol")],
              9 * ["AAAUSDT"] + 9 * ["BBBUSDT"], "by symbol")
    created = [run["created_at"] for run in listed()]
    cdl.equal(created, sorted(created, reverse=True), "latest first")


def bounds():
    nets = sorted(run["stats"]["net"] for run in RUNS)
    middle = repr(nets[8])
    for bound, wanted in ((f"net>{middle}", 9), (f"net >= {middle}", 10), (f"net<{middle}", 8),
                          (f"net<={middle}", 9), (f"net={middle}", 1)):
        cdl.equal(len(listed("--where", bound)), wanted, bound)
    both = listed("--where", f"net>{nets[2]!r}", "--where", f"net<{nets[5]!r}", "--sort", "net")
    cdl.equal([run["stats"]["net"] for run in both], [nets[4], nets[3]], "between two bounds")
    cdl.equal(len(listed("--where", "drawdown_trough>=2022-01-01")), 18, "a time as bound")
    for bad in ("net", "net~1", "net>", "net>x", "net=>1", ">1", "net>>1", "net==1"):
        refused(2, "--where", "run", "list", "--where", bad)
    refused(2, "no statistic “sharp”|“sharpe”", "run", "list", "--where", "sharp>1")


def filters():
    first = min(run["created_at"] for run in RUNS)
    last = max(run["created_at"] for run in RUNS)
    for options, wanted in ((("--symbol", "AAAUSDT"), 9), (("--symbol", "AAA"), 0),
                            (("--strategy", STRATEGY["name"]), 18), (("--strategy", "Dip"), 0),
                            (("--market", "spot"), 18), (("--market", "um"), 0),
                            (("--interval", "5m"), 18), (("--interval", "1m"), 0),
                            (("--search", "BUYER bbb"), 9), (("--search", "nothing"), 0),
                            (("--test", RUNS[0]["test"]), 18), (("--test", "0-0"), 0),
                            (("--since", first), 18), (("--since", last + 1), 0),
                            (("--until", first), 0), (("--until", last + 1), 18),
                            (("--favourite",), 0), (("--tag", "none"), 0)):
        cdl.equal(len(listed(*options)), wanted, options)
        cdl.equal(LAB.run("run", "list", "--count", *options).out, f"{wanted}\n", options)
    cdl.equal(LAB.run("run", "list", "--count", "--format", "json").json(), {"count": 18}, "count")
    refused(2, "--market", "run", "list", "--market", "moon")
    refused(2, "--interval", "run", "list", "--interval", "7m")
    refused(2, "--since", "run", "list", "--since", "yesterday")
    refused(2, "--sort|“size”", "run", "list", "--sort", "size")
    refused(2, "--limit|1000", "run", "list", "--limit", "1001")


def pages():
    """Page after page, by the cursor in the hint, is the whole list."""
    for options in (("--sort", "net"), ("--sort", "trades", "--reverse"), ("--sort", "symbol"), ()):
        whole, found, after = ids(listed(*options)), [], []
        while True:
            finished = LAB.run("run", "list", "--limit", "5", *options, *after, "--format", "json")
            found += ids(finished.json())
            if not finished.err:
                break
            after = shlex.split(finished.err)[-2:]
            cdl.equal(after[0], "--after", "hint")
        cdl.equal(found, whole, f"pages of {options}")

    text = LAB.run("run", "list", "--sort", "net", "--limit", "5").out
    assert "5 of 18 runs" in text, text
    command = shlex.split(text.splitlines()[-1])
    text = LAB.run("run", "list", "--sort", "net", "--limit", "1", *command[-2:]).out
    assert ids(listed("--sort", "net"))[5][:12] in text, text
    refused(1, "cursor", "run", "list", "--after", "nonsense")


def show():
    run = listed("--sort", "net")[0]
    text = LAB.run("run", "show", run["id"][:16]).out
    for words in (STRATEGY["name"], "reward=", run["symbol"], "5m klines over 1m klines", run["id"], run["fingerprint"],
                  "4,320 klines, no holes, 100.000 % complete", "Guessed tick", "pessimistic",
                  "taker fee 0.05 %", "Max drawdown", "10,000.00 USDT",
                  f"Funnel: {sum(run['funnel'].values()):,} setups",
                  f"Exits: {run['stats']['trades']} trades", "First and last trades",
                  "dip; \"long\", one"):
        assert words in text, f"no {words!r} in\n{text}"
    assert "\033" not in text, "escapes without a terminal"
    assert f"{100 * run['nets']['pessimistic'] / 10_000:+.2f} %" in text, text
    cdl.equal(LAB.run("run", "show", run["id"], "--format", "json").json(), run, "JSON")


def compare():
    few = [run for run in RUNS if run["symbol"] == "AAAUSDT" and run["params"]["room"] == 0.2]
    text = LAB.run("run", "compare", *ids(few)).out
    lines = {line.split("  ")[0]: line for line in text.splitlines()}
    assert [float(value) for value in lines["reward"].split()[1:]] \
        == [run["params"]["reward"] for run in few], text
    assert "room" not in lines and "symbol" not in lines and "capital" not in lines, text
    best = max(range(3), key=lambda i: few[i]["stats"]["net"])
    cells = lines["Net result"].split("Net result")[1].replace(" *", "*").split()
    cdl.equal([cell.endswith("*") for cell in cells], [i == best for i in range(3)], "best net")

    document = LAB.run("run", "compare", *ids(few), "--format", "json").json()
    cdl.equal(document["runs"], few, "runs")
    cdl.equal([row["name"] for row in document["rows"] if row["differs"]], ["params.reward"],
              "what differs")
    cdl.equal(document["best"]["net"], few[best]["id"], "best net")
    drawdown = min(few, key=lambda run: run["stats"]["max_drawdown_pct"])
    cdl.equal(document["best"]["max_drawdown_pct"], drawdown["id"], "best drawdown")
    refused(2, "2 to 8", "run", "compare", RUNS[0]["id"], RUNS[0]["id"][:20])
    refused(2, "2 to 8", "run", "compare", *ids(RUNS)[:9])


def export_json():
    for run in RUNS[:6]:
        document = LAB.run("run", "export", run["id"], "--trades", "--setups", "--equity").json()
        for field in RUN_FIELDS:
            cdl.equal(document[field], run[field], field)
        trades, setups = document["trades"], document["setups"]
        for rows, fields in ((trades, TRADE_FIELDS), (setups, SETUP_FIELDS)):
            cdl.equal(list(rows[0])[:len(fields)], fields, "fields in order")
            cdl.equal([row["seq"] for row in rows], list(range(1, len(rows) + 1)), "seq")
            cdl.equal({row["name"] for row in rows}, {STRATEGY["setups"][0]["name"]}, "names")

        fates = [setup["fate"] for setup in setups]
        cdl.equal({fate: fates.count(fate) for fate in set(fates)}, document["funnel"], "funnel")
        assert len(document["funnel"]) >= 3, f"the funnel says little: {document['funnel']}"
        entered = [setup["seq"] for setup in setups if setup["fate"] == "entered"]
        cdl.equal(sorted(trade["setup"] for trade in trades), entered, "setups that were entered")
        cdl.equal(len(trades), document["stats"]["trades"], "trades")
        reasons = [trade["exit_reason"] for trade in trades]
        cdl.equal({reason: reasons.count(reason) for reason in set(reasons)}, document["exits"],
                  "exits")
        for trade in trades:
            gross = trade["qty"] * (trade["exit_price"] - trade["entry_price"])
            cost = trade["fee_entry"] + trade["fee_exit"] + trade["funding"]
            assert math.isclose(trade["pnl"], gross - cost, rel_tol=1e-9, abs_tol=1e-9), trade
        assert math.isclose(sum(trade["pnl"] for trade in trades), document["nets"]["pessimistic"],
                            rel_tol=1e-9), "the trades do not add up to the net"
        assert math.isclose(document["equity"][-1]["equity"], document["stats"]["final"],
                            rel_tol=1e-9), "the curve does not end at the final balance"


def export_parts():
    one, other = RUNS[0]["id"], RUNS[1]["id"]
    for part in ("trades", "setups", "equity"):
        document = LAB.run("run", "export", one, f"--{part}").json()
        cdl.equal([name for name in ("trades", "setups", "equity") if name in document], [part],
                  "parts")
    document = LAB.run("run", "export", one, other).json()
    cdl.equal(document, RUNS[:2], "array of several")
    lines = LAB.run("run", "export", one, other, "--format", "jsonl").out.splitlines()
    cdl.equal([json.loads(line) for line in lines], RUNS[:2], "JSON lines")


def export_csv():
    run = RUNS[0]["id"]
    document = LAB.run("run", "export", run, "--trades", "--setups", "--equity").json()
    for part, fields in (("trades", TRADE_FIELDS), ("setups", SETUP_FIELDS),
                         ("equity", ["time", "equity", "balance"])):
        text = LAB.run("run", "export", run, f"--{part}", "--format", "csv").out
        rows = list(csv.DictReader(io.StringIO(text, newline=""), strict=True))
        cdl.equal(text.count("\r\n"), len(rows) + 1, "lines end as RFC 4180 says")
        cdl.equal(list(rows[0])[:len(fields)], fields, "columns in order")
        # In JSON, where it can be read back, a row has the index of its setup definition, too.
        cdl.equal(list(rows[0]), [name for name in document[part][0] if name != "def"], "columns")
        cdl.equal(len(rows), len(document[part]), part)
        for row, wanted in zip(rows, document[part]):
            for name in row:
                value = wanted[name]
                text = "" if value is None else str(value).lower() if isinstance(value, bool) \
                    else value if isinstance(value, str) else float(value)
                cdl.equal(float(row[name]) if isinstance(text, float) else row[name], text, name)
    refused(2, "--trades|--setups|--equity", "run", "export", run, "--format", "csv")
    refused(2, "one run", "run", "export", run, RUNS[1]["id"], "--trades", "--format", "csv")
    refused(2, "json, csv or jsonl", "run", "export", run, "--format", "text")


def export_file():
    path = LAB.folder / "export.json"
    path.write_text("before", encoding="utf-8")
    LAB.run("run", "export", RUNS[0]["id"], "-o", path)
    cdl.equal(json.loads(path.read_text(encoding="utf-8")), RUNS[0], "file")
    refused(1, "no stored run", "run", "export", "nothing", "-o", path)
    cdl.equal(json.loads(path.read_text(encoding="utf-8")), RUNS[0], "file of a failed export")
    refused(1, "absent", "run", "export", RUNS[0]["id"], "-o", LAB.folder / "absent" / "x.json")


def without_details():
    run, = sweep("--symbol", "AAAUSDT", "--set", "room=0.5", "--no-details")
    for part in ("--trades", "--setups", "--equity"):
        refused(1, "stored without|--details", "run", "export", run["id"], part)
    cdl.equal(LAB.run("run", "export", run["id"]).json(), run, "the record alone")
    assert "--details" in LAB.run("run", "show", run["id"]).out
    sweep("--symbol", "AAAUSDT", "--set", "room=0.5", "--details")
    document = LAB.run("run", "export", run["id"], "--trades").json()
    cdl.equal(len(document["trades"]), run["stats"]["trades"], "trades after --details")
    LAB.run("run", "delete", run["id"], "--yes")


def prefixes():
    every = ids(RUNS)
    for one in every:
        length = next(n for n in range(1, 65)
                      if sum(other.startswith(one[:n]) for other in every) == 1)
        cdl.equal(LAB.run("run", "show", one[:length], "--format", "json").json()["id"], one,
                  "run of the shortest beginning")
    # Eighteen ids have sixteen first digits.
    digit = next(c for c in "0123456789abcdef" if sum(one[0] == c for one in every) > 1)
    for command in (("show",), ("export",), ("edit", "--tag", "x"), ("delete", "--yes")):
        refused(1, f"several runs|“{digit}”", "run", *command, digit)
        for bad in ("xyz", every[0] + "0", "a b", "%", "é"):
            refused(1, f"no stored run|“{bad}”", "run", *command, bad)
    refused(1, "no stored run", "run", "compare", every[0], "xyz")
    for command in ("show", "export", "compare", "edit"):
        refused(2, "takes RUN", "run", command)
    cdl.equal(listed(), sorted(listed(), key=lambda run: -run["created_at"]), "nothing changed")
    cdl.equal(len(listed()), 18, "nothing was deleted")


def edit():
    one, other = RUNS[0]["id"], RUNS[1]["id"]
    note = "Two lines\nand \033[31m\"quotes\", é 🚀"
    LAB.run("run", "edit", one, other, one[:20], "--tag", "à revoir", "--note", note,
            "--favourite", "yes")
    cdl.equal(set(ids(listed("--tag", "à revoir", "--favourite"))), {one, other}, "tagged")
    run = LAB.run("run", "export", one).json()
    cdl.equal((run["note"], run["tags"], run["favourite"]), (note, ["à revoir"], True), "edited")
    text = LAB.run("run", "show", one).out
    assert "à revoir" in text and "é 🚀" in text and "\033" not in text, text

    LAB.run("run", "edit", one, "--untag", "à revoir", "--note", "", "--favourite", "no")
    cdl.equal(LAB.run("run", "export", one).json(), RUNS[0], "as it was")
    cdl.equal(LAB.run("run", "edit", other, "--tag", "b", "--format", "json").json(),
              {"edited": [other]}, "JSON")
    refused(2, "nothing to change", "run", "edit", one)
    refused(2, "yes or no", "run", "edit", one, "--favourite", "maybe")
    refused(1, "no stored run", "run", "edit", one, "xyz", "--tag", "half")
    refused(1, "tag", "run", "edit", one, "--tag", "x" * 65)
    cdl.equal(listed("--tag", "half"), [], "an edit of all or none")


def answer(text, *command):
    """What a person at a terminal gets, who types text."""
    master, slave = pty.openpty()
    process = subprocess.Popen([cdl.CLI, *command], env=LAB.env, stdin=slave, stdout=slave,
                               stderr=slave)
    os.close(slave)
    os.write(master, text)
    output = b""
    while True:
        try:
            data = os.read(master, 4096)
        except OSError:  # the other end is closed
            break
        if not data:
            break
        output += data
    os.close(master)
    return process.wait(timeout=60), output.decode("utf-8")


def delete():
    every = ids(listed("--sort", "net"))
    refused(2, "1 run|--yes", "run", "delete", every[0])
    refused(2, "one of the two", "run", "delete", "--yes")
    refused(2, "one of the two", "run", "delete", every[0], "--symbol", "AAAUSDT", "--yes")
    code, output = answer(b"n\n", "run", "delete", every[0][:20])
    assert code == 4 and "Delete 1 run" in output and "Nothing was deleted" in output, output
    cdl.equal(len(listed()), 18, "runs after a no")

    code, output = answer(b"y\n", "run", "delete", every[0])
    assert code == 0 and "Deleted 1 run." in output, output
    cdl.equal(ids(listed("--sort", "net")), every[1:], "runs after a yes")
    document = LAB.run("run", "delete", every[1], every[2], "-y", "--format", "json").json()
    cdl.equal(document, {"deleted": 2}, "JSON")
    count = len(listed("--symbol", "BBBUSDT"))
    assert f"Deleted {count} runs." in LAB.run("run", "delete", "--symbol", "BBBUSDT", "-y").out
    cdl.equal({run["symbol"] for run in listed()}, {"AAAUSDT"}, "symbols left")
    assert "Deleted 0 runs." in LAB.run("run", "delete", "--symbol", "BBBUSDT").out
    cdl.equal(LAB.query("SELECT count(*) FROM run")[0][0], 15 - count, "rows of the store")


def empty():
    lab = cdl.Laboratory()
    cdl.equal(lab.run("run", "list", "--format", "json").json(), [], "list of an empty store")
    assert "No runs" in lab.run("run", "list").out
    cdl.equal(lab.call("run", "show", "a").code, 1, "show in an empty store")


RUNS = prepare()
cdl.run_tests(("an empty store", empty), ("sort", sorting), ("bounds", bounds),
              ("filters", filters), ("pages", pages), ("show", show), ("compare", compare),
              ("export as JSON", export_json), ("export of parts", export_parts),
              ("export as CSV", export_csv), ("export to a file", export_file),
              ("runs without details", without_details), ("beginnings of ids", prefixes),
              ("edit", edit), ("delete", delete))
