"""What a note of Anki's means here: questions of the site's kinds, in plain text, with where each card stands."""

from collections.abc import Mapping
from datetime import UTC, datetime

from studyapp.formats import hypertext
from studyapp.formats.anki import cloze, note_faults, progress, sides, templates
from studyapp.formats.anki.collection import Bundle, Calendar, Notetype, RawCard
from studyapp.formats.anki.note_faults import NoteFault
from studyapp.formats.anki.progress import Clock, progress_of
from studyapp.formats.notes import Asked, Lost, Note, Refused

MOST_READ = 5 * hypertext.LONGEST
"""Characters of HTML on all cards of one note."""


def understood(
    bundle: Bundle,
    notetypes: Mapping[int, Notetype],
    decks: Mapping[int, tuple[str, ...]],
    calendar: Calendar,
    *,
    clock: Clock,
) -> Note | Refused:
    """A note of a package, whose decks, note types and calendar these are; or why it cannot be taken."""
    note = bundle.note
    reading = _Reading(bundle, notetypes[note.notetype], decks)
    try:
        cards = reading.cards(calendar, clock)
    except NoteFault as fault:
        return Refused(reading.place, fault.field, str(fault))
    changed_at = min(max(note.changed_at, 0), progress.LAST_MOMENT)
    return Note(
        guid=note.guid,
        deck=decks[bundle.cards[0].deck],
        cards=cards,
        tags=note.tags,
        changed_at=datetime.fromtimestamp(changed_at, UTC),
        place=reading.place,
        lost=tuple(reading.lost),
    )


class _Reading:
    """One note while it is read."""

    def __init__(self, bundle: Bundle, notetype: Notetype, decks: Mapping[int, tuple[str, ...]]) -> None:
        self.bundle, self.notetype, self.decks = bundle, notetype, decks
        self.place = f"nid:{bundle.note.key}"
        self.lost: dict[Lost, None] = {}
        self.values = dict(zip(notetype.fields, bundle.note.fields, strict=True))
        self.read = 0

    def cards(self, calendar: Calendar, clock: Clock) -> tuple[Asked, ...]:
        """Raises NoteFault."""
        found = [asked for card in self.bundle.cards if (asked := self._asked(card, calendar, clock))]
        if not found:
            empty = (name for name, html in self.values.items() if not html)
            raise note_faults.nothing_to_ask(next(empty, self._longest))
        return tuple(found)

    def _asked(self, card: RawCard, calendar: Calendar, clock: Clock) -> Asked | None:
        name = str(card.template)
        try:
            question = self._question(card, name)
        except sides.Empty:
            self.lost[Lost("card-empty", name)] = None
            return None
        self.lost |= dict.fromkeys(question.lost)
        reviews = self.bundle.reviews.get(card.key, ())
        stands = progress_of(card, reviews, calendar, clock)
        self.lost |= dict.fromkeys(
            Lost("review", f"{name}.{number}") for number in range(len(stands.log), len(reviews))
        )
        return Asked(name, question.kind, question.sent, question.pictures, stands)

    def _question(self, card: RawCard, name: str) -> sides.Question:
        if not self.notetype.templates:
            raise note_faults.wrong_cards()
        template = self.notetype.templates[0 if self.notetype.is_cloze else card.template]
        values = self._special(card, template.name) | self.values
        try:
            front = templates.rendered(template.question, values, number=card.template + 1)
            back = templates.rendered(template.answer, values, number=card.template + 1)
            self._count(front, back)
            if not front.is_filled or (not front.blanks and (front.asks_clozes or self.notetype.is_cloze)):
                raise sides.Empty
            question = sides.question_of(name, front, back)
        except templates.Broken as fault:
            raise note_faults.broken_template(str(fault), self.notetype) from fault
        except hypertext.TooLong as fault:
            raise note_faults.long_html(hypertext.LONGEST, self._longest) from fault
        except sides.Long as fault:
            raise (note_faults.long_front if fault.is_front else note_faults.long_back)(
                fault.length, fault.most, self._longest
            ) from fault
        question.lost += [*front.lost, *back.lost]
        return question

    def _count(self, front: templates.Side, back: templates.Side) -> None:
        """No note is so large, with all its cards, that reading it takes seconds."""
        self.read += len(front.html) + len(back.html)
        if self.read > MOST_READ:
            raise note_faults.too_much_of_it()
        if any(blank.answer.startswith(cloze.OCCLUSION) for blank in front.blanks):
            raise note_faults.covered_picture(self._longest)

    def _special(self, card: RawCard, template: str) -> dict[str, str]:
        """What stands for something in a template though no field is called so."""
        deck = self.decks[card.deck]
        return {
            "Tags": " ".join(self.bundle.note.tags),
            "Deck": "::".join(deck),
            "Subdeck": deck[-1] if deck else "",
            "Type": self.notetype.name,
            "Card": template,
            "CardFlag": f"flag{card.flags & progress.FLAGS}",
            "CardID": str(card.key),
            "FrontSide": "",
            f"c{card.template + 1}": "1",
        }

    @property
    def _longest(self) -> str:
        """The name of the field that says most."""
        return max(self.values, key=lambda name: len(self.values[name]), default="")
