#!/usr/bin/env python3
"""Charts as a trader reads them: pointer, wheel and keys, scales, time zones and colours."""

import datetime
import os
import pathlib
import re
import sys

sys.path.insert(0, os.fspath(pathlib.Path(__file__).parent.parent / "integration"))

# pylint: disable=wrong-import-position
import cdl_laboratory as cdl
from person import App

DOWN = {"red": (0xd9, 0x53, 0x4f), "orange": (0xc6, 0x46, 0x00)}


def chart():
    return APP.find("image", re.compile("SMA crossing on TESTUSDT"))


def point(x, y=0.4):
    """To a fraction of the chart; what it says there."""
    left, top, width, height = APP.still_place(chart())
    APP.point(left - 30, top + height * y)  # what it said before must be gone
    APP.wait_for(lambda: not chart().description, "no value beside it")
    APP.point(left + width * x, top + height * y)
    return APP.wait_for(lambda: chart().description, "a value at the pointer")


def time_of(words):
    return datetime.datetime.strptime(words[:16], "%Y-%m-%d %H:%M")


def seconds(words):
    """Of the interval that the bars have."""
    number, unit = re.match(r".{16}  (\d+)([mhd])  O ", words).groups()
    return int(number) * {"m": 60, "h": 3600, "d": 86400}[unit]


def pixels():
    return APP.screen.pixels(APP.place(chart()))


def colours():
    picture = APP.picture("chart.png", APP.place(chart())).convert("RGB")
    return {colour: count for count, colour in picture.getcolors(1 << 24)}


def opens():
    APP.click(APP.rows(APP.find("tree grid", "Runs"))[0][0], count=2)
    chart()


def tells_what_is_under_the_pointer():
    words = point(0.3)
    assert re.match(r"\d{4}-\d\d-\d\d \d\d:\d\d  \d+[mhd]  O [\d.]+  H [\d.]+  L [\d.]+  C [\d.]+  V ",
                    words), words
    assert time_of(point(0.6)) > time_of(words), "later is to the right"


def zooms_at_the_pointer():
    before = point(0.3)
    APP.wheel(chart(), -4, at=(0.3, 0.4))
    after = APP.wait_for(lambda: chart().description != before and chart().description,
                         "other values")
    assert seconds(after) < seconds(before), (before, after)
    away = (time_of(after) - time_of(before)).total_seconds()
    assert 0 <= away < seconds(before), (before, after)


def is_dragged():
    before = point(0.3)
    picture = pixels()
    APP.drag(chart(), (0.3, 0.4), (0.4, 0.4))
    APP.wait_for(lambda: pixels() != picture, "another part")
    # What was grabbed is still under the hand.
    away = abs((time_of(point(0.4)) - time_of(before)).total_seconds())
    assert away <= seconds(before), before


def is_read_with_keys():
    APP.click(chart(), at=(0.5, 0.4))
    first = point(0.5)
    APP.key("Right")
    second = APP.wait_for(lambda: chart().description != first and chart().description, "the next")
    cdl.equal((time_of(second) - time_of(first)).total_seconds(), seconds(first), "a bar later")
    APP.key("ctrl+Left")
    third = APP.wait_for(lambda: chart().description != second and chart().description, "others")
    cdl.equal((time_of(second) - time_of(third)).total_seconds(), 10 * seconds(first), "ten earlier")
    APP.key(*["="] * 10)
    near = APP.wait_for(lambda: seconds(chart().description) < seconds(third)
                        and chart().description, "shorter bars")
    APP.key("Home")
    APP.wait_for(lambda: seconds(chart().description) > seconds(near), "longer bars")
    APP.settle()


def preferences(change):
    APP.key("ctrl+,")
    APP.find("label", "Charts")
    change()
    APP.picture("preferences.png")
    APP.key("Escape")
    APP.wait_for(lambda: len(APP.windows()) == 1, "the preferences to go")
    APP.settle()


def changes_its_scale():
    point(0.5)
    APP.settle()
    before, words = pixels(), chart().description
    preferences(lambda: APP.click(APP.find("switch", "Logarithmic prices")))
    cdl.equal(point(0.5), words, "the values are the same")
    APP.settle()
    assert pixels() != before, "another scale"


def changes_its_colours():
    assert colours().get(DOWN["red"], 0) > 50 and DOWN["orange"] not in colours(), "red"
    preferences(lambda: APP.click(APP.find("switch", "Blue and orange")))
    assert colours().get(DOWN["orange"], 0) > 50 and DOWN["red"] not in colours(), "orange"


def changes_its_clock():
    APP.wheel(chart(), -20, at=(0.5, 0.4))
    APP.settle()
    before = point(0.5)
    preferences(lambda: APP.choose(APP.find("combo box", "Clock"), "Local time"))
    after = point(0.5)
    cdl.equal(time_of(after) - time_of(before), datetime.timedelta(hours=9), "Tokyo is ahead")
    cdl.equal(after[16:].splitlines()[0], before[16:].splitlines()[0], "the same bar")


def remembers():
    APP.quit()
    APP.launch(PROGRAM, ENV)
    opens()
    assert colours().get(DOWN["orange"], 0) > 50, "still orange"
    APP.quit()


LAB = cdl.Laboratory()
klines = LAB.folder / "TESTUSDT-1m.csv"
klines.write_text(cdl.csv(cdl.klines(20_000)))
LAB.run("data", "import", klines)
LAB.run("test", "run", cdl.strategy("sma-cross.json"), "--symbol", "TESTUSDT", "--details")
PROGRAM = [os.environ["CHANDELIER"], "--data", LAB.data]
ENV = {"TZ": "Asia/Tokyo"}

with App(PROGRAM, ENV) as APP:
    cdl.run_tests(("opens", opens),
                  ("tells-what-is-under-the-pointer", tells_what_is_under_the_pointer),
                  ("zooms-at-the-pointer", zooms_at_the_pointer),
                  ("is-dragged", is_dragged),
                  ("is-read-with-keys", is_read_with_keys),
                  ("changes-its-scale", changes_its_scale),
                  ("changes-its-colours", changes_its_colours),
                  ("changes-its-clock", changes_its_clock),
                  ("remembers", remembers))
