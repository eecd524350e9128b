"""Timelines: four dated events of a deck, to be put into order."""

from itertools import combinations, pairwise

from studyapp.kinds import options, partial_dates
from studyapp.library.models import Deck
from studyapp.library.suggesting import echoes, events
from studyapp.library.suggesting.events import Event
from studyapp.library.suggesting.proposals import Proposal
from studyapp.library.suggesting.shelf import Shelf

EVENTS = 4


def compose(deck: Deck, shelf: Shelf) -> list[Proposal] | str:
    """At most one proposal on a deck, or one sentence on why there is none.

    It hangs on the fact of the latest event, with whose statement and sources the verdict is shown; the dates of all
    stand in the explanation.
    """
    chosen = choose(events.of_deck(deck.pk, shelf))
    if not chosen:
        return f"It holds fewer than {EVENTS} events that have a date of their own, at least a year apart."
    fact = chosen[-1].fact
    if any(question.kind == "order" for question in shelf.on(fact)):
        return "The fact of its latest event has a question that asks for an order already."
    items = [event.text for event in chosen]
    if any(echoes.is_like(items, body.spec["items"]) for body in shelf.bodies_in(deck.pk, "order")):
        return "It has a question already that puts nearly the same events into order."
    shown = options.listed([partial_dates.display(event.iso) for event in chosen])
    return [
        Proposal(
            fact,
            "order",
            "Put these events in order, the earliest first.",
            {"items": items, "first": "Earliest", "last": "Latest"},
            f"Dated facts of one deck; it hangs on the latest of them. The others: {_others(chosen)}."
            f"{shelf.look_also(deck.pk, 'order')}",
            explanation=f"The dates, in that order: {shown}.",
            historical=fact.is_past,
        )
    ]


def _others(chosen: list[Event]) -> str:
    return options.listed([event.fact.slug for event in chosen[:-1]])


def choose(found: list[Event]) -> list[Event]:
    """Four events of different years, dates of their own first, as far apart as can be; empty without any."""
    own = [event for event in found if event.asked]
    for among in (own, found):
        sets = [list(four) for four in combinations(among[:12], EVENTS) if _apart(four)]
        if sets:
            return max(sets, key=_spread)
    return []


def _apart(chosen: tuple[Event, ...]) -> bool:
    pairs = list(pairwise(chosen))
    return all(one.year != two.year and one.is_before(two) for one, two in pairs)


def _spread(chosen: list[Event]) -> tuple[int, int]:
    """How many are asked for by themselves, then the least number of years between two."""
    gaps = [int(two.year) - int(one.year) for one, two in pairwise(chosen)]
    return sum(event.asked for event in chosen), min(gaps)
