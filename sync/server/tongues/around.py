"""What does the frame of every page know about its language?"""

from django.http import HttpRequest
from django.utils import translation

from sync.server.tongues.languages import ENGLISH, TONGUES, is_right_to_left


def tongue(request: HttpRequest) -> dict[str, object]:
    """Return the language that is spoken, its direction, and every one that can be chosen."""
    del request
    return {
        "tongue": translation.get_language() or ENGLISH,
        "direction": "rtl" if is_right_to_left() else "ltr",
        "tongues": TONGUES,
    }
