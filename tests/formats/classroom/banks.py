"""Random question banks of the kinds that classrooms know, and what each question says, however it is written."""

from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from studyapp.formats.classroom import numbers
from studyapp.formats.classroom.going import Going, each
from studyapp.formats.notes import Asked, Note, Refused

SIGNS = "ab cZ đщ3 :#={}~\\%[]->*&<>\"'/$.,|n"
words = st.text(SIGNS, min_size=1, max_size=14).map(lambda text: " ".join(text.split())).filter(bool)
short_words = words | st.sampled_from(["Hanoi", "Ha Noi", "Red River", "50% of it", "[html]x", "a -> b", "C:\\new"])
told = st.just("") | words
decimals = st.decimals(-1000, 1000, places=2).map(numbers.plain)
slack = st.sampled_from(["", "0.5", "5%"])


def texts(least: int, most: int) -> st.SearchStrategy[list[str]]:
    return st.lists(short_words, min_size=least, max_size=most, unique=True)


def card(kind: str, **sent: Any) -> st.SearchStrategy[Asked]:
    fixed = {name: value if isinstance(value, st.SearchStrategy) else st.just(value) for name, value in sent.items()}
    made = st.fixed_dictionaries({"prompt": words, "explanation": told} | fixed)
    return made.map(lambda sent: Asked("0", kind, sent))


def _choice(options: list[str]) -> dict[str, Any]:
    return {"answer": options[0], "distractors": options[1:]}


def _several(options: list[str]) -> dict[str, Any]:
    return {"answers": options[: len(options) // 2], "distractors": options[len(options) // 2 :]}


def _typed(options: list[str]) -> dict[str, Any]:
    return {"answer": options[0], "aliases": options[1:]}


def _match(options: list[str]) -> dict[str, Any]:
    return {"pairs": [[left, f"{left}r"] for left in options[:3]], "distractors": options[3:]}


def _range(ends: tuple[str, str]) -> dict[str, Any]:
    low, high = sorted(map(Decimal, ends))
    return {"answer": numbers.plain(low), "answer_to": numbers.plain(high) if high > low else ""}


def _with(kind: str, made: st.SearchStrategy[dict[str, Any]], **more: Any) -> st.SearchStrategy[Asked]:
    return st.builds(lambda one, sent: Asked("0", kind, {**one.sent, **sent}), card(kind, **more), made)


gap = st.tuples(told, told).map(lambda around: " [blank] ".join(around).strip())
cards = st.one_of(
    _with("choice", texts(2, 5).map(_choice)),
    _with("several", texts(3, 7).map(_several)),
    _with("typed", texts(1, 3).map(_typed)),
    card("true_false", answer=True, correction=told),
    card("true_false", answer=False, correction=words),
    card("flashcard", answer=words),
    _with("number", st.tuples(decimals, decimals).map(_range), tolerance=slack, unit=""),
    card("number", answer=decimals, answer_to="", tolerance=slack, unit=st.sampled_from(["", "km"])),
    _with("match", texts(2, 5).map(_match)),
    card("order", items=texts(3, 5), first="", last=""),
    card("cloze", prompt=gap, blanks=st.lists(texts(1, 2), min_size=1, max_size=1)),
    card("cloze", prompt="[blank] and [blank].", blanks=st.lists(texts(1, 2), min_size=2, max_size=2)),
    card("date", answer="2013-11-12", expected="12 November 2013"),
)
names = st.sampled_from(["n", "#K@d|[]&<%", "đ -> {~", '"'])
"""Anki's have most signs."""
decks = st.sampled_from([("Sea",), ("Sea birds", "Deep/er"), ("Вьетнам",)])
banks = st.lists(st.tuples(cards, decks, names), min_size=1, max_size=6).map(
    lambda made: [Note(f"{name}{place}", deck, (one,), ("b]", "tag")) for place, (one, deck, name) in enumerate(made)]
)


def says(note: Note | Refused) -> object:
    """What its card asks and takes, the same for each way to write the same."""
    assert isinstance(note, Note), note
    [going] = each([note])
    return (going.kind, going.text("prompt"), *_takes(going))


def _takes(card: Going) -> tuple[object, ...]:
    beside = card.text("explanation")
    match card.kind:
        case "choice":
            return card.text("answer"), sorted(card.wrong), beside
        case "several":
            return sorted(card.texts("answers")), sorted(card.wrong), beside
        case "typed":
            return [card.text("answer"), *card.texts("aliases")], beside
        case "true_false":
            return card.sent["answer"], card.told
        case "flashcard":
            return (card.told,)
        case "number":
            widened = numbers.right_in(card.sent).widened
            return numbers.plain(widened.low), numbers.plain(widened.high), card.text("unit"), beside
        case "match":
            return sorted(card.rows("pairs")), sorted(card.wrong), beside
        case "cloze":
            return card.rows("blanks"), beside
        case "order":
            return card.texts("items"), beside
    raise AssertionError(card.kind)
