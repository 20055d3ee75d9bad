"""Two people wrote on the same form: what shall stand?

Promise: pure; what only one of them changed is kept from that one; what both changed differently is a question and never decided here.
"""

from collections.abc import Mapping

import msgspec

Answers = Mapping[str, tuple[str, ...]]
"""What a form says, field by field, as a browser sends it; a box that is not ticked says nothing."""


class Merged(msgspec.Struct, frozen=True):
    """``answers`` hold mine where both differ; ``disputed`` are those fields; ``theirs_kept`` what only the other changed."""

    answers: dict[str, tuple[str, ...]]
    disputed: tuple[str, ...]
    theirs_kept: tuple[str, ...]


def merge(opened: Answers, theirs: Answers, mine: Answers) -> Merged:
    """Return what both wrote onto ``opened``, which is the form as I opened it."""
    answers: dict[str, tuple[str, ...]] = {}
    disputed, theirs_kept = [], []
    for field in dict.fromkeys([*mine, *theirs]):
        was, now, wish = opened.get(field, ()), theirs.get(field, ()), mine.get(field, ())
        if wish == was != now:
            theirs_kept.append(field)
            answers[field] = now
            continue
        if wish != now != was:
            disputed.append(field)
        answers[field] = wish
    return Merged(answers, tuple(disputed), tuple(theirs_kept))
