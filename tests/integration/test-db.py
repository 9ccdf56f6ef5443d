#!/usr/bin/env python3
"""The commands that keep a SurrealDB server, with the real engine; runs in the project's folder."""

import functools
import json
import os
import pathlib
import pty
import shutil
import subprocess
import time
import urllib.request

import cdl_laboratory as cdl
from cdl_surreal import FRONT, PASSWORD, Server

LESSER = "password of the lesser user"


def prepare(major=3):
    lab = cdl.Laboratory()
    # No keyring, as on a machine without a desktop.
    lab.env.pop("DBUS_SESSION_BUS_ADDRESS", None)
    lab.env.update(XDG_RUNTIME_DIR=str(lab.folder), DISPLAY="")
    server = Server(lab.folder / "server", major)
    path = lab.folder / "BTCUSDT-1m-2022-01.csv"
    path.write_text(cdl.csv(cdl.klines(4000)))
    lab.run("data", "import", path)
    return lab, server


def sweep(lab):
    lab.run("test", "run", cdl.strategy("double-bottom.json"), "--symbol", "BTCUSDT")


def init(lab, url, *args, secret=PASSWORD):
    """db init, with a password on standard input."""
    return cdl.Finished(subprocess.run(
        [cdl.CLI, "db", "init", "--url", url, "--password-stdin", "--format", "json", *args],
        env=lab.env, input=f"{secret}\n".encode(), stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        timeout=60, check=False))


def must_init(lab, url, *args, secret=PASSWORD):
    finished = init(lab, url, *args, secret=secret)
    assert finished.code == 0, finished.err
    return finished.json()


def waiting(lab):
    return lab.run("db", "status", "--format", "json").json()["waiting"]


def files_with(lab, secret):
    """Those below the laboratory's folder, without the server's own, that hold a word."""
    return [path for path in lab.folder.rglob("*")
            if path.is_file() and lab.folder / "server" not in path.parents
            and secret.encode() in path.read_bytes()]


def no_server():
    lab = cdl.Laboratory()
    cdl.equal(lab.run("db", "status", "--format", "json").json(),
              {"server": None, "waiting": 0, "refused": 0, "why": None}, "status")
    lab.refused("db", "sync", words=["no server is configured"])
    lab.run("db", "forget")


def whole_way(major):
    """Work before there is a server, with it, without it: in the end it has all."""
    lab, server = prepare(major)
    try:
        sweep(lab)
        lab.env.update(CHANDELIER_SURREAL_PASS=LESSER)
        user = must_init(lab, server.url, "--owner", "root")["user"]
        cdl.equal((files_with(lab, PASSWORD), files_with(lab, LESSER)), ([], []), "passwords")
        lab.run("db", "sync")
        status = lab.run("db", "status", "--format", "json").json()
        cdl.equal((status["server"]["ready"], status["waiting"]), (True, 0), "status")

        # Another machine of the same user sees it.
        other = cdl.Laboratory()
        other.env.update(CHANDELIER_SURREAL_PASS=LESSER, CHANDELIER_SURREAL_USER=user,
                         CHANDELIER_SURREAL_URL=server.url)
        runs = lab.run("run", "list", "--format", "json").json()
        cdl.equal(other.run("run", "list", "--format", "json").json(), runs, "runs elsewhere")
        run = lab.query("SELECT id FROM run LIMIT 1")[0][0]
        report = lab.folder / "elsewhere.html"
        other.run("run", "report", run, "--output", report)
        assert run[:12] in report.read_text(encoding="utf-8"), "a report without the run"

        server.stop()
        finished = lab.call("run", "edit", run, "--tag", "kept")
        cdl.equal(finished.code, 0, "exit code without the server")
        assert waiting(lab) > 0
        cdl.check_message(lab.call("db", "sync"), "cannot be reached")
        server.start()
        lab.run("db", "sync")
        cdl.equal(waiting(lab), 0, "waiting")
        assert "kept" in other.run("run", "show", run, "--format", "json").out

        lab.run("db", "forget")
        cdl.equal(lab.run("db", "status", "--format", "json").json()["server"], None, "server")
        cdl.equal(lab.query("SELECT count(*) FROM outbox")[0][0], 0, "outbox")
    finally:
        server.stop()


def query_as(server, user, secret, sql):
    """What the server answers to a user of the database: the entries, or None if it refuses all."""
    def post(path, body, **headers):
        request = urllib.request.Request(
            server.url + path, body.encode(),
            {"Accept": "application/json", "Surreal-NS": "chandelier", "Surreal-DB": "results",
             **headers})
        return json.load(urllib.request.urlopen(request, timeout=20))

    login = {"user": user, "pass": secret, "ns": "chandelier", "db": "results"}
    token = post("/signin", json.dumps(login))["token"]
    try:
        return post("/sql", sql, Authorization=f"Bearer {token}")
    except urllib.error.HTTPError:
        return None


def least_privilege(major):
    """The user that init makes works with results, and can do nothing else."""
    lab, server = prepare(major)
    try:
        lab.env.update(CHANDELIER_SURREAL_PASS=LESSER)
        user = must_init(lab, server.url, "--owner", "root")["user"]
        assert user.startswith("chandelier_"), user
        written = query_as(server, user, LESSER, "UPSERT probe:a SET v = 1 RETURN VALUE v")
        cdl.equal(written[0]["result"], [1], "written")
        for sql in ("DEFINE USER more ON DATABASE PASSWORD 'x' ROLES OWNER",
                    "DEFINE NAMESPACE other", "REMOVE DATABASE results"):
            answer = query_as(server, user, LESSER, sql)
            assert answer is None or answer[0]["status"] == "ERR", (sql, answer)

        # A second machine makes one of its own, and the first goes on.
        second = must_init(lab, server.url, "--owner", "root", "--user", "second")
        cdl.equal(second["user"], "second", "user")
        assert query_as(server, user, LESSER, "RETURN 1")[0]["result"] == 1
        # One who is there already needs no owner, but the right password.
        cdl.check_message(init(lab, server.url, "--user", user, secret="wrong"),
                          "does not accept user and password")
    finally:
        server.stop()


def moved():
    """Everything goes to a file, and from there into another store and a server, as it was."""
    lab, server = prepare()
    try:
        sweep(lab)
        path = lab.folder / "all.jsonl"
        lab.run("db", "export", path)
        text = path.read_text("utf-8")
        cdl.equal(lab.run("db", "export", "-").out, text, "standard output")

        other = cdl.Laboratory()
        other.env.update(lab.env, XDG_DATA_HOME=other.env["XDG_DATA_HOME"],
                         XDG_CONFIG_HOME=other.env["XDG_CONFIG_HOME"],
                         CHANDELIER_SURREAL_PASS=LESSER)
        must_init(other, server.url, "--owner", "root")
        n = other.run("db", "import", path, "--format", "json").json()["records"]
        cdl.equal(n, text.count("\n"), "records")
        other.run("db", "sync")
        assert sorted(other.run("db", "export", "--local", "-").out.split("\n")) \
            == sorted(text.split("\n")), "the local copy is another"
        back = other.run("db", "export", "-").out
        runs = [sorted(line for line in each.split("\n") if line.startswith('{"type":"run"'))
                for each in (text, back)]
        assert runs[0] and runs[0] == runs[1], "the server has something else"

        path.write_text(text + "{ not JSON\n", "utf-8")
        cdl.check_message(other.call("db", "import", path), "all.jsonl", "Line 7")
        other.refused("db", "import", lab.folder / "nothing", words=["nothing"])
        other.refused("db", "export", lab.folder / "no" / "folder")
    finally:
        server.stop()


def at_terminal():
    """The password is asked at a terminal, which does not show it."""
    lab, server = prepare()
    lab.env.update(CHANDELIER_SURREAL_PASS=LESSER)
    pid, terminal = pty.fork()
    if pid == 0:
        os.execve(cdl.CLI, [cdl.CLI, "db", "init", "--url", server.url, "--owner", "root"], lab.env)
    try:
        shown = b""
        while b"Password of root: " not in shown:
            shown += os.read(terminal, 1000)
        os.write(terminal, f"{PASSWORD}\n".encode())
        try:
            while True:
                shown += os.read(terminal, 1000)
        except OSError:  # the end
            pass
        cdl.equal(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), 0, "exit code")
        assert "Results go to" in shown.decode() and PASSWORD not in shown.decode(), shown
    finally:
        os.close(terminal)
        server.stop()


KEYRING = """
printf %s login | gnome-keyring-daemon --unlock --components=secrets > "$1/keyring" 2>&1 || exit 77
shift
"$@"
"""


def keyring():
    """The password of the user is in the keyring of the desktop, and nowhere else."""
    if not shutil.which("dbus-run-session") or not shutil.which("gnome-keyring-daemon"):
        raise cdl.Skip("dbus-run-session and gnome-keyring-daemon are not installed")
    lab, server = prepare()
    script = lab.folder / "script"
    script.write_text(f"""
        set -e
        echo '{PASSWORD}' | "$1" db init --url "$2" --owner root --password-stdin
        "$1" db status --format json
        "$1" db forget >&2
        CHANDELIER_SURREAL_URL="$2" CHANDELIER_SURREAL_USER=nobody "$1" db status >&2
        """)
    try:
        lab.env.update(HOME=str(lab.folder))
        finished = subprocess.run(
            ["dbus-run-session", "--", "sh", "-c", KEYRING, "keyring", lab.folder,
             "sh", script, cdl.CLI, server.url],
            env=lab.env, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            timeout=100, check=False)
        if finished.returncode == 77:
            raise cdl.Skip("the keyring does not start here")
        cdl.equal(finished.returncode, 0, finished.stderr.decode())
        assert b'"ready": true' in finished.stdout, finished.stdout
        assert b"There is no password" in finished.stderr, finished.stderr
        assert b"There is no password" in finished.stderr, finished.stderr
        cdl.equal(files_with(lab, PASSWORD), [script], "files with the owner's password")
    finally:
        server.stop()


SURREAL = """#!/bin/sh
echo "$@" >> '{folder}/arguments'
if rm '{folder}/crash' 2> /dev/null; then exit 3; fi
exec '{node}' '{front}' "$@" --detached
"""


def children(lab):
    """Ids of the processes that serve the laboratory's own database."""
    found = []
    for path in pathlib.Path("/proc").glob("[0-9]*/cmdline"):
        try:
            if f"rocksdb:{lab.data}/surreal/db".encode() in path.read_bytes().split(b"\0"):
                found.append(int(path.parent.name))
        except OSError:  # ended since
            pass
    return found


def wait_for_children(lab, wanted):
    for _ in range(200):
        if bool(children(lab)) == wanted:
            return
        time.sleep(0.1)
    raise AssertionError(f"children: {children(lab)}")


def managed():
    """A server of the machine's own: there while it is needed, and gone with who started it."""
    lab, server = prepare()
    server.stop()
    lab.refused("db", "init", "--managed", "--url", "http://127.0.0.1:1", words=["--managed"])
    lab.env.update(PATH=f"{lab.folder / 'empty'}")
    finished = lab.call("db", "init", "--managed")
    cdl.check_message(finished, "surreal", "PATH")

    program = lab.folder / "bin" / "surreal"
    program.parent.mkdir()
    program.write_text(SURREAL.format(folder=lab.folder, node=shutil.which("node"),
                                      front=FRONT.resolve()))
    program.chmod(0o755)
    lab.env.update(PATH=f"{program.parent}:{os.environ['PATH']}")
    sweep(lab)
    lab.run("db", "init", "--managed")
    cdl.equal(children(lab), [], "children after db init")
    lab.run("db", "sync")
    status = lab.run("db", "status", "--format", "json").json()
    cdl.equal((status["server"]["ready"], status["waiting"]), (True, 0), "status")
    cdl.equal(children(lab), [], "children after db status")

    state = lab.data / "surreal" / "state.ini"
    cdl.equal(state.stat().st_mode & 0o777, 0o600, "mode of the state")
    secret = state.read_text("utf-8").split("password=")[1].strip()
    assert len(secret) == 40 and secret not in (lab.folder / "arguments").read_text("utf-8")

    # What crashes is started again; two programs share one.
    (lab.folder / "crash").touch()
    run = lab.query("SELECT id FROM run LIMIT 1")[0][0]
    lab.run("run", "edit", run, "--tag", "kept")
    both = [lab.start("db", "sync") for _ in range(2)]
    for process in both:
        said = process.communicate(timeout=60)[1].decode()
        cdl.equal(process.returncode, 0, f"exit code of one of two at once, which said: {said}")
    assert not (lab.folder / "crash").exists()
    cdl.equal(waiting(lab), 0, "waiting")

    # Killed, a program leaves no server behind; another one takes over.
    def reader():
        return subprocess.Popen([cdl.CLI, "db", "import", "-"], env=lab.env, stdin=subprocess.PIPE,
                                stdout=subprocess.DEVNULL)
    first = reader()
    wait_for_children(lab, True)
    second = reader()
    before = children(lab)
    first.kill()
    first.wait()
    for _ in range(200):
        now = children(lab)
        if now and now != before:
            break
        time.sleep(0.1)
    else:
        raise AssertionError(f"nobody took over: {before} and {now}")
    second.stdin.close()
    cdl.equal(second.wait(30), 0, "exit code of the second")
    wait_for_children(lab, False)


def refused():
    lab, server = prepare()
    try:
        lab.refused("db", "init", words=["--url"])
        lab.refused("db", "init", "--url", "http://192.0.2.1:8000", words=["plain HTTP"])
        lab.refused("db", "init", "--url", server.url, "--user", "a b", words=["--user"])
        lab.env.update(CHANDELIER_SURREAL_PASS=LESSER)
        cdl.check_message(init(lab, server.url, "--owner", "root", secret="wrong"),
                          "does not accept user and password")
        # Without a keyring, a password that nobody else keeps is not made.
        del lab.env["CHANDELIER_SURREAL_PASS"]
        cdl.check_message(init(lab, server.url, "--owner", "root"), "CHANDELIER_SURREAL_PASS")
        assert not (lab.folder / "config/chandelier/server.ini").exists()
    finally:
        server.stop()


cdl.run_tests(("no server", no_server),
              ("the whole way", functools.partial(whole_way, 3)),
              ("the whole way, 2.x", functools.partial(whole_way, 2)),
              ("least privilege", functools.partial(least_privilege, 3)),
              ("least privilege, 2.x", functools.partial(least_privilege, 2)),
              ("moved", moved), ("at a terminal", at_terminal), ("keyring", keyring),
              ("managed", managed), ("refused", refused))
