"""Is a failure of pip or apt told as something a person can mend?"""

import pytest

from kiosk.setup.remedy import cause


@pytest.mark.parametrize(
    ("log", "word"),
    [
        ("ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device", "disk is full"),
        ("[Errno 30] Read-only file system: '/x'", "cannot be written"),
        ("[Errno 13] Permission denied: '/x/.manyhands'", "right to write"),
        ("SSLCertVerificationError(1, '[SSL: CERTIFICATE_VERIFY_FAILED]", "clock right"),
        ("WARNING: Retrying (Retry(total=0 … after connection broken by 'NewConnectionError(", "network"),
        ("Temporary failure resolving 'deb.example'", "network"),
        ("E: Could not get lock /var/lib/dpkg/lock-frontend.", "Another program"),
        ("E: Unable to locate package libmtdev1", "do not know"),
        ("ERROR: No matching distribution found for kivy==2.3.1", "no build"),
        ("The virtual environment was not created because ensurepip is not available.", "cannot make environments"),
        ("Killed", "memory"),
    ],
)
def test_a_known_cause_is_told_with_its_remedy(log: str, word: str) -> None:
    assert word in str(cause(log))


def test_a_missing_network_is_named_before_what_follows_from_it() -> None:
    log = "WARNING: Retrying … NewConnectionError(…)\nERROR: No matching distribution found for hatchling==1"
    assert "network" in str(cause(log))


def test_a_full_disk_is_named_before_the_download_that_it_broke() -> None:
    assert "disk is full" in str(cause("Read timed out\n[Errno 28] No space left on device"))


def test_an_unknown_cause_is_not_guessed() -> None:
    assert cause("error: something of its own kind") is None
