#!/usr/bin/env python3
"""Paper trading in the window as a person does it, on the simulated exchange: a session is started,
trades before the eyes, goes stale and recovers, is left and goes on, is compared with a backtest and
stopped."""

import json
import os
import pathlib
import re
import sys

for folder in ("integration", "simulation"):
    sys.path.insert(0, os.fspath(pathlib.Path(__file__).parent.parent / folder))

# pylint: disable=wrong-import-position
import cdl_exchange
import cdl_laboratory as cdl
import cdl_live
from cdl_patience import PATIENCE
from person import App

# Trades often: averages of a few minutes, levels at arm's length.
STRATEGY = {
    "format": 1,
    "name": "Quick crossing",
    "interval": "1m",
    "params": {"fast": {"value": 2, "min": 1, "max": 5, "step": 1},
               "bracket": {"value": 0.15, "min": 0.01, "max": 1, "step": 0.01}},
    "setups": [{"name": "up", "side": "long",
                "when": "crossover(sma(close, fast), sma(close, 4))",
                "entry": {"type": "market"},
                "stop_loss": "entry * (1 - bracket / 100)",
                "take_profit": "entry * (1 + bracket / 100)"},
               {"name": "dip", "side": "long",
                "when": "close < open",
                "entry": {"type": "limit", "price": "close * 0.97"},
                "expires": 30,
                "stop_loss": "entry * 0.99",
                "take_profit": "entry * 1.02"}],
    "filters": {"max_open_trades": 1},
    "money": {"mode": "percent", "percent": 50},
}


# A minute a second. A trade must stay open while it is read, however slow the program is.
SPEED = 60 / PATIENCE

COLOURS = {"STALE": (229, 165, 10), "OFFLINE": (192, 28, 40)}


def sessions():
    return cdl.Laboratory.run(LAB, "live", "list", "--json").json()


def table(name):
    return APP.find("tree grid", name)


def rows(name):
    return [texts for _, texts in APP.rows(table(name))]


def tab(name):
    APP.click(APP.find(name=re.compile(name), within=APP.find("tab list")))


def fill(name, text):
    """An entry row: the tree does not tell of its focus."""
    APP.click(APP.find("text box", re.compile(f"^{name}")))
    APP.key("ctrl+a")
    APP.screen.type(text)
    APP.settle()


def badge(word, seconds=60):
    """In the list, and in words beside the colour."""
    return APP.find("label", re.compile(f"^{word}( · |$)"), within=APP.find("list", "Sessions"),
                    seconds=seconds)


def starts():
    APP.go_to("Live")
    APP.find("label", "No session")
    APP.click(APP.find("button", "Start a session…"))
    APP.choose(APP.find("combo box", "Strategy"), "Quick crossing")
    fill("Symbols", "btcusdt")
    fill("Name", "before my eyes")
    APP.picture("live-form.png")
    cdl.equal(APP.unnamed(), [], "controls without a name")
    APP.click(APP.find("button", "Start session"))
    APP.find("label", "before my eyes", seconds=60)
    badge("LIVE")


def trades():
    open_trades = table("Open trades")
    APP.wait_for(lambda: APP.rows(open_trades), "an open trade", 90)
    APP.picture("live-open.png")
    tab("Closed trades")
    closed = APP.wait_for(lambda: rows("Closed trades"), "a closed trade", 120)
    cdl.equal(closed[0][1:3], ["BTCUSDT", "long"], "the closed trade")
    for title, body in (("before my eyes: entry", r"BTCUSDT: “up” long at [0-9.]+, quantity"),
                        ("before my eyes: exit", r"BTCUSDT: “up” long at [0-9.]+ \(.+\): [+-]")):
        APP.wait_for(lambda title=title, body=body: any(
            title == shown and re.match(body, words) for shown, words in APP.notifications.shown),
                     f"a notification “{title}”", 90)
    APP.picture("live-closed.png")
    cdl.equal(APP.unnamed(), [], "controls without a name")
    tab("Log")
    APP.wait_for(lambda: len(rows("Log")) > 3, "the log")
    APP.picture("live-log.png")
    tab("Now")


def decisions():
    """How many the journal has, of those that data decides."""
    kinds = [event["kind"] for event in cdl_live.shown(LAB, "before my eyes")["log"]]
    return sum(kinds.count(kind) for kind in ("setup", "fate", "entry", "exit"))


def colour(node):
    """What most of it has."""
    place = APP.still_place(node)
    return max(APP.screen.picture(place).getcolors(place[2] * place[3]))[1]


def untrusted(word, picture):
    """In the list, on the session, in a bar across the page, and beside the page's name from
    anywhere: amber if stale, red if offline."""
    badge(word)
    bar = re.compile(f"^{word} · before my eyes.*No data since.*No trade is taken")
    session = re.compile(f"^{word} · ")
    APP.find("label", bar)
    told = APP.wait_for(lambda: (found := APP.root.find_all("label", session))
                        and len(found) == 3 and found, "list, session and bar")
    cdl.equal([colour(label) for label in told], [COLOURS[word]] * 3, "colours")
    APP.picture(picture)
    APP.go_to("Results")
    APP.find("image", re.compile(word), within=APP.find("list", "Pages"))
    APP.picture(picture.replace(".png", "-elsewhere.png"))
    APP.go_to("Live")


def is_trusted_again():
    EXCHANGE.post("/control/clear")
    badge("LIVE", 90)
    APP.wait_for(lambda: not APP.shows("label", re.compile("No data since")), "the bar to go")


def goes_stale_and_recovers():
    """Connected, but nothing comes: first the market can be seen to move, then nothing can be
    asked either. Nothing is decided until it comes again."""
    EXCHANGE.post("/control/fault", name="event-drop")
    badge("STALE")
    APP.find("label", re.compile("^STALE · before my eyes: the market moves, but the stream is"
                                 " silent"))
    EXCHANGE.post("/control/fault", name="http-status", match="/api/")
    untrusted("STALE", "live-stale.png")
    before = decisions()
    frozen = EXCHANGE.json("/control/state")["now"]
    APP.wait_for(lambda: EXCHANGE.json("/control/state")["now"] - frozen > 5 * cdl.MINUTE,
                 "some minutes of the exchange's clock")
    badge("STALE")
    cdl.equal(decisions(), before, "decisions without data")
    is_trusted_again()
    APP.wait_for(lambda: decisions() > before, "it to go on", 60)
    cdl_live.check_states(cdl_live.shown(LAB, "before my eyes")["log"])


def goes_offline_and_recovers():
    EXCHANGE.post("/control/fault", name="stream-freeze")
    EXCHANGE.post("/control/fault", name="http-blackhole")
    untrusted("OFFLINE", "live-offline.png")
    is_trusted_again()


def says_what_does_not_succeed():
    """What is wrong, and what helps, where it is; it goes when it helped."""
    APP.quit()
    plan, = (LAB.data / "sessions").glob("*/session.json")
    plan.rename(plan.with_suffix(".away"))
    APP.launch(PROGRAM, ENV)
    wrong = re.compile("^before my eyes: .*session.json.*“Resume” tries again")
    APP.find("label", wrong)
    badge("OFFLINE")
    APP.picture("live-problem.png")
    plan.with_suffix(".away").rename(plan)
    APP.click(APP.find("button", "Resume"))
    badge("LIVE", 90)
    APP.wait_for(lambda: not APP.shows("label", wrong), "the message to go")


def goes_on():
    APP.quit()
    APP.launch(PROGRAM, ENV)
    APP.find("label", "before my eyes")
    badge("LIVE", 90)


def notifications_can_be_switched_off():
    def switch(on):
        APP.key("ctrl+,")
        APP.wait_for(lambda: len(APP.windows()) == 2, "the preferences", 60)
        row = APP.find("switch", "Entries and exits")
        APP.wait_for(lambda: ("checked" in row.states) != on, "the switch as it was left")
        APP.picture("preferences.png")
        APP.click(row)
        APP.wait_for(lambda: ("checked" in row.states) == on, "the switch to turn")
        APP.key("Escape")
        APP.wait_for(lambda: len(APP.windows()) == 1, "the window to go", 60)

    def entries():
        return [event["kind"] for event in cdl_live.shown(LAB, "before my eyes")["log"]
                ].count("entry")

    switch(False)
    traded, told = entries(), len(APP.notifications.shown)
    APP.wait_for(lambda: entries() > traded + 1, "two entries", 120)
    cdl.equal(len(APP.notifications.shown), told, "notifications")
    switch(True)
    APP.wait_for(lambda: len(APP.notifications.shown) > told, "a notification", 120)


def compares():
    APP.click(APP.find("button", "Compare with backtest"))
    APP.find("label", re.compile("same trades, to the bit"), seconds=60)
    APP.picture("live-compare.png")
    EXCHANGE.post("/control/fault", name="klines-corrected")
    APP.click(APP.find("checkbox", "Download for it"))
    APP.click(APP.find("button", "Compare now"))
    APP.find("label", "other data", seconds=60)
    APP.picture("live-compare-data.png")
    for _ in range(10):
        if not APP.shows("label", "data: a kline"):
            APP.wheel(table("Differences"), 10)
    APP.find("label", re.compile("^high .*, the session was told "))
    EXCHANGE.post("/control/clear")


def stops():
    APP.click(APP.find("button", "Stop…"))
    APP.find("label", re.compile("closed at the last price"))
    APP.picture("live-stop.png")
    APP.click(APP.find("button", "Stop now"))
    APP.wait_for(lambda: not APP.shows("button", "Stop…"), "the session to end", 30)
    APP.wait_for(lambda: not APP.shows(None, re.compile("^LIVE")), "the badge to go")
    APP.find("label", re.compile("^stopped at .*: it follows no market any more"))
    APP.picture("live-stopped.png")


LAB = cdl.Laboratory()
(LAB.data / "strategies").mkdir(parents=True)
(LAB.data / "strategies" / "quick.json").write_text(json.dumps(STRATEGY))
with cdl_exchange.Exchange("--start", "2025-03-04T10:00", "--first-day", "2025-03-01",
                           "--speed", SPEED) as EXCHANGE:
    ENV = {"CHANDELIER_EXCHANGE_URL": EXCHANGE.welcome["http"],
           "CHANDELIER_EXCHANGE_SPEED": str(SPEED)}
    PROGRAM = [os.environ["CHANDELIER"], "--data", LAB.data]
    with App(PROGRAM, ENV) as APP:
        cdl.run_tests(("starts", starts),
                      ("trades", trades),
                      ("goes-stale-and-recovers", goes_stale_and_recovers),
                      ("goes-offline-and-recovers", goes_offline_and_recovers),
                      ("says-what-does-not-succeed", says_what_does_not_succeed),
                      ("goes-on", goes_on),
                      ("notifications-can-be-switched-off", notifications_can_be_switched_off),
                      ("compares", compares),
                      ("stops", stops))
