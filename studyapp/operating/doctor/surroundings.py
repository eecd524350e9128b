"""What a site needs beside its database: a cache, somebody who runs jobs, mail, files, zones, backups, content."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.cache import cache
from django.core.mail import EmailMessage, mailers
from django.utils import timezone

from studyapp.accounts.checks import PRINTED
from studyapp.accounts.models import User
from studyapp.jobs.checks import REMEDY
from studyapp.jobs.queue import Queue
from studyapp.library.models import Question
from studyapp.operating.doctor.finding import Finding
from studyapp.site.catalogues import LANGUAGES, compiled, load, mo_path

OF_ONE_PROCESS = "django.core.cache.backends.locmem.LocMemCache"
ZONES = ("Asia/Ho_Chi_Minh", "Europe/Moscow", "America/New_York")
RECENT = timedelta(hours=26)
"""A backup is made every day, within an hour or two."""


def emails() -> Iterator[Finding]:
    """For a site of this machine alone; of any other Django's own checks say so."""
    if settings.MAILERS["default"]["BACKEND"] == PRINTED and not settings.HTTPS:
        yield Finding(
            "EMAIL_URL is not set: emails are printed, and reach nobody.",
            "Set EMAIL_URL to a server that sends mail, and try it: manage.py doctor --send-mail you@example.org",
            is_fault=False,
        )


def sending(address: str) -> Iterator[Finding]:
    """Sends one email."""
    text = f"This email was sent by manage.py doctor of {settings.SITE_URL}, and it has arrived."
    try:
        with mailers.default as post:
            post.send_messages([EmailMessage("Studyapp: email works", text, to=[address])])
    except (OSError, ValueError) as error:
        yield Finding(f"The email could not be sent: {error}", "See EMAIL_URL and DEFAULT_FROM_EMAIL.")


def static_files() -> Iterator[Finding]:
    """Each file that the code has must have been collected."""
    hashed = getattr(staticfiles_storage, "hashed_files", None)
    if hashed is None:
        return  # they are looked for when they are asked for
    found = (file for finder in get_finders() for file in finder.list([]))
    wanted = {f"{prefix}/{path}" if (prefix := getattr(storage, "prefix", "")) else path for path, storage in found}
    missing = sorted(path for path in wanted if not staticfiles_storage.exists(hashed.get(path, path)))
    if missing:
        yield Finding(
            f"{len(missing)} static files were not collected, {missing[0]} for one: pages have no style, or fail.",
            "Call: manage.py collectstatic --noinput --clear, and start the site again.",
        )


def catalogues() -> Iterator[Finding]:
    for language in LANGUAGES:
        path = mo_path(language)
        if not path.exists() or path.read_bytes() != compiled(load(language)):
            yield Finding(
                f"The translations in {path} are not those of {path.stem}.po.", "Call: manage.py update_catalogues"
            )


def zones() -> Iterator[Finding]:
    for name in {settings.TIME_ZONE, *ZONES}:
        try:
            ZoneInfo.no_cache(name)
        except ZoneInfoNotFoundError:
            yield Finding(
                f"There are no time zone data for {name}.", "Install the project anew (uv sync), tzdata included."
            )
            return


def backups(at: datetime | None = None) -> Iterator[Finding]:
    if not settings.BACKUPS_DIR:
        yield Finding(
            "Nobody looks after backups: BACKUPS_DIR is not set.",
            "Have them made every day (deploy/studyapp-backup.timer), and set BACKUPS_DIR to their folder.",
            is_fault=False,
        )
        return
    try:
        made = [path.stat().st_mtime for path in Path(settings.BACKUPS_DIR).glob("*.backup")]
    except OSError as error:
        yield Finding(f"The backups in {settings.BACKUPS_DIR} cannot be seen ({error.strerror}).", "See BACKUPS_DIR.")
        return
    latest = datetime.fromtimestamp(max(made, default=0), UTC)
    if latest < (at or timezone.now()) - RECENT:
        since = f"since {latest:%Y-%m-%d %H:%M} UTC" if made else "yet"
        yield Finding(
            f"No backup was made {since} in {settings.BACKUPS_DIR}.",
            "Call: systemctl status studyapp-backup.service; or make one: manage.py backup FILE",
        )


def cached() -> Iterator[Finding]:
    """What one process counts, all must see."""
    key = f"doctor:{uuid4()}"
    try:
        cache.set(key, key, timeout=10)
        is_kept = cache.get(key) == key
        cache.delete(key)
        said = ""
    except Exception as error:  # whatever the client of a cache raises
        is_kept, said = False, f": {error}"
    if not is_kept:
        yield Finding(
            f"The cache keeps nothing{said}; rate limits are counted in it.",
            "Call: manage.py createcachetable; or see that the server in CACHE_URL runs (for redis:// also: "
            "uv sync --extra redis).",
        )
    if settings.CACHES["default"]["BACKEND"] == OF_ONE_PROCESS and settings.WORKERS > 1:
        yield Finding(
            f"{settings.WORKERS} server processes each count for themselves how often somebody tried.",
            "Leave CACHE_URL out, or set it to redis://….",
        )


def jobs(at: datetime | None = None) -> Iterator[Finding]:
    queue = Queue.at(at or timezone.now())
    if not queue.is_attended:
        minutes = queue.longest_wait.total_seconds() // 60
        since = f"the first has waited for {minutes:.0f} minutes" if queue.jobs else "they never were"
        yield Finding(f"Nobody runs the jobs; {since}: no reminder is sent.", REMEDY)
    for job in queue.failing:
        yield Finding(
            f"The job {job.name} has failed {job.failures} times in a row: {job.error}",
            f"It is tried again by itself; /admin/jobs/job/ tells more. It is to: {job.purpose}.",
        )


def content() -> Iterator[Finding]:
    if not Question.objects.live().exists():
        yield Finding("There is nothing to study.", "Call: manage.py load_seeds; or write a first fact in admin.")


def editors() -> Iterator[Finding]:
    if not User.objects.filter(is_superuser=True, is_active=True).exists():
        yield Finding("Nobody can invite editors.", "Call: manage.py createsuperuser", is_fault=False)
