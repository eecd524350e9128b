"""Random collections, made and exported by the real Anki in the zone of TZ; run by `from_anki.py`, not by hand.

Time passes by moving everything in a collection back by whole days.
"""

import json
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from anki.collection import (
    Collection,
    ExportAnkiPackageOptions,
)
from anki.lang import set_lang

DAY = 86_400
TEXTS = (
    *("Hà Nội", "a &lt; b", "<b>bold</b> one", "1<br>2", "[sound:a.mp3] s", "x", "<img src='p.png'>", "2*3*4 _x_"),
    *("<i>so</i><ul><li>one<li><b>two</b></ul>", "1. a<br># b<br>- c", "<code>d`e</code>", "long " * 380),
)
CLOZES = ("{{c1::a}} b {{c2::c::h}}", "{{c1::a {{c2::b}}}} c", "{{c3::x}} {{c1::y}}")
NOTETYPES = (
    "Basic",
    "Basic (and reversed card)",
    "Basic (optional reversed card)",
    "Basic (type in the answer)",
    "Cloze",
)
SHIFTS = (
    "UPDATE col SET crt = crt - :s",
    "UPDATE revlog SET id = id - :s * 1000",
    "UPDATE cards SET due = due - :s WHERE due > 1000000000",
    "UPDATE cards SET odue = odue - :s WHERE odue > 1000000000",
    "UPDATE cards SET data = json_set(data, '$.lrt', json_extract(data, '$.lrt') - :s) WHERE data LIKE '%lrt%'",
)


def made(folder: Path, random: Random) -> Collection:
    collection = Collection(str(folder / "collection.anki2"))
    collection.set_config("fsrs", random.random() < 0.7)
    collection.set_config("rollover", random.choice((0, 4, 4, 12)))
    decks = [collection.decks.id(name) for name in ("One", "One::Two", "Drei")]
    config = collection.decks.config_dict_for_deck_id(decks[0])
    config["new"] |= {"delays": [1, 10, 2880], "perDay": 100}
    config["lapse"]["delays"] = [10, 2880]
    collection.decks.save(config)
    for _ in range(random.randint(3, 12)):
        _add(collection, random, random.choice(decks))
    for _ in range(random.randint(0, 8)):
        _live(collection, random)
        _pass(collection, random.choice((1, 1, 2, 5, 20)))
    _live(collection, random)
    return collection


def _add(collection: Collection, random: Random, deck: int) -> None:
    name = random.choice(NOTETYPES)
    note = collection.new_note(collection.models.by_name(name))
    note.fields = [random.choice(TEXTS) + str(random.random()) for _ in note.fields]
    if name == "Cloze":
        note.fields[0] = random.choice(CLOZES)
    note.tags = random.sample(("one", "two::three", "tiếng"), random.randint(0, 2))
    collection.add_note(note, deck)


def _live(collection: Collection, random: Random) -> None:
    """A day: some cards are answered, and others moved, marked and set aside."""
    collection.sched.deck_due_tree()  # what was buried comes back
    for deck in collection.decks.all_names_and_ids():
        collection.decks.select(deck.id)
        for _ in range(random.randint(0, 8)):
            if queued := collection.sched.get_queued_cards(fetch_limit=1).cards:
                card = collection.get_card(queued[0].card.id)
                card.start_timer()
                rating = random.choices((0, 1, 2, 3), (2, 1, 5, 1))[0]
                collection.sched.answer_card(
                    collection.sched.build_answer(card=card, states=queued[0].states, rating=rating)
                )
    cards = list(collection.find_cards(""))
    verbs = (
        collection.sched.suspend_cards,
        collection.sched.bury_cards,
        collection.sched.schedule_cards_as_new,
        lambda some: collection.sched.set_due_date(some, "1-9"),
        lambda some: collection.set_user_flag_for_cards(random.randint(0, 7), some),
        collection.sched.unsuspend_cards,
    )
    for verb in random.sample(verbs, random.randint(0, 3)):
        verb(random.sample(cards, random.randint(1, 2)))


def _pass(collection: Collection, days: int) -> None:
    for statement in SHIFTS:
        collection.db.execute(statement.replace(":s", str(days * DAY)))
    collection.close()
    collection.reopen()


def truth(collection: Collection) -> Iterator[dict[str, Any]]:
    now = datetime.now().astimezone()
    today = (now.replace(tzinfo=None) - timedelta(hours=collection.get_config("rollover"))).date()
    for key in collection.find_cards(""):
        card = collection.get_card(key)
        due = card.odue if card.odid and card.odue else card.due
        is_day = card.type == 2 or (card.type in {1, 3} and due < 1_000_000_000)
        memory = card.memory_state
        yield {
            "guid": card.note().guid,
            "name": str(card.ord),
            "tags": card.note().tags,
            "deck": collection.decks.name(card.odid or card.did).split("::"),
            "stage": ("new", "learning", "review", "relearning")[card.type],
            "due": str(today + timedelta(days=due - collection.sched.today)) if is_day else None,
            "due_at": due if card.type in {1, 3} and not is_day else None,
            "interval": card.ivl,
            "memory": memory and [memory.stability, memory.difficulty, card.last_review_time],
            "counts": [card.reps, card.lapses],
            "aside": [card.queue == -1, card.queue in {-2, -3}, bool(card.flags)],
            "log": collection.db.all("SELECT id, ease, time FROM revlog WHERE cid = ? ORDER BY id", key),
        }


def main(folder: Path, seed: int, count: int) -> None:
    set_lang("en")
    for number in range(count):
        random = Random(f"{seed} {number}")
        own = folder / str(number)
        own.mkdir()
        collection = made(own, random)
        (own / "truth.json").write_text(json.dumps([collection.get_config("rollover"), *truth(collection)]))
        is_old = random.random() < 0.5
        if random.random() < 0.3:
            collection.export_collection_package(str(own / "made.colpkg"), include_media=False, legacy=is_old)
        else:
            options = ExportAnkiPackageOptions(
                with_scheduling=True, with_deck_configs=True, with_media=False, legacy=is_old
            )
            collection.export_anki_package(out_path=str(own / "made.apkg"), options=options, limit=None)
            collection.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
