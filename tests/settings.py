"""The project's settings, made quick and quiet; TEST_DATABASE_URL runs the same suite on PostgreSQL."""

import os

os.environ.setdefault("SECRET_KEY", "for tests alone, and long enough that no check complains: 0123456789")
os.environ["DATABASE_URL"] = os.environ.get("TEST_DATABASE_URL", "sqlite://:memory:")
os.environ["SITE_URL"] = "http://localhost:8000"
os.environ["IMPORT_MOST_BYTES"] = str(8 * 1024**2)  # so that what is above the largest request is soon sent
for name in ("EMAIL_URL", "CACHE_URL", "ALLOWED_HOSTS", "DEBUG", "TIME_ZONE"):
    os.environ.pop(name, None)

from studyapp.settings import *  # noqa: E402, F403
from studyapp.settings import DATABASES, STATE_DIR, STORAGES  # noqa: E402

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, so that threads meet as they do in real life; what a power cut would lose need not be kept.
    DATABASES["default"]["TEST"] = {"NAME": STATE_DIR / f"test-{os.getpid()}.sqlite3"}
    DATABASES["default"]["OPTIONS"]["init_command"] = "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;"
# No collectstatic before a test run: files are looked for when they are asked for.
WHITENOISE_AUTOREFRESH = WHITENOISE_USE_FINDERS = True
