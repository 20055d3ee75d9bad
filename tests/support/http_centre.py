"""How does a centre in memory stand behind a real socket? A small threaded HTTP server on a free loopback port.

``serve`` answers a path and a body; by default a ``MemoryCentre``, and a test may give anything else, a captive portal for one.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

from sync.client.exchange import Response

Serve = Callable[[str, bytes], Response]


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    serve: Serve

    def handle_error(self, request: object, client_address: object) -> None:
        """A line that was cut is what these tests are about, and no news."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def do_GET(self) -> None:
        self.do_POST()

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        answer = self.server.serve(self.path, body)
        self.send_response(answer.status)
        self.send_header("Content-Type", answer.content_type)
        self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()
        self.wfile.write(answer.body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the standard library's name
        """Quiet."""


@contextmanager
def listening(serve: Serve) -> Iterator[str]:
    """Give the address at which ``serve`` answers until the end of the block."""
    server = _Server(("127.0.0.1", 0), _Handler)
    server.serve = serve
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, name="test centre", daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
