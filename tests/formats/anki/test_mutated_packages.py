"""Packages in which something was changed at random: refused with a sentence, or read, for little work and memory."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from studyapp.formats.faults import BadFile
from studyapp.formats.zstandard import zstd
from tests.formats.anki.hostile import zip_of
from tests.formats.anki.packages import BEGAN, LAYOUTS, NEW, REVERSED, Made, card, members, note, review
from tests.formats.anki.reading import little_spent, read_all

NOTES = range(1, 60)
WHOLE = Made(
    notes=[note(key, (f"Front {key} " * key, "Back"), notetype=REVERSED.key, tags=("a", "b")) for key in NOTES],
    cards=[
        card(1000 * (1 + template) + key, key, template=template, deck=11 + template, kind=2, queue=2, data={"s": 1.5})
        for key in NOTES
        for template in (0, 1)
    ],
    reviews=[review(BEGAN * 1000 + 100 * at + key, of=1000 + key) for key in NOTES for at in range(4)],
    media={"map.png": b"picture" * 50, "anthem.mp3": b"sound" * 50},
)
Mutation = Callable[[Random, bytearray], None]


def flip(random: Random, data: bytearray) -> None:
    data[random.randrange(len(data))] ^= 1 << random.randrange(8)


def write(random: Random, data: bytearray) -> None:
    """What numbers are often mistaken for."""
    place = random.randrange(len(data))
    data[place : place + 4] = random.choice(
        [b"\0\0\0\0", b"\xff\xff\xff\xff", b"\x7f\xff\xff\xff", random.randbytes(4)]
    )


def drop(random: Random, data: bytearray) -> None:
    place = random.randrange(len(data))
    del data[place : place + random.choice([1, 16, 4096])]


def repeat(random: Random, data: bytearray) -> None:
    place = random.randrange(len(data))
    data[place:place] = data[place : place + random.choice([1, 16, 4096])]


def change_over(random: Random, data: bytearray) -> None:
    """Two pages, or what is as long."""
    one, other = (4096 * random.randrange(len(data) // 4096 + 1) for _page in range(2))
    data[one : one + 4096], data[other : other + 4096] = data[other : other + 4096], data[one : one + 4096]


def break_off(random: Random, data: bytearray) -> None:
    del data[random.randrange(len(data)) :]


OFTEN, SELDOM = (flip, write), (drop, repeat, change_over, break_off)


def mutated(data: bytes, random: Random) -> bytes:
    changed = bytearray(data)
    for _time in range(random.choice([1, 2, 8, 64])):
        if changed:
            random.choice(OFTEN if random.random() < 0.95 else SELDOM)(random, changed)
    return bytes(changed)


def package_of(seed: int) -> bytes:
    """Mostly its collection was changed before it was packed, or no reader would come as far as that."""
    random = Random(seed)
    layout = random.choice(LAYOUTS)
    found = members(WHOLE, layout)
    name = random.choice([*found, *[layout] * 8])
    is_packed = layout == NEW and name in {NEW, "media"}
    data = mutated(zstd.decompress(found[name]) if is_packed else found[name], random)
    packed = zip_of(found | {name: zstd.compress(data) if is_packed else data})
    return mutated(packed, random) if random.random() < 0.1 else packed


def outcome(path: Path, seed: int) -> str:
    path.write_bytes(package_of(seed))
    with little_spent():
        try:
            return "partly taken" if read_all(path) else "taken"
        except BadFile:
            return "refused"


def test_a_mutated_package_does_no_harm(tmp_path: Path) -> None:
    assert {outcome(tmp_path / "deck.apkg", seed) for seed in range(10)} >= {"taken", "refused"}


@pytest.mark.slow
def test_a_thousand_mutated_packages_do_no_harm(tmp_path: Path) -> None:
    found = Counter(outcome(tmp_path / "deck.apkg", seed) for seed in range(1000))
    assert min(found[kind] for kind in ("taken", "partly taken", "refused")) >= 20
