"""The simulated exchange as tests use it: started on a free port, asked over HTTP and websocket,
without packages. Environment: CHANDELIER_EXCHANGE (the program)."""

import base64
import http.client
import json
import os
import socket
import struct
import subprocess
import urllib.parse

from cdl_patience import PATIENCE

PROGRAM = os.environ.get("CHANDELIER_EXCHANGE", "chandelier-exchange")


class Answer:
    """What came back."""

    def __init__(self, response):
        self.status = response.status
        self.headers = dict((name.lower(), value) for name, value in response.getheaders())
        self.body = response.read()

    def json(self):
        return json.loads(self.body)


class Exchange:
    """A running exchange; a context manager, so that it never outlives its test."""

    def __init__(self, *args):
        self.process = subprocess.Popen([PROGRAM, "--until-eof", *map(str, args)],
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.welcome = {}
        for line in self.process.stdout:
            key, _, value = line.decode("utf-8").strip().partition(" ")
            if key == "ready":
                break
            self.welcome[key] = value
        self.address = urllib.parse.urlsplit(self.welcome["http"])

    def __enter__(self):
        return self

    def __exit__(self, kind, *_):
        self.process.stdin.close()
        self.code = self.process.wait(timeout=20 * PATIENCE)
        self.process.stdout.close()
        assert kind or self.code == 0, f"exit code {self.code}"

    def get(self, path, headers=None, method="GET", body=None, **query):
        """query: parameters; `path` may have some already."""
        connection = http.client.HTTPConnection(self.address.hostname, self.address.port,
                                                timeout=20)
        if query:
            path += "?" + urllib.parse.urlencode(query)
        connection.request(method, path, body=body, headers=headers or {})
        answer = Answer(connection.getresponse())
        connection.close()
        return answer

    def json(self, path, **query):
        answer = self.get(path, **query)
        assert answer.status == 200, (path, query, answer.status, answer.body)
        return answer.json()

    def post(self, path, **members):
        """To the control interface."""
        answer = self.get(path, method="POST", body=json.dumps(members))
        assert answer.status == 200, (path, members, answer.status, answer.body)
        return answer.json()

    def connect(self, path, **options):
        return Stream(self.address, path, **options)


class Closed(Exception):
    """The other side closed: code and reason, or None without a close frame."""


class Stream:
    """A websocket client that answers pings and hides nothing."""

    def __init__(self, address, path, pong=True):
        self.socket = socket.create_connection((address.hostname, address.port), timeout=20)
        self.bytes = b""
        self.pong = pong
        self.pings = []
        key = base64.b64encode(b"0123456789abcdef").decode("ascii")
        self.socket.sendall((f"GET {path} HTTP/1.1\r\nHost: {address.netloc}\r\n"
                             "Upgrade: websocket\r\nConnection: Upgrade\r\n"
                             f"Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n\r\n")
                            .encode("ascii"))
        while b"\r\n\r\n" not in self.bytes:
            self.fill()
        head, _, self.bytes = self.bytes.partition(b"\r\n\r\n")
        self.head = head.decode("ascii")
        self.status = int(self.head.split()[1])

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.socket.close()

    def fill(self):
        chunk = self.socket.recv(65536)
        if not chunk:
            raise Closed(None)
        self.bytes += chunk

    def take(self, size):
        while len(self.bytes) < size:
            self.fill()
        taken, self.bytes = self.bytes[:size], self.bytes[size:]
        return taken

    def frame(self):
        """The next frame: first byte, payload."""
        first, length = self.take(2)
        masked, length = length & 0x80, length & 0x7F
        if length >= 126:
            size = 2 if length == 126 else 8
            length = int.from_bytes(self.take(size), "big")
        mask = self.take(4) if masked else b""
        payload = self.take(length)
        if masked:
            payload = bytes(byte ^ mask[i % 4] for i, byte in enumerate(payload))
        return first, payload

    def send_frame(self, first, payload):
        mask = b"\x11\x22\x33\x44"
        length = len(payload)
        head = bytes([first, 0x80 | (length if length < 126 else 126 if length < 65536 else 127)])
        if length >= 126:
            head += struct.pack(">H" if length < 65536 else ">Q", length)
        self.socket.sendall(head + mask + bytes(b ^ mask[i % 4] for i, b in enumerate(payload)))

    def send(self, **members):
        self.send_frame(0x81, json.dumps(members).encode("utf-8"))

    def receive(self):
        """The next message, parsed; pings are answered on the way."""
        while True:
            first, payload = self.frame()
            opcode = first & 0x0F
            if opcode == 8:
                raise Closed(int.from_bytes(payload[:2], "big"), payload[2:].decode("utf-8"))
            if opcode == 9:
                self.pings.append(payload)
                if self.pong:
                    self.send_frame(0x8A, payload)
            elif opcode in (1, 2):
                return json.loads(payload)

    def messages(self, n):
        return [self.receive() for _ in range(n)]
