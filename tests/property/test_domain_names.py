"""Names are compared alike whichever way they are folded: the quick way of plain letters says what the slow way says."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from sync.domain.names import folded


def folded_slowly(text: str) -> str:
    """Letter by letter, as for any script."""
    bare = "".join(one for one in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.category(one).startswith("M"))
    return " ".join("".join(one if one.isalnum() else " " for one in bare.replace("'", "")).split())


@given(st.text(alphabet=st.characters(max_codepoint=127)))
def test_plain_letters_are_folded_as_quickly_as_rightly(text: str) -> None:
    assert folded(text) == folded_slowly(text)
