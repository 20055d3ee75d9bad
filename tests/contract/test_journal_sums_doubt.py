"""Are the sums right after a restart, and made again where the file or a stream is in doubt?"""

from pathlib import Path

import apsw
import pytest

from sync.domain.facts import ItemsLogged
from sync.journal.sums import SumsOnDisk
from sync.protocol.canon import encode
from tests.support.day import CARDS, HATS, HERE, KNITTING, SCHOOL, line
from tests.support.standing import Standing, pieces_of, published_again, put


@pytest.fixture
def standing() -> Standing:
    return Standing()


@pytest.mark.parametrize("loss", ["shorter", "another"])
def test_a_stream_that_is_not_the_one_that_was_added_up_is_added_up_again(tmp_path: Path, standing: Standing, loss: str) -> None:
    for minute in range(3):
        put(standing, ItemsLogged(KNITTING, HATS, 1), minute)
    sums = SumsOnDisk(tmp_path / "sums", standing, standing)
    sums.follow()
    sums.close()
    if loss == "shorter":
        del standing.bodies[HERE][1:]
    else:
        standing.bodies[HERE][2] = encode(line(ItemsLogged(KNITTING, HATS, 10), 2, 3).entry)
    sums = SumsOnDisk(tmp_path / "sums", standing, standing)
    sums.follow()
    assert sums.made(KNITTING, HATS) == (1 if loss == "shorter" else 12)
    assert sums.begun_anew
    sums.close()


@pytest.mark.parametrize("damage", ["no file of sqlite", "another version", "a lost table", "half a table"])
def test_a_file_in_doubt_is_made_again(tmp_path: Path, standing: Standing, damage: str) -> None:
    path = tmp_path / "sums"
    put(standing, ItemsLogged(KNITTING, HATS, 4), 1)
    sums = SumsOnDisk(path, standing, standing)
    sums.follow()
    sums.close()
    if damage == "no file of sqlite":
        path.write_bytes(b"once upon a time " * 1000)
    elif damage == "half a table":
        content = bytearray(path.read_bytes())
        content[4096 * 2 :] = bytes(len(content) - 4096 * 2)
        path.write_bytes(content)
    else:
        connection = apsw.Connection(str(path))
        if damage == "another version":
            connection.pragma("user_version", 7)
        else:
            connection.execute("DROP TABLE totals")
        connection.close()
    sums = SumsOnDisk(path, standing, standing)
    put(standing, ItemsLogged(KNITTING, HATS, 3), 2)
    sums.follow()
    sums.follow()
    assert sums.made(KNITTING, HATS) == 7
    assert sums.begun_anew
    sums.close()


def test_a_new_version_is_judged_by_pieces_and_goes_on_after_a_restart(tmp_path: Path, standing: Standing) -> None:
    sums = SumsOnDisk(tmp_path / "sums", standing, standing)
    for minute in range(5):
        put(standing, ItemsLogged(CARDS, HATS, 1), minute, venue=SCHOOL)
    sums.follow()
    assert sums.flags() == ()
    standing.definition = published_again(standing.definition)
    with pieces_of(2):
        assert sums.follow_piece()
        assert len(sums.flags()) == 2
        sums.close()
        sums = SumsOnDisk(tmp_path / "sums", standing, standing)
        assert sums.follow_piece()
        assert len(sums.flags()) == 4
        sums.follow()
    assert len(sums.flags()) == 5
    sums.close()
