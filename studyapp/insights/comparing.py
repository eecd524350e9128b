"""Decks and kinds of question beside one another."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from studyapp.insights.activity import MINUTE_MS
from studyapp.insights.charts import across
from studyapp.insights.figures import Share, one_decimal
from studyapp.insights.weeks import retention_of
from studyapp.kinds import KINDS
from studyapp.library.models import Deck
from studyapp.study.cards.fold import Tally
from studyapp.study.figures import Known
from studyapp.study.progress.decks import Recalled
from studyapp.study.progress.snapshots import KnowledgeFigures
from studyapp.study.sitting.scopes import Scope


@dataclass(frozen=True, slots=True)
class Compared:
    """One row: what it is about, with its language and address where it is content, a share to draw, and numbers."""

    name: str
    right: Share
    cells: Sequence[str]
    language: str = ""
    address: str = ""

    @property
    def width(self) -> str:
        return across((self.right.percent or 0.0) / 100)


def by_deck(decks: Sequence[Deck], tallies: Mapping[int, Tally], recalled: Mapping[int, Recalled]) -> list[Compared]:
    """Where something was answered or is known: right answers, reviews that were right, minutes, known today."""
    found = []
    for deck in decks:
        tally, known = tallies.get(deck.pk, Tally()), recalled.get(deck.pk)
        if not tally.answers and known is None:
            continue
        cells = [
            str(retention_of(tally)),
            one_decimal(tally.elapsed_ms / MINUTE_MS),
            _known_in_words(Known.of([known], deck=Scope.of_deck(deck).deck_name)) if known else "–",
        ]
        right = Share(tally.right, tally.answers)
        found.append(Compared(deck.title, right, cells, deck.language, deck.get_absolute_url()))
    return found


def _known_in_words(known: Known) -> SafeString:
    sentence = _("about %(recalled)s of %(known)s")
    return SafeString(sentence % {"recalled": known.known.html, "known": known.met.html})


def by_kind(knowledge: KnowledgeFigures) -> list[Compared]:
    """In the order of the catalogue: right answers, and seconds for each."""
    return [
        Compared(str(KINDS[name].label), Share(right, answers), [one_decimal(ms / answers / 1000)])
        for name in KINDS
        for answers, right, ms in [knowledge.kinds.get(name, (0, 0, 0))]
        if answers
    ]
