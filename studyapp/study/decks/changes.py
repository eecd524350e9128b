"""Following what editors change in a deck."""

from collections import defaultdict
from datetime import datetime

from django.db import transaction
from django.db.models import F

from studyapp.accounts.models import User
from studyapp.library.models import Change, Question
from studyapp.study.decks.moving import go_along
from studyapp.study.models import Card, Outdated


def follow_library(learner: User, *, at: datetime) -> None:
    """Let the learner's cards follow every change they have not seen; those of a deck they left wait until they are
    back.
    """
    with transaction.atomic():
        # Two tabs may begin the day at once: the second waits here and then finds nothing new.
        learner.lock()
        enrolments = {enrolment.deck_id: enrolment for enrolment in learner.enrolments.current()}
        if not enrolments:
            return
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
        outdated: set[int] = set()
        for question, changes in by_question.items():
            if card := cards.get(question.pk):
                card.question, card.learner = question, learner
                if card.standing.graduated and _is_superseded(card, changes):
                    outdated.add(card.fact_id)
                _follow(card, changes, at=at)
                if card.deck_id != question.fact.deck_id:
                    go_along(card, enrolled=question.fact.deck_id in enrolments)
        noticed = [Outdated(learner=learner, fact_id=fact, noticed_at=at) for fact in outdated]
        Outdated.objects.bulk_create(noticed, ignore_conflicts=True)
        for enrolment in enrolments.values():
            learner.enrolments.filter(deck=enrolment.deck_id).update(changes_seen=enrolment.changes_seen)


def _is_superseded(card: Card, changes: list[Change]) -> bool:
    return not card.question.is_live and any(change.what == Change.What.SUPERSEDED for change in changes)


def _follow(card: Card, changes: list[Change], *, at: datetime) -> None:
    if card.question.is_live == card.withdrawn:
        # What went and then moved is off, though this deck only knows of the move.
        went = [Change.What.OFF, *(change.what for change in changes if change.what != Change.What.MOVED)]
        card.follow(Change.What.LIVE if card.question.is_live else went[-1], at=at)
    card.catch_up_on_answer(at=at)
