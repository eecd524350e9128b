"""Wrong codes of quizzes, counted by network address and by session, so that nobody finds a quiz by trying."""

from datetime import datetime

from allauth.core.internal.ratelimit import apply_rate, consume, get_cache_key, get_rates
from django.core.cache import cache
from django.http import HttpRequest

APP = "allauth.account"
"""Whose limits are those of the settings."""


def _counted(request: HttpRequest) -> dict[str, str | None]:
    """The limits that hold for this request. A cookie thrown away leaves the one of the address."""
    session = request.session.session_key
    return {"quiz_code": None} | ({"quiz_code_session": session} if session else {})


def guessed_too_often(request: HttpRequest, *, at: datetime) -> bool:
    """Whether so many were wrong lately that not even a right one is taken. Only looks, and waits for nobody."""
    for action, key in _counted(request).items():
        for rate in get_rates(app=APP, action=action):
            history = cache.get(get_cache_key(request, app=APP, action=action, rate=rate, key=key), [])
            if not apply_rate(history, at.timestamp(), rate, dry_run=True)[0]:
                return True
    return False


def count_wrong(request: HttpRequest) -> bool:
    """Count a wrong guess, made by GET as most are. False if it is one too many."""
    return all(
        consume(request, app=APP, action=action, key=key, limit_get=True) for action, key in _counted(request).items()
    )
