"""Note types by their names: those that every new collection has, in the languages of this site, and our own."""

from collections.abc import Collection
from functools import cache

from studyapp.formats.anki import cloze
from studyapp.formats.anki.collection import Notetype, Template
from studyapp.formats.anki.notetypes import NAMES, of_cards

BASIC, REVERSED, TYPED, CLOZE = "Basic", "Basic (and reversed card)", "Basic (type in the answer)", "Cloze"
OPTIONAL = "Basic (optional reversed card)"
_NAMES = {
    BASIC: ("Cơ bản", "Простая"),
    REVERSED: ("Cơ bản (với thẻ ngược)", "Простая (с обратной карточкой)"),
    OPTIONAL: ("Cơ bản (thẻ ngược tùy chọn)", "Простая (с обратной по выбору)"),
    TYPED: ("Cơ bản (nhập câu trả lời)", "Простая (с вводом ответа)"),
    CLOZE: ("Điền chỗ trống", "Задание с пропусками"),
}
_STOCK = {called: name for name, others in _NAMES.items() for called in (name, *others)}
_FORTH = Template("1", "{{Front}}", "{{FrontSide}}<hr id=answer>{{Back}}")
_BACK = Template("2", "{{Back}}", "{{FrontSide}}<hr id=answer>{{Front}}")
_ASKED_FOR = "Add Reverse"
_SIDES = ("Front", "Back")


def _made(name: str, fields: tuple[str, ...], *templates: Template, is_cloze: bool = False) -> Notetype:
    return Notetype(1, name, is_cloze, fields, templates)


_MADE = {
    one.name: one
    for one in (
        _made(BASIC, _SIDES, _FORTH),
        _made(REVERSED, _SIDES, _FORTH, _BACK),
        _made(OPTIONAL, (*_SIDES, _ASKED_FOR), _FORTH, _BACK),
        _made(TYPED, _SIDES, Template("1", "{{Front}}{{type:Back}}", "{{Front}}<hr id=answer>{{type:Back}}")),
        _made(
            CLOZE,
            ("Text", "Back Extra"),
            Template("1", "{{cloze:Text}}", "{{cloze:Text}}<br>\n{{Back Extra}}"),
            is_cloze=True,
        ),
    )
}
_SORTS = {name: sort for sort, name in NAMES.items()}


def called(name: str) -> Notetype | None:
    """None of one that somebody made."""
    return _MADE.get(_STOCK.get(name, "")) or _ours(name)


def with_fields(names: Collection[str]) -> str:
    """The first that has all its fields among these, in small letters; empty where there is none."""
    return next((one.name for one in _MADE.values() if {field.casefold() for field in one.fields} <= {*names}), "")


@cache
def guessed(fields: int, *, is_cloze: bool) -> Notetype:
    """The first field asks, and the others answer."""
    names = tuple(map(str, range(1, fields + 1)))
    others = "".join(f"{{{{#{name}}}}}<br>{{{{{name}}}}}{{{{/{name}}}}}" for name in names[1:])
    front = "{{cloze:1}}" if is_cloze else "{{1}}"
    return Notetype(
        1, "", is_cloze, names, (Template("1", front, f"{front if is_cloze else ''}<hr id=answer>{others}"),)
    )


def numbers_of(notetype: Notetype, fields: tuple[str, ...]) -> list[int]:
    """The numbers of the cards that such a note makes."""
    if notetype.is_cloze:
        return sorted({number - 1 for field in fields for number in cloze.numbers_in(field) if number})
    wanted = dict(zip(notetype.fields, fields, strict=True)).get(_ASKED_FOR, "x")
    return [*range(len(notetype.templates) if wanted.strip() else 1)]


@cache
def _ours(name: str) -> Notetype | None:
    """As our packages have them: “Site: Flashcard + Typed answer”."""
    sorts = [_SORTS.get(part) for part in name.rpartition(": ")[2].split(" + ")]
    if None in sorts or ": " not in name:
        return None
    made = of_cards([sort for sort in sorts if sort])
    return _made(name, made.fields, *(Template(*faces) for faces in made.faces), is_cloze=made.is_cloze)
