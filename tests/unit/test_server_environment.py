"""Is what the environment says read, checked and answered in plain words?"""

import errno
import os
import stat
from pathlib import Path

import pytest

from sync.server.environment import BadSetting, read_environment


def test_nothing_but_a_state_folder_gives_sqlite_on_loopback_and_a_secret_of_its_own(tmp_path: Path) -> None:
    state = tmp_path / "state"
    asked = {"MANYHANDS_STATE": str(state)}
    read = read_environment(asked)
    assert read.is_loopback
    assert read.database["NAME"] == str(state / "centre.sqlite3")
    assert read.database["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert stat.S_IMODE(state.stat().st_mode) == 0o700
    assert stat.S_IMODE((state / "secret").stat().st_mode) == 0o600
    assert read_environment(asked).secret == read.secret
    assert len(read.secret) >= 32


def test_the_state_folder_follows_the_desktops_convention(tmp_path: Path) -> None:
    assert read_environment({"XDG_STATE_HOME": str(tmp_path)}).state == tmp_path / "manyhands" / "centre"


def test_every_key_is_read(tmp_path: Path) -> None:
    read = read_environment(
        {
            "MANYHANDS_STATE": str(tmp_path),
            "MANYHANDS_SECRET": "s" * 40,
            "MANYHANDS_HOSTS": "centre.example.org, www.example.org",
            "MANYHANDS_DEBUG": "no",
            "MANYHANDS_DEMO": "Yes",
            "MANYHANDS_BEHIND_PROXY": "1",
            "MANYHANDS_HSTS_S": "3600",
            "DATABASE_URL": "postgresql://us%40er:p%3Aw@db.example.org:5433/cen%20tre?sslmode=require",
        }
    )
    assert (read.secret, read.hosts, read.is_loopback) == ("s" * 40, ("centre.example.org", "www.example.org"), False)
    assert (read.debug, read.demo, read.behind_proxy, read.hsts_s) == (False, True, True, 3600)
    database = read.database
    assert [database[key] for key in ("NAME", "USER", "PASSWORD", "HOST", "PORT")] == ["cen tre", "us@er", "p:w", "db.example.org", "5433"]
    assert database["OPTIONS"]["sslmode"] == "require"
    assert not (tmp_path / "secret").exists()


@pytest.mark.parametrize(("url", "name"), [("sqlite:///data/c.db", "data/c.db"), ("sqlite:////srv/c.db", "/srv/c.db")])
def test_a_sqlite_file_can_be_named(tmp_path: Path, url: str, name: str) -> None:
    assert read_environment({"MANYHANDS_STATE": str(tmp_path), "DATABASE_URL": url}).database["NAME"] == name


def test_a_socket_folder_can_be_named(tmp_path: Path) -> None:
    read = read_environment({"MANYHANDS_STATE": str(tmp_path), "DATABASE_URL": "postgres:///centre?host=/run/postgresql"})
    assert (read.database["HOST"], read.database["NAME"]) == ("/run/postgresql", "centre")


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("MANYHANDS_SECRET", "short"),
        ("MANYHANDS_HOSTS", "*"),
        ("MANYHANDS_HOSTS", "https://centre.example.org"),
        ("MANYHANDS_DEBUG", "perhaps"),
        ("MANYHANDS_HSTS_S", "-1"),
        ("MANYHANDS_HSTS_S", "forever"),
        ("MANYHANDS_HSTS_S", "999999999999"),
        ("DATABASE_URL", "mysql://centre"),
        ("DATABASE_URL", "centre.db"),
        ("DATABASE_URL", "sqlite://"),
        ("DATABASE_URL", "postgresql://host"),
        ("DATABASE_URL", "postgresql://host:port/name"),
        ("DATABASE_URL", "postgresql://[::1/name"),
        ("DATABASE_URL", "sqlite://["),
        ("MANYHANDS_STATE", "~nobody-of-this-name/centre"),
        ("MANYHANDS_PG_PROGRAMS", "~nobody-of-this-name/bin"),
        ("MANYHANDS_STATE", __file__),
    ],
)
def test_what_cannot_be_used_is_answered_by_a_sentence_that_names_the_key(tmp_path: Path, key: str, value: str) -> None:
    with pytest.raises(BadSetting) as told:
        read_environment({"MANYHANDS_STATE": str(tmp_path), key: value})
    assert told.value.key == key
    assert str(told.value).startswith(f"{key}: ")


def test_a_folder_that_cannot_be_made_names_its_key(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(BadSetting, match="MANYHANDS_STATE"):
        read_environment({"MANYHANDS_STATE": str(tmp_path / "file" / "state")})


def test_a_secret_that_was_cut_short_is_not_used(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("cut")
    with pytest.raises(BadSetting, match="too short"):
        read_environment({"MANYHANDS_STATE": str(tmp_path)})


def test_a_disk_without_room_leaves_no_half_secret_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(handle: int, _mode: str) -> object:
        os.close(handle)
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("sync.server.environment.os.fdopen", full)
    with pytest.raises(BadSetting, match="No space left on device"):
        read_environment({"MANYHANDS_STATE": str(tmp_path)})
    assert list(tmp_path.iterdir()) == []


def test_what_no_centre_wrote_is_not_used_as_a_secret(tmp_path: Path) -> None:
    (tmp_path / "secret").write_bytes(b"\xff\xfe" * 40)
    with pytest.raises(BadSetting, match="put the right file back"):
        read_environment({"MANYHANDS_STATE": str(tmp_path)})


def test_a_secret_that_cannot_be_read_is_not_replaced(tmp_path: Path) -> None:
    (tmp_path / "secret").mkdir()
    with pytest.raises(BadSetting, match="cannot be read"):
        read_environment({"MANYHANDS_STATE": str(tmp_path)})
