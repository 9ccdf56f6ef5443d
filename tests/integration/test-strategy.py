#!/usr/bin/env python3
"""The commands about strategies: check, list, show and docs."""

import json
import pathlib
import re
import subprocess

import cdl_laboratory as cdl

LAB = cdl.Laboratory()
FLAG = cdl.strategy("flag.json")
SHIPPED = sorted(FLAG.parent.glob("*.json"))
LAWS = ["no look-ahead", "batch equals stream", "reset equals afresh", "depth"]

# Two mistakes, at known places, and one parameter that nothing uses.
BROKEN = """{
  "format": 1,
  "name": "Broken",
  "interval": "15m",
  "params": { "idle": { "value": 3 } },
  "setups": [
    { "name": "up", "side": "long", "when": "closse > sma(close,\\n  0)",
      "entry": { "type": "market" }, "stop_loss": "low", "take_profit": "high * 2" }
  ]
}
"""


def write(name, text):
    path = LAB.folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def holds(text, *words):
    for word in words:
        if word not in text:
            raise AssertionError(f"“{word}” is not in: {text}")


def refused(*args, code, words, lines=1):
    finished = LAB.call(*args)
    cdl.equal(finished.code, code, f"exit code of {args}")
    cdl.equal(len(finished.err.splitlines()), lines, f"lines of {finished.err!r}")
    holds(finished.err, *words)
    return finished


# --- check ---


def check_shipped():
    finished = LAB.run("strategy", "check", *SHIPPED)
    cdl.equal(finished.err, "", "problems of the shipped strategies")
    for path in SHIPPED:
        holds(finished.out, f"{path}: “{json.loads(path.read_text())['name']}” is valid")
    cdl.equal(finished.out.count("no look-ahead        holds"), len(SHIPPED), "proofs")
    if "REFUTED" in finished.out or "they say little" in finished.out:
        raise AssertionError(finished.out)
    cdl.equal(LAB.run("strategy", "check", *SHIPPED).out, finished.out, "a second time")
    cdl.equal(LAB.snapshot(), {}, "what check writes")


def check_json():
    checked = LAB.run("strategy", "check", "--format", "json", *SHIPPED).json()
    cdl.equal([item["file"] for item in checked], [str(path) for path in SHIPPED], "files")
    for item in checked:
        proofs = item["proofs"]
        cdl.equal((item["valid"], item["problems"], proofs["hold"], proofs["symbol"]),
                  (True, [], True, None), item["file"])
        cdl.equal([law["law"] for law in proofs["laws"]], LAWS, "laws")
        patterns = any("pattern" in setup
                       for setup in json.loads(pathlib.Path(item["file"]).read_text())["setups"])
        for law in proofs["laws"]:
            cdl.equal((law["holds"], law["counter_example"]), (True, None), law["law"])
            cdl.equal(law["comparisons"] > 0, patterns or law["law"] != "reset equals afresh",
                      f"{item['file']}: closes compared for {law['law']}")
        if proofs["setups"] == 0 or proofs["klines"] < 7000:
            raise AssertionError(f"too little to prove anything on: {proofs}")


def check_without_proofs():
    finished = LAB.run("strategy", "check", "--no-proofs", FLAG)
    cdl.equal(finished.out, f"{FLAG}: “Flags” is valid\n", "text")
    checked, = LAB.run("strategy", "check", "--no-proofs", "--format", "json", FLAG).json()
    cdl.equal(checked["proofs"], None, "proofs")


def check_intervals():
    """Every interval has a synthetic market, the month too."""
    strategy = json.loads(cdl.strategy("sma-cross.json").read_text())
    for interval in ("1s", "1m", "3m", "1h", "12h", "1d", "3d", "1w", "1M"):
        strategy["interval"] = interval
        path = write("interval.json", json.dumps(strategy))
        checked, = LAB.run("strategy", "check", "--format", "json", path).json()
        cdl.equal(checked["proofs"]["hold"], True, interval)
        if checked["proofs"]["setups"] < 10 or checked["proofs"]["klines"] < 200:
            raise AssertionError(f"{interval}: {checked['proofs']}")
    path.unlink()


def check_problems():
    path = write("broken.json", BROKEN)
    finished = LAB.call("strategy", "check", path)
    cdl.equal(finished.code, 2, "exit code")
    said = finished.err.splitlines()
    holds(said[0], f"{path}:7:46: error: $.setups[0].when: ", "“closse”", "did you mean “close”?")
    holds(finished.err, "$.params.idle: nothing uses “idle”", ": warning: ")
    holds(finished.out, f"{path}: not valid, ", "1 warning")
    for line in said:
        if not re.match(re.escape(str(path)) + r":\d+:\d+: (error|warning): \$", line):
            raise AssertionError(line)

    checked, = LAB.call("strategy", "check", "--format", "json", path).json()
    first = checked["problems"][0]
    cdl.equal((checked["valid"], checked["proofs"], len(checked["problems"])),
              (False, None, len(said)), "JSON")
    cdl.equal((first["severity"], first["path"], first["line"], first["column"], first["length"],
               first["file_line"], first["file_column"]),
              ("error", "$.setups[0].when", 1, 1, 6, 7, 46), "the first problem")
    path.unlink()


def check_damaged():
    whole = FLAG.read_bytes()
    for name, content, word in (
            ("empty", b"", "error"), ("not-utf8", b'{"a":"\xff"}', "UTF-8"),
            ("zero", whole.replace(b"Flags", b"Fl\0ags", 1), "error"),
            ("cut", whole[:-9], "error"), ("mark", b"\xef\xbb\xbf{,}", ":1:2: error"),
            ("large", b" " * 400_000, "256 kB"),
            ("escape", whole.replace(b'"Flags"', b'"\\u001b[31mFlags"', 1), "cannot be a name")):
        path = write(f"{name}.json", content)
        finished = refused("strategy", "check", path, code=2, words=(f"{name}.json", word))
        if "\x1b" in finished.err + finished.out:
            raise AssertionError("a file must not speak to the terminal")
        refused("strategy", "show", path, code=2, words=(f"{name}.json", word))
        path.unlink()


def check_refused():
    refused("strategy", "check", code=2, words=("strategy check takes FILE",))
    refused("strategy", "check", LAB.folder / "none.json", code=2, words=("none.json",))
    refused("strategy", "check", LAB.folder, code=2, words=(str(LAB.folder),))
    refused("strategy", "check", "--from", "2022-01-01", FLAG, code=2, words=("--from", "--symbol"))
    refused("strategy", "check", "--market", "um", FLAG, code=2, words=("--market", "--symbol"))
    refused("strategy", "check", "--symbol", "AUSDT", "--no-proofs", FLAG, code=2,
            words=("--symbol", "--no-proofs"))
    refused("strategy", "check", "--symbol", "AUSDT", "--to", "soon", FLAG, code=2, words=("soon",))
    refused("strategy", "check", "--symbol", "AUSDT", "--from", "2022-01-02", "--to", "2022-01-01",
            FLAG, code=2, words=("--from must be before --to",))
    refused("strategy", "check", "--symbol", "NONEUSDT", FLAG, code=1, words=("NONEUSDT",))
    # What follows a bad file is still checked.
    finished = refused("strategy", "check", "--no-proofs", LAB.folder / "none.json", FLAG, code=2,
                       words=("none.json",))
    holds(finished.out, "“Flags” is valid")


def check_archive():
    path = write("AUSDT-1m-2022-01.csv", cdl.csv(cdl.klines(20_000)))
    LAB.run("data", "import", path)
    checked, = LAB.run("strategy", "check", "--format", "json", "--symbol", "AUSDT", FLAG).json()
    proofs = checked["proofs"]
    cdl.equal((proofs["symbol"], proofs["market"], proofs["klines"], proofs["from"], proofs["to"],
               proofs["hold"]),
              ("AUSDT", "spot", 1333, "2022-01-01T00:00:00.000Z", "2022-01-14T21:15:00.000Z", True),
              "all klines")
    part, = LAB.run("strategy", "check", "--format", "json", "--symbol", "AUSDT", "--from",
                    "2022-01-03", "--to", "2022-01-05T12:00", FLAG).json()
    cdl.equal((part["proofs"]["klines"], part["proofs"]["from"], part["proofs"]["to"]),
              (240, "2022-01-03T00:00:00.000Z", "2022-01-05T12:00:00.000Z"), "a window")
    holds(LAB.run("strategy", "check", "--symbol", "AUSDT", FLAG).out, "1,333 15m klines of AUSDT")
    refused("strategy", "check", "--symbol", "AUSDT", "--from", "2023-01-01", FLAG, code=1,
            words=("AUSDT",))


# --- list ---


def list_shipped():
    out = LAB.run("strategy", "list", FLAG.parent).out.splitlines()
    cdl.equal(len(out), 1 + len(SHIPPED), "lines")
    holds(out[1 + SHIPPED.index(FLAG)], str(FLAG), "Flags", "15m", "strength steep retrace reach",
          "bull (long), bear (short)")
    listed = LAB.run("strategy", "list", "--format", "json", FLAG.parent).json()
    cdl.equal([item["file"] for item in listed], [str(path) for path in SHIPPED], "files")
    cdl.equal([item["name"] for item in listed],
              [json.loads(path.read_text())["name"] for path in SHIPPED], "names")


def list_default():
    """The strategies of the working folder, if it has the project's."""
    project = FLAG.parent.parent.parent
    here = subprocess.run([cdl.CLI, "strategy", "list", "--format", "json"], cwd=project,
                          env=LAB.env, capture_output=True, check=True)
    cdl.equal([item["file"] for item in json.loads(here.stdout)],
              [str(path.relative_to(project)) for path in SHIPPED], "files")


def list_marks_what_is_wrong():
    folder = LAB.folder / "mine"
    folder.mkdir()
    write("mine/b.json", BROKEN)
    write("mine/a.json", FLAG.read_text())
    write("mine/notes.txt", "not looked at")
    out = LAB.run("strategy", "list", folder).out.splitlines()
    cdl.equal(len(out), 3, "lines")
    holds(out[1], "a.json", "Flags")
    holds(out[2], "b.json", "not valid", "“closse”")
    good, bad = LAB.run("strategy", "list", "--format", "json", folder).json()
    cdl.equal((good["valid"], bad["valid"]), (True, False), "valid")
    holds(bad["problems"][0]["message"], "closse")

    finished = refused("strategy", "list", folder / "none.json", folder / "a.json", code=1,
                       words=("none.json",))
    holds(finished.out, "Flags")
    empty = folder / "empty"
    empty.mkdir()
    holds(LAB.run("strategy", "list", empty).out, "no strategies")
    cdl.equal(LAB.run("strategy", "list", "--format", "json", empty).json(), [], "none")


# --- show ---


def show_words():
    for path in SHIPPED:
        written = json.loads(path.read_text())
        out = LAB.run("strategy", "show", path).out
        words = " ".join(out.split())
        holds(words, written["name"], " ".join(written["description"].split()))
        for name, param in written["params"].items():
            holds(words, f"{name} {param['value']}, from {param['min']} to {param['max']} "
                         f"by {param['step']}: {param['help']}")
        for name, text in written.get("let", {}).items():
            holds(words, f"{name} = {text}")
        for setup in written["setups"]:
            holds(words, f"Setup “{setup['name']}”, {setup['side']}",
                  f"Stop loss {setup['stop_loss']}", f"Take profit {setup['take_profit']}",
                  setup.get("when", ""), setup.get("pattern", {}).get("name", ""))
        for name in written.get("filters", {}):
            holds(words, f" {name} ")
        long = [line for line in out.splitlines() if len(line) > 84]
        cdl.equal(long, [], "lines that are too long")


def show_values():
    """An expression stands with its value, a default is told, control characters do nothing."""
    strategy = json.loads(FLAG.read_text())
    strategy["description"] = "One\x1b[31m\nTwo\tthree"
    strategy["params"]["life"] = {"value": 8}
    strategy["setups"][0]["expires"] = "2 * life"
    strategy["setups"][1]["entry"] = {"type": "market"}
    strategy["filters"] = {"min_gain": "reach / 2"}
    strategy["money"] = {"mode": "fixed", "fixed": 250, "compound": False}
    path = write("values.json", json.dumps(strategy))
    words = " ".join(LAB.run("strategy", "show", path).out.split())
    holds(words, "One [31m Two three", "life 8 ", "2 * life = 16 klines after it arose (4 h 00 min)",
          "at the market", "gain at the target at least reach / 2 = 0.375 %",
          "trades open at once at most 1", "positions of 250 in the quote currency",
          "the one at the start")
    path.unlink()


def show_json():
    path = cdl.strategy("double-bottom.json")
    shown = LAB.run("strategy", "show", "--format", "json", path).json()
    written = json.loads(path.read_text())
    cdl.equal(re.fullmatch("[0-9a-f]{64}", shown["revision"]) is not None, True, "revision")
    for member in ("name", "params", "let", "filters"):
        cdl.equal(shown["strategy"][member], written[member], member)
    cdl.equal([item["interval"] for item in shown["derived"]["intervals"]], ["15m", "4h"],
              "intervals")
    cdl.equal(shown["derived"]["intervals"][1]["reads"], ["close"], "what is read of 4h")
    cdl.equal(shown["derived"]["filters"],
              {"min_gap": 0.8, "min_gain": 0.4, "max_loss": 3, "max_open_trades": 1}, "filters")
    cdl.equal(shown["derived"]["setups"],
              [{"name": "long", "expires": 24, "max_pending": None}], "setups")

    # What is shown is a strategy of the same revision.
    again = write("again.json", json.dumps(shown["strategy"]))
    cdl.equal(LAB.run("strategy", "show", "--format", "json", again).json()["revision"],
              shown["revision"], "the revision of what was shown")
    again.unlink()
    refused("strategy", "show", code=2, words=("takes FILE",))
    refused("strategy", "show", FLAG, FLAG, code=2, words=("takes FILE",))


# --- docs and help ---


def docs():
    page = LAB.run("strategy", "docs").out
    manual = FLAG.parent.parent.parent / "docs" / "strategy-reference.md"
    cdl.equal(page, manual.read_text(encoding="utf-8"), "the page in docs/")
    rows = LAB.run("strategy", "docs", "--format", "json").json()
    for row in rows["functions"] + rows["patterns"]:
        holds(page, row["doc"], row["formula"])
    for name in ("rsi", "bull_flag"):
        section = LAB.run("strategy", "docs", name).out
        holds(page, section)
        holds(section, name)
        row = LAB.run("strategy", "docs", name, "--format", "json").json()
        cdl.equal(row in rows["functions"] + rows["patterns"], True, f"the row of {name}")
    for form in ("text", "json"):
        refused("strategy", "docs", "doble_top", "--format", form, code=2,
                words=("“doble_top”", "did you mean “double_top”?"))
        refused("strategy", "docs", "no_such_thing", "--format", form, code=2,
                words=("“no_such_thing”", "strategy docs"))
    refused("strategy", "docs", "rsi", "sma", code=2, words=("takes [NAME]",))


def readme():
    """The strategy of the README is one."""
    text = (FLAG.parent.parent.parent / "README.md").read_text(encoding="utf-8")
    path = write("readme.json", text.split("```json\n")[1].split("```")[0])
    cdl.equal(LAB.run("strategy", "check", path).err, "", "problems")
    path.unlink()


def help_of_a_noun():
    listed = LAB.run("strategy", "--help").out
    for verb in ("check", "docs", "list", "show"):
        holds(listed, f"  strategy {verb} ")
        holds(LAB.run("strategy", verb, "--help").out, "--format=FORMAT")
    if "test run" in listed:
        raise AssertionError(listed)
    cdl.equal(LAB.call("strategy").code, 2, "exit code without a verb")
    refused("strategy", "chek", code=2, words=("did you mean “strategy check”?",))


def other_locales():
    """JSON is UTF-8 in every locale."""
    strategy = json.loads(FLAG.read_text())
    strategy["name"] = "Flaggen, 旗"
    path = write("locale.json", json.dumps(strategy, ensure_ascii=False))
    for locale in ("C", "POSIX", "de_DE.UTF-8", "C.UTF-8"):
        listed, = LAB.call("strategy", "list", "--format", "json", path,
                           env={"LC_ALL": locale}).json()
        shown = LAB.call("strategy", "show", "--format", "json", path,
                         env={"LC_ALL": locale}).json()
        cdl.equal((listed["name"], shown["strategy"]["name"]), (strategy["name"],) * 2, locale)
    path.unlink()


cdl.run_tests(
    ("check/shipped", check_shipped), ("check/json", check_json),
    ("check/without-proofs", check_without_proofs), ("check/intervals", check_intervals),
    ("check/problems", check_problems), ("check/damaged", check_damaged),
    ("check/refused", check_refused), ("check/archive", check_archive),
    ("list/shipped", list_shipped), ("list/default", list_default),
    ("list/mistakes", list_marks_what_is_wrong), ("show/words", show_words),
    ("show/values", show_values), ("show/json", show_json), ("docs", docs),
    ("readme", readme), ("help", help_of_a_noun), ("locales", other_locales))
