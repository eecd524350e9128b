"""What a learner knows today: all their cards gone through once a study day, and the finished figures kept."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, fields
from datetime import date, datetime
from heapq import nsmallest
from typing import NamedTuple, Self

from django.db.models import BigAutoField, DateField, QuerySet

from studyapp.accounts.models import User
from studyapp.compiled import CompiledQuery
from studyapp.faults import if_there_is_room
from studyapp.scheduling.formulas import Formulas, formulas_of
from studyapp.study.learners import preset_of, study_day_of
from studyapp.study.models import Snapshot

STABILITY_EDGES = (1, 3, 7, 21, 60, 180, 365)
"""Days at which the next column of the histogram begins."""
COLUMNS = 10
"""Of the histograms of difficulty and of the chance of recall."""
HARDEST = 10


class CardRow(NamedTuple):
    """What is read of a card."""

    fact: int
    kind: str
    withdrawn: bool
    left: bool
    stability: float | None
    difficulty: float | None
    last_day: date | None
    answers: int
    right: int
    elapsed_ms: int


COLUMNS_READ = (
    *("fact_id", "question__kind", "withdrawn", "left", "stability", "difficulty", "last_day"),
    *("answers", "right", "elapsed_ms"),
)


@dataclass(slots=True)
class KnowledgeFigures:
    """How many questions are `met` and still asked.

    The histograms count them by stability (STABILITY_EDGES), difficulty (1 to 10) and chance of recall (by tenths).
    `kinds` has answers, right ones and milliseconds by the kind's name, `hardest` the key of a fact with its wrong
    answers and all of them. Everything is as JSON has it.
    """

    met: int = 0
    stability: list[int] = field(default_factory=lambda: [0] * (len(STABILITY_EDGES) + 1))
    difficulty: list[int] = field(default_factory=lambda: [0] * COLUMNS)
    retrievability: list[int] = field(default_factory=lambda: [0] * COLUMNS)
    kinds: dict[str, list[int]] = field(default_factory=lambda: defaultdict(lambda: [0, 0, 0]))
    hardest: list[list[int]] = field(default_factory=list)

    @classmethod
    def compute(cls, rows: Iterable[CardRow], formulas: Formulas, day: date) -> Self:
        """One pass over the cards, as they stand on study day `day`."""
        found, facts = cls(), defaultdict[int, list[int]](lambda: [0, 0])
        for row in rows:
            _add(found.kinds[row.kind], row.answers, row.right, row.elapsed_ms)
            if not (row.withdrawn or row.left):
                _add(facts[row.fact], row.answers - row.right, row.answers)
                found._know(row, formulas, day)
        wrong = ([fact, *counts] for fact, counts in facts.items() if counts[0])
        # Most wrong answers first, and of as many the one with the fewest right.
        found.hardest = nsmallest(HARDEST, wrong, key=lambda one: (-one[1], one[2], one[0]))
        return found

    def _know(self, row: CardRow, formulas: Formulas, day: date) -> None:
        if row.stability is None or row.difficulty is None or row.last_day is None:
            return
        recall = formulas.recall(row.stability, max((day - row.last_day).days, 0))
        self.met += 1
        self.stability[bisect_right(STABILITY_EDGES, row.stability)] += 1
        self.difficulty[min(int(row.difficulty), COLUMNS) - 1] += 1
        self.retrievability[min(int(recall * COLUMNS), COLUMNS - 1)] += 1


FIGURES = {one.name for one in fields(KnowledgeFigures)}


def snapshot_of(learner: User, *, at: datetime) -> Snapshot:
    """The figures of this study day: made at the first look of the day, and kept for the others once there are any."""
    day = study_day_of(learner, at)
    kept = KEPT.get(learner=learner.pk, day=day)
    if kept is not None and kept.figures.keys() == FIGURES:  # an earlier release may have kept others
        return kept
    rows = learner.cards.filter(version__gt=0).values_list(*COLUMNS_READ).iterator(chunk_size=2000)
    knowledge = KnowledgeFigures.compute((CardRow(*row) for row in rows), formulas_of(preset_of(learner)), day)
    snapshot = Snapshot(learner=learner, study_day=day, taken_at=at, figures=asdict(knowledge))
    if knowledge.met:
        with if_there_is_room():
            Snapshot.objects.bulk_create(
                [snapshot],
                update_conflicts=True,
                unique_fields=["learner"],
                update_fields=["study_day", "taken_at", "figures"],
            )
    return snapshot


def kept_of_day(*, learner: int, day: date) -> QuerySet[Snapshot]:
    return Snapshot.objects.filter(learner=learner, study_day=day)


KEPT = CompiledQuery(kept_of_day, learner=BigAutoField(), day=DateField())


def _add(counts: list[int], *more: int) -> None:
    for place, one in enumerate(more):
        counts[place] += one
