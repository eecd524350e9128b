"""What became of the shared fact from which an own note was made: told to its owner, read anew each time."""

from dataclasses import dataclass
from datetime import datetime

from studyapp.library.models import Fact


@dataclass(frozen=True, slots=True)
class ChangedOrigin:
    """A fact that is not what it was: what it said `before`, when the note was last written."""

    fact: Fact
    before: str

    @property
    def newer(self) -> Fact | None:
        """What is so now: what came after it, or the fact itself in other words. None if it is over."""
        if self.fact.successor or self.fact.is_past or not self.fact.is_live:
            return self.fact.successor
        return self.fact


def changed_origin(note: Fact, *, since: datetime) -> ChangedOrigin | None:
    """None for a note that was made from no fact, or whose fact is what it was at `since`."""
    if note.made_from_id is None:
        return None
    fact = Fact.objects.select_related("deck", "superseded_by__deck").get(pk=note.made_from_id)
    versions = Fact.history.filter(id=fact.pk, history_date__lte=since)
    before = versions.order_by("-history_date", "-history_id").first()
    if before is None:
        return None
    is_over = fact.is_past or not fact.is_live
    stood, stands = ((it.superseded_by_id, it.fate_unknown, it.state) for it in (before, fact))
    if before.statement == fact.statement and not (is_over and stood != stands):
        return None
    return ChangedOrigin(fact, before.statement)
