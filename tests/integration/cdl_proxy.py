"""Somebody in between: hands on what comes to a port of its own, with TLS towards the client if it has
a certificate, and counts the connections."""

import socket
import socketserver
import ssl
import subprocess
import threading
import time


def certificate(folder, name, host="localhost", expired=False):
    """A certificate of one's own: a context for servers, and the file that whoever trusts it needs."""
    key, path = folder / f"{name}-key.pem", folder / f"{name}.pem"
    subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj",
                    f"/CN={host}", "-addext", f"subjectAltName=DNS:{host}", "-keyout", key, "-out",
                    path], check=True, stderr=subprocess.DEVNULL)
    if expired:
        subprocess.run(["openssl", "x509", "-in", path, "-signkey", key, "-days", "-1", "-out", path],
                       check=True, stderr=subprocess.DEVNULL)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path, key)
    return context, path


class Proxy:
    """In front of the server at address (host, port); context: for TLS, may be replaced."""

    def __init__(self, address, context=None):
        self.address = address
        self.context = context
        self.accepted = []  # when
        proxy = self

        class Handler(socketserver.BaseRequestHandler):
            """One connection, in two threads."""

            def handle(self):
                proxy.accepted.append(time.monotonic())
                client = self.request
                if proxy.context:
                    client = proxy.context.wrap_socket(client, server_side=True)
                with client, socket.create_connection(proxy.address) as server:
                    back = threading.Thread(target=hand_on, args=(server, client), daemon=True)
                    back.start()
                    hand_on(client, server)
                    back.join()

        class Server(socketserver.ThreadingTCPServer):
            """Quiet about clients that do not trust it."""
            daemon_threads = True

            def handle_error(self, request, client_address):
                pass

        self.server = Server(("127.0.0.1", 0), Handler)
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()


def hand_on(source, target):
    """Until one of them ends."""
    try:
        while data := source.recv(65536):
            target.sendall(data)
    except OSError:
        pass
    for end in (source, target):
        try:
            end.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass
