"""How is what the doctor found said, to a person and to a program?

Each finding is one line with one state and, when something can be done, the one command that does it.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum


class State(StrEnum):
    """`missing`, and what a kiosk found to `look` at, make the doctor end with 1."""

    OK = "ok"
    LOOK = "look"
    MISSING = "missing"
    OPTIONAL = "optional"


_ILL = frozenset({State.MISSING, State.LOOK})


@dataclass(frozen=True)
class Finding:
    """One thing looked at. `mend` is one command or one sentence; empty when there is nothing to do."""

    name: str
    state: State
    detail: str
    mend: str = ""


def healthy(findings: Sequence[Finding]) -> bool:
    return not any(finding.state in _ILL for finding in findings)


def as_lines(findings: Sequence[Finding]) -> str:
    """The findings for a person, and the verdict."""
    width = max(len(finding.name) for finding in findings)
    lines = []
    for finding in findings:
        lines.append(f"{finding.state:<8}  {finding.name:<{width}}  {finding.detail}")
        if finding.mend:
            lines.append(f"{'':<8}  {'':<{width}}  → {finding.mend}")
    lacking = sum(finding.state is State.MISSING for finding in findings)
    looks = sum(finding.state is State.LOOK for finding in findings)
    ill = [*([f"{lacking} missing"] if lacking else []), *([f"{looks} to look at"] if looks else [])]
    verdict = f"{', '.join(ill)}; each says how to mend it." if ill else "Everything that is needed is here."
    return "\n".join([*lines, "", verdict])


def as_json(findings: Sequence[Finding]) -> str:
    return json.dumps({"healthy": healthy(findings), "findings": [asdict(finding) for finding in findings]}, indent=1)
