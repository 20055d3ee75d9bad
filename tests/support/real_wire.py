"""How does the real centre's wire stand behind a real socket, inside this process? The WSGI callable on one thread of its own.

Promise: requests are answered one after the other on one database connection, which is closed at the end; what Django would do before
or after is left out, as it is in production.
"""

import io
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

from sync.client.exchange import Response
from tests.support.centre import Database, django_on
from tests.support.http_centre import listening


@contextmanager
def real_wire(database: Database, now_ms: Callable[[], int]) -> Iterator[tuple[str, Callable[[Callable[[], Any]], Any]]]:
    """Give the address of the wire on ``database``, and a function that carries a piece of work out on the centre's own thread."""
    with django_on(database), ThreadPoolExecutor(1, "centre") as thread:
        from django.db import connections

        from sync.server.wire.application import Wire

        wire: Any = Wire(now_ms)

        def at_the_centre(work: Callable[[], Any]) -> Any:
            return thread.submit(work).result()

        try:
            with listening(lambda path, body: at_the_centre(lambda: _answer(wire, path, body))) as address:
                yield address, at_the_centre
        finally:
            at_the_centre(connections.close_all)


def _answer(wire: Any, path: str, body: bytes) -> Response:
    told: list[tuple[str, list[tuple[str, str]]]] = []
    environ = {
        "REQUEST_METHOD": "POST",
        "PATH_INFO": path,
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.input": io.BytesIO(body),
    }
    answer = b"".join(wire(environ, lambda status, headers: told.append((status, headers))))
    status, headers = told[0]
    return Response(int(status.split()[0]), dict(headers)["Content-Type"], answer)
