"""What the questions of the library accept: what a kind must know of its surroundings when a question is published."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, islice

from studyapp.kinds.base import Draw, Kind, Spec, Surroundings
from studyapp.library.models import AcceptedAnswer, Question
from studyapp.library.models.accepted import AcceptedAnswerQuerySet, on_ring

WINDOW = 100
"""Answers that options are drawn from where there are more, so that a draw costs the same in every library."""


def around(question: Question, spec: Spec) -> Surroundings:
    """What `question` may know of the library, once it says `spec`."""
    others = AcceptedAnswer.objects.live().exclude(question__fact=question.fact)
    in_deck = others.filter(question__fact__deck=question.fact.deck_id)
    draw = question.kind_class.draws(spec)
    pool = _stored_along(draw, others) if draw else ()
    return _surroundings(question, in_deck.order_by().values_list("text", flat=True), pool)


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


class Answers:
    """The answers of questions that are not all stored yet: those of a library while it is loaded from seeds."""

    def __init__(self) -> None:
        self._decks: dict[int, dict[str, Accepted]] = defaultdict(dict)
        self._rings: dict[str, list[tuple[int, str, int]]] = {}

    def put(self, question: Question, body: Kind) -> None:
        self._decks[question.fact.deck_id][question.slug] = Accepted(question.fact_id, body.answer_type, body.answers)
        self._rings.clear()

    def around(self, question: Question, spec: Spec) -> Surroundings:
        """The same as `around` finds in the library, once all that was put in here is stored and live."""
        in_deck = (one for one in self._decks[question.fact.deck_id].values() if one.fact != question.fact_id)
        draw = question.kind_class.draws(spec)
        pool = self._along(draw, question.fact_id) if draw else ()
        return _surroundings(question, chain.from_iterable(one.answers for one in in_deck), pool)

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


def _surroundings(question: Question, elsewhere: Iterable[str], pool: Iterable[str]) -> Surroundings:
    """Each text once, sorted, so that the order of loading changes nothing."""
    return Surroundings(
        accepted_elsewhere=tuple(sorted(set(elsewhere))),
        sourced=question.fact.sourced_values(question.according_to),
        pool=tuple(sorted(set(pool))),
        language=question.fact.deck.language.partition("-")[0].lower(),
    )


def differences(*, fix: bool = False) -> Iterator[str]:
    """Every question whose rows are not what its newest revision accepts; with `fix` they are written."""
    written = Question.objects.select_related("revision").prefetch_related("accepted").order_by("pk")
    for question in written.iterator(chunk_size=500):
        stored, wanted = _as_told(question.accepted.all()), _as_told(AcceptedAnswer.of(question))
        if stored != wanted:
            yield f"question {question.pk}: stored {stored}, by its newest revision {wanted}"
            if fix:
                AcceptedAnswer.objects.keep([question])


def _as_told(answers: Iterable[AcceptedAnswer]) -> list[tuple[int, str, str, int]]:
    return sorted((answer.place, answer.text, answer.answer_type, answer.ring) for answer in answers)
