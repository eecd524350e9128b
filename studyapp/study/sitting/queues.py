"""The heads of a sitting's queues and how much is behind them, as columns of one statement on the learner's row."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from django.db.models import Exists, F, IntegerField, Model, OuterRef, QuerySet, Subquery
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce

from studyapp.library.models import Article, Citation, Deck
from studyapp.scheduling import LEARN_AHEAD
from studyapp.study.cards.queues import LEECH_LAPSES
from studyapp.study.models import Attempt, Card, Enrolment, Outdated, QuizAnswer, Review
from studyapp.study.models.card_queries import CardQuerySet
from studyapp.study.sitting.scopes import Scope

MOST_LEARNING = 999
"""Counting stops here, as it does at the learner's limits: no count may grow with the size of their collection."""
MOST_MORE = 200
"""Where counting stops of what is studied beyond the day's plan."""
SIBLINGS = 4
"""How many questions of one fact may wait at once without spoiling a count."""

type Columns = dict[str, Combinable]
type Pool = Callable[..., CardQuerySet]


class CountOf(Subquery):
    """How many different values its one column has in the first SIBLINGS times `most` rows; it stops at `most`."""

    template = (
        "(SELECT COUNT(*) FROM (SELECT DISTINCT counted.counted_value FROM "
        "(%(subquery)s LIMIT %(siblings)s * %%s) counted LIMIT %%s) different)"
    )
    output_field = IntegerField()

    def __init__(self, rows: QuerySet[Model, Mapping[str, object]], most: int) -> None:
        super().__init__(rows, siblings=SIBLINGS)
        self.most = most  # no slice of the rows, since it may be a parameter

    def as_sql(self, *args: Any, **kwargs: Any) -> tuple[str, tuple[str | int, ...]]:
        sql, params = super().as_sql(*args, **kwargs)
        return sql, (*params, self.most, self.most)


def heads(scope: Scope, *, at: datetime, day: date, reviews_limit: int, new_per_day: int) -> Columns:
    """What comes next in each queue, by the question's primary key, and how much is left; whatever is not named is
    none.
    """
    if scope.cram:
        return _practice(scope, day)
    mine = within(Card.objects.filter(learner=OuterRef("pk")), scope, day)
    columns: Columns = {
        "learning": _head(mine.learning_by(at, day)),
        "ahead": _head(mine.learning_by(at + LEARN_AHEAD, day)),
        "learning_left": _count(mine.learning_on(day), MOST_LEARNING, "question"),
    }
    if scope.picks:
        return columns | _picked(scope, day)
    columns |= {
        "over": Subquery(Outdated.objects.untold().filter(learner=OuterRef("pk")).values("fact")[:1]),
        "review": _head(mine.due_on(day)),
        "new": _head(mine.new_on(day)),
        "reviews_left": _count(mine.due_on(day), reviews_limit),
        "new_left": _count(mine.new_on(day), new_per_day),
    }
    if scope.ahead:
        early = mine.due_on(day, ahead=scope.ahead)
        columns |= {"more": _head(early), "more_left": _count(early, MOST_MORE)}
    return columns


def names(scope: Scope) -> Columns:
    """The titles of what the scope names, and whether the learner has joined that deck."""
    columns: Columns = {}
    if scope.deck or scope.own:
        deck = _deck(scope, OuterRef("learner"))
        enrolled = Enrolment.objects.current().filter(learner=OuterRef("pk"), deck=Subquery(deck.values("pk")[:1]))
        columns["deck_title"] = Subquery(_deck(scope, OuterRef("pk")).values("title")[:1])
        columns["deck_joined"] = Exists(enrolled)
    if scope.article:
        columns["article_title"] = Subquery(Article.objects.filter(slug=scope.article).values("title")[:1])
    if scope.quiz:
        # Not before it is finished: until then its mistakes may be a secret.
        columns["quiz_finished"] = Exists(Attempt.objects.finished().filter(learner=OuterRef("pk"), quiz=scope.quiz))
    return columns


def within(cards: CardQuerySet, scope: Scope, day: date) -> CardQuerySet:
    """What the scope leaves: of its deck and article, and what it picks out, seen from `day`."""
    found = cards.filter(lapses__gte=LEECH_LAPSES) if scope.leeches else cards
    if scope.deck or scope.own:
        found = found.filter(deck=Subquery(_deck(scope, OuterRef("learner")).values("pk")[:1]))
    if scope.article:
        article = Article.objects.filter(slug=scope.article).values("pk")[:1]
        facts = Citation.objects.filter(article=Subquery(article)).values("fact")
        found = found.filter(fact__in=facts)
    if scope.quiz:
        asked = QuizAnswer.objects.wrong_in(scope.quiz, OuterRef(OuterRef("learner")))
        found = found.filter(Exists(asked.filter(question=OuterRef("question")).order_by()))
    if scope.mistakes:
        wrong = Review.objects.mistakes(since=scope.since(day))
        found = found.filter(
            Exists(wrong.filter(learner=OuterRef("learner"), question=OuterRef("question")).order_by())
        )
    return found


def _deck(scope: Scope, learner: OuterRef) -> QuerySet[Deck]:
    """The deck that the scope names: a shared one, or one of the learner's own."""
    own = Deck.objects.of(learner).filter(number=scope.own, removed_at=None)
    return own if scope.own else Deck.objects.filter(slug=scope.deck)


def _picked(scope: Scope, day: date) -> Columns:
    """What a scope picks out whenever it is due: once, unless it was met today."""

    def pool(**of: object) -> CardQuerySet:
        cards = within(Card.objects.filter(**of), scope, day)
        return cards.due_on(day, ahead=scope.ahead) if scope.ahead else cards.in_review_on(day)

    cards = _led(scope, day, pool)
    return {"more": _head(cards), "more_left": _count(cards, MOST_MORE, "question" if scope.quiz else "fact")}


def _practice(scope: Scope, day: date) -> Columns:
    """First what was not practised today, then round by round what was not right yet."""

    def pool(**of: object) -> CardQuerySet:
        cards = within(Card.objects.filter(**of), scope, day)
        return cards.met_before(day, ahead=scope.ahead, or_not=bool(scope.quiz))

    fresh = _led(scope, day, lambda **of: pool(**of).not_practised_on(day))
    mine = {"learner": OuterRef("learner"), "question": OuterRef("question")}
    today = Review.objects.crams(on=day)
    wrong = (
        today.filter(Exists(pool(**mine).order_by()), learner=OuterRef("pk"), score__lt=1)
        .filter(~Exists(today.filter(**mine, version__gt=OuterRef("version"))))
        .order_by("answered_at", "question_id")
    )
    return {
        "more": Coalesce(_head(fresh), _head(wrong)),
        "more_left": _count(fresh, MOST_MORE, "question") + _count(wrong, MOST_MORE, "question"),
    }


def _led(scope: Scope, day: date, pool: Pool) -> QuerySet[Model]:
    """The learner's `pool` in the order in which it is asked, found by what is few: a quiz, mistakes, or leeches."""
    if scope.quiz:
        asked = QuizAnswer.objects.wrong_in(scope.quiz, OuterRef(OuterRef("pk")))
        mine = pool(learner=OuterRef(OuterRef("pk")), question=OuterRef("question"))
        return asked.filter(Exists(mine.order_by())).order_by("position")
    if scope.mistakes:
        wrong = Review.objects.mistakes(since=scope.since(day)).filter(learner=OuterRef("pk"))
        return wrong.filter(Exists(pool(learner=OuterRef("learner"), question=OuterRef("question")).order_by()))
    cards = pool(learner=OuterRef("pk"))
    return cards.leeches() if scope.leeches else cards


def _head(rows: QuerySet[Model]) -> Subquery:
    return Subquery(rows.values("question")[:1])


def _count(rows: QuerySet[Model], most: int, each: str = "fact") -> CountOf:
    # In the queue's own order, so that its index is walked no further than so many rows.
    return CountOf(rows.values(counted_value=F(each)), most)
