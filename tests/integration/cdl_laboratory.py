"""What the tests of whole programs share: a data folder of their own, the command line, TAP.

Environment: CHANDELIER_CLI (the program), CHANDELIER_STRATEGIES (folder of the shipped ones);
CHANDELIER_TEST_DATA, CHANDELIER_TEST_GOLDENS, CHANDELIER_TEST_BENCH (folders beside the
project)."""

import hashlib
import json
import os
import pathlib
import random
import re
import sqlite3
import subprocess
import sys
import tempfile
import time
import traceback

from cdl_patience import PATIENCE

CLI = os.environ.get("CHANDELIER_CLI", "chandelier-cli")
MINUTE = 60_000

# What nobody but a programmer understands.
JARGON = re.compile(r"GLib|assert|CRITICAL|WARNING|g_[a-z]+_|core dumped|\(null\)|Traceback")


class Skip(Exception):
    """The test cannot be made here: the message says why."""


class Finished:
    """A command that ended."""

    def __init__(self, process):
        self.code = process.returncode
        self.out = (process.stdout or b"").decode("utf-8")
        self.err = process.stderr.decode("utf-8")

    def json(self):
        return json.loads(self.out)


class Laboratory:
    """A user's folders, gone when the test is."""

    def __init__(self):
        self.temporary = tempfile.TemporaryDirectory(prefix="chandelier-test-")
        self.folder = pathlib.Path(self.temporary.name)
        self.data = self.folder / "share" / "chandelier"
        self.store = self.data / "store.sqlite"
        self.env = dict({name: value for name, value in os.environ.items()
                         if not name.startswith("CHANDELIER_SURREAL_")}, LC_ALL="C.UTF-8",
                        XDG_DATA_HOME=str(self.folder / "share"),
                        XDG_CONFIG_HOME=str(self.folder / "config"),
                        XDG_CACHE_HOME=str(self.folder / "cache"))

    def start(self, *args):
        """The command in the background."""
        return subprocess.Popen([CLI, *map(str, args)], env=self.env, stdin=subprocess.DEVNULL,
                                stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)

    def call(self, *args, env=None, stdout=subprocess.PIPE):
        """Whatever comes of it; the caller looks at code and err."""
        return Finished(subprocess.run([CLI, *map(str, args)], env=dict(self.env, **(env or {})),
                                       stdin=subprocess.DEVNULL, stdout=stdout,
                                       stderr=subprocess.PIPE, timeout=300 * PATIENCE,
                                       check=False))

    def run(self, *args):
        """What must go well."""
        finished = self.call(*args)
        if finished.code != 0:
            raise AssertionError(f"{' '.join(map(str, args))}: exit code {finished.code}\n"
                                 f"{finished.err}")
        return finished

    def refused(self, *args, words=(), lines=1, env=None):
        """What must fail, say why in clear sentences, lines of them at most, that hold the words,
        and change nothing."""
        before = self.snapshot()
        finished = self.call(*args, env=env)
        check_message(finished, *words, lines=lines)
        after = self.snapshot()
        changed = sorted(name for name in before.keys() | after.keys()
                         if before.get(name) != after.get(name))
        equal(changed, [], "files that changed")

    def query(self, sql, *values):
        """Rows of the store, read by another program than ours. It may write: the first to read what
        a killed one left rolls back the transaction that was not committed."""
        connection = sqlite3.connect(f"file:{self.store}?mode=rw", uri=True, timeout=10)
        try:
            return connection.execute(sql, values).fetchall()
        finally:
            connection.close()

    def count_runs(self):
        """Runs of the store, which may not be there yet."""
        if not self.store.exists():
            return 0
        if not self.query("SELECT 1 FROM sqlite_master WHERE name = 'run'"):
            return 0
        return self.query("SELECT count(*) FROM run")[0][0]

    def snapshot(self):
        """Every file below the user's folders but locks with a digest of what is in it."""
        files = sorted(path for path in self.folder.rglob("*")
                       if path.is_file() and path.suffix != ".lock")
        return {str(path.relative_to(self.folder)): hashlib.sha256(path.read_bytes()).hexdigest()
                for path in files}


def shared(variable, *names):
    """Files of a folder that stands beside the project."""
    folder = os.environ.get(variable)
    if not folder:
        raise Skip(f"{variable} is not set")
    paths = [pathlib.Path(folder, name) for name in names]
    for path in paths:
        if not path.exists():
            raise Skip(f"there is no {path}")
    return paths


def strategy(name):
    """A shipped strategy."""
    return pathlib.Path(os.environ["CHANDELIER_STRATEGIES"], name)


def klines(count, start=1_640_995_200_000, seed=1, interval=MINUTE):
    """Rows of a seeded random walk as Binance writes them, 12 cells each; from 2022-01-01."""
    walk = random.Random(seed)
    cents = 2_000_000
    rows = []
    for i in range(count):
        path = [cents]
        for _ in range(4):
            path.append(max(100, path[-1] + round(walk.gauss(0, cents * 0.0006))))
        volume = walk.randrange(1, 5000) / 1000
        open_time = start + i * interval
        prices = [path[0], max(path), min(path), path[-1]]
        rows.append([str(open_time), *(f"{price / 100:.2f}" for price in prices), f"{volume:.3f}",
                     str(open_time + interval - 1), f"{volume * cents / 100:.5f}",
                     str(walk.randrange(1, 900)), f"{volume / 2:.4f}",
                     f"{volume * cents / 200:.5f}", "0"])
        cents = path[-1]
    return rows


def csv(rows):
    return "".join(",".join(row) + "\n" for row in rows)


def wait_for(what, condition, seconds=60):
    """Polls until condition() is true."""
    deadline = time.monotonic() + seconds * PATIENCE
    while not condition():
        if time.monotonic() > deadline:
            raise AssertionError(f"waited {seconds} s in vain until {what}")
        time.sleep(0.005)


def equal(got, wanted, what):
    if got != wanted:
        raise AssertionError(f"{what}: got {got!r}, wanted {wanted!r}")


def check_message(finished, *words, lines=1):
    """That a command failed, and said why in so many clear sentences at most that hold the
    words."""
    if finished.code not in (1, 2):
        raise AssertionError(f"exit code {finished.code}\n{finished.out}{finished.err}")
    said = finished.err.rstrip("\n").split("\n")
    if not 1 <= len(said) <= lines:
        raise AssertionError(f"{len(said)} lines: {finished.err}")
    for line in said:
        if len(line) > 400 or len(line) < 20 or JARGON.search(line):
            raise AssertionError(f"not a clear sentence: {line}")
    for word in words:
        if word not in finished.err:
            raise AssertionError(f"“{word}” is not in: {finished.err}")


def run_tests(*tests):
    """Runs (name, function) pairs in order and says what came of them in TAP."""
    sys.stdout.reconfigure(encoding="utf-8", line_buffering=True)
    print(f"1..{len(tests)}")
    failed = False
    for number, (name, function) in enumerate(tests, 1):
        started = time.monotonic()
        try:
            function()
        except Skip as reason:
            print(f"ok {number} - {name} # SKIP {reason}")
        except Exception:  # pylint: disable=broad-except
            failed = True
            for line in traceback.format_exc().splitlines():
                print(f"# {line}")
            print(f"not ok {number} - {name}")
        else:
            print(f"ok {number} - {name}")
            print(f"# {time.monotonic() - started:.1f} s")
    sys.exit(1 if failed else 0)
