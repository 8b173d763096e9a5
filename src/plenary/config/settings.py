"""Settings: embedded defaults that serve at once, and PLENARY_* variables for everything else.

`docs/reference/settings.md` describes every variable; a test fails when one is missing there.
"""

import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import dj_database_url
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from plenary.config.environment import DATA, TESTING, env, flag, secret
from plenary.lib.hosts import canonical_host

PACKAGE = Path(__file__).resolve().parent.parent
DEBUG = False

SECRET_KEY = env("PLENARY_SECRET_KEY") or secret("secret-key", 64)
# Signs what is sent to push services (RFC 8292): a number of 32 bytes in base64. Whoever subscribed
# under one key is not reached under another.
VAPID_KEY = env("PLENARY_VAPID_KEY") or secret("vapid-key", 32)
if not re.fullmatch(r"[A-Za-z0-9_-]{43}=?", VAPID_KEY):
    raise ImproperlyConfigured("PLENARY_VAPID_KEY must be 32 bytes in URL-safe base64.")

# Where people reach this server. Everything absolute is built from it.
HOST = env("HOST", "127.0.0.1")
PORT = int(env("PORT", "8000"))
PUBLIC_URL = env("PLENARY_URL", f"http://{HOST}:{PORT}").rstrip("/")
_public = urlsplit(PUBLIC_URL)
if _public.scheme not in {"http", "https"} or not _public.hostname:
    raise ImproperlyConfigured(
        f"PLENARY_URL is '{PUBLIC_URL}': it must be like https://plenary.example"
    )
SECURE = _public.scheme == "https"
ALLOWED_HOSTS = [_public.hostname, *filter(None, env("PLENARY_EXTRA_HOSTS").split(","))]
if not SECURE:
    ALLOWED_HOSTS += ["127.0.0.1", "localhost", "[::1]"]
if TESTING:
    ALLOWED_HOSTS += ["testserver"]
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]
STREAMING_PORT = int(env("PLENARY_STREAMING_PORT") or PORT + 1)
STREAMING_URL = env("PLENARY_STREAMING_URL").rstrip("/")  # '' means: this host, STREAMING_PORT
SITE_NAME = env("PLENARY_NAME", "Plenary")
MAX_POST_CHARACTERS = int(env("PLENARY_MAX_POST_CHARACTERS", "500"))
SOURCE_URL = env("PLENARY_SOURCE_URL")  # the licence asks to offer the source as it runs
PRIVACY_POLICY = env("PLENARY_PRIVACY_POLICY")  # files, in words or HTML
TERMS_OF_SERVICE = env("PLENARY_TERMS_OF_SERVICE")
OPEN_REGISTRATION = flag("PLENARY_OPEN_REGISTRATION", True)
# Only servers that moderators put on a list are met; all others are as suspended.
ALLOW_LIST = flag("PLENARY_ALLOW_LIST")
LINK_PREVIEWS = flag("PLENARY_LINK_PREVIEWS", not TESTING)  # a test asks nothing of the world
REDIS_URL = env("PLENARY_REDIS_URL")
POST_OFFICE_THREADS = max(1, int(env("PLENARY_POST_OFFICE_THREADS", "4")))
# What goes out to other servers, of one post office: evenly, so that readers here notice nothing.
DELIVERIES_PER_SECOND = max(1, int(env("PLENARY_DELIVERIES_PER_SECOND", "600")))
RATE_LIMITS = flag("PLENARY_RATE_LIMITS", not TESTING)
# A server to test apps against (`plenary dev-server`): it must never be mistaken for a real one.
DEV_SERVER = flag("PLENARY_DEV_SERVER")
if DEV_SERVER and (DATABASE_ELSEWHERE := env("PLENARY_DATABASE_URL") or env("PLENARY_SMTP_HOST")):
    raise ImproperlyConfigured(
        "PLENARY_DEV_SERVER is for tests of apps, and refuses to work with a real database or mail"
        f" server ({DATABASE_ELSEWHERE.split('@')[-1]})."
    )
PASSWORD_GRANT = DEV_SERVER
# Servers on trial on one machine: the one switch that lets us dial private addresses, without TLS,
# at any port. A real server has https, and never this.
LOOPBACK_PEERS = flag("PLENARY_LOOPBACK_PEERS")
if LOOPBACK_PEERS and SECURE:
    raise ImproperlyConfigured(
        "PLENARY_LOOPBACK_PEERS is for servers on trial on one machine: it lets strangers have this"
        f" server dial whatever it can reach. {PUBLIC_URL} looks like a real one."
    )
# What follows the second @ in handles here.
try:
    DOMAIN = canonical_host(_public.netloc, _public.scheme, anywhere=True)
except ValueError as error:
    raise ImproperlyConfigured(f"PLENARY_URL is '{PUBLIC_URL}': {error}") from error
# Other servers can reach a real one alone; tests turn it on where they mean it.
FEDERATION = flag("PLENARY_FEDERATION", (SECURE or LOOPBACK_PEERS) and not TESTING)
# Signing in with one's own account of another server.
SIGN_IN_ELSEWHERE = flag("PLENARY_SIGN_IN_ELSEWHERE", FEDERATION)
# Read by servers that say who they are, and by no other.
AUTHORIZED_FETCH = flag("PLENARY_AUTHORIZED_FETCH")
DEBUG_API_ERRORS = TESTING  # a test sees the exception behind a 500

INSTALLED_APPS = [
    "plenary",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django_htmx",
    "csp",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.orcid",
    "allauth.socialaccount.providers.openid_connect",
]

MIDDLEWARE = [
    "plenary.api.door.ApiDoor",
    "plenary.federation.door.FederationDoor",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "plenary.web.middleware.NoNulMiddleware",  # before the session is looked up
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "plenary.web.middleware.RefusalMiddleware",
    "plenary.web.at_home.AtHomeMiddleware",
]

ROOT_URLCONF = "plenary.config.urls"
WSGI_APPLICATION = "plenary.config.wsgi.application"
APPEND_SLASH = False
SITE_ID = None

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "web" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "plenary.web.context.page",
            ],
            "libraries": {"plenary": "plenary.web.templatetags.plenary"},
        },
    }
]

# --- Database ---------------------------------------------------------------------------------
# FULL, not NORMAL: a committed answer must survive a power cut. Immediate: a transaction that
# will write takes the lock at its start and waits its turn instead of failing half-way.
_SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 5,
    "init_command": (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA temp_store=MEMORY;"
        " PRAGMA cache_size=-32000; PRAGMA mmap_size=268435456; PRAGMA journal_size_limit=67108864"
    ),
}
DATABASE_URL = env("PLENARY_DATABASE_URL")
_database: dict[str, Any]
if DATABASE_URL:
    _database = dict(dj_database_url.parse(DATABASE_URL, conn_max_age=600, conn_health_checks=True))
else:
    _database = {"ENGINE": "django.db.backends.sqlite3", "NAME": str(DATA / "plenary.sqlite3")}
if "sqlite3" in str(_database["ENGINE"]):
    _database["ENGINE"] = "plenary.lib.sqlite"
    _database["OPTIONS"] = _SQLITE_OPTIONS
    _database["CONN_MAX_AGE"] = None
elif "postgresql" in str(_database["ENGINE"]):
    _database["OPTIONS"] = {
        **_database.get("OPTIONS", {}),
        "server_side_binding": True,
        "prepare_threshold": 3,
    }
DATABASES: dict[str, Any] = {"default": _database}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

if REDIS_URL:
    CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
    }
elif TESTING:
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
else:
    # Shared by all processes, so that limits on attempts count across them.
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.db.DatabaseCache",
            "LOCATION": "plenary_cache",
        }
    }

# --- Sign-in ----------------------------------------------------------------------------------
AUTH_USER_MODEL = "plenary.User"
AUTHENTICATION_BACKENDS = ["plenary.accounts.backend.AccountBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
AUTH_PASSWORD_VALIDATORS[1]["OPTIONS"] = {"min_length": 10}  # type: ignore[assignment]
if DEV_SERVER:  # clients' own tests sign up as Mastodon lets them
    AUTH_PASSWORD_VALIDATORS = [
        AUTH_PASSWORD_VALIDATORS[1] | {"OPTIONS": {"min_length": 8}},  # type: ignore[list-item]
    ]
if TESTING:
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 60
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"

ACCOUNT_ADAPTER = "plenary.accounts.adapter.AccountAdapter"
SOCIALACCOUNT_ADAPTER = "plenary.accounts.adapter.SocialAccountAdapter"
USERSESSIONS_ADAPTER = "plenary.accounts.adapter.UserSessionsAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_SIGNUP_FORM_CLASS = "plenary.accounts.forms.SignupForm"
# Where mail is sent, addresses are confirmed first: then sign-up tells nobody which are known.
ACCOUNT_EMAIL_VERIFICATION = env("PLENARY_EMAIL_VERIFICATION") or (
    "mandatory" if env("PLENARY_SMTP_HOST") else "optional"
)
# Limits count by address; with TLS there is a proxy in front, which knows it.
ALLAUTH_TRUSTED_PROXY_COUNT = int(env("PLENARY_TRUSTED_PROXIES") or SECURE)
ACCOUNT_EMAIL_NOTIFICATIONS = True  # warns the old address of a change
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = f"[{SITE_NAME}] "
ACCOUNT_DEFAULT_HTTP_PROTOCOL = _public.scheme
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False  # the same e-mail elsewhere never opens an account here
SOCIALACCOUNT_AUTO_SIGNUP = False  # a handle must be chosen
SOCIALACCOUNT_STORE_TOKENS = False
MFA_ADAPTER = "plenary.accounts.adapter.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not SECURE
MFA_TOTP_ISSUER = SITE_NAME


def _openid_apps() -> list[dict[str, Any]]:
    """PLENARY_OPENID: a JSON list of {"id", "name", "client_id", "secret", "server_url"}."""
    try:
        given = json.loads(env("PLENARY_OPENID") or "[]")
        return [
            {
                "provider_id": app["id"],
                "name": app["name"],
                "client_id": app["client_id"],
                "secret": app["secret"],
                "settings": {"server_url": app["server_url"], "oauth_pkce_enabled": True},
            }
            for app in given
        ]
    except (ValueError, KeyError, TypeError) as error:
        raise ImproperlyConfigured(
            "PLENARY_OPENID must be a JSON list of objects with id, name, client_id, secret and"
            f" server_url ({error!r})."
        ) from error


SOCIALACCOUNT_PROVIDERS: dict[str, Any] = {
    "openid_connect": {"APPS": _openid_apps()},
    "orcid": {
        "APPS": [{"client_id": env("PLENARY_ORCID_ID"), "secret": env("PLENARY_ORCID_SECRET")}]
        if env("PLENARY_ORCID_ID")
        else [],
        "BASE_DOMAIN": env("PLENARY_ORCID_DOMAIN", "orcid.org"),
        "MEMBER_API": False,
    },
}

# --- Mail: into the data folder until a server is named -----------------------------------------
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env("PLENARY_MAIL_FROM", f"plenary@{_public.hostname}")
if TESTING:
    EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
elif EMAIL_HOST := env("PLENARY_SMTP_HOST"):
    EMAIL_PORT = int(env("PLENARY_SMTP_PORT", "587"))
    EMAIL_HOST_USER = env("PLENARY_SMTP_USER")
    EMAIL_HOST_PASSWORD = env("PLENARY_SMTP_PASSWORD")
    EMAIL_USE_TLS = EMAIL_PORT != 465
    EMAIL_USE_SSL = EMAIL_PORT == 465
    EMAIL_TIMEOUT = 20
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = DATA / "mail"

# --- Files ------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
STATICFILES_DIRS = [PACKAGE / "web" / "static"]
MEDIA_ROOT = DATA / "media"
MEDIA_URL = "/media/"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if TESTING
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_MAX_AGE = 3600
FILE_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
MAX_IMAGE_BYTES = 16 * 1024 * 1024
MAX_IMAGE_PIXELS = 40_000_000
MAX_RECORDING_BYTES = 40 * 1024 * 1024
# How long pictures of other servers' posts are kept here.
REMOTE_MEDIA_DAYS = max(1, int(env("PLENARY_REMOTE_MEDIA_DAYS", "30")))
# Never under MEDIA_ROOT: what is in it is one person's, and handed over by a page that knows whose.
ARCHIVE_ROOT = DATA / "archives"
ARCHIVE_EVERY_DAYS = int(env("PLENARY_ARCHIVE_EVERY_DAYS", "7"))
MAX_IMPORT_ROWS = int(env("PLENARY_MAX_IMPORT_ROWS", "20000"))

# --- Safety -----------------------------------------------------------------------------------
_streaming_origin = STREAMING_URL or f"{_public.scheme}://{_public.hostname}:{STREAMING_PORT}"
_streaming_sources = [_streaming_origin]
STREAMING_API_URL = f"ws{_streaming_origin.removeprefix('http')}"  # as apps are told: ws:, wss:
if not SECURE:
    _streaming_sources += [
        f"http://localhost:{STREAMING_PORT}",
        f"http://127.0.0.1:{STREAMING_PORT}",
    ]


def _sign_in_origins() -> list[str]:
    """Where signing in elsewhere leads: browsers hold a form's redirects to form-action too."""
    addresses = [app["settings"]["server_url"] for app in _openid_apps()]
    if env("PLENARY_ORCID_ID"):
        addresses.append(f"https://{env('PLENARY_ORCID_DOMAIN', 'orcid.org')}")
    return [f"{parts.scheme}://{parts.netloc}" for parts in map(urlsplit, addresses)]


CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],  # blob: a chosen picture, before it is sent
        "media-src": [SELF],
        "font-src": [SELF],
        "manifest-src": [SELF],
        "connect-src": [SELF, *_streaming_sources],
        "form-action": [SELF, *_sign_in_origins()],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
if SECURE:
    SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365
    SECURE_SSL_REDIRECT = False  # the proxy in front does that
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "UTC"
USE_TZ = True
USE_I18N = True

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env("PLENARY_LOG_LEVEL", "WARNING").upper()},
}
SILENCED_SYSTEM_CHECKS = ["security.W008"]
