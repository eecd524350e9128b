"""Joining decks and leaving them, and following what editors change in them."""

from collections import defaultdict
from datetime import datetime

from django.db import transaction
from django.db.models import F

from studyapp.accounts.models import User
from studyapp.faults import if_there_is_room
from studyapp.library.models import Change, Deck, Question
from studyapp.scheduling import SLACK
from studyapp.study.learners import study_day_of
from studyapp.study.models import Card, Day, Enrolment
from studyapp.study.quizzes.into_the_log import take_up
from studyapp.study.spacing.backlog import stop_catching_up


def join(learner: User, deck: Deck, *, at: datetime) -> bool:
    """Give the learner the deck's cards and what they answered in quizzes before, or the cards back that they left
    with it. False if they are in it already.
    """
    with transaction.atomic():
        learner.lock()
        seen = Change.objects.newest(deck)
        _, created = Enrolment.objects.get_or_create(
            learner=learner, deck=deck, defaults={"joined_at": at, "changes_seen": seen}
        )
        if created:
            Card.objects.create_for(
                learner, Question.objects.live().filter(fact__deck=deck).select_related("fact__deck")
            )
            take_up(learner, deck)
            return True
        if not learner.enrolments.filter(deck=deck, left_at__isnull=False).update(left_at=None):
            return False
        cards = learner.cards.filter(deck=deck)
        cards.come_back()
        Card.objects.lock_and_unlock(learner, set(cards.filter(queue=Card.Queue.NEW).values_list("fact", flat=True)))
        Day.objects.count_due(learner, deck)
        follow_library(learner, at=at)
    return True


def leave(learner: User, deck: Deck, *, at: datetime) -> bool:
    """Ask nothing of the deck until the learner joins it again; all they know of it is kept. False if they are not in
    it.
    """
    with transaction.atomic():
        learner.lock()
        left = bool(learner.enrolments.current().filter(deck=deck).update(left_at=at))
        if left:
            learner.cards.filter(deck=deck).leave()
            Day.objects.count_due(learner, deck)
    return left


def begin_day(learner: User, *, at: datetime) -> None:
    """At the first request of a study day, reach it for good and follow the library.

    A later day stays where another tab has just reached it; one that cannot be believed gives way.
    """
    day = study_day_of(learner, at)
    if learner.study_day == day:
        return
    learner.study_day = day
    with if_there_is_room():
        User.objects.filter(pk=learner.pk).exclude(study_day__gt=day, study_day__lte=day + SLACK).update(study_day=day)
        follow_library(learner, at=at)
        stop_catching_up(learner, day)


def follow_library(learner: User, *, at: datetime) -> None:
    """Let the learner's cards follow every change they have not seen; those of a deck they left wait until they are
    back.
    """
    with transaction.atomic():
        # Two tabs may begin the day at once: the second waits here and then finds nothing new.
        learner.lock()
        enrolments = {enrolment.deck_id: enrolment for enrolment in learner.enrolments.current()}
        unseen = Change.objects.filter(
            deck__enrolments__learner=learner,
            deck__enrolments__left_at=None,
            pk__gt=F("deck__enrolments__changes_seen"),
        ).select_related("question__revision", "question__fact__deck", "revision")
        by_question: dict[Question, list[Change]] = defaultdict(list)
        for change in unseen.order_by("pk"):
            by_question[change.question].append(change)
            enrolments[change.deck_id].changes_seen = change.pk
        if not by_question:
            return
        Card.objects.create_for(learner, [question for question in by_question if question.is_live])
        cards = {card.question_id: card for card in learner.cards.filter(question__in=by_question)}
        for question, changes in by_question.items():
            if card := cards.get(question.pk):
                card.question = question
                _follow(card, changes, at=at)
        for enrolment in enrolments.values():
            learner.enrolments.filter(deck=enrolment.deck_id).update(changes_seen=enrolment.changes_seen)


def _follow(card: Card, changes: list[Change], *, at: datetime) -> None:
    if card.question.is_live == card.withdrawn:
        card.follow(Change.What.LIVE if card.question.is_live else changes[-1].what, at=at)
    card.catch_up_on_answer(at=at)
