"""How everybody fared in a shared quiz, for its owner and for a ranking, and how each question did."""

from dataclasses import dataclass

from django.db.models import Count, F, Q, QuerySet, Window
from django.db.models.functions import Rank, RowNumber

from studyapp.study.models import Attempt, Quiz, QuizItem


@dataclass(frozen=True, slots=True)
class QuestionScore:
    """How often one question was answered, and how often rightly."""

    item: QuizItem
    answered: int
    right: int


def participants(quiz: Quiz) -> QuerySet[Attempt]:
    """Everybody who takes part, the best first; `namesake` counts those of one name in the order in which they came."""
    alike = Window(RowNumber(), partition_by=[F("name")], order_by=[F("started_at"), F("learner")])
    best_first = F("score").desc(nulls_last=True), F("finished_at").asc(nulls_last=True), "started_at", "learner"
    return quiz.attempts.with_count().annotate(namesake=alike).order_by(*best_first)


def ranking(quiz: Quiz) -> QuerySet[Attempt]:
    """Those who have finished, by their place; whose name is hidden is not among them. Who did alike shares a place."""
    place = Window(Rank(), order_by=F("score").desc())
    shown = quiz.attempts.finished().filter(hidden=False).exclude(name="")
    return shown.annotate(place=place).order_by("place", "finished_at", "learner")


def tallies(quiz: Quiz) -> list[QuestionScore]:
    counts = quiz.answers.values("position").annotate(
        answered=Count("learner"), rightly=Count("learner", filter=Q(score=1))
    )
    found = {row["position"]: row for row in counts.order_by()}
    none = {"answered": 0, "rightly": 0}
    return [
        QuestionScore(item, row["answered"], row["rightly"])
        for item in quiz.items.with_content()
        for row in (found.get(item.position, none),)
    ]
