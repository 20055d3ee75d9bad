"""What do Django and allauth say on our pages that their own catalogues lack in one of our languages?

Promise: it stands here in their English words, so that translators find it; our catalogue goes before theirs.
"""

from sync.server.tongues.saying import Said, later, later_many

SAID_ELSEWHERE: tuple[Said, ...] = (
    later("Login"),
    later("Username"),
    later("username"),
    later("Current Password"),
    later("New Password"),
    later("New Password (again)"),
    later("Forgot your password?"),
    later("Authenticator code"),
    later("Security key"),
    later("Master key"),
    later("Backup key"),
    later("Incorrect code."),
    later("Incorrect password."),
    later("Please type your current password."),
    later("You must type the same password each time."),
    later("This account is currently inactive."),
    later("Too many failed login attempts. Try again later."),
    later("This password is too common."),
    later("The password is too similar to the %(verbose_name)s."),
    later("Your password can’t be too similar to your other personal information."),
    later("Your password can’t be a commonly used password."),
    later("Null characters are not allowed."),
)
COUNTED_ELSEWHERE = (
    later_many(
        "Ensure this value has at most %(limit_value)d character (it has %(show_value)d).",
        "Ensure this value has at most %(limit_value)d characters (it has %(show_value)d).",
        "limit_value",
    ),
    later_many(
        "Ensure this value has at least %(limit_value)d character (it has %(show_value)d).",
        "Ensure this value has at least %(limit_value)d characters (it has %(show_value)d).",
        "limit_value",
    ),
    later_many(
        "This password is too short. It must contain at least %(min_length)d character.",
        "This password is too short. It must contain at least %(min_length)d characters.",
        "min_length",
    ),
    later_many(
        "Your password must contain at least %(min_length)d character.",
        "Your password must contain at least %(min_length)d characters.",
        "min_length",
    ),
)
