"""The proxies of ``sync/server/deployment`` as real programs on loopback, clients that are slow on purpose, and whom those would hold up.

Promise: the sample itself is started; only names, ports, certificate and the length of its patience are changed. Ended when left.
"""

import os
import re
import shutil
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

from tests.support import tree
from tests.support.centre import free_port

DEPLOYMENT = Path("sync/server/deployment")
PATIENCE_S = 2
"""What the samples' ten and fifteen seconds are shortened to."""

_STARTS_WITHIN_S = 20


def program(name: str) -> str | None:
    """Where a proxy's program is, also where only root looks."""
    return shutil.which(name, path=os.pathsep.join((os.environ.get("PATH", ""), "/usr/sbin", "/usr/local/sbin")))


def sample(name: str) -> str:
    return tree.text(DEPLOYMENT / name)


@contextmanager
def nginx(folder: Path, centre_port: int) -> Iterator[int]:
    """Nginx with the sample before a centre; gives the port at which it speaks TLS."""
    port = free_port()
    _certificate(folder)
    site = sample("nginx.conf").replace("127.0.0.1:8080", f"127.0.0.1:{centre_port}").replace("/etc/ssl/manyhands", str(folder))
    site = site.replace("listen 80;", f"listen 127.0.0.1:{free_port()};").replace("listen 443 ssl;", f"listen 127.0.0.1:{port} ssl;")
    site = re.sub(r"(client_(?:header|body)_timeout) \d+s;", rf"\1 {PATIENCE_S}s;", site)
    temporary = "".join(f"{kind}_temp_path {folder}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    (folder / "nginx.conf").write_text(
        f"pid {folder}/pid; error_log {folder}/errors; events {{ worker_connections 4096; }} http {{ access_log off; {temporary}\n{site} }}"
    )
    with _running([str(program("nginx")), "-p", str(folder), "-c", str(folder / "nginx.conf"), "-g", "daemon off;"], port):
        yield port


@contextmanager
def haproxy(folder: Path, centre_port: int) -> Iterator[int]:
    """HAProxy with the sample before a centre; gives the port at which it speaks TLS."""
    port = free_port()
    _certificate(folder)
    text = sample("haproxy.cfg").replace("127.0.0.1:8080", f"127.0.0.1:{centre_port}").replace("/etc/ssl/manyhands", str(folder))
    text = text.replace("bind :80\n", f"bind 127.0.0.1:{free_port()}\n").replace("bind :443", f"bind 127.0.0.1:{port}")
    text = text.replace("timeout http-request 10s", f"timeout http-request {PATIENCE_S}s").replace("maxconn 20000", "maxconn 1000")
    (folder / "haproxy.cfg").write_text(text)
    with _running([str(program("haproxy")), "-db", "-q", "-f", str(folder / "haproxy.cfg")], port):
        yield port


HEAD = b"POST /sync/v1/push HTTP/1.1\r\nHost: centre.example.org\r\nContent-Type: application/octet-stream\r\n"
SLOW_HEAD = HEAD
"""A head that does not end."""

SLOW_BYTES = 60_000
SLOW_BODY = HEAD + b"Content-Length: %d\r\n\r\nx" % SLOW_BYTES
"""A body of which one byte has come."""


@contextmanager
def slow_clients(
    port: int, count: int, said: bytes, *, wrap: Callable[[socket.socket], socket.socket] = lambda line: line, source: str = "127.0.0.1"
) -> Iterator[list[socket.socket]]:
    """So many connections of ``source`` that began a push with ``said`` and send no more of it."""
    with ExitStack() as stack:
        lines = []
        for _ in range(count):
            line = wrap(socket.create_connection(("127.0.0.1", port), timeout=_STARTS_WITHIN_S, source_address=(source, 0)))
            stack.enter_context(line)
            line.sendall(said)
            lines.append(line)
        yield lines


@contextmanager
def one_pair_of_hands() -> Iterator[tuple[int, list[int]]]:
    """A server that does one thing after the other, so that a single slow line that reaches it keeps everybody waiting.

    Gives its port, and how long the body of each request that reached it said that it is.
    """
    heard: list[int] = []

    class Answering(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            heard.append(int(self.headers.get("Content-Length", 0)))
            self.rfile.read(heard[-1])
            self.send_response(200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        do_POST = do_GET  # noqa: N815 - the name that http.server asks for

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Answering)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield server.server_address[1], heard
    finally:
        server.shutdown()
        server.server_close()


class Wrap:
    """TLS that trusts anybody: whose certificate it is is not what these tests are about."""

    def __call__(self, line: socket.socket) -> socket.socket:
        import ssl

        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
        return context.wrap_socket(line)


def _certificate(folder: Path) -> None:
    words = [
        "req",
        "-x509",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:prime256v1",
        "-nodes",
        "-days",
        "2",
        "-subj",
        "/CN=centre.example.org",
    ]
    made = ["openssl", *words, "-keyout", str(folder / "key.pem"), "-out", str(folder / "fullchain.pem")]
    subprocess.run(made, check=True, capture_output=True)
    (folder / "both.pem").write_bytes((folder / "fullchain.pem").read_bytes() + (folder / "key.pem").read_bytes())


@contextmanager
def _running(words: list[str], port: int) -> Iterator[None]:
    process = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    try:
        _wait_for(port, process)
        yield
    finally:
        process.terminate()
        process.communicate()


def _wait_for(port: int, process: "subprocess.Popen[bytes]") -> None:
    give_up_at = time.monotonic() + _STARTS_WITHIN_S
    while time.monotonic() < give_up_at:
        assert process.poll() is None, (process.stdout.read() if process.stdout else b"").decode()
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise AssertionError("the proxy did not start")
