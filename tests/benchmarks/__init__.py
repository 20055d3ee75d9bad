"""How fast and how big is it, against what it could be at best? Each module has `measure() -> list[Ratio]`."""
