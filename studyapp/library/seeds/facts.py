"""Load facts and their citations."""

from studyapp.kinds import partial_dates
from studyapp.library.models import Citation, Fact, NotPublishable, State
from studyapp.library.models.fields import SeedTable
from studyapp.library.seeds.faults import Place
from studyapp.library.seeds.ledger import Ledger
from studyapp.library.seeds.reading import Record, typed_value


def begin_fact(ledger: Ledger, record: Record) -> None:
    """Make new facts exist, so that any fact can name any other as its successor."""
    if record.slug in ledger.facts:
        return
    deck = ledger.decks[record.parent]
    fact = Fact(
        slug=record.slug,
        deck=deck,
        statement=str(record.data.get("statement", "")),
        position=record.position,
    )
    if deck.pk is not None and ledger.save(fact, record.place):
        ledger.facts[record.slug] = fact
        ledger.new.add((Fact, record.slug))


def settle_fact(ledger: Ledger, record: Record) -> None:
    fact, data, place = ledger.facts[record.slug], record.data, record.place
    if fact.deck.slug != record.parent:
        ledger.fault(
            place,
            "id",
            f"This fact belongs to the deck “{fact.deck.slug}”. Move it back, or give it a new id.",
        )
        return
    wanted: SeedTable = {
        "deck": record.parent,
        "statement": data.get("statement", ""),
        **{name: _partial_date(ledger, data, name, place) for name in ("as_of", "valid_from", "valid_to")},
        "can_change": data.get("can_change", True),
        "state": data.get("state", State.PUBLISHED),
        "position": record.position,
        "superseded_by": data.get("superseded_by", ""),
        "citations": [_citation(ledger, citation, place) for citation in data.get("citations", [])],
    }
    if not any(fault.place == place for fault in ledger.faults):
        ledger.settle(fact, str(place), wanted, lambda: _write_fact(ledger, fact, wanted, place))


def _partial_date(ledger: Ledger, data: SeedTable, name: str, place: Place) -> str:
    try:
        return partial_dates.parse(data[name]) if name in data else ""
    except ValueError as error:
        ledger.fault(place, name, str(error))
        return ""


def _citation(ledger: Ledger, data: SeedTable, place: Place) -> SeedTable:
    if data.get("article") not in ledger.articles:
        known = ", ".join(sorted(ledger.articles)) or "none yet"
        ledger.fault(
            place,
            "citations.article",
            f"There is no article “{data.get('article', '')}”. Known articles: {known}.",
        )
    try:
        value_type, value = typed_value(data.get("value"))
    except ValueError as error:
        ledger.fault(place, "citations.value", str(error))
        value_type, value = "", ""
    return {
        "article": data.get("article"),
        "stance": data.get("stance", Citation.Stance.SUPPORTS),
        "says": data.get("says", ""),
        "paragraph": data.get("paragraph"),
        "value_type": value_type,
        "value": value,
    }


def _write_fact(ledger: Ledger, fact: Fact, wanted: SeedTable, place: Place) -> None:
    for name in ("statement", "as_of", "valid_from", "valid_to", "can_change", "position"):
        setattr(fact, name, wanted[name])
    successor = wanted["superseded_by"]
    if successor and successor not in ledger.facts:
        ledger.fault(
            place,
            "superseded_by",
            f"There is no fact “{successor}”. Give the id of the fact that took this one’s place.",
        )
        return
    fact.superseded_by = ledger.facts[successor] if successor else None
    if ledger.save(fact, place):
        _write_citations(ledger, fact, wanted["citations"], place)
        _move_fact(ledger, fact, wanted["state"], place)
        if fact.superseded_by:
            ledger.superseded.append(fact)


def _write_citations(ledger: Ledger, fact: Fact, wanted: list[SeedTable], place: Place) -> None:
    stored = {(citation.article.slug, citation.paragraph): citation for citation in fact.citations.all()}
    for position, said in enumerate(wanted):
        citation = stored.pop((said["article"], said["paragraph"]), None) or Citation(fact=fact)
        if citation.pk is None or citation.as_seed() != said or citation.position != position:
            citation.article = ledger.articles[said["article"]]
            citation.position = position
            for name in ("stance", "says", "paragraph", "value_type", "value"):
                setattr(citation, name, said[name])
            ledger.save(citation, place, within="citations.")
    for citation in stored.values():
        citation.delete()
    fact.__dict__.get("_prefetched_objects_cache", {}).pop("citations", None)


def _move_fact(ledger: Ledger, fact: Fact, state: str, place: Place) -> None:
    if state not in State.values:
        ledger.fault(place, "state", f"There is no state “{state}”. Use one of: {', '.join(State.values)}.")
    elif state == State.PUBLISHED:
        try:
            fact.publish(at=ledger.at)
        except NotPublishable as error:
            for problem in error.problems:
                ledger.fault(place, "state", problem)
    else:
        fact.move(State(state), at=ledger.at)
