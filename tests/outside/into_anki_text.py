"""Random banks as text for the real Anki: its notes are ours, a second time changes nothing, and what it exports of
them is read here as what was written.

On demand, with an environment as `into_anki` says. “Cards in plain text” lack what is typed, so that those are refused.

    uv run python -m tests.outside.into_anki_text PYTHON [BANKS]
"""

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zoneinfo import ZoneInfo

import django

django.setup()

from studyapp.formats.anki.writing import Origin  # noqa: E402
from studyapp.formats.anki_text import stock  # noqa: E402
from studyapp.formats.anki_text.reading import read  # noqa: E402
from studyapp.formats.anki_text.writing import write  # noqa: E402
from studyapp.formats.notes import Note, Refused  # noqa: E402
from studyapp.scheduling import StudyClock  # noqa: E402
from tests.outside.into_gift_readers import random_banks  # noqa: E402

JUDGE = Path(__file__).with_name("judge_anki_text.py")
SITE, CLOCK = Origin("Studyapp", "http://localhost:8000"), StudyClock(ZoneInfo("UTC"), 4)


def by_name(notes: list[Note | Refused]) -> dict[str, Any]:
    """What each note says, places aside."""
    return {
        note.guid: (note.deck, note.tags, [(card.name, card.kind, dict(card.sent)) for card in note.cards])
        for note in notes
        if isinstance(note, Note)
    }


def differences(folder: Path, number: int, told: dict[str, Any], counts: Counter[str]) -> Iterator[str]:
    ours = by_name(list(read((folder / f"{number}.txt").read_text(), clock=CLOCK)))
    counts["notes"] += len(ours)
    counts["files that change nothing the second time"] += told["same_again"]
    if not told["same_again"]:
        yield f"{number}: the second time something changes"
    if told["rows"].keys() != ours.keys():
        yield f"{number}: notes {sorted(told['rows'])} for {sorted(ours)}"
        return
    for guid, (_changed, _usn, tags, _fields, _notetype, deck, cards) in told["rows"].items():
        here = ours[guid]
        if (tags.split(), deck, cards) != ([*here[1]], "::".join(here[0]), len(here[2])):
            yield f"{number} {guid}: {tags}, {deck}, {cards} for {here}"
    again = by_name(list(read((folder / f"{number}.notes").read_text(), clock=CLOCK)))
    counts["notes of Anki's export read as written"] += sum(again.get(guid) == said for guid, said in ours.items())
    yield from (
        f"{number} {guid}: {again.get(guid)} for {said}" for guid, said in ours.items() if again.get(guid) != said
    )
    cards = list(read((folder / f"{number}.cards").read_text(), clock=CLOCK))
    counts["cards of Anki's export read"] += sum(isinstance(card, Note) for card in cards)
    typed = sum(row[4] == stock.TYPED for row in told["rows"].values())
    counts["typed cards, which Anki exports without their answers"] += typed
    if [len(cards), sum(isinstance(card, Refused) for card in cards)] != [
        sum(len(said[2]) for said in ours.values()),
        typed,
    ]:
        yield f"{number}: {[card for card in cards if isinstance(card, Refused)]} of {len(cards)} cards for {ours}"


def main(python: str, number: str = "300") -> None:
    counts: Counter[str] = Counter()
    with TemporaryDirectory() as place:
        folder = Path(place)
        banks = random_banks(int(number))
        for at, bank in enumerate(banks):
            (folder / f"{at}.txt").write_bytes(write(bank, SITE).data)
        asked = [
            {"text": f"{folder}/{at}.txt", "notes": f"{folder}/{at}.notes", "cards": f"{folder}/{at}.cards"}
            for at in range(len(banks))
        ]
        lines = "".join(json.dumps(one) + "\n" for one in asked)
        done = subprocess.run([python, JUDGE], input=lines, stdout=subprocess.PIPE, text=True, check=True)
        told = [json.loads(line) for line in done.stdout.splitlines()]
        faults = [fault for at, one in enumerate(told) for fault in differences(folder, at, one, counts)]
    sys.stdout.write(f"{len(told)} files; {dict(counts)}; {len(faults)} differences\n")
    sys.stdout.writelines(f"{fault}\n" for fault in faults[:20])
    sys.exit(bool(faults))


if __name__ == "__main__":
    main(*sys.argv[1:])
