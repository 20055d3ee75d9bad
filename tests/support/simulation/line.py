"""What can happen to a message? A timeline, and a line that loses, delays, doubles, reorders, cuts and lies, all by the seed."""

import heapq
import itertools
from collections.abc import Callable
from random import Random

import msgspec

from sync.client.exchange import Response
from sync.client.outcome import RetryLater, Why
from sync.client.rounds import Request

PORTAL = Response(200, "text/html", b"<html><h1>Welcome to our free WiFi</h1></html>")
PROXY_TROUBLE = Response(502, "text/html", b"<h1>Bad gateway</h1>")


class Timeline:
    """Events in order of their time, ties in order of their making."""

    def __init__(self) -> None:
        self.now_ms = 0
        self._events: list[tuple[int, int, Callable[[], None]]] = []
        self._numbers = itertools.count()

    def after(self, delay_ms: float, event: Callable[[], None]) -> None:
        heapq.heappush(self._events, (self.now_ms + max(0, round(delay_ms)), next(self._numbers), event))

    def run_until(self, end_ms: int) -> None:
        while self._events and self._events[0][0] <= end_ms:
            self.now_ms, _, event = heapq.heappop(self._events)
            event()
        self.now_ms = end_ms


class Weather(msgspec.Struct, frozen=True):
    """Shares of messages: ``lost`` on the way there, ``cut`` on the way back, ``doubled``, ``replayed`` much later, met by a
    captive ``portal`` or by a ``broken`` proxy; ``delay_ms`` is the longest delay, by which messages overtake each other.
    """

    lost: float = 0.0
    cut: float = 0.0
    doubled: float = 0.0
    replayed: float = 0.0
    portal: float = 0.0
    broken: float = 0.0
    delay_ms: int = 50


CALM = Weather()
TIMEOUT_MS = 20_000


def bad_weather(random: Random) -> Weather:
    return Weather(
        lost=random.choice((0.0, 0.1, 0.4)),
        cut=random.choice((0.0, 0.1, 0.4)),
        doubled=random.choice((0.0, 0.3)),
        replayed=random.choice((0.0, 0.2)),
        portal=random.choice((0.0, 0.2)),
        broken=random.choice((0.0, 0.1)),
        delay_ms=random.choice((50, 3_000, 30_000)),
    )


class Line:
    """Carries requests to ``serve`` and answers back, in the weather of the moment."""

    def __init__(self, timeline: Timeline, random: Random, serve: Callable[[str, bytes], Response]) -> None:
        self._timeline = timeline
        self._random = random
        self._serve = serve
        self.weather = CALM

    def post(self, request: Request, answered: Callable[[Response | RetryLater], None]) -> None:
        """Send ``request``; ``answered`` is called at most once, in the end with a time-out."""
        open_ = [True]

        def answer(result: Response | RetryLater) -> None:
            if open_:
                open_.clear()
                answered(result)

        self._timeline.after(TIMEOUT_MS, lambda: answer(RetryLater(Why.SLOW, "no answer")))
        chance = self._random.random
        if chance() < self.weather.portal:
            self._timeline.after(self._delay(), lambda: answer(PORTAL))
            return
        if chance() < self.weather.broken:
            self._timeline.after(self._delay(), lambda: answer(PROXY_TROUBLE))
            return
        if chance() >= self.weather.lost:
            self._arrive_after(self._delay(), request, answer)
        if chance() < self.weather.doubled:
            self._arrive_after(self._delay(), request, answer)
        if chance() < self.weather.replayed:
            self._arrive_after(self._delay() + 120_000 * chance(), request, lambda _result: None)

    def _arrive_after(self, delay_ms: float, request: Request, answer: Callable[[Response | RetryLater], None]) -> None:
        def arrive() -> None:
            response = self._serve(request.path, request.body)
            if self._random.random() >= self.weather.cut:
                self._timeline.after(self._delay(), lambda: answer(response))

        self._timeline.after(delay_ms, arrive)

    def _delay(self) -> float:
        return self._random.random() * self.weather.delay_ms
