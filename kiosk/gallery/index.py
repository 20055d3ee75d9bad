"""How is a gallery looked through? One page beside the pictures: a contact sheet that is sifted by page, language, size and wish.

Promise: a file of its own, which asks no other host and no server; whatever pictures lie below the folder are in it.
"""

import json
from pathlib import Path

_SHEET = Path(__file__).with_name("sheet.html")
_PARTS = 4


def write_index(folder: Path) -> Path:
    """Write ``index.html`` for all pictures below ``folder``."""
    pictures = [path.relative_to(folder) for path in sorted(folder.rglob("*.png"))]
    rows = [[*path.parts[:3], path.stem] for path in pictures if len(path.parts) == _PARTS]
    # Names come from our own samples and the command line; `<` is kept from ending the script all the same.
    data = json.dumps(rows, ensure_ascii=False).replace("<", "\\u003c")
    index = folder / "index.html"
    index.write_text(_SHEET.read_text(encoding="utf-8").replace("/*PICTURES*/[]", data), encoding="utf-8")
    return index
