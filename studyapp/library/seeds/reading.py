"""Read seed files into plain records; what does not have the right shape is a fault."""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from studyapp.library.models import CitedValue, ValueType
from studyapp.library.models.fields import SeedTable
from studyapp.library.picture_fields import MISSING
from studyapp.library.seeds.faults import Fault, Place
from studyapp.library.seeds.pictures import FIELDS

FOLDERS = ("articles", "decks")
PARTIAL_DATE = (str, int, date)
ANYTHING = (object,)
ARTICLE_KEYS = dict.fromkeys(
    (
        "title",
        "known_as",
        "publisher",
        "agency",
        "url",
        "language",
        "same_text_as",
        "status",
        "state",
        "summary",
        "note",
        "correction",
    ),
    (str,),
) | {"published_on": (date,), "corrected_on": (date,), "paragraphs": (int,), "no_facts_in": (list,)}
DECK_KEYS = dict.fromkeys(("title", "description", "language"), (str,)) | {
    "position": (int,),
    "optional": (bool,),
    "facts": (list,),
}
FACT_KEYS = {
    **dict.fromkeys(("id", "statement", "superseded_by", "translates", "state"), (str,)),
    **dict.fromkeys(("as_of", "valid_from", "valid_to"), PARTIAL_DATE),
    **dict.fromkeys(("can_change", "fate_unknown"), (bool,)),
    "citations": (list,),
    "questions": (list,),
}
CITATION_KEYS = {
    **dict.fromkeys(("article", "says", "stance", "speaker"), (str,)),
    "paragraph": (int,),
    "still_says": (bool,),
    "value": ANYTHING,
    "values": (dict,),
}
QUESTION_KEYS = {
    **dict.fromkeys(
        ("id", "kind", "prompt", "explanation", "according_to", "speaker", "asks_for", "state"),
        (str,),
    ),
    **dict.fromkeys(("historical", "shows_date"), (bool,)),
    **dict.fromkeys(FIELDS, (dict,)),
}
"""A question's other keys belong to its kind, whose author form knows them."""

PICTURE_KEYS = dict.fromkeys(("file", "alt", "credit", "licence"), (str,))

type Known = Mapping[str, tuple[type, ...]]


@dataclass(frozen=True, slots=True)
class Record:
    """One table of a seed file: its place, its id and what it says."""

    place: Place
    slug: str
    data: SeedTable
    position: int = 0
    parent: str = ""
    pictures: Mapping[str, Path] = field(default_factory=dict)
    """The files that a question names, by the fields."""


@dataclass(slots=True)
class Seeds:
    """Everything a folder of seeds says, in the order of the files."""

    articles: list[Record] = field(default_factory=list)
    decks: list[Record] = field(default_factory=list)
    facts: list[Record] = field(default_factory=list)
    questions: list[Record] = field(default_factory=list)
    emptied: list[str] = field(default_factory=list)
    """Decks whose file says nothing: all that the seeds once wrote into them is retired."""
    faults: list[Fault] = field(default_factory=list)

    @property
    def pictures(self) -> set[Path]:
        """The files that questions name."""
        return {file for record in self.questions for file in record.pictures.values()}

    @property
    def name_all_facts(self) -> bool:
        """Whether the id of every fact could be read; or else one that seems to be missing may be there."""
        unread = (fault for fault in self.faults if not fault.place.fact or fault.field == "id")
        return not any("/decks/" in fault.place.file for fault in unread)


def seed_files(folder: Path, kind: str) -> list[Path]:
    """What is read below `folder`: `articles/*.toml` or `decks/*.toml`."""
    return sorted(path for path in folder.glob(f"{kind}/*.toml") if path.is_file())


def strays(folder: Path) -> list[Path]:
    """What is not read although it looks like a seed, by its name or by where it lies; notes (.md) may lie anywhere."""
    read = {path for kind in FOLDERS for path in seed_files(folder, kind)}
    return [path for path in sorted(folder.rglob("*")) if path not in read and _looks_like_a_seed(path, folder)]


def _looks_like_a_seed(path: Path, folder: Path) -> bool:
    parts = path.relative_to(folder).parts
    named_so = ".toml" in path.name.lower() or (parts[0] in FOLDERS and path.suffix.lower() != ".md")
    return named_so and path.is_file() and not any(part.startswith(".") for part in parts)


def read(folder: Path) -> Seeds:
    """Read what `folder` says; what has not the right shape is told, and its name kept, since others may name it."""
    seeds = Seeds()
    articles, decks = (seed_files(folder, kind) for kind in FOLDERS)
    if not articles and not decks:
        told = "There are no seeds here. Expected articles/*.toml and decks/*.toml."
        seeds.faults.append(Fault(Place(str(folder)), "", told))
    for path in articles:
        place, said = Place(_name(path, folder)), _parse(path, folder, seeds) or {}
        seeds.articles.append(Record(place, path.stem, said))
        _check_keys(said, ARTICLE_KEYS, place, seeds)
    for path in decks:
        if (data := _parse(path, folder, seeds)) is not None:
            _read_deck(path, data, Place(_name(path, folder)), seeds)
    for path in [path for path in strays(folder) if path not in seeds.pictures]:
        place = Place(_name(path, folder))
        told = (
            "It is not read: only articles/NAME.toml, decks/NAME.toml and pictures that questions name are. "
            "Name it so, or move it elsewhere."
        )
        seeds.faults.append(Fault(place, "", told))
        if path.parent.name == "articles":
            seeds.articles.append(Record(place, path.name.partition(".")[0], {}))
    _unique_ids(seeds.facts, seeds)
    _unique_ids(seeds.questions, seeds)
    return seeds


def _name(path: Path, folder: Path) -> str:
    return f"{folder.name}/{path.relative_to(folder).as_posix()}"


def _parse(path: Path, folder: Path, seeds: Seeds) -> SeedTable | None:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))  # Windows may begin a file with a mark
    except UnicodeDecodeError:
        message = "The file is not UTF-8 text. Save it as UTF-8."
    except tomllib.TOMLDecodeError as error:
        message = f"This is not valid TOML: {error}."
    seeds.faults.append(Fault(Place(_name(path, folder)), "", message))
    return None


def _read_deck(path: Path, data: SeedTable, place: Place, seeds: Seeds) -> None:
    slug = path.stem
    if not data:
        seeds.emptied.append(slug)
        return
    _check_keys(data, DECK_KEYS, place, seeds)
    seeds.decks.append(
        Record(
            place,
            slug,
            {key: value for key, value in data.items() if key != "facts"},
            position=len(seeds.decks) + len(seeds.emptied),
        )
    )
    for number, fact in _tables(data, "facts", place, seeds):
        fact_place = Place(place.file, fact=str(fact.get("id", f"number {number}")))
        _check_keys(fact, FACT_KEYS, fact_place, seeds)
        for _, citation in _tables(fact, "citations", fact_place, seeds):
            _check_keys(citation, CITATION_KEYS, fact_place, seeds, within="citations")
        own = {key: value for key, value in fact.items() if key not in ("id", "questions")}
        seeds.facts.append(Record(fact_place, str(fact.get("id", "")), own, position=number, parent=slug))
        for rank, question in _tables(fact, "questions", fact_place, seeds):
            question_place = Place(place.file, fact_place.fact, str(question.get("id", f"number {rank}")))
            common = {key: value for key, value in question.items() if key in QUESTION_KEYS}
            _check_keys(common, QUESTION_KEYS, question_place, seeds)
            files = {
                name: path.with_name(question[name]["file"])
                for name in FIELDS
                if name in question and _names_a_picture(question[name], name, path, question_place, seeds)
            }
            seeds.questions.append(
                Record(
                    question_place,
                    str(question.get("id", "")),
                    question,
                    position=rank,
                    parent=fact_place.fact,
                    pictures=files,
                )
            )


def _names_a_picture(table: object, name: str, deck: Path, place: Place, seeds: Seeds) -> bool:
    """Whether it does so as it should; or else a fault."""
    if not isinstance(table, dict):
        return False
    faults = len(seeds.faults)
    _check_keys(table, PICTURE_KEYS, place, seeds, within=name)
    for missing in [key for key in PICTURE_KEYS if not str(table.get(key, "")).strip()]:
        told = "Name a file beside the deck’s." if missing == "file" else MISSING[missing]
        seeds.faults.append(Fault(place, f"{name}.{missing}", told))
    if len(seeds.faults) > faults:
        return False
    file = table["file"]
    if Path(file).name != file or file.startswith("."):
        told = "Give the name of a file beside the deck’s, without a folder."
    elif not deck.with_name(file).is_file():
        told = f"There is no file “{file}” beside the deck’s. Put it there, or name another."
    else:
        return True
    seeds.faults.append(Fault(place, f"{name}.file", told))
    return False


def _tables(data: SeedTable, key: str, place: Place, seeds: Seeds) -> Iterator[tuple[int, SeedTable]]:
    """The numbered tables of a list, from 1."""
    tables = data.get(key, [])
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        seeds.faults.append(
            Fault(
                place,
                key,
                f"This must be a list of tables. Begin each with [[{key}]] or write them in braces.",
            )
        )
        return
    yield from enumerate(tables, start=1)


def _check_keys(data: SeedTable, known: Known, place: Place, seeds: Seeds, within: str = "") -> None:
    """Every field is known, and of a type that TOML writes as the field wants it."""
    for key, value in sorted(data.items()):
        field_name = f"{within}.{key}" if within else key
        if key not in known:
            fault = f"There is no such field. Known fields: {', '.join(sorted(known))}."
        elif not isinstance(value, known[key]) or _is_another(value, known[key]):
            fault = f"Write it as {_in_words(known[key])}."
        elif isinstance(value, str) and "\0" in value:
            fault = "This holds an invisible character (NUL). Type the text again."
        else:
            continue
        seeds.faults.append(Fault(place, field_name, fault))


def _is_another(value: object, types: tuple[type, ...]) -> bool:
    """Whether it is of a type that Python, but not TOML, takes for one of these: true for 1, a time for a day."""
    return isinstance(value, bool | datetime) and not {type(value), object} & {*types}


def _in_words(types: tuple[type, ...]) -> str:
    words = {
        str: 'a text in quotes: "…"',
        int: "a whole number: 3",
        bool: "true or false",
        date: "a date: 2013-11-12",
        list: "a list: […]",
        dict: "a table: { … }",
    }
    return ", or as ".join(words[kind] for kind in types)


def _unique_ids(records: Iterable[Record], seeds: Seeds) -> None:
    first: dict[str, Record] = {}
    for record in records:
        if not record.slug:
            seeds.faults.append(Fault(record.place, "id", "The id is missing. Give one that will never change."))
        elif record.slug in first:
            other = first[record.slug].place
            seeds.faults.append(
                Fault(record.place, "id", f"The id “{record.slug}” is taken already by {other}. Choose another.")
            )
        first.setdefault(record.slug, record)


def cited_values(data: SeedTable) -> list[CitedValue]:
    """A citation's `value` and those of its `values`. Raises ValueError as `typed_value` does."""
    named = data.get("values", {})
    found = [typed_value(value, name) for name, value in {"": data.get("value"), **named}.items()]
    return [value for value in found if value]


def typed_value(value: object, name: str = "") -> CitedValue | None:
    """A value by TOML's own types, None for an empty one. Raises ValueError for lists, tables and booleans."""
    if value is None or value == "":
        return None
    if isinstance(value, bool | list | dict | datetime):
        raise ValueError("Give a number, a date or a text.")
    if isinstance(value, int | float):
        return CitedValue(ValueType.NUMBER, str(value), name)
    if isinstance(value, date):
        return CitedValue(ValueType.DATE, value.isoformat(), name)
    return CitedValue(ValueType.TEXT, str(value), name)
