"""Load facts and their citations."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import prefetch_related_objects

from studyapp.kinds import partial_dates
from studyapp.library.models import UNSEEN, Citation, Fact, State
from studyapp.library.models.citations import values_as_seed
from studyapp.library.models.fields import SeedTable
from studyapp.library.plausible import doubts
from studyapp.library.seeds.faults import Place, no_such
from studyapp.library.seeds.ledger import Ledger
from studyapp.library.seeds.reading import Record, cited_values

OTHERS = {
    "superseded_by": "Give the id of the fact that took this one’s place.",
    "translates": "Give the id of the fact that this one says in another language.",
}
"""Fields that name another fact, with what to write there."""


@dataclass(frozen=True, slots=True)
class Written:
    """A fact that was given other words, and the state that it is to have."""

    fact: Fact
    state: str
    place: Place
    original: str
    """The id of the fact that it translates, or ""."""


def begin_facts(ledger: Ledger, records: Iterable[Record]) -> None:
    """Make new facts exist, so that any fact can name any other as its successor."""
    for record in records:
        name, deck = record.place.fact, ledger.decks[record.parent]
        if name in ledger.facts:
            continue
        statement = str(record.data.get("statement", ""))
        ledger.facts[name] = Fact(slug=name, deck=deck, statement=statement, position=record.position)
        ledger.new.add((Fact, name))
        if record.place not in ledger.misshapen:
            ledger.write(ledger.facts[name], record.place)
    ledger.flush()
    ledger.stand_in()


def settle_facts(ledger: Ledger, records: Iterable[Record]) -> None:
    """What facts say and who says so; then, with both known, whether they may be published."""
    written: list[Written] = []
    for record in records:
        if record.place not in ledger.misshapen:
            _settle_fact(ledger, record, written)
    ledger.flush(Citation)
    prefetch_related_objects([one.fact for one in written], "citations__article")
    _move_facts(ledger, written)


def _settle_fact(ledger: Ledger, record: Record, written: list[Written]) -> None:
    fact, data, place = ledger.facts[record.slug], record.data, record.place
    wanted: SeedTable = {
        "deck": record.parent,
        "statement": data.get("statement", ""),
        **{name: _partial_date(ledger, data, name, place) for name in ("as_of", "valid_from", "valid_to")},
        "can_change": data.get("can_change", True),
        "state": data.get("state", State.PUBLISHED),
        "position": record.position,
        "superseded_by": data.get("superseded_by", ""),
        "fate_unknown": data.get("fate_unknown", False),
        "translates": data.get("translates", ""),
        "citations": [_citation(ledger, citation, place) for citation in data.get("citations", [])],
    }
    for name, told in doubts(wanted, at=ledger.at):
        ledger.fault(place, name, told)
    for name, remedy in OTHERS.items():
        if wanted[name]:
            ledger.check_fact(wanted[name], place, name, remedy)
    ledger.settle(fact, str(place), wanted, lambda: written.extend(_write_fact(ledger, fact, wanted, place)))


def _partial_date(ledger: Ledger, data: SeedTable, name: str, place: Place) -> str:
    try:
        return partial_dates.parse(data[name]) if name in data else ""
    except ValueError as error:
        ledger.fault(place, name, str(error))
        return ""


def _citation(ledger: Ledger, data: SeedTable, place: Place) -> SeedTable:
    name = data.get("article", "")
    named = ledger.may_name_article(name, place, "citations.article")
    if named and (told := ledger.articles[name].why_not_to_cite(data.get("paragraph"))):
        ledger.fault(place, "citations.paragraph", told)
    try:
        given = cited_values(data)
    except ValueError as error:
        ledger.fault(place, "citations.value", str(error))
        given = []
    return {
        "article": name,
        "stance": data.get("stance", Citation.Stance.SUPPORTS),
        "says": data.get("says", ""),
        "paragraph": data.get("paragraph"),
        **values_as_seed(given),
        **({"speaker": data["speaker"]} if data.get("speaker") else {}),
    }


def _write_fact(ledger: Ledger, fact: Fact, wanted: SeedTable, place: Place) -> Iterator[Written]:
    for name in ("statement", "as_of", "valid_from", "valid_to", "can_change", "fate_unknown", "position"):
        setattr(fact, name, wanted[name])
    sound = _name_others(ledger, fact, wanted, place)
    if (deck := ledger.decks[wanted["deck"]]) != fact.deck:
        fact.move_to(deck, at=ledger.at)
    sound &= ledger.write(fact, place)
    _write_citations(ledger, fact, wanted["citations"], place)
    if fact.is_past:
        ledger.superseded.append(fact)
    if sound:
        yield Written(fact, wanted["state"], place, wanted["translates"])


def _name_others(ledger: Ledger, fact: Fact, wanted: SeedTable, place: Place) -> bool:
    """Set the facts that it names; False, and a fault, where it is too late to name them."""
    if fact.state not in UNSEEN and wanted["translates"] != (fact.translates.slug if fact.translates else ""):
        ledger.fault(place, "translates", "It was published without this, and cards hang on it. Give it a new id.")
        return False
    for name in OTHERS:
        setattr(fact, name, ledger.facts.get(wanted[name]))
    return True


def _write_citations(ledger: Ledger, fact: Fact, wanted: list[SeedTable], place: Place) -> None:
    cited = [] if (Fact, fact.slug) in ledger.new else fact.citations.all()
    stored = {(citation.article.slug, citation.paragraph, citation.speaker): citation for citation in cited}
    for position, said in enumerate(said for said in wanted if said["article"] in ledger.articles):
        known = stored.pop((said["article"], said["paragraph"], said.get("speaker", "")), None)
        citation = known or Citation(fact=fact)
        if citation.pk is None or citation.as_seed() != said or citation.position != position:
            citation.article = ledger.articles[said["article"]]
            citation.position = position
            citation.take(said)
            ledger.write(citation, place, within="citations.")
    for citation in stored.values():
        citation.delete()
    fact.__dict__.get("_prefetched_objects_cache", {}).pop("citations", None)


def _move_facts(ledger: Ledger, written: list[Written]) -> None:
    """A new fact is stored in its state at once; an old one is moved to it, and its questions with it."""
    movable = [one for one in written if _may_move(ledger, one)]
    new = [one for one in movable if (Fact, one.fact.slug) in ledger.new]
    for one in new:
        one.fact.state = State(one.state)
    ledger.flush()
    for one in movable:
        if ledger.is_sound(one.place):
            one.fact.move(State(one.state), at=ledger.at)


def _may_move(ledger: Ledger, one: Written) -> bool:
    if one.state not in State.values:
        ledger.fault(one.place, "state", no_such("state", one.state, State.values))
    if not ledger.is_sound(one.place) or one.original in ledger.faulty_facts:
        return False
    problems = one.fact.problems() if one.state == State.PUBLISHED else []
    for problem in problems:
        ledger.fault(one.place, "state", problem)
    return not problems
