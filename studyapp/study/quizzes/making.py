"""Making a quiz: what a learner wants of it, and which questions it comes to ask, drawn once."""

import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Self
from urllib.parse import urlencode

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from studyapp.accounts.models import User
from studyapp.kinds import KINDS
from studyapp.library.models import Question
from studyapp.study.learners import clock_of, study_day_of
from studyapp.study.models import Attempt, Quiz, QuizItem, Review

LENGTHS = (5, 10, 20)
MISTAKE_DAYS = (1, 7, 30)
DOUBLE_CLICK = timedelta(minutes=1)
"""A quiz of the same sort that was made so shortly before, and is untouched, is the one that was meant."""
SCORED = [name for name, kind in KINDS.items() if not kind.self_rated]


class NothingToAsk(Exception):
    """The scope has no question that can be scored."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What a quiz is to be like. Its scope is everything, unless narrowed: by decks and an article, which are slugs,
    and to what the learner got wrong in the last so many study days.
    """

    decks: tuple[str, ...] = ()
    article: str = ""
    mistakes: int = 0
    length: int = 10
    minutes: int | None = None
    one_page: bool = False
    feedback_at_end: bool = False

    @classmethod
    def of(cls, quiz: Quiz) -> Self:
        """What was wished for when it was made."""
        manner = {name: getattr(quiz, name) for name in MANNER}
        return cls(**{**quiz.scope, "decks": tuple(quiz.scope.get("decks", ()))}, **manner)

    @property
    def scope(self) -> dict[str, Any]:
        """As the quiz keeps it: what is empty is left out, so that equal scopes are equal."""
        named = {"decks": sorted(self.decks), "article": self.article, "mistakes": self.mistakes}
        return {name: value for name, value in named.items() if value}

    @property
    def manner(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in MANNER}

    @property
    def query(self) -> str:
        """For the end of the address where a quiz is chosen: all that is not as usual."""
        usual = type(self)()
        named: dict[str, Any] = {"deck": sorted(self.decks)}
        for name in ("article", "mistakes", *MANNER):
            if (value := getattr(self, name)) != getattr(usual, name):
                named[name] = int(value) if isinstance(value, bool) else value
        return "?" + urlencode(named, doseq=True) if any(named.values()) else ""


MANNER = ("length", "minutes", "one_page", "feedback_at_end")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A question that might be asked."""

    question: int
    fact: int
    deck: int
    kind: str


def make(learner: User, wish: Wish, *, at: datetime, chance: random.Random) -> Attempt:
    """Draw a quiz and begin it, or return the one that a double click has just made. Raises NothingToAsk."""
    return _begin(learner, wish, drawn(learner, wish, study_day_of(learner, at), chance), at=at)


def again(learner: User, quiz: Quiz, *, at: datetime, chance: random.Random) -> Attempt:
    """Begin a quiz of the same questions, as far as they are still asked, in another order. Raises NothingToAsk."""
    asked = list(Question.objects.live().filter(pk__in=quiz.items.values("question")))
    if not asked:
        raise NothingToAsk
    chance.shuffle(asked)
    return _begin(learner, Wish.of(quiz), asked, at=at)


def _begin(learner: User, wish: Wish, questions: list[Question], *, at: datetime) -> Attempt:
    with transaction.atomic():
        # Two clicks may come at once: the second waits here, and then finds what the first has made.
        learner.lock()
        untouched = learner.attempts.running().untouched().filter(started_at__gt=at - DOUBLE_CLICK)
        manner = {"quiz__minutes": wish.minutes, "quiz__one_page": wish.one_page}
        manner |= {"quiz__feedback_at_end": wish.feedback_at_end, "quiz__length": len(questions)}
        same = untouched.filter(quiz__owner=learner, quiz__scope=wish.scope, quiz__code=None, **manner)
        if attempt := same.select_related("quiz").first():
            return attempt
        made = {**wish.manner, "length": len(questions)}
        quiz = Quiz.objects.create(owner=learner, scope=wish.scope, made_at=at, **made)
        quiz.ask(questions)
        return Attempt.objects.begin(quiz, learner, at=at)


def drawn(learner: User | None, wish: Wish, day: date, chance: random.Random) -> list[Question]:
    """The questions of a quiz, in the order in which they are asked. Raises NothingToAsk."""
    order = draw(candidates(learner, wish, day), wish.length, chance)
    if not order:
        raise NothingToAsk
    questions = Question.objects.in_bulk(order)
    return [questions[pk] for pk in order]


def candidates(learner: User | None, wish: Wish, day: date) -> list[Candidate]:
    """Every question of the scope that can be scored. A visitor has made no mistakes yet."""
    found = Question.objects.live().filter(kind__in=SCORED)
    if wish.decks:
        found = found.filter(fact__deck__slug__in=wish.decks)
    if wish.article:
        found = found.filter(fact__citations__article__slug=wish.article)
    if wish.mistakes:
        found = found.filter(_mistakes(learner, since=day - timedelta(days=wish.mistakes - 1)))
    rows = found.order_by("pk").distinct().values_list("pk", "fact", "fact__deck", "kind")
    return [Candidate(*row) for row in rows]


def _mistakes(learner: User | None, *, since: date) -> Q:
    """Of the log, and of finished quizzes that do not count for it."""
    if learner is None:
        return Q(pk=None)
    logged = Review.objects.mistakes(since=since).filter(learner=learner).order_by().values("question")
    wrong = learner.quiz_answers.filter(score__lt=1, logged_as=None, answered_at__gte=clock_of(learner).start_of(since))
    here = wrong.filter(quiz=OuterRef("quiz"), position=OuterRef("position"))
    ended = learner.attempts.finished().order_by().values("quiz")
    return Q(pk__in=logged) | Q(pk__in=QuizItem.objects.filter(Exists(here), quiz__in=ended).values("question"))


def draw(found: Iterable[Candidate], length: int, chance: random.Random) -> list[int]:
    """So many questions, in the order in which they are asked: one a fact as far as there are facts enough, as many
    of each kind as can be, and as many of each deck.
    """
    by_fact: dict[int, list[Candidate]] = defaultdict(list)
    for candidate in found:
        by_fact[candidate.fact].append(candidate)
    drawn: list[int] = []
    kinds: Counter[str] = Counter()
    while by_fact and len(drawn) < length:
        for fact in _spread(by_fact, chance)[: length - len(drawn)]:
            chance.shuffle(by_fact[fact])
            chosen = min(by_fact[fact], key=lambda candidate: kinds[candidate.kind])
            by_fact[fact].remove(chosen)
            kinds[chosen.kind] += 1
            drawn.append(chosen.question)
        by_fact = {fact: rest for fact, rest in by_fact.items() if rest}
    chance.shuffle(drawn)
    return drawn


def _spread(by_fact: Mapping[int, list[Candidate]], chance: random.Random) -> list[int]:
    """The facts in an order that goes round the decks."""
    decks: dict[int, list[int]] = defaultdict(list)
    for fact, asked in by_fact.items():
        decks[asked[0].deck].append(fact)
    mixed = [chance.sample(facts, len(facts)) for facts in decks.values()]
    rounds = [(turn, chance.random(), fact) for facts in mixed for turn, fact in enumerate(facts)]
    return [fact for _, _, fact in sorted(rounds)]
