"""What a collection says of itself: how old it is, and by which days it counts."""

from collections.abc import Mapping

from studyapp.formats.anki.cells import whole
from studyapp.formats.anki.collection import Calendar
from studyapp.formats.anki.layouts import too_new, too_old
from studyapp.formats.anki.safe_sqlite import Database

OLDEST_SCHEMA, NEWEST_SCHEMA = 11, 18
ROLLOVER, MINUTES_WEST = "rollover", "creationOffset"
FOUR = 4
"""The hour at which Anki's day begins unless it was changed; decks that are exported alone do not say it."""
HOURS = range(24)
OFFSETS = range(-16 * 60, 16 * 60 + 1)


def look_at_age(database: Database) -> None:
    """Raises BadFile if it is of an Anki that is too old or too new, ValueError if it does not say it."""
    ((cell,),) = database.few("SELECT ver FROM col")
    (version,) = whole([cell])
    if version > NEWEST_SCHEMA:
        raise too_new()
    if version < OLDEST_SCHEMA:
        raise too_old()


def calendar(database: Database, settings: Mapping[str, object]) -> Calendar:
    """Raises ValueError if it does not say when it began."""
    ((cell,),) = database.few("SELECT crt FROM col")
    (created,) = whole([cell])
    rollover, offset = settings.get(ROLLOVER), settings.get(MINUTES_WEST)
    return Calendar(
        created,
        rollover if isinstance(rollover, int) and rollover in HOURS else FOUR,
        offset if isinstance(offset, int) and offset in OFFSETS else None,
    )
