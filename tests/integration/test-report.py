#!/usr/bin/env python3
"""Reports of runs as HTML: complete, well formed, without outside references, and nothing that
users wrote is taken for markup."""

import base64
import html.parser
import json
import os
import re
import struct

import cdl_laboratory as cdl

EVIL = "<script>alert(1)</script> & \"quoted\" 'single'"
STRATEGY = {
    "format": 1,
    "name": EVIL,
    "description": "</pre><img src=x onerror=alert(2)>",
    "interval": "5m",
    "params": {"room": {"value": 0.3, "min": 0.1, "max": 1}},
    "let": {"middle": "sma(close, 20)"},
    "setups": [{"name": EVIL, "side": "long", "when": "close > middle",
                "entry": {"type": "limit", "price": "close * (1 - room / 100)"},
                "stop_loss": "entry * 0.996", "take_profit": "entry * 1.004", "expires": 6}],
    "filters": {"max_open_trades": 1},
    "money": {"mode": "percent", "percent": 50},
}
VOID = {"meta", "img", "source", "br", "link", "input"}

LAB = cdl.Laboratory()


class Page(html.parser.HTMLParser):
    """Checks nesting, and collects what the tests look at."""

    def __init__(self, text):
        super().__init__()
        self.open, self.tags, self.links, self.ids, self.texts = [], [], [], [], {}
        self.pictures = []
        self.feed(text)
        self.close()
        cdl.equal(self.open, [], "elements left open")

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        attrs = dict(attrs)
        assert not any(name.startswith("on") for name in attrs), attrs
        for name in ("src", "href", "srcset"):
            if name in attrs:
                self.links.append(attrs[name])
        if tag == "img":
            assert attrs["alt"], "a picture without words"
            self.pictures.append(attrs["src"])
        if "id" in attrs:
            self.ids.append(attrs["id"])
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        cdl.equal(self.open.pop() if self.open else None, tag, "end tag")

    def handle_data(self, data):
        if self.open:
            self.texts.setdefault(self.open[-1], []).append(data)


def prepare():
    strategy = LAB.folder / "evil.json"
    strategy.write_text(json.dumps(STRATEGY), encoding="utf-8")
    klines = LAB.folder / "AAAUSDT-1m.csv"
    klines.write_text(cdl.csv(cdl.klines(3 * 1440)), encoding="utf-8")
    LAB.run("data", "import", klines)
    return LAB.run("test", "run", strategy, "--symbol", "AAAUSDT", "--set", "room=0.1,0.2,0.3",
                   "--format", "json").json()


def report(*args):
    path = LAB.folder / "report.html"
    LAB.run("run", "report", *args, "--output", path)
    return Page(path.read_text(encoding="utf-8"))


def needs_charts():
    if "CHANDELIER_TEST_REPORTS" not in os.environ:
        raise cdl.Skip("built without GTK")


def one():
    needs_charts()
    run = RUNS[0]
    LAB.run("run", "edit", run["id"], "--note", "</p><script>alert(3)</script>")
    page = report(run["id"][:12])
    assert "script" not in page.tags and "link" not in page.tags, page.tags
    for link in page.links:
        assert link.startswith("data:image/png;base64,"), link[:80]
    cdl.equal(len(page.pictures), 3, "charts: the run, its best and its worst trade")
    width, height = struct.unpack(">II", base64.b64decode(page.pictures[0].split(",")[1])[16:24])
    assert width >= 1000 and height >= 500, (width, height)
    cdl.equal(page.texts["h1"], [EVIL], "title")
    assert "</p><script>alert(3)</script>" in page.texts["p"], "note"
    source = "".join(page.texts["pre"])
    cdl.equal(json.loads(source)["description"], STRATEGY["description"], "strategy")

    trades = LAB.run("run", "export", "--trades", "--format", "json", run["id"]).json()["trades"]
    cells = page.texts["td"]
    assert len(trades) > 10, len(trades)
    assert all(re.sub(r"0+$|\.0+$", "", str(trade["entry_price"])) in " ".join(cells)
               for trade in trades), "entries"
    assert run["id"] in cells and run["fingerprint"] in cells, "ids"


def several():
    needs_charts()
    page = report(*(run["id"] for run in RUNS))
    cdl.equal(page.ids, ["run-1", "run-2", "run-3"], "anchors")
    inside = [link for link in page.links if link.startswith("#")]
    cdl.equal(inside, ["#run-1", "#run-2", "#run-3"], "links of the ranking")
    order = sorted(RUNS, key=lambda run: -run["stats"]["return_pct"])
    cells = page.texts["td"]
    places = [cells.index(run["id"]) for run in order]
    cdl.equal(places, sorted(places), "runs by return")


def without_klines():
    """A run is worth a report when its klines are gone, or its trades were not kept."""
    needs_charts()
    lab = cdl.Laboratory()
    lab.data.mkdir(parents=True)
    exported = LAB.folder / "store.sqlite"
    exported.write_bytes(LAB.store.read_bytes())
    (lab.data / "store.sqlite").write_bytes(exported.read_bytes())
    path = lab.folder / "bare.html"
    lab.run("run", "report", RUNS[1]["id"], "-o", path)
    page = Page(path.read_text(encoding="utf-8"))
    cdl.equal(page.pictures, [], "charts")
    assert any("no longer in the archive" in text for text in page.texts["p"]), page.texts["p"]


def refused():
    LAB.refused("run", "report", "ffff", words=("ffff",))
    needs_charts()
    LAB.refused("run", "report", RUNS[0]["id"], "-o", LAB.folder / "no" / "such" / "folder.html",
                words=("folder.html",))


RUNS = prepare()
cdl.run_tests(("one run", one), ("several runs", several), ("without klines", without_klines),
              ("refused", refused))
