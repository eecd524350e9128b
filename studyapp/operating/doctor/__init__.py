"""Looks an installation over: what it needs, and whether it has it."""

from collections.abc import Callable, Iterator

from django.db import Error

from studyapp.operating.doctor import configuration, databases, surroundings
from studyapp.operating.doctor.finding import Finding

__all__ = ["Finding", "examine"]

type Check = Callable[[], Iterator[Finding]]

WITHOUT_DATABASE: list[Check] = [
    configuration.address,
    configuration.secrets,
    configuration.proxies,
    surroundings.emails,
    surroundings.static_files,
    surroundings.catalogues,
    surroundings.zones,
    surroundings.backups,
]
WITH_DATABASE: list[Check] = [
    databases.version,
    databases.sqlite_file,
    databases.takes_writes,
    databases.clocks,
    databases.migrations,
]
ONCE_MIGRATED: list[Check] = [
    configuration.system_checks,
    surroundings.cached,
    surroundings.jobs,
    surroundings.content,
    surroundings.editors,
]


def examine() -> Iterator[Finding]:
    """All that is found, the causes before what follows from them."""
    for check in WITHOUT_DATABASE:
        yield from check()
    try:
        unreachable = list(databases.reached())
    except Exception as error:  # whatever the driver raises for an address that is none
        unreachable = [databases.not_reached(error)]
    yield from unreachable
    if unreachable:
        return
    for check in WITH_DATABASE:
        yield from check()
    if any(databases.migrations()):
        return
    for check in ONCE_MIGRATED:
        try:
            yield from check()
        except Error as error:
            yield databases.not_reached(error)
