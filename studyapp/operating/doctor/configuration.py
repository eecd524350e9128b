"""Settings that contradict one another, or that a real site must not have."""

from collections.abc import Iterator
from pathlib import Path
from stat import S_IRWXO
from urllib.parse import urlsplit

from django.conf import settings
from django.core import checks
from django.http.request import validate_host

from studyapp.operating.doctor.finding import Finding

LOCAL = {"localhost", "127.0.0.1", "::1"}
SHORT = 50
"""Characters; Django's own checks ask for as many."""


def address() -> Iterator[Finding]:
    site = urlsplit(settings.SITE_URL)
    if site.scheme not in {"http", "https"} or not site.hostname:
        yield Finding(
            f"SITE_URL is “{settings.SITE_URL}”, which is no address.",
            "Set it to one such as https://study.example.org.",
        )
        return
    if not validate_host(site.hostname, settings.ALLOWED_HOSTS):
        yield Finding(
            f"ALLOWED_HOSTS does not hold {site.hostname}, the host of SITE_URL: every page is refused there.",
            f"Add {site.hostname} to ALLOWED_HOSTS, or leave that setting out.",
        )
    if site.hostname in LOCAL:
        yield Finding(
            "The site is for this machine alone.",
            "For others, set SITE_URL to the address that they use.",
            is_fault=False,
        )
    elif site.scheme == "http":
        yield Finding(
            "SITE_URL begins with http://: passwords and answers travel in the clear.",
            "Put a proxy that speaks HTTPS in front (deploy/), and set SITE_URL to the address with https://.",
        )
    if settings.DEBUG and site.hostname not in LOCAL:
        yield Finding("DEBUG is on: error pages show code and settings to everybody.", "Take DEBUG out of .env.")


def secrets(folder: Path | None = None) -> Iterator[Finding]:
    if len(settings.SECRET_KEY) < SHORT:
        yield Finding(
            f"SECRET_KEY has {len(settings.SECRET_KEY)} characters; whoever guesses it can sign in as anybody.",
            'Make another: python3 -c "import secrets; print(secrets.token_urlsafe(50))". All are signed out then.',
        )
    path = (folder or settings.BASE_DIR) / ".env"
    if path.exists() and path.stat().st_mode & S_IRWXO:
        yield Finding(f"Everybody on this machine can read {path}, and the secrets in it.", f"chmod o= {path}")


def proxies() -> Iterator[Finding]:
    if settings.HTTPS and not settings.ALLAUTH_TRUSTED_PROXY_COUNT:
        yield Finding(
            "TRUSTED_PROXIES is not set: all visitors seem to come from the proxy, and share its limits.",
            "Set TRUSTED_PROXIES to how many proxies of yours stand in front, usually 1.",
        )


def system_checks() -> Iterator[Finding]:
    """What `manage.py check` says; of a site for others what `check --deploy` says too."""
    for found in checks.run_checks(include_deployment_checks=settings.HTTPS, databases=["default"]):
        if found.level >= checks.WARNING:
            yield Finding(str(found.msg), str(found.hint or found.id), is_fault=found.level >= checks.ERROR)
