"""What did the operating system say about a folder or a file, for whoever can do something about it?

Promise: one clause with its remedy for what the world does to us; none for what can only be a mistake of ours.
"""

import errno

_FULL = "its disk is full. Make room and start again"
_MAY_NOT = "this person may not write there"
_NO_FOLDER = "there is a file where a folder is needed"
_SAID = {
    errno.ENOSPC: _FULL,
    errno.EDQUOT: _FULL,
    errno.EROFS: "its disk takes no writes. The card may be worn out, or mounted read-only",
    errno.EACCES: _MAY_NOT,
    errno.EPERM: _MAY_NOT,
    errno.EEXIST: _NO_FOLDER,
    errno.ENOTDIR: _NO_FOLDER,
}


def said(fault: OSError) -> str | None:
    """Return what ``fault`` means to a person, none when it means nothing to them."""
    return _SAID.get(fault.errno or 0)
