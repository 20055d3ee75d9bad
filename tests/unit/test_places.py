"""Are the assets found in a checkout and in a wheel, and is their absence said clearly?"""

from pathlib import Path

import pytest

from sync.places import AssetsMissing, assets_folder


def test_in_a_checkout_the_assets_lie_beside_the_packages() -> None:
    assert (assets_folder() / "README.md").is_file()


def test_in_a_wheel_they_lie_inside_and_come_first(tmp_path: Path) -> None:
    package = tmp_path / "sync"
    (tmp_path / "assets").mkdir()
    (package / "assets").mkdir(parents=True)
    assert assets_folder(package) == package / "assets"


def test_their_absence_names_both_places(tmp_path: Path) -> None:
    package = tmp_path / "sync"
    with pytest.raises(AssetsMissing) as missing:
        assets_folder(package)
    assert str(package / "assets") in str(missing.value)
    assert str(tmp_path / "assets") in str(missing.value)
