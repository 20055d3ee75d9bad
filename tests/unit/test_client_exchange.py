"""Is only the centre believed, and does every other answer end in the right remedy?"""

import pytest

from sync.client.exchange import RETRY_AFTER_MAX_S, Response, read_reply
from sync.client.outcome import RetryLater, Stop, StopWhy, Why
from sync.protocol.envelope import CONTENT_TYPE, encode, pack
from sync.protocol.messages import HelloReply, Trouble, TroubleCode
from sync.protocol.signing import HELLO_REPLY, PUSH_REPLY, TROUBLE, sign
from tests.support.connected import CENTRE_KEY
from tests.support.journals import KEY as STRANGER

KEYS = (CENTRE_KEY.verify_key.encode(),)
HELLO = HelloReply(123)
GOOD = pack(sign(HELLO_REPLY, b"nonce", encode(HELLO), CENTRE_KEY))


def read(response: Response) -> HelloReply:
    return read_reply(response, HELLO_REPLY, b"nonce", KEYS, HelloReply)


def trouble(status: int, code: str, retry_after_ms: int = 0, nonce: bytes = b"nonce") -> Response:
    return Response(status, CONTENT_TYPE, pack(sign(TROUBLE, nonce, encode(Trouble(code, retry_after_ms)), CENTRE_KEY)))


def test_the_centres_signed_answer_is_believed() -> None:
    assert read(Response(200, CONTENT_TYPE, GOOD)) == HELLO


@pytest.mark.parametrize(
    "response",
    [
        Response(200, "text/html", b"<h1>Free WiFi</h1>"),
        Response(200, "text/html", GOOD),
        Response(200, CONTENT_TYPE, b"<h1>Free WiFi</h1>"),
        Response(200, CONTENT_TYPE, GOOD[:-3]),
        Response(200, CONTENT_TYPE, pack(sign(HELLO_REPLY, b"nonce", encode(HELLO), STRANGER))),
        Response(200, CONTENT_TYPE, pack(sign(HELLO_REPLY, b"older", encode(HELLO), CENTRE_KEY))),
        Response(200, CONTENT_TYPE, pack(sign(PUSH_REPLY, b"nonce", encode(HELLO), CENTRE_KEY))),
        Response(200, CONTENT_TYPE, pack(sign(HELLO_REPLY, b"nonce", b"\x93", CENTRE_KEY))),
        Response(204, CONTENT_TYPE, b""),
        Response(302, "text/html", b""),
    ],
)
def test_whatever_did_not_come_from_the_centre_is_offline(response: Response) -> None:
    with pytest.raises(RetryLater) as caught:
        read(response)
    assert caught.value.why is Why.OFFLINE


@pytest.mark.parametrize(
    ("status", "why"),
    [
        (400, Why.UNREADABLE),
        (401, Why.NOT_KNOWN),
        (403, Why.NOT_KNOWN),
        (404, Why.CENTRE_FAULT),
        (408, Why.SLOW),
        (413, Why.TOO_LARGE),
        (422, Why.UNREADABLE),
        (429, Why.BUSY),
        (500, Why.CENTRE_FAULT),
        (503, Why.BUSY),
        (504, Why.SLOW),
        (599, Why.CENTRE_FAULT),
    ],
)
def test_every_other_status_has_its_remedy_and_none_of_them_stops_us_unsigned(status: int, why: Why) -> None:
    with pytest.raises(RetryLater) as caught:
        read(Response(status, "text/html", b"<h1>No</h1>"))
    assert (caught.value.why, caught.value.after_s) == (why, None)


def test_the_centre_may_name_the_time_to_come_again_and_not_for_ever() -> None:
    with pytest.raises(RetryLater) as caught:
        read(trouble(503, TroubleCode.BUSY, 5_000))
    assert (caught.value.why, caught.value.after_s) == (Why.BUSY, 5.0)
    with pytest.raises(RetryLater) as caught:
        read(trouble(503, TroubleCode.BUSY, 10**12))
    assert caught.value.after_s == RETRY_AFTER_MAX_S


@pytest.mark.parametrize(
    ("status", "code", "why"),
    [(403, TroubleCode.REVOKED, StopWhy.DEVICE_REVOKED), (426, TroubleCode.TOO_OLD, StopWhy.PROTOCOL_TOO_OLD)],
)
def test_only_the_centres_signed_word_stops_us(status: int, code: str, why: StopWhy) -> None:
    with pytest.raises(Stop) as caught:
        read(trouble(status, code))
    assert caught.value.why is why
    with pytest.raises(RetryLater):
        read(trouble(status, code, nonce=b"older"))


def test_a_word_that_we_do_not_know_leaves_the_status_to_decide() -> None:
    with pytest.raises(RetryLater) as caught:
        read(trouble(413, "from-the-future"))
    assert caught.value.why is Why.TOO_LARGE
