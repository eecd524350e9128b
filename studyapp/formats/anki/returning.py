"""What a note of ours says when it comes back from Anki and nobody has edited it there."""

from collections.abc import Iterator

from studyapp.formats.anki.collection import Bundle, Calendar, RawCard, RawNote
from studyapp.formats.anki.meaning import understood
from studyapp.formats.anki.old_layout import notetype_of
from studyapp.formats.anki.progress import Clock
from studyapp.formats.anki.writing import Origin, Whole, wholes
from studyapp.formats.notes import Note, Refused

DECK = 1


def returned(note: Note, origin: Origin, *, clock: Clock) -> Iterator[Note | Refused]:
    """As Anki's notes, written and read again in memory, without their progress."""
    for whole in wholes(note, origin):
        key = whole.notetype.key
        notetype = notetype_of(key, whole.notetype.as_json(origin.name))
        if notetype is not None:
            yield understood(_bundle(whole), {key: notetype}, {DECK: note.deck}, Calendar(0), clock=clock)


def _bundle(whole: Whole) -> Bundle:
    note = RawNote(1, whole.guid, whole.notetype.key, 0, (), tuple(whole.fields))
    return Bundle(note, tuple(_new_card(number) for number, _ in whole.cards))


def _new_card(number: int) -> RawCard:
    return RawCard(number, 1, DECK, number, kind=0, queue=0, due=0, ivl=0, factor=0, reps=0, lapses=0, left=0, flags=0)
