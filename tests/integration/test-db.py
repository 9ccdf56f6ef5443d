#!/usr/bin/env python3
"""The commands that keep a SurrealDB server, with the real engine; runs in the project's folder."""

import os
import pathlib
import shutil
import signal
import subprocess

import cdl_laboratory as cdl

FRONT = pathlib.Path("tests/surreal/front.mjs")
PASSWORD = "a password “of” tests"


class Server:
    """The engine behind its front, on a folder; on the same port each time it is started."""

    def __init__(self, folder):
        self.node = shutil.which("node")
        if not self.node or not FRONT.with_name("node_modules").is_dir():
            raise cdl.Skip("the SurrealDB engine is not installed")
        self.folder = folder
        self.url = "http://127.0.0.1:0"
        self.start()

    def start(self):
        env = dict(os.environ, SURREAL_USER="root", SURREAL_PASS=PASSWORD)
        self.process = subprocess.Popen(
            [self.node, FRONT, "start", "--bind", self.url.removeprefix("http://"),
             f"surrealkv:{self.folder}"],
            env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.url = self.process.stdout.readline().split()[2]

    def stop(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()


def prepare():
    lab = cdl.Laboratory()
    server = Server(lab.folder / "server")
    lab.env.update(CHANDELIER_SURREAL_PASS=PASSWORD)
    path = lab.folder / "BTCUSDT-1m-2022-01.csv"
    path.write_text(cdl.csv(cdl.klines(4000)))
    lab.run("data", "import", path)
    return lab, server


def sweep(lab):
    lab.run("test", "run", cdl.strategy("double-bottom.json"), "--symbol", "BTCUSDT")


def waiting(lab):
    return lab.run("db", "status", "--format", "json").json()["waiting"]


def no_server():
    lab = cdl.Laboratory()
    cdl.equal(lab.run("db", "status", "--format", "json").json(),
              {"server": None, "waiting": 0, "refused": 0, "why": None}, "status")
    lab.refused("db", "sync", words=["no server is configured"])


def whole_way():
    """Work before there is a server, with it, without it: in the end it has all."""
    lab, server = prepare()
    try:
        sweep(lab)
        lab.run("db", "init", "--url", server.url, "--user", "root")
        assert PASSWORD not in (lab.folder / "config/chandelier/server.ini").read_text("utf-8")
        lab.run("db", "sync")
        status = lab.run("db", "status", "--format", "json").json()
        cdl.equal((status["server"]["ready"], status["waiting"]), (True, 0), "status")

        # Another machine of the same user sees it.
        other = cdl.Laboratory()
        other.env.update(CHANDELIER_SURREAL_PASS=PASSWORD, CHANDELIER_SURREAL_USER="root",
                         CHANDELIER_SURREAL_URL=server.url)
        runs = lab.run("run", "list", "--format", "json").json()
        cdl.equal(other.run("run", "list", "--format", "json").json(), runs, "runs elsewhere")

        server.stop()
        run = lab.query("SELECT id FROM run LIMIT 1")[0][0]
        finished = lab.call("run", "edit", run, "--tag", "kept")
        cdl.equal(finished.code, 0, "exit code without the server")
        assert waiting(lab) > 0
        cdl.check_message(lab.call("db", "sync"), "cannot be reached")
        server.start()
        lab.run("db", "sync")
        cdl.equal(waiting(lab), 0, "waiting")
        assert "kept" in other.run("run", "show", run, "--format", "json").out
    finally:
        server.stop()


def refused():
    lab, server = prepare()
    try:
        lab.refused("db", "init", words=["--url"])
        lab.refused("db", "init", "--url", "http://192.0.2.1:8000", words=["plain HTTP"])
        lab.env.update(CHANDELIER_SURREAL_PASS="wrong")
        lab.refused("db", "init", "--url", server.url, "--user", "root",
                    words=["does not accept user and password"])
    finally:
        server.stop()


cdl.run_tests(("no server", no_server), ("the whole way", whole_way), ("refused", refused))
