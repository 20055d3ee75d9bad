"""How is Django set up for the centre? Everything that does not depend on the machine; the rest is asked of the environment once.

Promise: nothing here is a password or a secret; without TLS the centre is for loopback only, where cookies may go without it.
"""

import os

from csp.constants import NONE, SELF

from sync.places import assets_folder
from sync.server.environment import read_environment
from sync.server.tongues.languages import ENGLISH, TONGUES

ENVIRONMENT = read_environment(os.environ)

SECRET_KEY = ENVIRONMENT.secret
DEBUG = ENVIRONMENT.debug
DEMO = ENVIRONMENT.demo
STATE_FOLDER = ENVIRONMENT.state
ALLOWED_HOSTS = list(ENVIRONMENT.hosts)
DATABASES = {"default": ENVIRONMENT.database}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "sync.server.site",  # first, so that its templates for accounts stand before allauth's own
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "axes",
    "csp",
    "django_htmx",
    "django_tables2",
    "django_filters",
    "sync.server.api",
    "sync.server.audit",
    "sync.server.backups",
    "sync.server.boards",
    "sync.server.certificates",
    "sync.server.calling",
    "sync.server.deciding",
    "sync.server.devices",
    "sync.server.drafting",
    "sync.server.erasing",
    "sync.server.importing",
    "sync.server.jobs",
    "sync.server.ledger",
    "sync.server.papers",
    "sync.server.people",
    "sync.server.projector",
    "sync.server.publishing",
    "sync.server.registering",
    "sync.server.reports",
    "sync.server.webhooks",
    "sync.server.tongues",
]

MIDDLEWARE = [
    "sync.server.vitals.requests.Routed",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "sync.server.way_back.leading_back",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "sync.server.tongues.choosing.speaking",  # in the place of Django's own, which knows no account
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "sync.server.urls"
WSGI_APPLICATION = "sync.server.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "sync.server.site.around.around",
                "sync.server.tongues.around.tongue",
            ],
        },
    },
]

# accounts: made by a coordinator, never by a stranger
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
ACCOUNT_ADAPTER = "sync.server.people.accounts.ClosedAccounts"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_RATE_LIMITS = {"login_failed": False}  # axes counts failed sign-ins and keeps the count in the database
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
# Browsers give passkeys to https and to localhost; the library insists on https unless it is told that this is a loopback.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = ENVIRONMENT.is_loopback
MFA_ADAPTER = "sync.server.people.keys.Keys"
USERSESSIONS_ADAPTER = "sync.server.people.accounts.Sessions"
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
AXES_FAILURE_LIMIT = 8
AXES_COOLOFF_TIME = 0.25  # hours: a lead who forgot the password on the day is not shut out for long
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_CLIENT_IP_CALLABLE = "sync.server.people.address.address_of"
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_TEMPLATE = "site/locked_out.html"

# what can be done in the background: a name that a job carries, and the work behind it
JOB_WORKS = {
    "roster-read": "sync.server.importing.reading.read",
    "roster-apply": "sync.server.importing.applying.apply",
    "roster-undo": "sync.server.importing.applying.undo",
    "passes": "sync.server.papers.drawing.draw_passes",
    "mats": "sync.server.papers.drawing.draw_mats",
    "erase": "sync.server.erasing.due.work",
    "certificates": "sync.server.certificates.issuing.draw",
    "lead-cards": "sync.server.papers.drawing.draw_lead_cards",
    "workbook": "sync.server.exports.workbook.write",
}
JOB_SWEEPS = ("sync.server.jobs.files.sweep", "sync.server.importing.lists.sweep")
# what asks for jobs by itself, looked at every hour by whoever sees to the jobs
JOB_CALENDAR = ("sync.server.erasing.due.ask_for_due",)

# every place that holds something of a person, in the order in which they are erased: a room that keeps people adds itself here
PERSONAL_HOLDINGS = (
    "sync.server.registering.holding.HOLDING",
    "sync.server.erasing.roster.HOLDING",
    "sync.server.erasing.lists.HOLDING",
    "sync.server.erasing.files.HOLDING",
    "sync.server.calling.holding.HOLDING",
)

# what a browser may do with our pages
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "manifest-src": [SELF],
    },
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = not ENVIRONMENT.is_loopback
CSRF_COOKIE_SECURE = not ENVIRONMENT.is_loopback
CSRF_COOKIE_HTTPONLY = True
SECURE_SSL_REDIRECT = not ENVIRONMENT.is_loopback
SECURE_HSTS_SECONDS = ENVIRONMENT.hsts_s
SECURE_HSTS_INCLUDE_SUBDOMAINS = ENVIRONMENT.hsts_s > 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if ENVIRONMENT.behind_proxy else None
SESSION_COOKIE_AGE = 60 * 60 * 24  # the day itself

# Links are passed on by whoever makes them (S53), and sent where a mail server is named. Elsewhere a library that tries is heard by nobody.
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if ENVIRONMENT.mail else 'dummy'}.EmailBackend"
if ENVIRONMENT.mail is not None:
    EMAIL_HOST, EMAIL_PORT = ENVIRONMENT.mail.host, ENVIRONMENT.mail.port
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = ENVIRONMENT.mail.login, ENVIRONMENT.mail.password
    EMAIL_USE_SSL, EMAIL_USE_TLS = ENVIRONMENT.mail.is_tls, ENVIRONMENT.mail.asks_for_tls
    DEFAULT_FROM_EMAIL = ENVIRONMENT.mail.sender
    EMAIL_TIMEOUT = 10  # somebody waits for the page

USE_TZ = True
TIME_ZONE = "UTC"
USE_I18N = True
LANGUAGE_CODE = ENGLISH
LANGUAGES = list(TONGUES)
LOCALE_PATHS = [assets_folder() / "locale"]

STATIC_URL = "static/"
STATICFILES_DIRS = [(name, assets_folder() / name) for name in ("fonts", "icons", "mark", "pictures")]
# Files are found in the installed packages themselves: nothing has to be collected before the centre can be started.
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = ENVIRONMENT.debug

MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
SILENCED_SYSTEM_CHECKS = [
    # A reverse proxy redirects and speaks HSTS for hosts that share its name; both are settings here (MANYHANDS_HSTS_S).
    "security.W004",
    "security.W021",
]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"()": "sync.server.vitals.lines.Lines", "as_json": ENVIRONMENT.logs_json, "shows_everything": ENVIRONMENT.debug},
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "sync.server": {"level": "INFO"},
        # Each request is a line for programs; who reads along wants to see troubles.
        "sync.server.vitals.requests": {"level": "INFO" if ENVIRONMENT.logs_json else "WARNING"},
        "django": {"level": "WARNING", "handlers": ["console"], "propagate": False},
    },
}
