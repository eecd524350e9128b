"""What bare answers, quizzes and pages cost against the floor. To be imported once Django is set up."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from io import StringIO
from statistics import median
from typing import Protocol

from django.core.handlers.wsgi import WSGIHandler
from django.core.management import call_command
from django.utils import timezone

from studyapp.accounts.models import User
from studyapp.demo.factories import LearnerFactory
from studyapp.library.models import Deck
from studyapp.study.decks.membership import join
from tests.benchmarks import floor
from tests.benchmarks.growing import collection
from tests.benchmarks.sitters import Looking, Quizzing, Rating, Studying
from tests.benchmarks.table import Row
from tests.benchmarks.wire import Costs
from tests.statements import count_up

WARM, LONG = 5, timedelta(days=300)

NEXT, ANSWER = "floor next", "floor answer"
OVERDUE = ", all is overdue"
AGAINST: dict[str, tuple[tuple[str, ...], tuple[str, ...], float]] = {
    "next": (("next",), (NEXT,), 1.8),
    "answer": (("answer",), (ANSWER,), 1.5),
    "answered question": (("next", "answer"), (NEXT, ANSWER), 1.6),
    f"next{OVERDUE}": ((f"next{OVERDUE}",), (NEXT,), 1.8),
    f"answer{OVERDUE}": ((f"answer{OVERDUE}",), (ANSWER,), 1.5),
    f"answered question{OVERDUE}": ((f"next{OVERDUE}", f"answer{OVERDUE}"), (NEXT, ANSWER), 1.6),
    "rating with the next card": (("rating",), (NEXT, ANSWER), 1.8),
    "quiz answer with its verdict": (("quiz answer",), (NEXT, ANSWER), 1.8),
    "floor's next": ((NEXT,), ("bare",), 6),
    "floor's answer": ((ANSWER,), ("bare",), 8),
}
"""What is compared with what, as sums of costs, and how many times as much it may be."""
PAGES = {"home": ("/", 4.0), "progress": ("/progress/", 4.0), "decks": ("/decks/", 2.5)}


class Sitter(Protocol):
    """Something that is measured over and over."""

    def round(self) -> Costs: ...


def medians(sitters: Sequence[Sitter], rounds: int) -> Costs:
    """All in turn, so that what else the machine does befalls each alike."""
    found: dict[str, list[float]] = {}
    for number in range(WARM + rounds):
        for sitter in sitters:
            for name, cost in sitter.round().items():
                found.setdefault(name, []).extend([cost] if number >= WARM else [])
    return {name: median(costs) for name, costs in found.items()}


def rows(costs: Costs) -> Iterator[Row]:
    for measure, (ours, beside, must) in AGAINST.items():
        if all(name in costs for name in (*ours, *beside)):
            yield Row(measure, sum(costs[name] for name in ours), sum(costs[name] for name in beside), must)
    for name, cost in costs.items():
        page = name.partition(",")[0]
        if page in PAGES:
            yield Row(name, cost, costs[NEXT], PAGES[page][1])


def looked_at(site: WSGIHandler, learner: User, who: str, names: Iterable[str] = PAGES) -> Looking:
    return Looking(site, learner, {f"{name}, {who}": PAGES[name][0] for name in names})


def member_of_all(**fields: object) -> User:
    """A learner who has joined every deck of the seeds, and has not begun."""
    learner = LearnerFactory(**fields)
    for deck in Deck.objects.exclude(slug__startswith="harbour"):
        join(learner, deck, at=timezone.now())
    return learner


def back_after_long(cards: int) -> User:
    """A learner whose every review is overdue, and who would do them all today."""
    learner = collection(cards, at=timezone.now() - LONG)
    User.objects.filter(pk=learner.pk).update(reviews_per_day=9999)
    return learner


def against_the_floor(cards: int, rounds: int) -> list[Row]:
    """All that is measured against the floor, in a database of its own that is there already."""
    at, site = timezone.now(), WSGIHandler()
    call_command("load_seeds", verbosity=0, stdout=StringIO())
    student, rater, pupil = (
        collection(cards, at=at),
        collection(cards, kind="flashcard", at=at),
        collection(cards, at=at),
    )
    floor.build(student, cards)
    members, done = member_of_all(), member_of_all(new_per_day=0)
    returned = back_after_long(cards)
    count_up()
    sitters: list[Sitter] = [
        Studying(site, student),
        floor.Floor(student),
        Studying(site, returned, OVERDUE),
        Rating(site, rater),
        Quizzing(site, pupil, pupil.enrolments.get().deck.slug),
        looked_at(site, student, "one deck"),
        looked_at(site, members, "nine decks"),
        looked_at(site, done, "nine decks, all is done", ["home"]),
    ]
    return list(rows(medians(sitters, rounds)))
