"""What is new to a learner: facts published and articles corrected since they joined a deck, and new decks."""

from dataclasses import dataclass
from datetime import datetime
from typing import Self

from django.db.models import BigAutoField, DateTimeField, Exists, F, Min, OuterRef, Q, QuerySet

from studyapp.accounts.models import User
from studyapp.compiled import CompiledQuery
from studyapp.library.models import Article, Change, Deck, Fact
from studyapp.study.models import Card, Enrolment, Review

MOST = 3
"""So many of each sort are listed."""


@dataclass(frozen=True, slots=True)
class Novelties:
    """At most MOST of each sort, the newest first."""

    facts: list[Fact]
    decks: list[Deck]
    articles: list[Article]

    @classmethod
    def of(cls, learner: User, *, since: datetime) -> Self:
        """What came in after `since`, and after the learner joined."""
        return cls(
            NEW_FACTS.rows(learner=learner.pk, since=since),
            NEW_DECKS.rows(learner=learner.pk, since=since, joined=learner.date_joined),
            DOUBTED_ARTICLES.rows(learner=learner.pk, since=since),
        )

    def __bool__(self) -> bool:
        return bool(self.facts or self.decks or self.articles)


def new_facts(*, learner: int, since: datetime) -> QuerySet[Fact]:
    came = Change.objects.filter(
        deck__enrolments__learner=learner,
        deck__enrolments__left_at=None,
        what=Change.What.LIVE,
        at__gte=since,
        at__gt=F("deck__enrolments__joined_at"),
    )
    before = Change.objects.filter(question__fact=OuterRef("pk"), what=Change.What.LIVE).filter(
        Q(at__lt=since) | Q(at__lte=OuterRef("joined_at"))
    )
    met = Card.objects.filter(learner=learner, fact=OuterRef("pk"), due_day__isnull=False)
    # Another question on a fact that was there before, or one that came back, makes no new fact.
    mine = Fact.objects.live().filter(deck__enrolments__learner=learner, pk__in=came.values("question__fact"))
    mine = mine.annotate(joined_at=F("deck__enrolments__joined_at")).filter(~Exists(before), ~Exists(met))
    return mine.select_related("deck").order_by("-pk")[:MOST]


def new_decks(*, learner: int, since: datetime, joined: datetime) -> QuerySet[Deck]:
    mine = Enrolment.objects.filter(learner=learner, deck=OuterRef("pk"))
    begun = Deck.objects.filter(~Exists(mine)).annotate(begun=Min("changes__at"))
    return begun.filter(begun__gte=since, begun__gt=joined).order_by("-begun", "-pk")[:MOST]


def doubted_articles(*, learner: int, since: datetime) -> QuerySet[Article]:
    """Corrected or retracted: by its history not before; of which the learner had met a fact by then."""
    said = Article.history.filter(id=OuterRef("pk"), status=OuterRef("status"))
    article = OuterRef("id")
    cites = Q(fact__citations__article=article) | Q(fact__translates__citations__article=article)
    # Met by then: there is an answer that is older, and the log is found by the card.
    older = Review.objects.meetings().filter(
        learner=learner, question=OuterRef("question"), answered_at__lt=OuterRef(OuterRef("history_date"))
    )
    learned = Card.objects.filter(cites, Exists(older), learner=learner, left=False)
    now = said.filter(history_date__gte=since).filter(Exists(learned))
    doubted = Article.objects.exclude(status=Article.Status.ACTIVE)
    doubted = doubted.filter(Exists(now), ~Exists(said.filter(history_date__lt=since)))
    return doubted.order_by("-published_on", "slug")[:MOST]


NEW_FACTS = CompiledQuery(new_facts, learner=BigAutoField(), since=DateTimeField())
NEW_DECKS = CompiledQuery(new_decks, learner=BigAutoField(), since=DateTimeField(), joined=DateTimeField())
DOUBTED_ARTICLES = CompiledQuery(doubted_articles, learner=BigAutoField(), since=DateTimeField())
