#!/usr/bin/env python3
"""How sessions connect: with few connections for many questions; and not at all to a stream whose
certificate nobody vouches for, or whose name leads nowhere: that is said, tried again, not too often,
and over as soon as it can be."""

import json
import shutil
import signal
import ssl
import time

import cdl_live
import cdl_proxy
from cdl_live import Session, cdl, check_end, shown, wait_for


def reused():
    """One connection asks many questions."""
    lab = cdl.Laboratory()
    with cdl_live.exchange() as server, \
            cdl_proxy.Proxy((server.address.hostname, server.address.port)) as proxy:
        args = cdl_live.start_args(lab, server)
        args[args.index("--exchange") + 1] = f"http://127.0.0.1:{proxy.port}"
        session = Session(lab, *args)
        wait_for(cdl_live.is_live, lab)
        server.post("/control/fault", name="close-missing")
        before, asked = len(proxy.accepted), server.json("/control/state")["http_requests"]
        cdl.wait_for("questions",
                     lambda: server.json("/control/state")["http_requests"] >= asked + 30)
        made = len(proxy.accepted) - before
        lab.run("live", "stop", "test")
        cdl.equal(session.end(0), 0, "exit code")
    print(f"# {before} connections at the beginning, {made} more for 30 questions")
    assert before <= 12 and made <= 3, (before, made)
    check_end(lab, 0)


def elsewhere(lab, server, url):
    """A session that was left, and is to find its stream at another address."""
    session = Session(lab, *cdl_live.start_args(lab, server))
    wait_for(cdl_live.is_live, lab)
    cdl.equal(session.end(signal.SIGINT), 0, "exit code of Ctrl+C")
    path = lab.data / "sessions" / shown(lab)["id"] / "session.json"
    plan = json.loads(path.read_text(encoding="utf-8"))
    plan["stream_url"] = url
    path.write_text(json.dumps(plan), encoding="utf-8")


def wait_until_offline(lab, words):
    """The state says so, with a reason that a person understands."""
    def says(state):
        return state["status"] and all(symbol["state"] == "offline" and words in symbol["reason"]
                                       for symbol in state["status"]["symbols"])
    state = wait_for(says, lab)
    print(f"# {state['status']['symbols'][0]['reason']}")
    return state


def untrusted():
    """TLS with a certificate that nobody vouches for, that is another host's, that has expired, or
    in a version that is too old; later with a good one."""
    lab = cdl.Laboratory()
    if shutil.which("openssl") is None:
        raise cdl.Skip("openssl makes the certificates")
    bad, _ = cdl_proxy.certificate(lab.folder, "bad")
    trusted = {name: cdl_proxy.certificate(lab.folder, name, **how) for name, how in (
        ("other", {"host": "elsewhere.example"}), ("expired", {"expired": True}), ("old", {}),
        ("good", {}))}
    old = trusted["old"][0]
    old.set_ciphers("ALL:@SECLEVEL=0")
    old.minimum_version = old.maximum_version = ssl.TLSVersion.TLSv1
    vouched = lab.folder / "trusted.pem"
    vouched.write_text("".join(path.read_text() for _, path in trusted.values()))
    lab.env["SSL_CERT_FILE"] = str(vouched)
    with cdl_live.exchange() as server, \
            cdl_proxy.Proxy((server.address.hostname, server.address.port), bad) as proxy:
        elsewhere(lab, server, f"wss://localhost:{proxy.port}")
        session = Session(lab, "live", "resume")
        state = wait_until_offline(lab, "certificate")
        time.sleep(5)
        waits = [after - before for before, after in zip(proxy.accepted, proxy.accepted[1:])]
        print(f"# tried again after {[round(wait, 2) for wait in waits]} s")
        assert 2 <= len(waits) <= 30, waits
        assert len({round(wait, 3) for wait in waits}) > len(waits) / 2, waits
        traded = [event for event in shown(lab)["log"][len(state["log"]):]
                  if event["kind"] in ("entry", "setup")]
        cdl.equal(traded, [], "decisions without data")
        for name in ("other", "expired", "old"):
            cdl.equal(session.end(signal.SIGINT), 0, "exit code of Ctrl+C")
            proxy.context, tried = trusted[name][0], len(proxy.accepted)
            session = Session(lab, "live", "resume")  # its waits begin anew
            cdl.wait_for(f"attempts at {name}", lambda n=tried: len(proxy.accepted) > n + 2)
            wait_until_offline(lab, "certificate")
        proxy.context = trusted["good"][0]
        wait_for(cdl_live.is_live, lab)
        lab.run("live", "stop", "test")
        cdl.equal(session.end(0), 0, "exit code")
    check_end(lab, 0)


def unresolved():
    """A name that leads nowhere: said, and the process can still be asked."""
    lab = cdl.Laboratory()
    with cdl_live.exchange() as server:
        elsewhere(lab, server, "ws://exchange.invalid:9443")
        session = Session(lab, "live", "resume")
        wait_until_offline(lab, "exchange.invalid cannot be reached")
        began = time.monotonic()
        lab.run("live", "stop", "test")
        cdl.equal(session.end(0), 0, "exit code")
        assert time.monotonic() - began < 15, "stopping took too long"
    check_end(lab, 0)


cdl.run_tests(("reused", reused), ("untrusted", untrusted), ("unresolved", unresolved))
