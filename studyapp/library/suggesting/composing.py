"""Every sort of proposal put together: which facts and decks are asked, what is dropped, and why there is nothing."""

from collections.abc import Callable, Collection, Hashable, Iterable, Iterator

from django.utils.translation import override

from studyapp.library.models import Deck, Dismissal, Fact
from studyapp.library.suggesting import choices, clozes, grounds, pairs, timelines
from studyapp.library.suggesting.proposals import Proposal, Silence, Suggestions, likeness_of
from studyapp.library.suggesting.shelf import Shelf

type Composed = list[Proposal] | str

_OF_A_FACT: dict[str, Callable[[Fact, Shelf], Composed]] = {"cloze": clozes.compose, "choice": choices.compose}
_OF_A_DECK: dict[str, Callable[[Deck, Shelf], Composed]] = {"order": timelines.compose, "match": pairs.compose}

OF_A_FACT = tuple(_OF_A_FACT)
"""The kinds of question that are composed from one fact alone."""
COMPOSED = (*_OF_A_FACT, *_OF_A_DECK)
"""The kinds of question that are composed."""


@override("en")  # whatever language the editor reads: what is composed here is English
def suggest(facts: Iterable[Fact], kinds: Collection[str] = COMPOSED) -> Suggestions:
    """What could be asked about some facts, and why nothing is proposed where nothing is.

    What is composed from a whole deck is among it where it hangs on one of these facts; why a deck gives none is said
    where all its published facts are among them.
    """
    given = list(facts)
    shelf = Shelf.around(given)
    known = {fact.pk: fact for fact in shelf.facts}
    chosen = [known.get(fact.pk, fact) for fact in given]
    suggestions = Suggestions()
    taken = {likeness_of(question) for fact in chosen for question in shelf.on(fact)}
    taken |= set(Dismissal.objects.likenesses(chosen))
    wanted = {fact.pk for fact in chosen}
    reasons: dict[int, list[str]] = {}
    for fact in chosen:
        proposals, reasons[fact.pk] = _on_fact(fact, shelf, kinds)
        for proposal in _fresh(proposals, taken):
            suggestions.proposals.append(proposal)
            shelf.echoes.note(fact, proposal.kind, proposal.prompt, proposal.body)
    for deck in _decks(chosen):
        proposals, silence = _on_deck(deck, shelf, kinds)
        suggestions.proposals += _fresh([it for it in proposals if it.fact.pk in wanted], taken)
        if silence and {fact.pk for fact in shelf.in_deck(deck.pk)} <= wanted:
            suggestions.silences.append(Silence(deck, " ".join(silence)))
    spoken = {proposal.fact.pk for proposal in suggestions.proposals}
    silent = [fact for fact in chosen if fact.pk not in spoken and reasons[fact.pk]]
    suggestions.silences += [Silence(fact, " ".join(reasons[fact.pk])) for fact in silent]
    return suggestions


def _decks(facts: Iterable[Fact]) -> Iterator[Deck]:
    return iter({fact.deck_id: fact.deck for fact in facts}.values())


def _on_fact(fact: Fact, shelf: Shelf, kinds: Collection[str]) -> tuple[list[Proposal], list[str]]:
    if objection := grounds.objection(fact):
        return [], [objection]
    proposals: list[Proposal] = []
    reasons: list[str] = []
    for kind in [kind for kind in _OF_A_FACT if kind in kinds]:
        composed = _checked(_OF_A_FACT[kind](fact, shelf))
        if isinstance(composed, str):
            reasons.append(composed)
        else:
            proposals += composed
    return proposals, reasons


def _on_deck(deck: Deck, shelf: Shelf, kinds: Collection[str]) -> tuple[list[Proposal], list[str]]:
    wanted = [kind for kind in _OF_A_DECK if kind in kinds]
    if wanted and not grounds.speaks_english(deck):
        return [], []
    composed = [_checked(_OF_A_DECK[kind](deck, shelf)) for kind in wanted]
    return [it for one in composed if not isinstance(one, str) for it in one], [
        it for it in composed if isinstance(it, str)
    ]


def _checked(composed: Composed) -> Composed:
    """Without what an editor's own form would refuse, or warn of."""
    if isinstance(composed, str):
        return composed
    faults = {proposal: proposal.faults() for proposal in composed}
    sound = [proposal for proposal in composed if not faults[proposal]]
    return sound or next(f"What could be composed is unsound: {found[0]}" for found in faults.values())


def _fresh(proposals: Iterable[Proposal], taken: set[Hashable]) -> Iterator[Proposal]:
    """Those unlike every question and proposal before them."""
    for proposal in proposals:
        if proposal.likeness not in taken:
            taken.add(proposal.likeness)
            yield proposal
