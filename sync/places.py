"""Where do the files lie that an artist or a translator edits?

One answer for everybody: beside the package when installed as a wheel, at the top of the checkout otherwise.
"""

from pathlib import Path


class AssetsMissing(Exception):
    """The assets folder is at neither of its two places: the installation is incomplete."""


def assets_folder(package: Path = Path(__file__).parent) -> Path:
    """The folder with fonts, pictures, sounds, texts and the demo event.

    Raises `AssetsMissing`, which names both places, when neither exists.
    """
    in_wheel = package / "assets"
    in_checkout = package.parent / "assets"
    for folder in (in_wheel, in_checkout):
        if folder.is_dir():
            return folder
    raise AssetsMissing(
        f"the assets folder is missing: looked for {in_wheel} and {in_checkout}. Install Many Hands again, or take a fresh clone."
    )
