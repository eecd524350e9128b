"""Which questions a quiz comes to ask, drawn once."""

import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils.translation import get_language

from studyapp.accounts.models import User
from studyapp.kinds import KINDS
from studyapp.library.models import Deck, Question, State
from studyapp.study.learners import clock_of
from studyapp.study.models import QuizItem, Review
from studyapp.study.quizzes.options import QuizOptions

SCORED = [name for name, kind in KINDS.items() if not kind.self_rated]


class NothingToAsk(Exception):
    """The scope has no question that can be scored."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A question that might be asked."""

    question: int
    fact: int
    deck: int
    kind: str


def drawn(
    learner: User | None, options: QuizOptions, day: date, chance: random.Random, *, for_others: bool = False
) -> list[Question]:
    """The questions of a quiz, in the order in which they are asked. Raises NothingToAsk."""
    order = draw(candidates(learner, options, day, for_others=for_others), options.length, chance)
    if not order:
        raise NothingToAsk
    questions = askable(learner).select_related("revision", "fact__deck").in_bulk(order)
    return [questions[pk] for pk in order]


def askable(learner: User | None) -> QuerySet[Question]:
    """What may be asked now: of what all share, and of the learner's own decks."""
    return Question.objects.live() if learner is None else Question.objects.live() | own_askable(learner)


def own_askable(learner: User) -> QuerySet[Question]:
    """Of the learner's own decks."""
    live = {"state": State.PUBLISHED, "fact__state": State.PUBLISHED}
    return Question.objects.of(learner).filter(**live, fact__deck__removed_at=None)


def candidates(learner: User | None, options: QuizOptions, day: date, *, for_others: bool = False) -> list[Candidate]:
    """Every question of the scope that can be scored. A visitor has made no mistakes yet, and no decks of their own;
    `for_others` nothing is asked of own decks but of those that were chosen.
    """
    found = _narrowed(_shared_in(learner, options), learner, options, day)
    if learner is not None:
        found += _narrowed(_own_in(learner, options, for_others=for_others), learner, options, day)
    return found


def _shared_in(learner: User | None, options: QuizOptions) -> QuerySet[Question]:
    found = Question.objects.live()
    if options.decks or options.own:
        return found.filter(fact__deck__slug__in=options.decks)
    return found if options.mistakes else found.filter(fact__deck__in=_of_no_choice(learner))


def _own_in(learner: User, options: QuizOptions, *, for_others: bool) -> QuerySet[Question]:
    found = own_askable(learner)
    if options.decks or options.own or for_others:
        return found.filter(fact__deck__number__in=options.own)
    return found


def _narrowed(found: QuerySet[Question], learner: User | None, options: QuizOptions, day: date) -> list[Candidate]:
    found = found.filter(kind__in=SCORED)
    if options.article:
        found = found.filter(fact__citations__article__slug=options.article)
    if options.mistakes:
        found = found.filter(_mistakes(learner, since=day - timedelta(days=options.mistakes - 1)))
    original = Coalesce("fact__translates", "fact")
    rows = found.order_by("pk").distinct().values_list("pk", original, "fact__deck", "kind")
    return [Candidate(*row) for row in rows]


def _of_no_choice(learner: User | None) -> QuerySet[Deck]:
    """What is asked of who has chosen no deck: what suits the language of the pages, and all that they have joined."""
    suited = Deck.objects.suited_to((get_language() or "en").partition("-")[0])
    if learner is None:
        return suited
    return Deck.objects.filter(Q(pk__in=suited) | Q(pk__in=learner.enrolments.current().values("deck")))


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
