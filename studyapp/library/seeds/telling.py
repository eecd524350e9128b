"""Things of the library as the tables of a seed file: what says nothing is left out."""

from collections.abc import Iterator
from datetime import date
from functools import cache

from django.forms import Field

from studyapp.kinds import fields as kind_fields
from studyapp.kinds.base import Kind
from studyapp.library.models import Article, Deck, Fact, Question, State, ValueType
from studyapp.library.models.fields import SeedTable
from studyapp.library.seeds import style
from studyapp.library.seeds.questions import usual_state
from studyapp.library.seeds.reading import typed_value


class Unwritable(Exception):
    """A seed file cannot say this; the text says why."""


def article_table(article: Article) -> SeedTable:
    return _in_order(style.ARTICLE, article.as_seed(), {})


def deck_table(deck: Deck) -> SeedTable:
    return _in_order(style.DECK, deck.as_seed(), {})


def fact_table(fact: Fact) -> SeedTable:
    """Without its questions."""
    has = fact.as_seed()
    told = {name: _day(has[name]) for name in ("as_of", "valid_from", "valid_to")}
    rows = [citation_row(row) for row in has["citations"]]
    usual = {"can_change": True, "state": State.PUBLISHED}
    return _in_order(style.FACT, {"id": fact.slug, **has, **told, "citations": rows}, usual)


def citation_row(has: SeedTable) -> SeedTable:
    """From `Citation.as_seed`."""
    values = {name: _value(*typed) for name, typed in has.get("values", {}).items()}
    value = _value(has["value_type"], has["value"]) if has["value"] else None
    return _in_order(style.CITATION, {**has, "value": value, "values": values or None}, {"stance": "supports"})


def kind_fields_of(question: Question) -> tuple[str, ...]:
    """The names of its own fields, in their order."""
    return tuple(_fields(question.kind_class)[0])


def question_table(question: Question, raw: SeedTable | None = None) -> SeedTable:
    """`raw` is what its file says now: a number stays a number, and a text a text. Raises Unwritable."""
    has = question.as_seed()
    if not has["prompt"]:
        raise Unwritable("It has no prompt yet.")
    kind = question.kind_class
    known, unsaid = _fields(kind)
    spec = {name: has["spec"][name] for name in known if name in has["spec"]}
    own = {
        name: _answer(known[name], value, (raw or {}).get(name))
        for name, value in spec.items()
        if name not in unsaid or name in (raw or {}) or not (value == unsaid[name] or _says_nothing(value))
    }
    form = kind.author_form(own)
    if not form.is_valid() or form.cleaned_data != has["spec"]:
        raise Unwritable("Its answer is older than a rule of its kind. Save it once in admin, and see what is said.")
    usual = {"state": usual_state(question.fact, question, historical=question.historical)}
    order = style.order_of(own)
    return _in_order(order, {"id": question.slug, **has, **own}, usual)


@cache
def _fields(kind: type[Kind]) -> tuple[dict[str, Field], SeedTable]:
    """The fields of its author form in their order, and what each comes to where nothing is said."""
    form = kind.author_form({})
    form.is_valid()
    optional = [name for name, field in form.fields.items() if not field.required]
    return dict(form.fields), {name: form.cleaned_data.get(name) for name in optional}


def _in_order(order: tuple[str, ...], has: SeedTable, usual: SeedTable) -> SeedTable:
    told = {name: has[name] for name in order if name in has}
    keep = {"position", "paragraph", "paragraphs", *_own(order)}

    def is_said(name: str, value: object) -> bool:
        if name in usual:
            return bool(value != usual[name])
        return value is not None if name in keep else not _says_nothing(value)

    return {name: value for name, value in told.items() if is_said(name, value)}


def _says_nothing(value: object) -> bool:
    return value is None or value is False or value in ("", [], {})


def _own(order: tuple[str, ...]) -> tuple[str, ...]:
    """The fields of a question's kind, which were looked through before."""
    return order[len(style.QUESTION) : -1] if order[-1] == style.LAST else ()


def _day(partial: str) -> str | date:
    """A whole day as TOML's own, and what is less as text."""
    try:
        return date.fromisoformat(partial) if len(partial) == len("2013-11-12") else partial
    except ValueError:
        return partial


def _value(kind: str, value: str) -> object:
    """What a file gives as this value. Raises Unwritable."""
    candidates: Iterator[object] = _readings(value) if kind == ValueType.NUMBER else iter([_day(value), value])
    for candidate in candidates:
        typed = typed_value(candidate)
        if typed and (typed.type, typed.value) == (kind, value):
            return candidate
    raise Unwritable(f"A seed cannot say the {kind} “{value}” of a citation. Write it in full in admin.")


def _readings(value: str) -> Iterator[int | float]:
    for number in (int, float):
        try:
            yield number(value)
        except ValueError:
            continue


def _answer(field: Field, value: object, raw: object) -> object:
    """A part of a spec as its author form reads it, of the type that the file had, if it had one."""
    if isinstance(value, list):
        lines = field.prepare_value(value)
        return lines.splitlines() if isinstance(lines, str) else value
    if isinstance(value, str) and (isinstance(raw, int | float) or isinstance(field, kind_fields.NumberField)):
        return next((number for number in _readings(value) if str(number) == value), value)
    return _day(value) if isinstance(value, str) and isinstance(raw, date) else value
