"""Is the process alive, and is all there that it needs? Names and yes or no, nothing else."""

from collections.abc import Callable
from datetime import datetime

from django.core.cache import cache
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from studyapp.jobs.queue import Queue
from studyapp.operating.migrating import pending_migrations

OK, NOT_OK = "ok", "not ok"


@never_cache
@require_safe
def healthz(_request: HttpRequest) -> HttpResponse:
    """This process answers; the database is not asked."""
    return JsonResponse({"status": OK})


@never_cache
@require_safe
def readyz(_request: HttpRequest) -> HttpResponse:
    """Four statements, so that it may be asked every few seconds."""
    now = timezone.now()
    checks = {name: OK if _holds(check, now) else NOT_OK for name, check in CHECKS.items()}
    is_ready = all(said == OK for said in checks.values())
    return JsonResponse({"status": OK if is_ready else NOT_OK, "checks": checks}, status=200 if is_ready else 503)


def _holds(check: Callable[[datetime], bool], at: datetime) -> bool:
    try:
        return check(at)
    except Exception:  # whatever a database or a cache raises, it is not ready
        return False


def _database_answers(_at: datetime) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return True


def _is_migrated(_at: datetime) -> bool:
    return not pending_migrations()


def _jobs_are_run(at: datetime) -> bool:
    return Queue.at(at).is_attended


def _cache_answers(_at: datetime) -> bool:
    cache.get("readyz")
    return True


CHECKS = {
    "database": _database_answers,
    "migrations": _is_migrated,
    "worker": _jobs_are_run,
    "cache": _cache_answers,  # last: an error of a cache that is a table ends a transaction around all of this
}
