"""Why did pip or apt fail, in a sentence that somebody who knows neither can act on?

The cause is read from the last lines of the log. An unknown cause is said to be unknown; the log is always named.
"""

import re

# First match wins: a full disk also breaks downloads, and a missing network also makes "no matching distribution".
_CAUSES: tuple[tuple[str, str], ...] = (
    (
        r"No space left on device|Errno 28|not have enough free space",
        "The disk is full (the checkout's, or the one with the temporary folder). Make room and start again.",
    ),
    (
        r"Read-only file system|Errno 30",
        "The checkout lies on a disk that cannot be written. Clone it to a place that can, and start again.",
    ),
    (
        r"Permission denied|Errno 13|are you root",
        "A right to write is missing. Start again as the person who owns the checkout.",
    ),
    (
        r"CERTIFICATE_VERIFY_FAILED|SSLError|certificate verify failed",
        "The package index could not prove who it is. Is the clock right, and does this network need a certificate of its own (PIP_CERT)?",
    ),
    (
        (
            r"Temporary failure in name resolution|Temporary failure resolving|Name or service not known|"
            r"NewConnectionError|NameResolutionError|Failed to establish a new connection|Network is unreachable|"
            r"ConnectTimeoutError|Read timed out|Connection refused|Could not connect|ProxyError|No route to host"
        ),
        "The network did not answer. Set-up needs it once; connect this machine and start again.",
    ),
    (
        r"Could not get lock|dpkg frontend lock",
        "Another program is installing packages now. Wait until it is done and start again.",
    ),
    (
        r"Unable to locate package|has no installation candidate",
        "This system's package lists do not know one of the packages.",
    ),
    (
        r"No matching distribution found|Could not find a version",
        "The package index has no build of a package for this Python and machine. Python 3.11 to 3.13 on Linux are the ones to try.",
    ),
    (r"ensurepip is not available|No module named ensurepip", "This Python cannot make environments."),
    (r"\bKilled\b|MemoryError", "The machine ran out of memory."),
)


def cause(log_tail: str) -> str | None:
    """The cause and what to do about it, or none when the log shows nothing that is known."""
    for pattern, sentence in _CAUSES:
        if re.search(pattern, log_tail):
            return sentence
    return None
