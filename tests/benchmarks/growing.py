"""A collection of any size, and how long something takes with it."""

import random
import time
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from statistics import median

from studyapp.accounts.models import User
from studyapp.demo.factories import NOW, DeckFactory, FactFactory, LearnerFactory, QuestionFactory
from studyapp.library.models import Change, Deck, Fact, Question, Revision, State
from studyapp.study.cards.queues import mix_of
from studyapp.study.models import Card, Day, Enrolment, Queue, Review
from studyapp.study.new_day import begin_day

TIMES = 25


def collection(cards: int, *, kind: str = "typed", at: datetime = NOW) -> User:
    """A learner with so many cards: a tenth new, the rest in review, five percent of them due."""
    question = QuestionFactory(fact=FactFactory(deck=DeckFactory()), kind=kind, spec={"answer": "Kilo"})
    deck, revision, learner = question.fact.deck, question.revision, LearnerFactory()
    first = Fact.objects.order_by("-pk").values_list("pk", flat=True)[0] + 1
    Fact.objects.bulk_create(
        Fact(slug=f"fact-{first + n}", deck=deck, statement="…", as_of="2024", state=State.PUBLISHED, position=n)
        for n in range(cards)
    )
    Question.objects.bulk_create(
        Question(slug=f"of-{fact.slug}", fact=fact, kind=kind, state=State.PUBLISHED, revision=revision)
        for fact in deck.facts.filter(pk__gte=first)
    )
    if hasattr(deck, "count"):  # earlier commits, which this measures too, kept no count
        deck.count(facts=cards, questions=cards)
    Enrolment.objects.create(learner=learner, deck=deck, joined_at=at, changes_seen=Change.objects.newest(deck))
    deal(learner, deck, Question.objects.filter(fact__deck=deck), revision, at=at)
    return learner


def deal(learner: User, deck: Deck, questions: Iterable[Question], revision: Revision | None, *, at: datetime) -> None:
    """A card of each and its log, in a deck that the learner is in; the study day has begun."""
    rng, day = random.Random(7), at.date()
    dealt = []
    for number, asked in enumerate(questions):
        keys = {"learner": learner, "question": asked, "fact_id": asked.fact_id, "deck": deck, "place": number}
        if rng.random() < 0.1:
            dealt.append(Card(queue=Queue.NEW, mix=number, **keys))
            continue
        due = day + timedelta(days=rng.randrange(-15, 285))
        memory = {
            "stability": 50,
            "difficulty": 5,
            "state": "review",
            "last_day": day - timedelta(30),
            "model": "fsrs-6",
        }
        mix = mix_of(asked.pk, 5)
        dealt.append(Card(queue=Queue.REVIEW, due_day=due, mix=mix, reps=5, version=1, **keys, **memory))
    Card.objects.bulk_create(dealt, batch_size=2000)
    Review.objects.bulk_create(
        [
            Review(
                learner=learner,
                question_id=card.question_id,
                version=0,
                kind=Review.Event.STUDY,
                revision=revision,
                fact_id=card.fact_id,
                answered_at=at - timedelta(30),
                study_day=day - timedelta(30),
                due_day=card.due_day,
                score=1,
                rating=3,
            )
            for card in dealt
            if card.reps
        ],
        batch_size=2000,
    )
    Day.objects.count_due(learner, deck)
    begin_day(learner, at=at)


def timed(act: Callable[[], object]) -> float:
    """The median processor time of `act`, in milliseconds, which other work on the machine hardly moves."""
    act()
    spent = []
    for _ in range(TIMES):
        begun = time.process_time()
        act()
        spent.append(time.process_time() - begun)
    return 1000 * median(spent)
