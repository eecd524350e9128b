"""A quiz question by question: what was answered to each, and how it was judged."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Prefetch

from studyapp.kinds.base import AnswerForm, JudgedOption, Kind, Response, Verdict
from studyapp.library.models import Citation, Fact, Revision
from studyapp.study.cards.grading import GAVE_UP, Judged, judge
from studyapp.study.models import Attempt, LateAnswer, QuizAnswer, QuizItem


@dataclass(frozen=True)
class ItemResult:
    """One question. Without an answer `verdict` says what would have been right, or was, had it come in time."""

    item: QuizItem
    answer: QuizAnswer | None
    form: AnswerForm | None = None
    late: LateAnswer | None = None

    @property
    def number(self) -> str:
        return str(self.item.position)

    @property
    def revision(self) -> Revision:
        return self.item.asked

    @property
    def kind(self) -> Kind:
        return self.revision.body

    @property
    def fact(self) -> Fact:
        return self.item.asked.question.fact

    @property
    def is_own(self) -> bool:
        """Whether it was asked from a card of somebody's own, behind which no source stands."""
        return self.item.is_own

    @property
    def is_named(self) -> bool:
        """Whether what it asks about has a page; a copy has none."""
        return self.item.pinned is None

    @property
    def about(self) -> str:
        """The address of that page, or ""."""
        return self.fact.get_absolute_url() if self.is_named else ""

    @property
    def sources(self) -> list[Citation]:
        return [] if self.is_own else self.fact.sources

    @cached_property
    def verdict(self) -> Verdict:
        return judge(self.kind, self._response)

    @property
    def options(self) -> tuple[JudgedOption, ...]:
        given = self.answer or self.late
        seed = self.item.seed(given.learner_id) if given else ""
        return self.kind.judged_options(self._response, seed=seed)

    @property
    def _response(self) -> Response:
        given = self.answer or self.late
        return given.response if given else GAVE_UP

    @property
    def gave_up(self) -> bool:
        return self.answer is not None and self.answer.response == GAVE_UP

    @property
    def was_right(self) -> bool:
        return self.answer is not None and self.answer.was_right

    @property
    def judged(self) -> Judged:
        partly = self.answer is not None and self.answer.was_partly_right
        return Judged(self.was_right, partly, self.gave_up)


def results_of(attempt: Attempt, *, forms: Mapping[int, AnswerForm] | None = None) -> list[ItemResult]:
    """Every question of the quiz, with its sources: two statements, two for answers, two for translations."""
    cited = Citation.objects.select_related("article")
    paths = ("question__fact__citations", "question__fact__translates__citations")
    items = attempt.quiz.items.with_content().prefetch_related(*(Prefetch(path, cited) for path in paths))
    answers = {answer.position: answer for answer in attempt.answers}
    late = {answer.position: answer for answer in attempt.late_answers} if attempt.ran_out else {}
    return [
        ItemResult(item, answers.get(item.position), (forms or {}).get(item.position), late.get(item.position))
        for item in items
    ]
