"""Which camera, and how it is lit: what a driver offers is used, and what it does not offer is quietly absent."""

from pathlib import Path

import pytest

from kiosk.app.sight import EXPOSURES, Sight
from kiosk.flow.camera import Brightness, LookOtherwise
from kiosk.scanning.cameras import DEVICES_MAX, CameraFrames, Light, Offers, plugged_in
from kiosk.scanning.frames import SourceLostError
from kiosk.settings import Camera
from tests.support.drivers import AUTO, BUFFER, EXPOSURE, LAMP_AND_EXPOSURE, TORCH, plugged

GIVES = True
TWO = (("/dev/video0", "Webcam"), ("/dev/video2", "Document camera"))


def sight(settings: Camera, state: Path, cameras: tuple[tuple[str, str], ...] = (), told: list[str] | None = None) -> Sight:
    return Sight(settings, state, lambda: (told if told is not None else []).append("moved"), lambda: cameras)


def test_of_several_the_first_that_gives_a_picture_is_taken(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    drivers = plugged(monkeypatch, {1: not GIVES, 2: GIVES, 3: GIVES})
    source = sight(Camera(source="any"), tmp_path).source()
    source.open()
    assert source.read() is not None
    assert drivers.opened == [0, 1, 2]
    assert drivers.released == [0, 1]
    source.close()
    assert drivers.released == [0, 1, 2]


def test_a_camera_that_comes_back_under_another_number_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    drivers = plugged(monkeypatch, {0: GIVES})
    source = CameraFrames(None)
    source.open()
    drivers.cameras = {0: not GIVES}
    with pytest.raises(SourceLostError, match="stopped"):
        source.read()
    source.close()
    drivers.cameras = {2: GIVES}
    source.open()
    assert source.read() is not None


def test_no_camera_at_all_is_said_in_words_and_every_one_given_back(monkeypatch: pytest.MonkeyPatch) -> None:
    drivers = plugged(monkeypatch, {})
    with pytest.raises(SourceLostError, match="Camera does not open"):
        CameraFrames(None).open()
    assert drivers.released == list(range(DEVICES_MAX))


def test_a_named_camera_is_the_only_one_that_is_opened(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    drivers = plugged(monkeypatch, {0: GIVES, 3: GIVES})
    sight(Camera(source="3"), tmp_path).source().open()
    assert drivers.opened == [3]


def test_lamp_and_exposure_are_set_where_they_are_offered(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    drivers = plugged(monkeypatch, {0: GIVES}, (), **LAMP_AND_EXPOSURE)
    sight(Camera(source="0", torch=True, exposure=120), tmp_path).source().open()
    assert drivers.set == {BUFFER: 1, AUTO: 1, EXPOSURE: 120, TORCH: 1}


def test_where_nothing_is_wished_the_driver_decides(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    drivers = plugged(monkeypatch, {0: GIVES}, CAP_PROP_AUTO_EXPOSURE=AUTO, CAP_PROP_EXPOSURE=EXPOSURE)
    sight(Camera(source="0"), tmp_path).source().open()
    assert drivers.set == {BUFFER: 1}


def test_where_neither_is_offered_the_camera_sees_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    plugged(monkeypatch, {0: GIVES})
    source = CameraFrames(0, Light(torch=True, exposure=50))
    source.open()
    assert source.read() is not None


# What a lead chooses --------------------------------------------------------------------------------------------------------------


def test_what_the_driver_takes_is_offered_and_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    offers: list[Offers] = []
    for takes in ((), (AUTO,), (TORCH,), (AUTO, TORCH)):
        plugged(monkeypatch, {0: GIVES}, takes, **LAMP_AND_EXPOSURE)
        CameraFrames(0, offered=offers.append).open()
    assert offers == [Offers(), Offers(exposure=True), Offers(lamp=True), Offers(lamp=True, exposure=True)]


def test_where_nothing_is_offered_the_lead_is_shown_nothing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    plugged(monkeypatch, {0: GIVES}, (), **LAMP_AND_EXPOSURE)
    looks = sight(Camera(source="0"), tmp_path, TWO[:1])
    looks.source().open()
    view = looks.view()
    assert (view.has_lamp, view.has_brightness, view.has_others) == (False, False, False)


def test_what_a_lead_chose_holds_after_a_restart(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    settings = Camera(source="any", exposure=120)
    told: list[str] = []
    sight(settings, tmp_path, TWO, told).choose(LookOtherwise("/dev/video2", lamp=True, brightness=Brightness.DARK))
    assert told == ["moved"]
    drivers = plugged(monkeypatch, {0: GIVES, "/dev/video2": GIVES}, (AUTO, TORCH), **LAMP_AND_EXPOSURE)
    again = sight(settings, tmp_path, TWO)
    again.source().open()
    assert drivers.opened == ["/dev/video2"]
    assert drivers.set == {BUFFER: 1, TORCH: 1, AUTO: 1, EXPOSURE: EXPOSURES[Brightness.DARK]}
    view = again.view()
    assert (view.at, view.lamp, view.brightness) == (1, True, Brightness.DARK)
    assert (view.has_lamp, view.has_brightness) == (True, True)


def test_back_to_by_itself_is_told_to_the_driver_which_still_stands_by_hand(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    drivers = plugged(monkeypatch, {0: GIVES}, (AUTO,), **LAMP_AND_EXPOSURE)
    looks = sight(Camera(source="0"), tmp_path)
    looks.choose(LookOtherwise(brightness=Brightness.BY_ITSELF))
    looks.source().open()
    assert drivers.set[AUTO] == 3
    assert EXPOSURE not in drivers.set


def test_by_itself_means_nothing_to_a_driver_that_knows_no_exposure(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    drivers = plugged(monkeypatch, {0: GIVES}, (), **LAMP_AND_EXPOSURE)
    looks = sight(Camera(source="0"), tmp_path)
    looks.choose(LookOtherwise(brightness=Brightness.BY_ITSELF))
    looks.source().open()
    assert AUTO not in drivers.set


def test_the_lead_hears_once_what_a_camera_offers_and_again_when_another_offers_something_else(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    told: list[str] = []
    looks = sight(Camera(source="0"), tmp_path, (), told)
    plugged(monkeypatch, {0: GIVES}, (TORCH,), **LAMP_AND_EXPOSURE)
    looks.source().open()
    looks.source().open()
    assert told == ["moved"]
    plugged(monkeypatch, {0: GIVES}, (), **LAMP_AND_EXPOSURE)
    looks.source().open()
    assert told == ["moved", "moved"]


def test_a_chosen_camera_that_was_pulled_out_gives_way_to_the_one_of_the_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    drivers = plugged(monkeypatch, {0: GIVES})
    looks = sight(Camera(source="0"), tmp_path, TWO[:1])
    looks.choose(LookOtherwise("/dev/video2"))
    looks.source().open()
    assert drivers.opened == [0]
    assert looks.view().at == 0


@pytest.mark.parametrize("note", [b"", b"{", b'{"brightness": "dazzling"}', b"\xff\xfe"])
def test_a_note_that_cannot_be_read_is_forgotten(tmp_path: Path, note: bytes) -> None:
    (tmp_path / "camera.json").write_bytes(note)
    assert sight(Camera(source="0", torch=True), tmp_path).view().lamp


def test_a_note_that_cannot_be_kept_holds_until_the_restart(tmp_path: Path) -> None:
    looks = sight(Camera(source="0"), tmp_path / "gone")
    looks.choose(LookOtherwise(lamp=True))
    assert looks.view().lamp


def test_what_the_settings_say_stands_until_somebody_chooses(tmp_path: Path) -> None:
    assert sight(Camera(source="0", exposure=120), tmp_path).view().brightness is Brightness.AS_SET
    assert sight(Camera(source="/dev/video2"), tmp_path, TWO).view().at == 1
    assert sight(Camera(source="2"), tmp_path, TWO).view().at == 1


def test_the_nodes_of_a_camera_that_give_no_pictures_are_no_cameras(tmp_path: Path) -> None:
    for node, index, name in (("video0", "0", "Webcam"), ("video1", "1", "Webcam"), ("video10", "0", "Third"), ("video2", "0", "Second")):
        (tmp_path / node).mkdir()
        (tmp_path / node / "index").write_text(f"{index}\n")
        (tmp_path / node / "name").write_text(f"{name}\n")
    (tmp_path / "video3").mkdir()  # pulled out while we looked
    assert plugged_in(tmp_path) == (("/dev/video0", "Webcam"), ("/dev/video2", "Second"), ("/dev/video10", "Third"))
    assert plugged_in(tmp_path / "no Linux") == ()
