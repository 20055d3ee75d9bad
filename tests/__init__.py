"""What proves that Many Hands keeps its promises? One folder for each kind of evidence; `tests/README.md` is the map."""
