"""Many learners and what they met, without the answers that would say so."""

from collections.abc import Iterable, Sequence
from typing import Any

from studyapp.accounts.models import User
from studyapp.insights.collectors import ITEMS
from studyapp.insights.models import Collection, Encounter, ItemFigures
from studyapp.library.models import Question
from tests.people import NOON


def crowd(count: int) -> list[User]:
    return User.objects.bulk_create(User(email=f"pupil-{n}@example.org", name=f"Pupil {n}") for n in range(count))


def met(learner: User, question: Question, *, right: bool | None = True, **given: Any) -> Encounter:
    """What one learner's answers come to, not stored: one answer, the first, unless `right` is None."""
    first = {"first_right": right, "first_ms": None if right is None else 8000, "first_picks": None}
    counts = {"answers": 1, **dict.fromkeys(("quiz", "practice", "hinted", "overridden", "lapses"), 0)}
    return Encounter(learner=learner, question=question, revision=question.asked, **{**counts, **first, **given})


def told(encounters: Iterable[Encounter]) -> dict[int, ItemFigures]:
    """The figures of these, by question."""
    Encounter.objects.bulk_create(encounters)
    ITEMS.finish()
    return {one.question_id: one for one in ItemFigures.objects.all()}


def all_met(learners: Sequence[User], questions: Sequence[Question]) -> list[Encounter]:
    """Every second learner is right."""
    return [met(learner, question, right=number % 2 == 0) for question in questions
            for number, learner in enumerate(learners)]  # fmt: skip


def collected() -> None:
    Collection.objects.update_or_create(pk=ITEMS.name, defaults={"rules": ITEMS.rules, "as_of": NOON})
