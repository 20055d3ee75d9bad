"""Receivers of webhooks on this machine: real sockets that hear, refuse, redirect, drip or are silent; with TLS where it is asked for.

Promise: each listens on a free loopback port and is gone when left; what it heard is kept for the test to look at.
"""

import datetime as dt
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

NAME = "hook.example.org"

AN_ANSWER = b"HTTP/1.1 200 OK\r\nX-Slow: "
A_SHAKE_OF_HANDS = b"\x16\x03\x03\x40\x00"
"""How TLS begins to shake hands, with the longest record: whoever hears it waits for its end."""

DRIPS = 500
"""Ten seconds: many times what a sender in a test has."""


@dataclass
class Receiver:
    """``status`` is what it answers; ``heard`` are (headers, body)."""

    port: int = 0
    status: int = 204
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    heard: list[tuple[dict[str, str], bytes]] = field(default_factory=list)


@contextmanager
def receiver(certificate: tuple[Path, Path] | None = None, **told: Any) -> Iterator[Receiver]:
    """A receiver; with a ``certificate`` (and its key) it speaks TLS."""
    kept = Receiver(**told)

    class Hearing(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            kept.heard.append((dict(self.headers), self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(kept.status)
            for name, value in kept.headers.items():
                self.send_header(name, value)
            self.end_headers()
            with suppress(OSError):
                self.wfile.write(kept.body)

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Hearing)
    server.daemon_threads = True
    server.socket = _sealed(server.socket, certificate)
    kept.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield kept
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _sealed(listener: socket.socket, certificate: tuple[Path, Path] | None) -> socket.socket:
    """``listener`` as it is, or speaking TLS with a ``certificate`` and its key."""
    if certificate is None:
        return listener
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certificate)
    return context.wrap_socket(listener, server_side=True)


@dataclass
class Dripping:
    """``is_over``: somebody listened to the end."""

    port: int
    is_over: bool = False


@contextmanager
def dripping(begins: bytes = AN_ANSWER, certificate: tuple[Path, Path] | None = None) -> Iterator[Dripping]:
    """A port where somebody answers one sign at a time, for longer than anybody should wait; with a ``certificate`` by TLS."""
    stop = threading.Event()
    listener = _sealed(socket.create_server(("127.0.0.1", 0)), certificate)
    listener.settimeout(0.1)
    told = Dripping(int(listener.getsockname()[1]))

    def drip() -> None:
        while not stop.is_set():
            try:
                line, _ = listener.accept()
            except TimeoutError:
                continue
            with line, suppress(OSError):
                line.sendall(begins)
                for _ in range(DRIPS):
                    line.sendall(b"a")
                    if stop.wait(0.02):
                        return
                told.is_over = True

    thread = threading.Thread(target=drip, daemon=True)
    thread.start()
    try:
        yield told
    finally:
        stop.set()
        thread.join()
        listener.close()


def certificate_for(name: str, folder: Path) -> tuple[Path, Path]:
    """A certificate for ``name`` that vouches for itself, and its key."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    files = folder / f"{name}.pem", folder / f"{name}.key"
    files[0].write_bytes(made.public_bytes(serialization.Encoding.PEM))
    plain = serialization.NoEncryption()
    files[1].write_bytes(key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain))
    return files
