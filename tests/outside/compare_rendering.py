"""Our reading of Anki's templates and clozes held against the real library, for random note types and notes.

Anki is licensed under the AGPL, so it is no dependency and has an environment of its own:

    uv venv /tmp/anki --python 3.13
    uv pip install --python /tmp/anki/bin/python anki==26.9.3 django==6.1.3 markdown-it-py==4.3.0
    PYTHONPATH=. /tmp/anki/bin/python tests/outside/compare_rendering.py 500 [seed]

It prints every side whose text is not the same, and ends with 1 if there is any.
"""

import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

from anki.collection import Collection
from anki.lang import set_lang
from anki.utils import strip_html

from studyapp.formats import hypertext
from studyapp.formats.anki.templates import Broken, Side, rendered
from studyapp.formats.lines import GAP
from studyapp.markdown import rendered as shown_of

PLAIN, CLOZE = NOTETYPES = ("Without clozes", "With clozes")
FIELDS = ("Front", "Back", "Extra", "Add Reverse")
TEXTS = ("Hà Nội", "a &gt; c", "&nbsp;", "<b>bold</b>", "<br>", "<div></div>", "漢字[かんじ] です", "x::y", "{{", "}}")
FORMATTED = (
    *("2*3*4", "_x_ `y`", "<i>it</i>al", "<ul><li>one<li>two</ul>", "1. a<br># b<br>- c", "\\(z\\)", "long " * 700),
    *("<p>a</p><p>b<br>c</p>", "<code>d`e</code>", "<blockquote>f</blockquote>", "<b><i>g</i> h</b>"),
)
CLOZES = (
    "{{c1::a}}",
    "{{c2::b::hint}}",
    "{{c1::c {{c2::d}} e::h}}",
    "{{c1,3::f}}",
    "{{c3::",
    "{{c2::g {{c2::h}}}}",
    "}}",
)
FILTERS = ("", "", "", "text:", "type:", "type:nc:", "kanji:", "kana:", "furigana:", "unknown:", "cloze:")
SPECIAL = ("Tags", "Type", "Deck", "Subdeck", "Card", "CardFlag")
PARTS = ("static ", "<hr id=answer>", "<!-- {{Front}} -->", "{{", "}}", "<div class=x>y</div>")
BLANK, NO_CLOZE, PROBLEM = "front-of-card-is-blank", "#no-cloze-filter-on-cloze-note-type", "#template-syntax-error"
NOT_TEXT = re.compile(
    r"\[\[type:[^\]]*\]\]|<style>.*?</style>|<div>(?:No cloze|The front of this card).*?</div>", re.DOTALL
)


def fields(random: Random, texts: tuple[str, ...]) -> dict[str, str]:
    return {name: "".join(random.choices(texts, k=random.randint(0, 4))) for name in FIELDS}


def template(random: Random, filters: tuple[str, ...], depth: int = 0) -> str:
    return "".join(_pieces(random, filters, depth))


def _pieces(random: Random, filters: tuple[str, ...], depth: int) -> Iterator[str]:
    for _ in range(random.randint(1, 4)):
        name, chance = random.choice(FIELDS), random.random()
        if chance < 0.5:
            yield f"{{{{{random.choice(filters)}{name}}}}}"
        elif chance < 0.7 and depth < 3:
            sign = random.choice("#^")
            yield f"{{{{{sign}{name}}}}}{template(random, filters, depth + 1)}{{{{/{name}}}}}"
        elif chance < 0.85:
            yield f"{{{{{random.choice(SPECIAL)}}}}}"
        else:
            yield random.choice(PARTS)


def ours(source: str, values: Mapping[str, str], number: int, *, is_front: bool) -> tuple[str, Side] | None:
    """The HTML of a side with its blanks as Anki shows them; None for a template at fault."""
    try:
        side = rendered(source, values, number=number)
    except Broken:
        return None
    shown = iter(
        f"[{blank.hint if blank.hint is not None else '...'}]" if is_front else blank.answer for blank in side.blanks
    )
    return re.sub(GAP, lambda _: next(shown), side.html), side


def words(html: str) -> str:
    """What is left of a side without markup, spaces and brackets."""
    return re.sub(r"[\s\[\]•]", "", strip_html(NOT_TEXT.sub("", html)))


def read(html: str) -> str:
    """The same by our own reader, without what it puts between lines."""
    return re.sub(r"[\s/^()|•\[\]]", "", hypertext.read(NOT_TEXT.sub("", html)).text)


def in_markdown(html: str) -> str:
    """The same, once it has become Markdown that a page shows."""
    lines = shown_of(hypertext.read(NOT_TEXT.sub("", html)).markdown).lines
    return re.sub(r"[\s/^()|•\[\]]", "", "".join(lines))


def differences(collection: Collection, random: Random, *, is_cloze: bool) -> Iterator[str]:
    notetype = collection.models.by_name(CLOZE if is_cloze else PLAIN)
    filters = FILTERS if is_cloze else FILTERS[:-1]
    front, back = (template(random, filters) for _ in range(2))
    front = "{{cloze:Front}}" + front if is_cloze else front
    notetype["tmpls"][0] |= {"qfmt": front, "afmt": f"{{{{FrontSide}}}}<hr id=answer>{back}"}
    note = collection.new_note(notetype)
    values = fields(random, TEXTS + FORMATTED + (CLOZES * 2 if is_cloze else ()))
    for name, value in values.items():
        note[name] = value
    note.tags = ["one", "two"]
    number = random.randint(1, 3) if is_cloze else 1
    card = note.ephemeral_card(number - 1, custom_note_type=notetype, custom_template=notetype["tmpls"][0])
    told = {"Tags": "one two", "Type": notetype["name"], "Deck": "(Deck)", "Subdeck": "(Deck)"}
    told |= {"Card": notetype["tmpls"][0]["name"], "CardFlag": "flag0", "FrontSide": "", f"c{number}": "1"}
    yield from compared(front, back, values | told, number, card, is_cloze=is_cloze)


def compared(front: str, back: str, values: dict[str, str], number: int, card: Any, *, is_cloze: bool) -> Iterator[str]:
    theirs = card.question(), card.answer()
    asked, shown = (ours(side, values, number, is_front=is_front) for side, is_front in ((front, True), (back, False)))
    if asked is None or shown is None or PROBLEM in theirs[0]:
        is_seen = BLANK not in theirs[0] and NO_CLOZE not in theirs[0]  # else Anki does not look at the back
        if is_seen and (asked is None or shown is None) != (PROBLEM in theirs[0]):
            yield f"mistake: {front!r} {back!r} {theirs}"
        return
    (html, side), (answer, _) = asked, shown
    has_none = is_cloze and not side.blanks
    if NO_CLOZE in theirs[0] and not has_none:
        yield f"cloze: {front!r} {values} {number} {theirs[0]}"
    if not has_none and side.is_filled == (BLANK in theirs[0]):
        yield f"blank: {front!r} {values} {theirs[0]}"
    if has_none:
        return
    below = theirs[1].partition("<hr id=answer>" if "<hr id=answer>" not in front else "\0")[2]
    for mine, other in [(html, theirs[0]), *([(answer, below)] if below else [])]:
        if words(mine) != words(other) or not read(mine) == read(other) == in_markdown(mine):
            yield f"text: {front!r} {back!r} {values} {number}\n  ours   {words(mine)}\n  theirs {words(other)}"


def _add_notetype(collection: Collection, name: str) -> None:
    notetype = collection.models.new(name)
    for field in FIELDS:
        collection.models.add_field(notetype, collection.models.new_field(field))
    collection.models.add_template(notetype, collection.models.new_template("Card 1"))
    notetype["tmpls"][0] |= dict.fromkeys(("qfmt", "afmt"), "{{cloze:Front}}" if name == CLOZE else "{{Front}}")
    notetype["type"] = int(name == CLOZE)
    collection.models.add(notetype)


def main(count: int, seed: int) -> int:
    set_lang("en")
    random, found = Random(seed), 0
    with TemporaryDirectory() as folder:
        collection = Collection(str(Path(folder, "collection.anki2")))
        for name in NOTETYPES:
            _add_notetype(collection, name)
        for number in range(count):
            for difference in differences(collection, random, is_cloze=number % 2 == 1):
                found += 1
                print(difference)  # noqa: T201
        collection.close()
    print(f"{count} note types, {found} differences")  # noqa: T201
    return int(found > 0)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1))
