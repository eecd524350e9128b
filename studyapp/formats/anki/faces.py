"""What a card of any kind has on its faces in Anki, as HTML: fields of a flashcard, a typed answer or a cloze."""

from collections.abc import Callable, Iterable
from html import escape

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from studyapp.formats.anki.notetypes import CLOZE, FLASHCARD, TYPED
from studyapp.formats.anki.texts import harmless, html_of, plain
from studyapp.formats.notes import Asked, Sent
from studyapp.markdown import as_blocks


def sort_of(card: Asked) -> str:
    """The sort of note type that asks it: all but two kinds become flashcards."""
    return card.kind if card.kind in (TYPED, CLOZE) else FLASHCARD


def fields_of(card: Asked) -> list[str]:
    """The fields of a flashcard or a typed answer, in the order of its note type."""
    front = _front(card)
    if sort_of(card) == TYPED:
        return [front, escape(plain(str(card.sent["answer"])), quote=False), more_of(card, _also_right(card.sent))]
    back = (text_of(card, "answer") if card.kind == FLASHCARD else html_of(_expected(card))) + picture_of(
        card, "answer"
    )
    return [front, back, more_of(card)]


def text_of(card: Asked, name: str) -> str:
    """One of its texts."""
    said = str(card.sent.get(name) or "")
    return harmless(as_blocks(said)) if card.is_formatted else html_of(said)


def line_of(card: Asked) -> str:
    """Who says it and when, above the prompt; often empty."""
    line = str(card.sent.get("line") or "")
    return f'<div class="line">{escape(line, quote=False)}</div>' if line else ""


def _front(card: Asked) -> str:
    shown = OFFERS.get(card.kind, _nothing)(card.sent)
    return line_of(card) + text_of(card, "prompt") + picture_of(card, "prompt") + shown


def more_of(card: Asked, *before: str) -> str:
    """What is below the answer."""
    told = [*before, text_of(card, "explanation"), picture_of(card, "explanation")]
    note = str(card.sent.get("note") or "")
    if note:
        told.append(_labelled(_("My note"), escape(note, quote=False)))
    return "".join(filter(None, told))


def _also_right(sent: Sent) -> str:
    others = ", ".join(map(str, sent.get("aliases") or ()))
    return _labelled(_("Also right"), escape(others, quote=False)) if others else ""


def _labelled(label: str, words: str) -> str:
    return f"<div>{escape(label, quote=False)}: {words}</div>"


def picture_of(card: Asked, place: str) -> str:
    name = card.pictures.get(place)
    if not name:
        return ""
    alt = str((card.sent.get("alts") or {}).get(place, ""))
    return f'<div><img src="{escape(name)}" alt="{escape(alt)}"></div>'


def _expected(card: Asked) -> str:
    """What is right, as a person reads it."""
    sent = card.sent
    if "expected" in sent:
        return str(sent["expected"])
    return RIGHT.get(card.kind, _answer)(sent)


def _answer(sent: Sent) -> str:
    unit = f" {sent['unit']}" if sent.get("unit") else ""
    return f"{sent['answer']}{unit}"


def _truth(sent: Sent) -> str:
    word = pgettext("statement", "True") if sent["answer"] in (True, "true", "True") else pgettext("statement", "False")
    return f"{word}. {sent['correction']}" if sent.get("correction") else word


def _pairs(sent: Sent) -> list[tuple[str, str]]:
    """Written as "left = right", or kept as two texts."""
    written = sent["pairs"].splitlines() if isinstance(sent["pairs"], str) else sent["pairs"]
    halves = (pair.split("=", 1) if isinstance(pair, str) else pair for pair in written)
    return [(str(left).strip(), str(right).strip()) for left, right in halves]


def _lines(written: str | Iterable[object] | None) -> list[str]:
    """One per line, or kept as a list."""
    return written.splitlines() if isinstance(written, str) else [*map(str, written or ())]


RIGHT: dict[str, Callable[[Sent], str]] = {
    "several": lambda sent: "; ".join(_lines(sent["answers"])),
    "true_false": _truth,
    "order": lambda sent: "; ".join(f"{place}. {item}" for place, item in enumerate(_lines(sent["items"]), start=1)),
    "match": lambda sent: "; ".join(f"{left} – {right}" for left, right in _pairs(sent)),
}


def _nothing(_sent: Sent) -> str:
    return ""


def _listed(options: Iterable[str]) -> str:
    """In the order of their text, which tells nothing about which is right."""
    return "<ul>" + "".join(f"<li>{escape(each, quote=False)}</li>" for each in sorted(options)) + "</ul>"


def _choice(sent: Sent) -> str:
    return _listed([str(sent["answer"]), *_lines(sent.get("distractors")), *_lines(sent.get("drawn"))])


def _several(sent: Sent) -> str:
    return _listed([*_lines(sent["answers"]), *_lines(sent.get("distractors"))])


def _true_or_false(_sent: Sent) -> str:
    return (
        "<ul>"
        + "".join(
            f"<li>{escape(word)}</li>" for word in (pgettext("statement", "True"), pgettext("statement", "False"))
        )
        + "</ul>"
    )


def _order(sent: Sent) -> str:
    ends = " … ".join(filter(None, [str(sent.get("first") or ""), str(sent.get("last") or "")]))
    return _listed(_lines(sent["items"])) + (f"<div>{escape(ends, quote=False)}</div>" if ends else "")


def _match(sent: Sent) -> str:
    pairs = _pairs(sent)
    rights = [right for _left, right in pairs] + _lines(sent.get("distractors"))
    return _listed(left for left, _right in pairs) + _listed(rights)


OFFERS: dict[str, Callable[[Sent], str]] = {
    "choice": _choice,
    "several": _several,
    "true_false": _true_or_false,
    "order": _order,
    "match": _match,
}
"""What is to be chosen from, as text below the prompt."""
