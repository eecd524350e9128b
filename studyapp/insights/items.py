"""What a learner's answers to a question add up to, revision by revision; kept for the figures of all learners."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import override

from studyapp.insights.collecting import Answer, CardLog, Collector
from studyapp.insights.item_figures import make_figures
from studyapp.insights.models.items import Encounter
from studyapp.insights.options import picks_of
from studyapp.kinds import Kind
from studyapp.library.models import Revision
from studyapp.scheduling import Preset
from studyapp.study.cards.events import Event
from studyapp.study.cards.fold import Standing, apply

ANY_PRESET = Preset()
"""Whether an answer is a lapse hangs on the ratings before it, and on no learner's parameters."""


class Items(Collector):
    """Keeps an `Encounter` for each revision that a learner answered."""

    name = "items"
    rules = 2

    @override
    def keep(self, learner: int, logs: Sequence[CardLog]) -> None:
        Encounter.objects.filter(learner=learner, question__in=[log.question_id for log in logs]).delete()
        firsts = [log.answers[0].row.revision_id for log in logs if log.answers]
        bodies = {
            revision.pk: revision.body for revision in Revision.objects.filter(pk__in=firsts).select_related("question")
        }
        Encounter.objects.bulk_create(encounter for log in logs for encounter in encounters(learner, log, bodies))

    @override
    def clear(self) -> None:
        Encounter.objects.all().delete()

    @override
    def finish(self) -> None:
        make_figures()


def encounters(learner: int, log: CardLog, bodies: Mapping[int, Kind]) -> Iterable[Encounter]:
    """What the log of a card adds up to, by revision. `bodies` has the question as it was at the first answer."""
    found: dict[int, Encounter] = {}
    for number, answer in enumerate(log.answers):
        row = answer.row
        if row.revision_id not in found:
            found[row.revision_id] = Encounter(
                learner_id=learner,
                question_id=log.question_id,
                revision_id=row.revision_id,
                **dict.fromkeys(("answers", "quiz", "practice", "hinted", "overridden", "lapses"), 0),
            )
        encounter = found[row.revision_id]
        if number == 0:
            _note_first(encounter, answer, bodies[row.revision_id])
        encounter.answers += 1
        encounter.quiz += row.kind == Event.QUIZ
        encounter.practice += row.kind == Event.CRAM
        encounter.hinted += row.hinted
        encounter.overridden += answer.was_overridden
    for revision in _lapses(log):
        found[revision].lapses += 1
    return found.values()


def _note_first(encounter: Encounter, answer: Answer, body: Kind) -> None:
    encounter.first_right = answer.was_right
    encounter.first_ms = answer.row.elapsed_ms
    encounter.first_picks = picks_of(body, answer.row.response)


def _lapses(log: CardLog) -> Iterator[int]:
    """The revisions at which the card was forgotten, as the card itself counts it."""
    standing = Standing()
    for row in log.active:
        before, standing = standing.lapses, apply(standing, row, ANY_PRESET)
        if standing.lapses > before:
            yield row.revision_id
