"""How much of a file may a connection keep in memory?"""

from pathlib import Path

from sync.journal import sqlite


def test_a_connection_keeps_no_more_of_its_file_in_memory_than_it_may(tmp_path: Path) -> None:
    connection = sqlite.connect(tmp_path / "file")
    sqlite.make_log_room(connection, tmp_path / "file")
    kept_kib = -connection.pragma("cache_size")
    connection.close()
    assert kept_kib == sqlite.PAGE_CACHE_KIB_MAX
    assert 8 * kept_kib <= 16_000, "all connections of a kiosk together"
