"""Bring the library in line with the seeds: repeatable, all or nothing, and never silently over an editor's change."""

import gc
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from django.db import transaction

from studyapp.library import kept_warnings
from studyapp.library.models import (
    OF_ARTICLES,
    UNSEEN,
    Article,
    Citation,
    Deck,
    DeckCount,
    Fact,
    Question,
    State,
    because,
    gathered,
)
from studyapp.library.models.fields import SeedTable
from studyapp.library.plausible import doubts
from studyapp.library.seeds import repeating
from studyapp.library.seeds.facts import begin_facts, settle_facts
from studyapp.library.seeds.faults import Place, SeedFaults, no_such
from studyapp.library.seeds.ledger import Edited, Ledger, NoSuch, Report, digest, said_plainly
from studyapp.library.seeds.looking import keep_warnings
from studyapp.library.seeds.questions import Progress, settle_questions
from studyapp.library.seeds.reading import Record, Seeds, read
from studyapp.library.seeds.warned import warned

SEEDS = "The seeds say so."
"""The cause of all that a load does, but for what has a nearer one."""


class _DryRun(Exception):
    pass


def load(
    folder: Path,
    *,
    at: datetime,
    force: bool | Collection[str] = False,
    dry_run: bool = False,
    progress: Progress = lambda records, _: records,
) -> Report:
    """Load the seeds below `folder`; `force` overwrites what editors changed, everywhere or with these ids.

    Raises SeedFaults or NoSuch, changing nothing.
    """
    said = repeating.digest_of(folder)
    without_file = _without_file(folder)
    if isinstance(force, bool) and (report := repeating.report_again(said, force=force)):
        report.without_file = without_file
        report.warned = warned(folder.name, at=at)
        return report
    seeds = read(folder)
    ledger = Ledger(seeds, at=at, force=force)
    ledger.report.without_file = without_file
    if not isinstance(force, bool) and (unknown := {*force} - ledger.names):
        raise NoSuch(unknown)
    try:
        with _without_collecting(), transaction.atomic():
            with gathered(), because(SEEDS):
                _run(ledger, seeds, progress)
            if ledger.faults:
                kept_warnings.rebuild(at=at)
            else:
                keep_warnings(ledger)
            ledger.report.warned = warned(folder.name, at=at, is_sound=ledger.is_sound)
            if ledger.faults:
                raise SeedFaults(ledger.faults, ledger.report.warned.told)
            if dry_run:
                raise _DryRun
            repeating.keep(said, ledger.report)
    except _DryRun:
        pass
    return ledger.report


@contextmanager
def _without_collecting() -> Iterator[None]:
    """What a load makes it needs to its end; to search all of it for garbage takes a tenth of its time."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _without_file(folder: Path) -> list[str]:
    """The files of articles and decks that the seeds once wrote, where they are gone."""
    return [
        f"{folder.name}/{kind}/{slug}.toml"
        for kind, things in (("articles", Article.objects), ("decks", Deck.objects))
        for slug in things.exclude(seed_digest="").order_by("slug").values_list("slug", flat=True)
        if not (folder / kind / f"{slug}.toml").is_file()
    ]


def _run(ledger: Ledger, seeds: Seeds, progress: Progress) -> None:
    _settle_articles(ledger, seeds.articles)
    for record in seeds.decks:
        _settle_plain(ledger, record, ledger.decks, Deck(slug=record.slug), position=record.position)
    ledger.flush()
    ledger.stand_in()
    begin_facts(ledger, seeds.facts)
    settle_facts(ledger, progress(seeds.facts, "Facts"))
    settle_questions(ledger, seeds.questions, progress)
    if not ledger.faults:
        for fact in ledger.superseded:  # only now is it known which questions are historical
            fact.retire_superseded_questions(at=ledger.at)
        _retire_what_is_gone(ledger, seeds)
        _check_sources(ledger, seeds)
        DeckCount.objects.recount()


def _settle_articles(ledger: Ledger, records: list[Record]) -> None:
    """Those that repeat another come later, each once what it repeats is stored."""
    doubted: list[Article] = []
    named = {record.slug: record for record in records}
    for record in sorted(records, key=lambda record: _steps_to_original(record, named)):
        if "same_text_as" in record.data:
            ledger.flush()
        article = _settle_plain(ledger, record, ledger.articles, Article(slug=record.slug, state=State.PUBLISHED))
        if article and article.status != Article.Status.ACTIVE:
            doubted.append(article)
    if ledger.flush():
        for article in doubted:
            for fact in article.pause_what_rests_on_it(at=ledger.at):
                ledger.facts[fact.slug].state = fact.state


def _steps_to_original(record: Record, named: dict[str, Record]) -> int:
    """How many articles it repeats, one after the other; in a circle, as many as there are."""
    steps = 0
    repeated: Record | None = record
    while repeated and steps < len(named) and (original := repeated.data.get("same_text_as")):
        steps, repeated = steps + 1, named.get(str(original))
    return steps


def _settle_plain[Plain: Article | Deck](
    ledger: Ledger, record: Record, known: dict[str, Plain], blank: Plain, **extra: object
) -> Plain | None:
    """An article or a deck: fields only. Returned where it was written."""
    thing = known.setdefault(record.slug, blank)
    if not thing.pk:
        ledger.new.add((type(thing), thing.slug))
    if record.place in ledger.misshapen:
        return None
    wanted = said_plainly(record, blank, **extra)
    if (original := wanted.get("same_text_as")) and not ledger.may_name_article(original, record.place, "same_text_as"):
        return None
    if (state := wanted.get("state", State.PUBLISHED)) not in OF_ARTICLES:
        ledger.fault(record.place, "state", no_such("state", state, list(map(str, OF_ARTICLES))))
        return None
    for name, told in doubts(wanted, at=ledger.at):
        ledger.fault(record.place, name, told)
    written: list[bool] = []
    settled = ledger.settle(
        thing, record.place.file, wanted, lambda: written.append(_write_plain(ledger, thing, wanted, record.place))
    )
    if settled and not written:
        ledger.judge(thing, record.place)  # as it stands: it may be older than a rule
    return thing if any(written) else None


def _write_plain(ledger: Ledger, thing: Article | Deck, wanted: SeedTable, place: Place) -> bool:
    if isinstance(thing, Article):
        # If nothing else is said.
        thing.state, thing.corrected_on, thing.correction = State.PUBLISHED, None, ""
    for name, value in wanted.items():
        if name == "same_text_as":
            original = ledger.articles.get(value)
            value = original if original is thing or (original and original.pk) else None  # at fault: not stored
        elif name == "no_facts_in":
            value = ",".join(map(str, value))
        setattr(thing, name, value)
    sound = ledger.write(thing, place)
    if not sound and thing.pk:
        thing.refresh_from_db()  # what is at fault decides about nothing else
    return sound


def _check_sources(ledger: Ledger, seeds: Seeds) -> None:
    """Readers go on from a fact to what it cites, so that is to be seen too."""
    places = {record.slug: record.place for record in [*seeds.articles, *seeds.facts]}
    cited = Citation.objects.exclude(fact__state__in=UNSEEN).filter(article__state__in=UNSEEN)
    for fact, article in cited.values_list("fact__slug", "article__slug").order_by("pk"):
        if place := places.get(fact, places.get(article)):
            told = f"Readers see the fact “{fact}”, but not “{article}”, which it cites. Publish both, or neither."
            ledger.fault(place, "state", told)


def _retire_what_is_gone(ledger: Ledger, seeds: Seeds) -> None:
    """What the seeds once wrote into a deck and no longer name is retired, never deleted."""
    decks = {record.slug for record in seeds.decks} | {*seeds.emptied}
    questions = {record.slug for record in seeds.questions}
    facts = {record.slug for record in seeds.facts}
    gone: list[Question | Fact] = [
        *(it for it in ledger.questions.values() if it.slug not in questions and it.fact.deck.slug in decks),
        *(it for it in ledger.facts.values() if it.slug not in facts and it.deck.slug in decks),
    ]
    for thing in gone:
        if not thing.seed_digest or thing.state == State.RETIRED:
            continue
        if digest(thing.as_seed()) != thing.seed_digest and not ledger.is_forced(thing):
            ledger.report.edited.append(Edited(thing.slug, thing.slug))
            continue
        thing.move(State.RETIRED, at=ledger.at)
        ledger.sign(thing, thing.as_seed())
        ledger.report.retired.append(thing.slug)
