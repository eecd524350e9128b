"""What is said of a note that cannot be taken, while the others are."""

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from studyapp.formats.anki.collection import Notetype
from studyapp.formats.anki.told import shown


class NoteFault(Exception):
    """Its text is a whole sentence, translated, which says the remedy too."""

    def __init__(self, told: str, field: str = "") -> None:
        super().__init__(told)
        self.field = field


def not_text(field: str = "") -> NoteFault:
    told = _(
        "Part of this note is not readable text. In Anki, choose Tools → Check Database, and export the deck again."
    )
    return NoteFault(told, shown(field))


def not_numbers() -> NoteFault:
    told = _("The schedule of this note is damaged. In Anki, choose Tools → Check Database, and export the deck again.")
    return NoteFault(told)


def wrong_fields(found: int, notetype: Notetype) -> NoteFault:
    told = _(
        "The number of fields is %(found)s, but the note type “%(notetype)s” has %(wanted)s. "
        "In Anki, choose Tools → Check Database, and export the deck again."
    )
    wanted = {"found": found, "wanted": len(notetype.fields), "notetype": shown(notetype.name)}
    return NoteFault(told % wanted)


def unknown_notetype() -> NoteFault:
    told = _(
        "The note type of this note is not in the file. "
        "In Anki, choose Tools → Check Database, and export the deck again."
    )
    return NoteFault(told)


def wrong_cards() -> NoteFault:
    told = _(
        "The cards of this note do not match its note type. "
        "In Anki, choose Tools → Check Database, and export the deck again."
    )
    return NoteFault(told)


def no_cards() -> NoteFault:
    told = _("This note has no card. Fill in its first field in Anki, and export the deck again.")
    return NoteFault(told)


def repeated() -> NoteFault:
    told = _(
        "An earlier note in this file has the same identity (guid), so only that one is taken. "
        "Write this one as a new note in Anki, and export the deck again."
    )
    return NoteFault(told, "guid")


def too_much_of_it() -> NoteFault:
    told = _("This note is too large. In Anki, make several notes of it, and export the deck again.")
    return NoteFault(told)


def broken_template(tag: str, notetype: Notetype) -> NoteFault:
    told = _(
        "The note type “%(notetype)s” has a card template with a mistake at %(tag)s. "
        "In Anki, choose Tools → Manage Note Types → Cards, correct it, and export the deck again."
    )
    return NoteFault(told % {"notetype": shown(notetype.name), "tag": shown(tag)})


def nothing_to_ask(field: str) -> NoteFault:
    told = _(
        "Nothing that can be shown is on one of the sides, perhaps only a sound. "
        "Write something there in Anki, and export the deck again."
    )
    return NoteFault(told, shown(field))


def covered_picture(field: str) -> NoteFault:
    told = _(
        "Pictures with covered parts cannot be asked here. "
        "In Anki, write the question in words, and export the deck again."
    )
    return NoteFault(told, shown(field))


def long_front(length: int, most: int, field: str) -> NoteFault:
    return _long(_("A front has %(length)s characters, and %(most)s is the most."), length, most, field)


def long_back(length: int, most: int, field: str) -> NoteFault:
    return _long(_("A back has %(length)s characters, and %(most)s is the most."), length, most, field)


def long_html(most: int, field: str) -> NoteFault:
    told = _("With its formatting, one side has more than %(most)s characters.")
    return _long(told, 0, most, field)


def _long(told: str, length: int, most: int, field: str) -> NoteFault:
    remedy = _("Shorten it in Anki, or make several notes of it, and export the deck again.")
    numbers = {"length": number_format(length, force_grouping=True), "most": number_format(most, force_grouping=True)}
    return NoteFault(f"{told % numbers} {remedy}", shown(field))
