"""Packages written by the real Anki, in each layout, are read here as what its own tables say.

Anki's library is AGPL: never a dependency, and in no environment but one made for this. From the project's root:

    uv venv /tmp/anki --python 3.13
    uv pip install --python /tmp/anki/bin/python anki==26.9.3 django==6.1.3 backports.zstd==1.8.0
    PYTHONPATH=. /tmp/anki/bin/python tests/outside/read_real_packages.py 20

The number says how many collections are made at random. Each is exported in four ways, read, and compared: note types,
decks, notes, cards as they are once filtered decks are emptied, reviews, media and the calendar. It stops at the first
difference.
"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

from anki.collection import Collection, ExportAnkiPackageOptions
from anki.scheduler.v3 import CardAnswer
from django.conf import settings

from studyapp.formats.anki.collection import Bundle, Calendar, Notetype, RawCard, RawReview, Template
from studyapp.formats.anki.package import Package, open_package

KINDS = ("Basic", "Basic (and reversed card)", "Basic (optional reversed card)", "Basic (type in the answer)", "Cloze")
WORDS = ("Hà Nội", "<b>Москва</b>", "東京", "a\u00a0b", "x < y", "&nbsp;", "🎉", "“quoted”", "")
PICTURES = {"map.png": b"\x89PNG map", "việt nam.jpg": b"photo", "anthem.mp3": b"sound", "_logo.svg": b"<svg/>"}
RATINGS = (CardAnswer.AGAIN, CardAnswer.HARD, CardAnswer.GOOD, CardAnswer.EASY)
DAY = 86_400


def made(folder: Path, random: Random) -> Collection:
    """A collection as a learner might have it."""
    collection = Collection(str(folder / "collection.anki2"))
    collection.db.execute("UPDATE col SET crt = crt - ?", DAY * random.randrange(400))
    collection.set_config("fsrs", random.random() < 0.7)
    if random.random() < 0.5:
        collection.set_config("rollover", random.randrange(24))
    for name, data in PICTURES.items():
        collection.media.write_data(name, data)
    decks = [collection.decks.id(name) for name in ("Default", "Capitals", "Capitals::Europe", "Слова::A::B")]
    for number in range(random.randrange(1, 30)):
        add(collection, number, random.choice(decks), random)
    for deck in decks:
        study(collection, deck, random)
    if random.random() < 0.6:
        cram(collection, random)
    return collection


def add(collection: Collection, number: int, deck: int, random: Random) -> None:
    kind = random.choice(KINDS)
    note = collection.new_note(collection.models.by_name(kind))
    for name in note.keys():  # noqa: SIM118  a note is no dictionary
        note[name] = f"{number} {random.choice(WORDS)}" + random.choice(
            ["", '<img src="map.png">', "[sound:anthem.mp3]"]
        )
    if kind == "Cloze":
        note["Text"] = f"{number} {{{{c1::one}}}} and {{{{c{random.randrange(1, 5)}::two::hint}}}}"
    note.tags = random.sample(["asia", "asia::south", "столица", "x-y"], random.randrange(4))
    collection.add_note(note, deck)


def study(collection: Collection, deck: int, random: Random) -> None:
    collection.decks.select(deck)
    for _turn in range(random.randrange(25)):
        if not (queued := collection.sched.get_queued_cards().cards):
            break
        card = collection.get_card(queued[0].card.id)
        card.start_timer()
        act = random.random()
        if act < 0.05:
            collection.sched.suspend_cards([card.id])
        elif act < 0.1:
            collection.sched.bury_cards([card.id])
        elif act < 0.15:
            collection.set_user_flag_for_cards(random.randrange(1, 8), [card.id])
        elif act < 0.2:
            collection.sched.set_due_date([card.id], f"{random.randrange(50)}!")
        else:
            rated = collection.sched.build_answer(card=card, states=queued[0].states, rating=random.choice(RATINGS))
            collection.sched.answer_card(rated)


def cram(collection: Collection, random: Random) -> None:
    """A filtered deck, in which some cards are answered again."""
    deck = collection.decks.get(collection.decks.new_filtered("Cram"))
    deck["terms"] = [["deck:*", random.randrange(1, 40), 1]]
    deck["resched"] = random.random() < 0.7
    collection.decks.save(deck)
    collection.sched.rebuild_filtered_deck(deck["id"])
    study(collection, deck["id"], random)


def exported(folder: Path, collection: Collection) -> Iterator[Path]:
    """In each layout, alone and as a whole."""
    for layout, legacy in (("new", False), ("old", True)):
        path = folder / f"{layout}.apkg"
        options = ExportAnkiPackageOptions(with_scheduling=True, with_deck_configs=True, with_media=True, legacy=legacy)
        collection.export_anki_package(out_path=str(path), options=options, limit=None)
        yield path
    for layout, legacy in (("new", False), ("old", True)):
        path = folder / f"{layout}.colpkg"
        collection.export_collection_package(str(path), include_media=True, legacy=legacy)
        collection.reopen()
        yield path


def emptied(collection: Collection) -> None:
    """Every card goes home."""
    for deck in collection.decks.all_names_and_ids():
        if collection.decks.is_filtered(deck.id):
            collection.sched.empty_filtered_deck(deck.id)


def rows(collection: Collection, table: str) -> dict[int, list[Any]]:
    columns = {
        "notes": "id, guid, mid, mod, tags, flds",
        "cards": "id, nid, did, ord, type, queue, due, ivl, factor, reps, lapses, left, flags",
        "revlog": "id, cid, ease, ivl, lastIvl, factor, time, type",
    }
    return {row[0]: row for row in collection.db.all(f"SELECT {columns[table]} FROM {table}")}


def same(what: str, found: object, wanted: object) -> None:
    if found != wanted:
        raise SystemExit(f"{what}:\n found {found}\nwanted {wanted}")


def compare(path: Path, read: Package, collection: Collection) -> None:
    """With what its tables say, once filtered decks are emptied."""
    found = list(read.bundles())
    bundles = [one for one in found if isinstance(one, Bundle)]
    same(f"{path.name}, refused", [one for one in found if not isinstance(one, Bundle)], [])
    same(f"{path.name}, notes", dict(map(note_row, bundles)), rows(collection, "notes"))
    cards = dict(card_row(card) for one in bundles for card in one.cards)
    same(f"{path.name}, cards", cards, rows(collection, "cards"))
    reviews = dict(review_row(row) for one in bundles for log in one.reviews.values() for row in log)
    same(f"{path.name}, reviews", reviews, rows(collection, "revlog"))
    told = {card.key: card.data for one in bundles for card in one.cards}
    same(f"{path.name}, data", told, {key: data(text) for key, text in collection.db.all("SELECT id, data FROM cards")})
    used = {one.note.notetype for one in bundles}
    same(f"{path.name}, note types", {key: read.notetypes[key] for key in used}, notetypes(collection, used))
    decks = {card.deck for one in bundles for card in one.cards}
    named = {deck: tuple(collection.decks.name(deck).split("::")) for deck in decks}
    same(f"{path.name}, decks", {deck: read.decks[deck] for deck in decks}, named)
    same(f"{path.name}, counts", sum(read.counts().values()), len(bundles))
    whole = path.suffix == ".colpkg"
    rollover = collection.get_config("rollover", 4) if whole else 4
    created = collection.db.scalar("SELECT crt FROM col")
    same(f"{path.name}, calendar", read.calendar, Calendar(created, rollover, collection.get_config("creationOffset")))
    text = "".join(field for one in bundles for field in one.note.fields)
    media = {name: read.picture(name) for name in read.pictures}
    wanted = {name: file for name, file in PICTURES.items() if whole or name in text}
    same(f"{path.name}, media", media | dict.fromkeys(read.sounds, b"sound"), wanted)


def note_row(one: Bundle) -> tuple[int, list[Any]]:
    tags = f" {' '.join(one.note.tags)} " if one.note.tags else ""
    fields = "\x1f".join(one.note.fields)
    return one.note.key, [one.note.key, one.note.guid, one.note.notetype, one.note.changed_at, tags, fields]


def card_row(one: RawCard) -> tuple[int, list[Any]]:
    standing = (one.kind, one.queue, one.due, one.ivl, one.factor, one.reps, one.lapses, one.left, one.flags)
    return one.key, [one.key, one.note, one.deck, one.template, *standing]


def review_row(one: RawReview) -> tuple[int, list[Any]]:
    return one.key, [one.key, one.card, one.ease, one.ivl, one.last_ivl, one.factor, one.time, one.kind]


def data(text: str) -> dict[str, Any]:
    return json.loads(text or "{}")


def notetypes(collection: Collection, keys: set[int]) -> dict[int, Notetype]:
    return {
        key: Notetype(
            key,
            told["name"],
            told["type"] == 1,
            tuple(field["name"] for field in told["flds"]),
            tuple(Template(one["name"], one["qfmt"], one["afmt"]) for one in told["tmpls"]),
        )
        for key in keys
        if (told := collection.models.get(key))
    }


def main(most: int) -> None:
    for seed in range(most):
        with TemporaryDirectory() as name:
            folder = Path(name)
            collection = made(folder, Random(seed))
            paths = list(exported(folder, collection))
            emptied(collection)
            for path in paths:
                with open_package(path) as read:
                    compare(path, read, collection)
            collection.close()
        print(seed, "read alike")  # noqa: T201


if __name__ == "__main__":
    settings.configure(USE_I18N=False)
    main(int(sys.argv[1]))
