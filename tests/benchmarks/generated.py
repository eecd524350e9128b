"""A library of any size, written as seeds: decks of sixteen facts, each with two questions and names of its own."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

FACTS_IN_DECK, FACTS_OF_ARTICLE, QUESTIONS_ON_FACT = 16, 20, 2
SYLLABLES = "ba dor fen gul hin jar kel lom mun nar pol quen ras sil tam ur vek wis yor zan".split()  # noqa: SIM905
MONTHS = "January February March April May June July August September October November December".split()  # noqa: SIM905


def word(number: int) -> str:
    """A capitalised word of its own for every number below a hundred and sixty thousand."""
    scattered = number * 7919 % 160_000
    digits = (scattered % 20, scattered // 20 % 20, scattered // 400 % 20, scattered // 8000)
    return "".join(SYLLABLES[digit] for digit in digits).capitalize()


@dataclass(frozen=True, slots=True)
class Told:
    """One fact: what it says, and two questions on it as tables of a seed."""

    statement: str
    questions: tuple[dict[str, object], dict[str, object]]


def told(number: int) -> Told:
    """Five sorts of facts in turn: on a president, a town, a company, a number and a day."""
    deck, year = number // FACTS_IN_DECK, 1900 + number * 7 % 120
    country, own, other = word(2 * deck), word(40_001 + 2 * number), word(40_002 + 2 * number)
    return (_president, _town, _company, _number, _day)[number % 5](country, own, other, year)


def _president(country: str, own: str, other: str, year: int) -> Told:
    person = f"{own} {other}"
    return Told(
        f"{person} became president of {country} in {year} and stayed in office for six years.",
        (
            {"kind": "typed", "prompt": f"Who became president of {country} in {year}?", "answer": person,
             "is_name": True, "answer_type": "person"},
            {"kind": "choice", "prompt": f"Which office did {person} take over in {year}?",
             "answer": f"President of {country}", "distractors": ["Ambassador", "Mayor of the capital", "Judge"]},
        ),
    )  # fmt: skip


def _town(country: str, own: str, other: str, year: int) -> Told:
    return Told(
        f"The port of {own} in {country} was opened to foreign ships in {year} by a treaty with {other}.",
        (
            {"kind": "typed", "prompt": f"Which port of {country} was opened to foreign ships in {year}?",
             "answer": own, "aliases": [f"Port {own}"], "answer_type": "place"},
            {"kind": "choice", "prompt": f"Which port did {country} open by the treaty with {other}?", "answer": own,
             "distractors": [f"New {other}"], "draw": 2, "answer_type": "place"},
        ),
    )  # fmt: skip


def _company(country: str, own: str, other: str, year: int) -> Told:
    company = f"{own} {other} Company"
    return Told(
        f"In {year} the {company} laid the first cable between {country} and its islands in the south.",
        (
            {"kind": "typed", "prompt": f"Which company laid the first cable of {country} in {year}?",
             "answer": company, "answer_type": "organisation"},
            {"kind": "date", "prompt": f"In which year did the {company} lay its first cable?", "answer": str(year)},
        ),
    )  # fmt: skip


def _number(country: str, own: str, other: str, year: int) -> Told:
    count = 100 + year % 89
    return Told(
        f"The fleet of {own} in {country} counted {count} vessels when it was sold to {other} in {year}.",
        (
            {"kind": "number", "prompt": f"How many vessels had the fleet of {own} in {year}?", "answer": count},
            {"kind": "cloze", "blanks": [own],
             "prompt": f"The fleet of [blank] in {country} counted {count} vessels when it was sold in {year}."},
        ),
    )  # fmt: skip


def _day(country: str, own: str, other: str, year: int) -> Told:
    day, month = 1 + year % 28, year % 12
    return Told(
        f"On {day} {MONTHS[month]} {year} the parliament of {country} first met in {own}, a city of {other}.",
        (
            {"kind": "date", "prompt": f"On which day did the parliament of {country} first meet in {own}?",
             "answer": f"{year}-{month + 1:02}-{day:02}"},
            {"kind": "true_false", "prompt": f"The parliament of {country} first met in {own}.", "answer": True},
        ),
    )  # fmt: skip


def write(folder: Path, facts: int) -> None:
    """Seeds of so many facts below a folder."""
    for name in ("articles", "decks"):
        (folder / name).mkdir(parents=True)
    for article in range(-(-facts // FACTS_OF_ARTICLE)):
        lines = [
            "published_on = 2021-03-01",
            f'title = "What {word(article)} saw"',
            f'publisher = "The {word(article // 4)} Gazette"',
        ]
        (folder / "articles" / f"gazette-{article:05}.toml").write_text("\n".join(lines))
    for deck in range(-(-facts // FACTS_IN_DECK)):
        numbers = range(deck * FACTS_IN_DECK, min(facts, (deck + 1) * FACTS_IN_DECK))
        head = [f'title = "The history of part {deck}"', f"position = {deck}", 'language = "en"']
        body = [line for number in numbers for line in _table(number)]
        (folder / "decks" / f"deck-{deck:05}.toml").write_text("\n".join([*head, *body]) + "\n")


def _table(number: int) -> Iterator[str]:
    fact, cited = told(number), number // FACTS_OF_ARTICLE
    yield f'[[facts]]\nid = "fact-{number}"\nstatement = {_toml(fact.statement)}\nas_of = 2021-03-01'
    yield f'citations = [{{ article = "gazette-{cited:05}", says = "it says so", paragraph = {number % 20 + 1} }}]'
    for rank, question in enumerate(fact.questions):
        yield f'[[facts.questions]]\nid = "question-{number}-{rank}"'
        yield from (f"{key} = {_toml(value)}" for key, value in question.items())


def _toml(value: object) -> str:
    """As JSON writes texts, numbers, booleans and lists, TOML does."""
    return json.dumps(value, ensure_ascii=False)
