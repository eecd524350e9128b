"""Cards that go along with their fact to another deck."""

from studyapp.study.cards.fold import active, difference, fold, no_tallies
from studyapp.study.learners import preset_of
from studyapp.study.models import Card, Day
from studyapp.study.models.card_queries import place_of


def go_along(card: Card, *, enrolled: bool) -> None:
    """Let a card stand in its fact's deck with all that its log counts; off, if its learner is not `enrolled` there.

    Like the cards of a deck that was left, it waits there until they join. Who calls holds the learner's lock.
    """
    counted = no_tallies()
    fold(active(list(card.log.order_by("version").entries())), preset_of(card.learner), counted)
    standing, fact = card.standing, card.question.fact
    Day.objects.add(card.learner, card.deck_id, difference([], [counted, card.due_counts(standing)]))
    card.deck_id, card.place, card.left = fact.deck_id, place_of(card.question), not enrolled
    card.stand(standing)
    Day.objects.add(card.learner, card.deck_id, difference([counted, card.due_counts(standing)], []))
    card.save(update_fields=["deck", "place", "left", "queue", "mix"])
    Card.objects.lock_and_unlock(card.learner, [card.fact_id])
