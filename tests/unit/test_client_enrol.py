"""Does a machine become a device only through a person who compared six digits?"""

import msgspec
import pytest

from sync.client.device import Device
from sync.client.enrol import Enrolled, Enrolment, NotEnrolled, Waiting
from sync.client.exchange import Response
from sync.client.outcome import RetryLater, Why
from sync.protocol import paths
from sync.protocol.envelope import CONTENT_TYPE, encode, pack
from sync.protocol.messages import EnrolReply, EnrolState
from sync.protocol.signing import ENROL_REPLY, sign
from tests.support.connected import CENTRE_KEY, new_centre
from tests.support.journals import KEY as STRANGER

MACHINE = Device(b"m" * 32)


def reply(key: object = CENTRE_KEY, **changes: object) -> Response:
    base = EnrolReply(EnrolState.WAITING, b"salt", CENTRE_KEY.verify_key.encode(), 0, 0, None, 500)
    body = encode(msgspec.structs.replace(base, **changes))
    return Response(200, CONTENT_TYPE, pack(sign(ENROL_REPLY, b"nonce", body, key)))  # type: ignore[arg-type]  # a signing key either way


def test_both_screens_show_the_same_digits_and_approval_makes_a_device() -> None:
    centre = new_centre()
    enrolment = Enrolment(MACHINE, "door", "0.1")
    asked = pack(enrolment.ask(b"nonce"))
    waiting = enrolment.take_response(centre.handle(paths.ENROL, asked), b"nonce")
    assert waiting == Waiting(centre.digits(MACHINE.public_key), 0.5)
    centre.enrol(7, MACHINE.public_key)
    enrolled = enrolment.take_response(centre.handle(paths.ENROL, asked), b"nonce")
    assert isinstance(enrolled, Enrolled)
    assert enrolled.device == Device(MACHINE.seed, 7, 1, centre.public_key)
    assert enrolled.manifest.devices[0].public_key == MACHINE.public_key


@pytest.mark.parametrize("state", [EnrolState.EXPIRED, EnrolState.REFUSED])
def test_no_is_an_answer_and_a_new_asking_may_meet_another_centre(state: EnrolState) -> None:
    enrolment = Enrolment(MACHINE, "door", "0.1")
    assert enrolment.take_response(reply(state=state), b"nonce") == NotEnrolled(state)
    other = reply(STRANGER, server_key=STRANGER.verify_key.encode())
    assert isinstance(enrolment.take_response(other, b"nonce"), Waiting)


def test_after_the_digits_were_shown_another_centre_cannot_step_in() -> None:
    enrolment = Enrolment(MACHINE, "door", "0.1")
    enrolment.take_response(reply(), b"nonce")
    with pytest.raises(RetryLater):
        enrolment.take_response(reply(STRANGER, server_key=STRANGER.verify_key.encode()), b"nonce")
    with pytest.raises(RetryLater):
        enrolment.take_response(reply(server_key=STRANGER.verify_key.encode()), b"nonce")


@pytest.mark.parametrize(
    "response",
    [
        Response(200, "text/html", b"<h1>Free WiFi</h1>"),
        reply(STRANGER),
        reply(state=EnrolState.APPROVED, device=7),
        reply(state=EnrolState.APPROVED, manifest=sign("manifest", b"", b"\x93", CENTRE_KEY)),
        reply(state=EnrolState.APPROVED, device=7, manifest=sign("manifest", b"", b"\x93", CENTRE_KEY)),
        reply(state=EnrolState.APPROVED, device=7, manifest=sign("manifest", b"", b"\x93", STRANGER)),
    ],
)
def test_anything_less_is_tried_again(response: Response) -> None:
    with pytest.raises(RetryLater) as caught:
        Enrolment(MACHINE, "door", "0.1").take_response(response, b"nonce")
    assert caught.value.why in (Why.OFFLINE, Why.CENTRE_FAULT)
