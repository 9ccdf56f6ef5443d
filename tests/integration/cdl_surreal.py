"""A SurrealDB server for tests of whole programs: the real engine, in the project's folder."""

import json
import os
import pathlib
import shutil
import signal
import subprocess
import urllib.request

import cdl_laboratory as cdl

FRONT = pathlib.Path(__file__).parent.parent / "surreal" / "front.mjs"
PASSWORD = "a password “of” tests"


def missing_engine(major=3):
    """What is not installed; empty: nothing."""
    if not shutil.which("node"):
        return "node is not installed"
    name = "node-2" if major == 2 else "node"
    if not (FRONT.parent / "node_modules" / "@surrealdb" / name).is_dir():
        return f"the SurrealDB {major}.x engine is not installed (npm ci in tests/surreal)"
    return ""


class Server:
    """The engine behind its front, on a folder; on the same port each time it is started."""

    def __init__(self, folder, major=3):
        if missing_engine(major):
            raise cdl.Skip(missing_engine(major))
        self.folder = folder
        self.major = major
        self.url = "http://127.0.0.1:0"
        self.start()

    def start(self):
        env = dict(os.environ, SURREAL_USER="root", SURREAL_PASS=PASSWORD)
        self.process = subprocess.Popen(
            ["node", FRONT, "start", "--bind", self.url.removeprefix("http://"),
             "--profile", str(self.major), f"surrealkv:{self.folder}"],
            env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.url = self.process.stdout.readline().split()[2]

    def stop(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def ask(self, sql, namespace="chandelier", database="results"):
        """What a statement returns, asked without any of ours."""
        token = self.post("/signin", json.dumps({"user": "root", "pass": PASSWORD}), {})["token"]
        answer = self.post("/sql", sql, {"Surreal-NS": namespace, "Surreal-DB": database,
                                         "Authorization": "Bearer " + token})
        return answer[0]["result"]

    def post(self, path, body, headers):
        request = urllib.request.Request(self.url + path, body.encode(),
                                         {"Accept": "application/json", **headers})
        with urllib.request.urlopen(request, timeout=30) as answer:
            return json.load(answer)
