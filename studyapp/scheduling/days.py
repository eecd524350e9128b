"""Which study day a moment belongs to, and when a study day begins."""

from bisect import bisect_left
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

SLACK = timedelta(days=2)
"""The farthest that another zone and another hour for the day's start take a learner back. What lies later than that
was said by a clock that was wrong.
"""


def no_earlier(day: date, than: date | None) -> date:
    """`day`, or `than` where that is later by SLACK at most."""
    return than if than is not None and day < than and than - day <= SLACK else day


@dataclass(frozen=True, slots=True)
class StudyClock:
    """A learner's calendar: a zone, the local hour at which a study day starts, the day not to go behind.

    A floor that travel cannot explain, more than SLACK after the clock's own day, is not believed.
    """

    zone: ZoneInfo
    day_start: int = 4
    floor: date | None = None

    def day(self, at: datetime) -> date:
        """The study day of an aware datetime, not before a believed `floor`. Raises ValueError for a naive one."""
        if at.utcoffset() is None:
            raise ValueError("a study day needs an aware datetime")
        return no_earlier(self._calendar_day(at), self.floor)

    def hours_since(self, hour: int, at: datetime) -> int:
        """How many hours ago the local clock struck `hour` on this study day; below 0 while it has yet to strike."""
        local = at.astimezone(self.zone)
        return (local.hour - self.day_start) % 24 - (hour - self.day_start) % 24

    def start_of(self, day: date) -> datetime:
        """The UTC instant at which a study day first begins, whatever `floor` says.

        Where the clocks go back over the hour it is the first passing, where they jump over it the jump.
        """
        wall = datetime.combine(day, time(self.day_start), tzinfo=self.zone)
        start = wall.astimezone(UTC)
        skipped = start.astimezone(self.zone).replace(tzinfo=None) != wall.replace(tzinfo=None)
        return self._jump_over(wall, day) if skipped else start

    def _calendar_day(self, at: datetime) -> date:
        local = at.astimezone(self.zone).replace(tzinfo=None)
        return (local - timedelta(hours=self.day_start)).date()

    def _jump_over(self, wall: datetime, day: date) -> datetime:
        # A time that is skipped lies, read with the offsets after and before the jump, on either side of it.
        early, late = wall.replace(fold=1).astimezone(UTC), wall.astimezone(UTC)

        def day_after(seconds: int) -> date:
            return self._calendar_day(early + timedelta(seconds=seconds))

        span = range(int((late - early).total_seconds()) + 1)
        return early + timedelta(seconds=bisect_left(span, day, key=day_after))
