"""Settings, read from the environment or from `.env`; the defaults suit one machine and `manage.py quickstart`.

For real use set SECRET_KEY, SITE_URL (https://…), DATABASE_URL and EMAIL_URL; the README says how.
"""

import os
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import available_timezones

import django_stubs_ext
from django.core.exceptions import ImproperlyConfigured
from django.utils.csp import CSP
from environs import Env, validate

django_stubs_ext.monkeypatch()  # so that a form or an admin page can name its model: ModelForm[Question]

BASE_DIR = Path(__file__).resolve().parent.parent
STATE_DIR = BASE_DIR / "var"

env = Env()
env.read_env(BASE_DIR / ".env")

SECRET_KEY = env.str("SECRET_KEY", "")
if not SECRET_KEY:
    raise ImproperlyConfigured(
        "SECRET_KEY is not set. Run `uv run manage.py quickstart` once (it writes one to .env), "
        "or set it in the environment."
    )
DEBUG = env.bool("DEBUG", False)

SITE_URL = env.str("SITE_URL", "http://localhost:8000").rstrip("/")
_site = urlsplit(SITE_URL)
HTTPS = _site.scheme == "https"
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", sorted({_site.hostname or "", "localhost", "127.0.0.1", "[::1]"}))
CSRF_TRUSTED_ORIGINS = [SITE_URL]
if HTTPS:
    SECURE_SSL_REDIRECT = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = env.int("HSTS_SECONDS", 365 * 24 * 3600)
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True

INSTALLED_APPS = [
    "studyapp.accounts",
    "studyapp.site",
    "studyapp.library",
    "studyapp.study",
    "studyapp.insights",
    "studyapp.exchange",
    "studyapp.own",
    "studyapp.operating",
    "studyapp.demo",
    "studyapp.serving",
    "studyapp.jobs",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_htmx",
    "allauth",
    "allauth.account",
    "simple_history",
]

MIDDLEWARE = [
    "studyapp.operating.middleware.OperatingMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "studyapp.site.middleware.MethodsMiddleware",
    "studyapp.site.middleware.GZipPagesMiddleware",
    "studyapp.site.middleware.SessionsMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "studyapp.site.middleware.PresentUserMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "studyapp.site.middleware.LearnerTimeZoneMiddleware",
    "studyapp.site.middleware.LearnerLanguageMiddleware",
    "studyapp.site.middleware.PrivatePagesMiddleware",
    "studyapp.site.middleware.ExpiredSessionMiddleware",
    "studyapp.site.middleware.RefusedFormMiddleware",
]

ROOT_URLCONF = "studyapp.urls"
WSGI_APPLICATION = "studyapp.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.csp",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
            "builtins": ["studyapp.site.page_tags"],
        },
    },
]

DATABASES = {"default": env.dj_db_url("DATABASE_URL", f"sqlite:///{STATE_DIR / 'studyapp.sqlite3'}")}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["CONN_MAX_AGE"] = None  # closing the last connection would write the WAL back each time
    DATABASES["default"]["OPTIONS"] = {
        # WAL lets readers go on while one writes; FULL keeps an acknowledged answer through a power cut.
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
    }
else:
    # A worker answers one request at a time, so it needs one connection: kept, and made anew if it broke meanwhile.
    DATABASES["default"]["CONN_MAX_AGE"] = None
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    DATABASES["default"]["OPTIONS"] = {"connect_timeout": 5, "options": "-c statement_timeout=15000"}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# How many server processes share the database; a system check warns when SQLite cannot bear it.
WORKERS = env.int("WORKERS", 1)

# Whether two people see what students get: who last edited something, or marked it as ready, may not publish it.
EDITORS_FOUR_EYES = env.bool("EDITORS_FOUR_EYES", False)

# How many cards of their own one learner may have, how many of them one pasted list may hold, and how many pictures
# they may have: each takes up to 300 KB of the database.
OWN_CARDS_MOST = env.int("OWN_CARDS_MOST", 50_000)
OWN_CARDS_A_PASTE = env.int("OWN_CARDS_A_PASTE", 500)
OWN_PICTURES_MOST = env.int("OWN_PICTURES_MOST", 2_000)

# How large a file may be that students bring from another program. It is kept in the database until it was read.
IMPORT_MOST_BYTES = env.int("IMPORT_MOST_BYTES", 100 * 1024 * 1024)

# Rate limits are counted here, so every worker must see the same counts.
CACHES = {"default": env.dj_cache_url("CACHE_URL", "db://cache")}
if CACHES["default"]["BACKEND"].endswith("DatabaseCache"):
    # Room for many counters: when it is full, those past their time go first, and only then a tenth of the others.
    CACHES["default"]["OPTIONS"] = {"MAX_ENTRIES": 200_000, "CULL_FREQUENCY": 10}

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["email", "name"]},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_REDIRECT_URL = "home"
LOGIN_URL = "account_login"
SESSION_COOKIE_AGE = 180 * 24 * 3600  # a student comes back every day, and after a long holiday

ACCOUNT_ADAPTER = "studyapp.study.guests.Entrance"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
# How many proxies of one's own stand in front: limits by address count the visitor's, not the proxy's.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXIES", 0)
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]  # once, since it can be shown
ACCOUNT_SIGNUP_FORM_CLASS = "studyapp.accounts.forms.SignupForm"
ACCOUNT_FORMS = {
    "signup": "studyapp.study.entrance_forms.SignUpForm",
    "login": "studyapp.study.entrance_forms.LogInForm",
}
# Where it is required, signing up says the same whether or not the address has an account already.
EMAIL_CONFIRMATION = env.str("EMAIL_CONFIRMATION", "optional", validate=validate.OneOf(["optional", "required"]))
ACCOUNT_EMAIL_VERIFICATION = {"optional": "optional", "required": "mandatory"}[EMAIL_CONFIRMATION]
ACCOUNT_LOGIN_ON_EMAIL_CONFIRMATION = True  # in the browser that signed up
ACCOUNT_LOGOUT_REDIRECT_URL = "home"
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_USER_DISPLAY = "studyapp.accounts.models.display_name"
ACCOUNT_DEFAULT_HTTP_PROTOCOL = _site.scheme
# Generous by address, since a whole class may sit behind one; strict by account.
ACCOUNT_RATE_LIMITS = {
    "login": "600/m/ip",
    "login_failed": "300/m/ip,10/5m/key",
    "signup": "300/m/ip",
    "email_taken": "300/h/ip,10/h/key",  # how often signing up tells that an address has an account; by session
    "guest": "600/m/ip,3000/d/ip",
    "package": "20/h/user",  # each is written anew
    # Wrong guesses alone.
    "quiz_code": "60/m/ip",
    "quiz_code_session": "60/m/key",
    "reset_password": "120/m/ip,5/m/key",
}

MAILERS: dict[str, dict[str, object]] = {"default": {"BACKEND": "django.core.mail.backends.console.EmailBackend"}}
if EMAIL_URL := env.str("EMAIL_URL", ""):
    _mail = env.dj_email_url("EMAIL_URL")
    MAILERS = {
        "default": {
            "BACKEND": _mail["EMAIL_BACKEND"],
            "OPTIONS": {
                "host": _mail["EMAIL_HOST"],
                "port": _mail["EMAIL_PORT"],
                "username": _mail["EMAIL_HOST_USER"],
                "password": _mail["EMAIL_HOST_PASSWORD"],
                "use_tls": _mail["EMAIL_USE_TLS"],
                "use_ssl": _mail["EMAIL_USE_SSL"],
            },
        }
    }
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", f"Studyapp <no-reply@{_site.hostname}>")

# English is British: its formats are ours, see FORMAT_MODULE_PATH.
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("vi", "Tiếng Việt"), ("ru", "Русский")]
LOCALE_PATHS = [BASE_DIR / "studyapp" / "locale"]
FORMAT_MODULE_PATH = ["studyapp.site.formats"]
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
# By its days, what editors plan comes about. Learners, and whoever is signed in, have a zone of their own.
TIME_ZONE = env.str("TIME_ZONE", "UTC", validate=validate.OneOf(available_timezones()))
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = STATE_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "studyapp" / "static", ("docs", BASE_DIR / "docs")]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "studyapp.site.static_files.StaticFilesStorage"},
}

SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF, CSP.NONCE],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "manifest-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
CSRF_FAILURE_VIEW = "studyapp.urls.csrf_failure"
# A study answer is a few fields of a few hundred characters. What is larger are pictures, three at most in one form,
# and files from other programs; the server reads a little more, so that what is too large can be said beside its field.
DATA_UPLOAD_MAX_MEMORY_SIZE = 256 * 1024
REQUEST_MOST_BYTES = max(16 * 1024 * 1024, IMPORT_MOST_BYTES + 1024 * 1024)
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000

# Who knows this word may read figures at /metrics. All processes that serve write theirs into one folder.
METRICS_TOKEN = env.str("METRICS_TOKEN", "")
METRICS_DIR = Path(env.str("PROMETHEUS_MULTIPROC_DIR", str(STATE_DIR / "metrics")))
if METRICS_TOKEN:
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(METRICS_DIR)  # prometheus_client looks nowhere else

# The folder that backups are kept in, for `manage.py doctor` to see that there is a recent one.
BACKUPS_DIR = env.str("BACKUPS_DIR", "")

# JSON says of each request that it was; lines in words only what went wrong.
LOG_FORMAT = env.str("LOG_FORMAT", "plain", validate=validate.OneOf(["plain", "json"]))
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"routes": {"()": "studyapp.logs.RouteFilter"}},
    "formatters": {
        "plain": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"},
        "json": {"()": "studyapp.logs.JSONFormatter"},
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": LOG_FORMAT, "filters": ["routes"]}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"studyapp.requests": {"level": "INFO" if LOG_FORMAT == "json" else "WARNING"}},
}
