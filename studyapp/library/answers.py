"""What the questions of the library accept: what a kind must know of its surroundings when a question is published."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, islice

from django.db.models import Q

from studyapp.kinds import slips
from studyapp.kinds.base import Draw, Kind, Spec, Surroundings
from studyapp.library.models import AcceptedAnswer, NameWord, Question, State
from studyapp.library.models.accepted import AcceptedAnswerQuerySet, on_ring

WINDOW = 100
"""Answers that options are drawn from where there are more, so that a draw costs the same in every library."""
_SHORTEST = 3
"""Letters of a word by which names are told apart: shorter ones are syllables and articles."""


type AcceptedIn = Callable[[int], Iterable[tuple[int, str]]]


def accepted_in(deck: int) -> list[tuple[int, str]]:
    """What the live questions of a deck accept, each with its fact."""
    accepted = AcceptedAnswer.objects.live().filter(question__fact__deck=deck)
    return list(accepted.order_by().values_list("question__fact", "text"))


def around(question: Question, spec: Spec, accepted_in: AcceptedIn = accepted_in) -> Surroundings:
    """What `question` may know of the library, once it says `spec`. Of many, what a deck accepts need be read once."""
    fact = question.fact
    in_deck = (text for of, text in accepted_in(fact.deck_id) if of != fact.pk)
    draw = question.kind_class.draws(spec)
    pool = _stored_along(draw, AcceptedAnswer.objects.live().exclude(question__fact=fact)) if draw else ()
    return _surroundings(question, in_deck, pool, _names_like(question, spec))


def _names_like(question: Question, spec: Spec) -> Iterable[str]:
    """Words of names elsewhere that are one slip away from a word of one that the spec accepts."""
    alike = _one_slip_away(question, spec)
    if not alike:
        return ()
    published = Q(question__state=State.PUBLISHED, question__fact__state=State.PUBLISHED)
    named = NameWord.objects.filter(published, word__in=alike).exclude(question__fact=question.fact)
    return named.order_by().values_list("word", flat=True).distinct()


def _one_slip_away(question: Question, spec: Spec) -> set[str]:
    known, long = _told_apart(question, spec)
    return {other for word in long for other in slips.neighbours(word) if len(other) >= _SHORTEST} - known


def _told_apart(question: Question, spec: Spec) -> tuple[frozenset[str], list[str]]:
    """The words of the names that the spec accepts, and those of them that another name is not to be taken for."""
    known = question.kind_class(spec).words_told_apart
    return known, [word for word in known if len(word) >= _SHORTEST]


def _stored_along(draw: Draw, others: AcceptedAnswerQuerySet) -> list[str]:
    """The distinct first answers that follow a place on the ring, which ends where it begins."""
    named = others.own_names(draw.answer_type).order_by("ring", "text").values_list("text", flat=True)
    start = on_ring(draw.answer)
    after = list(named.filter(ring__gte=start).distinct()[:WINDOW])
    return after + list(named.filter(ring__lt=start).distinct()[: WINDOW - len(after)])


@dataclass(frozen=True, slots=True)
class Accepted:
    """What one question accepts."""

    fact: int
    answer_type: str
    answers: tuple[str, ...]
    name_words: frozenset[str]


class Answers:
    """The answers of questions that are not all stored yet: those of a library while it is loaded from seeds."""

    def __init__(self) -> None:
        self._decks: dict[int, dict[str, Accepted]] = defaultdict(dict)
        self._rings: dict[str, list[tuple[int, str, int]]] = {}
        self._named: dict[str, dict[str, int]] = defaultdict(dict)
        self._shortened: dict[str, set[str]] = defaultdict(set)
        """Words of names, by all that is left of them without one letter."""

    def put(self, question: Question, body: Kind) -> None:
        in_deck = self._decks[question.fact.deck_id]
        before = in_deck.get(question.slug)
        for word in before.name_words if before else ():
            del self._named[word][question.slug]
        for word in body.name_words:
            if word not in self._named:
                for short in slips.shortened(word):
                    self._shortened[short].add(word)
            self._named[word][question.slug] = question.fact_id
        in_deck[question.slug] = Accepted(question.fact_id, body.answer_type, body.answers, body.name_words)
        self._rings.clear()

    def around(self, question: Question, spec: Spec) -> Surroundings:
        """The same as `around` finds in the library, once all that was put in here is stored and live."""
        in_deck = (one for one in self._decks[question.fact.deck_id].values() if one.fact != question.fact_id)
        draw = question.kind_class.draws(spec)
        pool = self._along(draw, question.fact_id) if draw else ()
        names = (word for word in self._alike(question, spec) if {*self._named[word].values()} - {question.fact_id})
        return _surroundings(question, chain.from_iterable(one.answers for one in in_deck), pool, names)

    def _alike(self, question: Question, spec: Spec) -> set[str]:
        """As `_one_slip_away`, of the words that are known here: few, so that no other need be thought of."""
        known, long = _told_apart(question, spec)
        found: set[str] = set()
        for word in long:
            near = set[str]().union(*(self._shortened.get(short, ()) for short in slips.shortened(word)))
            found |= {other for other in near if len(other) >= _SHORTEST and slips.are_neighbours(word, other)}
        return found - known

    def _along(self, draw: Draw, fact: int) -> Iterator[str]:
        ring = self._ring(draw.answer_type)
        first = bisect_left(ring, (on_ring(draw.answer),))
        following = chain(islice(ring, first, None), islice(ring, first))
        return islice(_once(text for _, text, of in following if of != fact), WINDOW)

    def _ring(self, answer_type: str) -> list[tuple[int, str, int]]:
        """The first answers of a type with their facts, in the order of the ring."""
        if answer_type not in self._rings:
            known = [one for deck in self._decks.values() for one in deck.values()]
            named = (one for one in known if one.answer_type == answer_type and one.answers)
            self._rings[answer_type] = sorted((on_ring(one.answers[0]), one.answers[0], one.fact) for one in named)
        return self._rings[answer_type]


def _once(texts: Iterable[str]) -> Iterator[str]:
    seen: set[str] = set()
    for text in texts:
        if text not in seen:
            seen.add(text)
            yield text


def _surroundings(
    question: Question, elsewhere: Iterable[str], pool: Iterable[str], names: Iterable[str]
) -> Surroundings:
    """Each text once, sorted, so that the order of loading changes nothing."""
    return Surroundings(
        accepted_elsewhere=tuple(sorted(set(elsewhere))),
        sourced=question.fact.sourced_values(question.follows),
        pool=tuple(sorted(set(pool))),
        names=tuple(sorted(set(names))),
        language=question.fact.deck.language.partition("-")[0].lower(),
    )


def differences(*, fix: bool = False) -> Iterator[str]:
    """Every question whose rows are not what its newest revision accepts; with `fix` they are written."""
    written = Question.objects.select_related("revision").prefetch_related("accepted", "name_words").order_by("pk")
    for question in written.iterator(chunk_size=500):
        stored = _as_told(question.accepted.all(), question.name_words.all())
        wanted = _as_told(AcceptedAnswer.of(question), NameWord.of(question))
        if stored != wanted:
            yield f"question {question.pk}: stored {stored}, by its newest revision {wanted}"
            if fix:
                AcceptedAnswer.objects.keep([question])


def _as_told(answers: Iterable[AcceptedAnswer], names: Iterable[NameWord]) -> list[tuple[int, str, str, int]]:
    told = sorted((answer.place, answer.text, answer.answer_type, answer.ring) for answer in answers)
    return told + sorted((0, name.word, "", 0) for name in names)
