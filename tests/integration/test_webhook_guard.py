"""Where does a webhook never go? Every way into the network that the centre stands in, with real sockets where there is one."""

import socket
import time
from collections.abc import Collection
from pathlib import Path
from typing import Any

import pytest

from tests.support.centre import set_up_django
from tests.support.receivers import A_SHAKE_OF_HANDS, NAME, certificate_for, dripping, receiver

set_up_django()
from sync.server.webhooks import guard  # noqa: E402 - its models need Django to be set up
from sync.server.webhooks.guard import NotAllowed, checked, is_public, target_of  # noqa: E402 - the same
from sync.server.webhooks.models import Heard  # noqa: E402 - the same
from sync.server.webhooks.posting import Ways, post  # noqa: E402 - the same

PUBLIC = "93.184.215.14"


def leads_to(*addresses: str) -> Any:
    """A resolver that knows one answer."""

    def resolve(host: str, port: int) -> Collection[str]:
        del host, port
        return addresses

    return resolve


@pytest.mark.parametrize(
    "address",
    [
        "http://hook.example.org/x",
        "http://hook.example.org:443/x",
        "ftp://hook.example.org/x",
        "ftp://hook.example.org:8443/x",
        "//hook.example.org/x",
        "https://",
        "https:///x",
        "https://hook.example.org:22/",
        "https://hook.example.org:5432/",
        "https://hook.example.org:80/",
        "https://hook.example.org:0/",
        "https://hook.example.org:99999/",
        "https://name@hook.example.org/",
        "https://name:word@hook.example.org/",
        "https://hook.example.org/#part",
        "https://hook.example.org/\r\nHost: x",
        "https://hook.example.org\\@127.0.0.1/",
        "https://hook.example.org/ x",
        "https://[::1/",
        "https://" + "a" * 64 + ".example/",
        "https://hook.example.org/" + "a" * 500,
        "file:///etc/passwd",
        "",
    ],
)
@pytest.mark.parametrize("is_tried_out", [False, True])
def test_what_is_no_plain_https_address_is_refused(address: str, is_tried_out: bool) -> None:  # noqa: FBT001 - given by name
    with pytest.raises(NotAllowed) as refused:
        target_of(address, is_tried_out=is_tried_out)
    assert refused.value.reason is Heard.NOT_ALLOWED


@pytest.mark.parametrize("address", ["http://127.0.0.1:8080/", "http://localhost:9999/x", "http://[::1]:8080/"])
def test_http_goes_to_this_machine_only_while_a_centre_is_tried_out(address: str) -> None:
    assert target_of(address, is_tried_out=True).is_own
    with pytest.raises(NotAllowed):
        target_of(address, is_tried_out=False)


@pytest.mark.parametrize(
    "inside",
    [
        "127.0.0.1",
        "127.8.9.1",
        "0.0.0.0",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "192.0.2.1",
        "198.18.0.1",
        "224.0.0.1",
        "255.255.255.255",
        "::1",
        "::",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "::127.0.0.1",
        "64:ff9b::a00:1",
        "2002:7f00:1::",
        "2001:0:4136:e378:8000:63bf:3fff:fdd2",
        "fe80::1",
        "fe80::1%eth0",
        "2606:4700::1111%eth0",
        "fc00::1",
        "fec0::1",
        "ff02::1",
        "4000::1",
        "not an address",
    ],
)
def test_a_name_that_leads_into_the_network_is_refused(inside: str) -> None:
    assert not is_public(inside)
    target = target_of(f"https://{NAME}/x", is_tried_out=False)
    for found in ((inside,), (PUBLIC, inside), (inside, PUBLIC)):
        with pytest.raises(NotAllowed) as refused:
            checked(target, leads_to(*found))
        assert refused.value.reason is Heard.NOT_PUBLIC, "one that is not public spoils all"


@pytest.mark.parametrize("address", [PUBLIC, "2606:4700::1111", "8.8.8.8", "::ffff:8.8.8.8"])
def test_a_public_address_is_let_through(address: str) -> None:
    assert checked(target_of(f"https://{NAME}/x", is_tried_out=False), leads_to(address)) == (address,)


def test_where_one_kind_of_address_leads_nowhere_one_of_the_other_is_left_to_try() -> None:
    several = leads_to("2606:4700::1", "2606:4700::2", "8.8.8.8", "8.8.4.4")
    assert checked(target_of(f"https://{NAME}/x", is_tried_out=False), several) == ("2606:4700::1", "8.8.8.8")


@pytest.mark.parametrize("written", ["https://2130706433/", "https://0x7f.1/", "https://127.1/", "https://localhost/", "https://[::1]/"])
def test_another_way_of_writing_this_machine_is_refused(written: str) -> None:
    assert post(written, b"{}", {}, Ways()).heard in (Heard.NOT_PUBLIC, Heard.NO_NAME)
    assert post(written, b"{}", {}, Ways(is_tried_out=True)).heard in (Heard.NOT_PUBLIC, Heard.NO_NAME)


def test_a_centre_that_is_tried_out_speaks_http_to_loopback_only_whatever_localhost_is_said_to_be() -> None:
    ways = Ways(is_tried_out=True, resolve=leads_to(PUBLIC))
    assert post("http://localhost:8080/", b"{}", {}, ways).heard is Heard.NOT_PUBLIC


def test_a_name_that_leads_nowhere_is_told() -> None:
    def away(host: str, port: int) -> Collection[str]:
        raise socket.gaierror(f"{host}:{port}")

    assert post(f"https://{NAME}/", b"{}", {}, Ways(resolve=away)).heard is Heard.NO_NAME
    assert post(f"https://{NAME}/", b"{}", {}, Ways(resolve=leads_to())).heard is Heard.NO_NAME


@pytest.fixture
def let_in(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let this machine stand for the world: its addresses are public, and its ports ordinary."""
    monkeypatch.setattr(guard, "is_public", lambda _: True)
    monkeypatch.setattr(guard, "PORTS", range(1, 65_536))


@pytest.mark.usefixtures("let_in")
def test_the_connection_goes_to_what_was_checked_and_the_name_is_asked_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """DNS rebinding: the name would lead elsewhere when asked again, so nobody asks."""
    asked: list[str] = []
    real = socket.getaddrinfo

    def noted(host: Any, *parts: Any, **named: Any) -> Any:
        asked.append(str(host))
        return real(host, *parts, **named)

    certificate = certificate_for(NAME, tmp_path)
    times: list[str] = []

    def once(host: str, port: int) -> Collection[str]:
        del port
        times.append(host)
        return ["127.0.0.1"]

    with receiver(certificate) as kept:
        monkeypatch.setattr(socket, "getaddrinfo", noted)
        outcome = post(
            f"https://{NAME}:{kept.port}/x?y=1", b'{"a":1}', {"X-Test": "1"}, Ways(resolve=once, authorities=str(certificate[0]))
        )
        monkeypatch.undo()
    assert (outcome.heard, outcome.status, times) == (Heard.HEARD, 204, [NAME])
    assert NAME not in asked, "the machine's own resolver was asked for the name"
    headers, body = kept.heard[0]
    assert (body, headers["Host"], headers["X-Test"]) == (b'{"a":1}', f"{NAME}:{kept.port}", "1")


@pytest.mark.usefixtures("let_in")
def test_where_the_first_address_does_not_answer_the_second_is_tried(tmp_path: Path) -> None:
    certificate = certificate_for(NAME, tmp_path)
    with receiver(certificate) as kept:
        ways = Ways(resolve=leads_to("::1", "127.0.0.1"), authorities=str(certificate[0]))
        assert post(f"https://{NAME}:{kept.port}/", b"{}", {}, ways).heard is Heard.HEARD


@pytest.mark.usefixtures("let_in")
def test_a_certificate_for_another_name_or_of_nobody_is_refused(tmp_path: Path) -> None:
    other = certificate_for("other.example.org", tmp_path)
    with receiver(other) as kept:
        address = f"https://{NAME}:{kept.port}/"
        ways = Ways(resolve=leads_to("127.0.0.1"), authorities=str(other[0]))
        assert post(address, b"{}", {}, ways).heard is Heard.NO_CERTIFICATE
        assert post(address, b"{}", {}, Ways(resolve=leads_to("127.0.0.1"))).heard is Heard.NO_CERTIFICATE
    assert kept.heard == []


def own(port: int) -> str:
    return f"http://127.0.0.1:{port}/hook"


TRIED_OUT = Ways(is_tried_out=True)


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_no_redirect_is_followed_and_its_answer_is_not_read(status: int) -> None:
    with receiver() as inside, receiver(status=status, headers={"Location": own(inside.port)}, body=b"x" * 200_000) as kept:
        outcome = post(own(kept.port), b"{}", {}, TRIED_OUT)
    assert (outcome.heard, outcome.status) == (Heard.REDIRECTED, status)
    assert inside.heard == []


@pytest.mark.parametrize(
    ("status", "heard"), [(200, Heard.HEARD), (204, Heard.HEARD), (404, Heard.STATUS), (500, Heard.STATUS), (410, Heard.GONE)]
)
def test_the_status_says_whether_it_was_heard(status: int, heard: Heard) -> None:
    with receiver(status=status) as kept:
        assert post(own(kept.port), b"{}", {}, TRIED_OUT).heard is heard


def test_an_answer_without_an_end_is_not_read() -> None:
    with receiver(status=200, headers={"Content-Length": str(10**12)}, body=b"x" * 10_000_000) as kept:
        assert post(own(kept.port), b"{}", {}, TRIED_OUT).heard is Heard.HEARD


def test_who_answers_one_sign_at_a_time_is_cut_off() -> None:
    with dripping() as slow:
        assert post(own(slow.port), b"{}", {}, Ways(is_tried_out=True, whole_s=0.3)).heard is Heard.SLOW
        assert not slow.is_over


@pytest.mark.usefixtures("let_in")
def test_who_drips_while_shaking_hands_is_cut_off_too() -> None:
    with dripping(A_SHAKE_OF_HANDS) as slow:
        ways = Ways(resolve=leads_to("127.0.0.1"), whole_s=0.3)
        assert post(f"https://{NAME}:{slow.port}/", b"{}", {}, ways).heard is Heard.SLOW
        assert not slow.is_over


@pytest.mark.usefixtures("let_in")
def test_who_drips_behind_a_certificate_is_cut_off_as_well(tmp_path: Path) -> None:
    certificate = certificate_for(NAME, tmp_path)
    with dripping(certificate=certificate) as slow:
        ways = Ways(resolve=leads_to("127.0.0.1"), authorities=str(certificate[0]), whole_s=0.3)
        assert post(f"https://{NAME}:{slow.port}/", b"{}", {}, ways).heard is Heard.SLOW
        assert not slow.is_over


@pytest.mark.usefixtures("let_in")
def test_addresses_that_keep_silent_have_no_more_time_than_the_whole_message(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[str, float]] = []

    def silent(address: tuple[str, int], timeout_s: float) -> socket.socket:
        asked.append((address[0], timeout_s))
        time.sleep(timeout_s)
        raise TimeoutError

    monkeypatch.setattr(socket, "create_connection", silent)
    ways = Ways(resolve=leads_to("::1", "127.0.0.1"), whole_s=0.2)
    assert post(f"https://{NAME}:8443/", b"{}", {}, ways).heard is Heard.SLOW
    ((first, given_s),) = asked
    assert first == "::1"
    assert given_s <= ways.whole_s


def test_nobody_there_is_told() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    assert post(own(port), b"{}", {}, TRIED_OUT).heard is Heard.NOT_THERE


def test_no_proxy_of_the_environment_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    with receiver() as proxy, receiver() as kept:
        for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{proxy.port}")
        assert post(own(kept.port), b"{}", {}, TRIED_OUT).heard is Heard.HEARD
    assert (len(kept.heard), proxy.heard) == (1, [])
