#!/usr/bin/env python3
"""Results on a SurrealDB server as a person sees them: configured in the preferences, lost, back."""

import os
import pathlib
import re
import shutil
import subprocess
import sys

sys.path.insert(0, os.fspath(pathlib.Path(__file__).parent.parent / "integration"))

# pylint: disable=wrong-import-position
import cdl_laboratory as cdl
from cdl_surreal import PASSWORD, Server, missing_engine
from person import App

AWAY = re.compile("Work goes on: ([0-9,]+) changes? ")


def runs():
    return APP.rows(APP.find("tree grid", "Runs"))


def store_page():
    APP.key("ctrl+,")
    APP.click(APP.find(name="Store"))
    return APP.find("text box", "URL")


def fill(name, text):
    """The texts of entry rows do not tell that they have the focus."""
    row = APP.find("text box", name)
    APP.click(row)
    APP.settle()
    APP.key("ctrl+a", "Delete")
    APP.screen.type(text)
    APP.wait_for(lambda: len(row.text) == len(text), f"“{text}” in {name}")


def press(button):
    APP.click(APP.find("button", button))


def close_preferences():
    APP.key("Escape")
    APP.wait_for(lambda: not APP.shows("text box", "URL"), "the preferences to go")


def says_what_is_wrong():
    store_page()
    APP.settle()
    APP.picture("store.png")
    APP.find("label", re.compile("no keyring here"))
    fill("URL", "http://192.0.2.1:8000")
    press("Test connection")
    APP.find("label", re.compile("is another machine over plain HTTP"))
    fill("URL", SERVER.url)
    fill("User", "root")
    fill("Password", "wrong")
    press("Test connection")
    APP.find("label", re.compile("does not accept user and password.*\nCheck user"))
    APP.picture("store-denied.png")
    # The pictures beside titles are libadwaita's own.
    cdl.equal([control for control in APP.unnamed() if control[0] != "image"], [],
              "controls without a name")


def sets_the_server_up():
    """The owner makes a user for this machine, whose password is kept: here by who starts it."""
    close_preferences()
    APP.quit()
    APP.launch(PROGRAM, ENV)
    APP.find("label", "4 runs")
    store_page()
    fill("URL", SERVER.url)
    fill("User", "root")
    fill("Password", PASSWORD)
    press("Test connection")
    APP.find("label", re.compile("is not set up yet"))
    APP.settle()
    APP.picture("store-set-up.png")
    APP.find("switch", re.compile("^A user of its own"))
    press("Set up the database")
    APP.find("label", re.compile(r"^SurrealDB [0-9.]+ answers, and the database is ready"))
    press("Apply")
    APP.find("label", re.compile("^Saved: results go to this server from now on"))
    APP.picture("store-saved.png")
    user = APP.find("text box", "User").text
    assert user.startswith("chandelier_"), user
    assert user in SERVER.ask("INFO FOR DB")["users"], f"the server knows no user {user}"
    config = APP.desktop.home / ".config" / "chandelier" / "server.ini"
    assert f"user={user}" in config.read_text(encoding="utf-8")
    assert PASSWORD not in config.read_text(encoding="utf-8")
    close_preferences()


def on_server():
    return sorted(SERVER.ask("SELECT VALUE record::id(id) FROM run"))


def stored():
    return sorted(row[0] for row in LAB.query("SELECT id FROM run"))


def sends_what_was_here():
    """At once."""
    APP.find("label", "4 runs")
    APP.wait_for(lambda: on_server() == stored(), "all runs on the server", 60)
    assert not APP.shows("button", "Retry now")


def run_test_in_the_window():
    APP.go_to("Backtest")
    APP.find("label", re.compile("^1 run"))
    press("Run")
    APP.wait_for(lambda: len(stored()) > 4, "another run in the local store", 60)


def goes_on_without_the_server():
    SERVER.stop()
    run_test_in_the_window()
    banner = APP.find("label", AWAY, seconds=60)
    assert int(AWAY.search(banner.name).group(1).replace(",", "")) > 0
    APP.find("label", re.compile("cannot be reached"))
    APP.find("button", "Preferences…")
    APP.settle()
    APP.picture("store-away.png")
    press("Retry now")
    APP.settle()
    APP.find("label", AWAY)
    APP.go_to("Results")
    APP.wait_for(lambda: len(runs()) == len(stored()), "all runs from the local copy")


def catches_up():
    """By itself."""
    SERVER.start()
    APP.wait_for(lambda: not APP.shows("button", "Preferences…"), "the banner to go", 90)
    cdl.equal(on_server(), stored(), "runs on the server")
    cdl.equal(len(runs()), len(stored()), "rows")


def speaks_french():
    """What kind of error it is, before the message of the client."""
    APP.quit()
    SERVER.stop()
    APP.launch(PROGRAM, {**ENV, "LANGUAGE": "fr"})
    APP.key("ctrl+,")
    APP.click(APP.find(name="Stockage"))
    press("Tester la connexion")
    APP.find("label", re.compile(r"^Le serveur est injoignable \(.*cannot be reached"), seconds=60)
    APP.picture("store-french.png")
    close_preferences()
    SERVER.start()


def keyring_answers():
    asked = subprocess.run(["gdbus", "introspect", "--session", "--dest", "org.freedesktop.secrets",
                            "--object-path", "/org/freedesktop/secrets/aliases/default"],
                           env=APP.desktop.env, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                           check=False)
    return b"Locked = false" in asked.stdout


def keeps_the_password():
    """In the keyring: who starts the window again need not give it."""
    if not shutil.which("gnome-keyring-daemon") or not shutil.which("gdbus"):
        raise cdl.Skip("gnome-keyring-daemon is not installed")
    APP.desktop.start("keyring", ["sh", "-c", "printf login | gnome-keyring-daemon --unlock"
                                  " --foreground --components=secrets"])
    APP.desktop.wait(keyring_answers)
    APP.quit()
    APP.launch(PROGRAM, {})
    store_page()
    APP.find("label", re.compile("^The password is kept in the keyring"))
    fill("Password", PASSWORD)
    press("Apply")
    APP.find("label", re.compile("^Saved"))
    close_preferences()
    APP.quit()
    APP.launch(PROGRAM, {})
    store_page()
    press("Test connection")
    APP.find("label", re.compile("the database is ready"))
    APP.picture("store-keyring.png")


def opens_whatever_the_file_says():
    """The runs that are here, and a word on why they stay here."""
    if APP.shows("text box", "URL"):
        close_preferences()
    APP.quit()
    config = APP.desktop.home / ".config" / "chandelier" / "server.ini"
    config.write_text("[server]\nurl=nonsense\n", encoding="utf-8")
    APP.launch(PROGRAM, ENV)
    APP.find("label", re.compile("^Results stay on this computer"))
    # Not the whole path: the tree shows an underscore in it as nothing.
    APP.find("label", re.compile(r"/chandelier/server\.ini: The address "))
    APP.find("button", "Preferences…")
    assert not APP.shows("button", "Retry now")
    cdl.equal(len(runs()), len(stored()), "rows")
    APP.settle()
    APP.picture("store-unusable.png")


TESTS = {"says-what-is-wrong": says_what_is_wrong, "sets-the-server-up": sets_the_server_up,
         "sends-what-was-here": sends_what_was_here,
         "goes-on-without-the-server": goes_on_without_the_server, "catches-up": catches_up,
         "speaks-french": speaks_french,
         "keeps-the-password": keeps_the_password,
         "opens-whatever-the-file-says": opens_whatever_the_file_says}

if missing_engine():
    print(f"1..0 # SKIP {missing_engine()}")
    sys.exit(0)
LAB = cdl.Laboratory()
klines = LAB.folder / "TESTUSDT-1m.csv"
klines.write_text(cdl.csv(cdl.klines(20_000)))
LAB.run("data", "import", klines)
LAB.run("test", "run", cdl.strategy("sma-cross.json"), "--symbol", "TESTUSDT", "--details",
        "--set", "fast=5:20:5")
PROGRAM = [os.environ["CHANDELIER"], "--data", LAB.data]
ENV = {"CHANDELIER_SURREAL_PASS": PASSWORD}
SERVER = Server(LAB.folder / "server")
try:
    with App(PROGRAM) as APP:
        cdl.run_tests(*TESTS.items())
finally:
    SERVER.stop()
