"""How does a body travel to the centre and an answer back? One keep-alive HTTP session for one loop.

Promise: every failure of the line is a ``RetryLater``; no answer is read beyond its limit or beyond its time, no redirection is
followed, and nothing of the machine's proxy or password settings is picked up by surprise.
"""

import time
from collections.abc import Callable

import requests
from urllib3.exceptions import HTTPError, ReadTimeoutError

from sync.client.exchange import Response
from sync.client.outcome import RetryLater, Why
from sync.protocol.envelope import CONTENT_TYPE
from sync.protocol.limits import BODY_BYTES_SERVER_MAX, REQUEST_TIMEOUT_S

CONNECT_TIMEOUT_S = 5.0
"""A centre that is there takes the connection within a second or two, on the worst line too."""

_PIECE_BYTES = 16 * 1024

_WORDS_MAX = 120
"""One line of a log that says the same a thousand times on a day without a network."""


def _shortly(error: BaseException) -> str:
    """Return what lies at the bottom of a chain of causes, as the system says it: the layers above repeat it in their own words."""
    while (deeper := error.__cause__ or error.__context__) is not None:
        error = deeper
    return (getattr(error, "strerror", None) or str(error) or type(error).__name__)[:_WORDS_MAX]


class HttpTransport:
    """Posts to the centre at ``address`` (``https://centre.example``). ``proxy`` and ``ca_file`` come from the kiosk's settings."""

    def __init__(
        self,
        address: str,
        *,
        proxy: str | None = None,
        ca_file: str | None = None,
        timeout_s: float = REQUEST_TIMEOUT_S,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._address = address.rstrip("/")
        self._timeouts_s = (min(CONNECT_TIMEOUT_S, timeout_s), timeout_s)
        self._monotonic = monotonic
        self._session = requests.Session()
        self._session.trust_env = False
        if proxy:
            self._session.proxies = {"http": proxy, "https": proxy}
        if ca_file:
            self._session.verify = ca_file
        self._session.headers["Content-Type"] = CONTENT_TYPE
        self._session.headers["Accept"] = CONTENT_TYPE

    def post(self, path: str, body: bytes) -> Response:
        """Post ``body``. Raises ``RetryLater`` with ``SLOW`` when the answer did not come whole in time, with ``OFFLINE`` otherwise."""
        give_up_at = self._monotonic() + self._timeouts_s[1]
        try:
            with self._session.post(
                self._address + path, data=body, timeout=self._timeouts_s, allow_redirects=False, stream=True
            ) as answer:
                content_type = answer.headers.get("Content-Type", "").partition(";")[0].strip().lower()
                return Response(answer.status_code, content_type, self._bounded(answer, give_up_at))
        except requests.exceptions.ConnectTimeout as error:
            raise RetryLater(Why.OFFLINE, "nobody answered in time") from error
        except requests.exceptions.Timeout as error:
            raise RetryLater(Why.SLOW, "the answer did not come in time") from error
        except requests.exceptions.ConnectionError as error:
            why = Why.SLOW if "timed out" in str(error).lower() else Why.OFFLINE
            raise RetryLater(why, _shortly(error)) from error
        except (requests.exceptions.RequestException, OSError, ValueError) as error:
            raise RetryLater(Why.OFFLINE, _shortly(error)) from error

    def close(self) -> None:
        """Let the connections go; a request that hangs ends with its time-out."""
        self._session.close()

    def _bounded(self, answer: requests.Response, give_up_at: float) -> bytes:
        """Return the whole body. Each look at the clock follows one read of the socket: to wait for a full piece of a body that says its
        length would last as long as the other end likes.
        """
        body = bytearray()
        try:
            while chunk := answer.raw.read1(_PIECE_BYTES, decode_content=True):
                body += chunk
                if len(body) > BODY_BYTES_SERVER_MAX:
                    raise RetryLater(Why.OFFLINE, "the answer is longer than any of the centre's")
                if self._monotonic() > give_up_at:
                    raise RetryLater(Why.SLOW, "the answer trickles")
        except ReadTimeoutError as error:
            raise RetryLater(Why.SLOW, "the answer stopped in the middle") from error
        except HTTPError as error:
            raise RetryLater(Why.OFFLINE, _shortly(error)) from error
        return bytes(body)
