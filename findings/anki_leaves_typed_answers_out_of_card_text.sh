#!/usr/bin/env bash
# anki 26.9.3, a note of its own type "Basic (type in the answer)", exported as text.
#
# "Cards in Plain Text" has a row for each card, its front and its back. The back of a card whose answer is typed shows
# that answer as the result of typing, which the export takes out: the column is empty, and the answer is nowhere in the
# file. "Notes in Plain Text" has it. Whoever takes cards along by the first loses every typed answer, without a word.
#
# Seen: "the card says ['Hanoi?', ''], the note says ['Hanoi?', 'Vietnam']".
set -euo pipefail
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
python3 -m venv "$place/venv"
"$place/venv/bin/pip" install --quiet "anki==26.9.3"
"$place/venv/bin/python" - "$place" <<'PYTHON'
import csv
import sys
from pathlib import Path

from anki.collection import Collection

place = Path(sys.argv[1])
collection = Collection(str(place / "collection.anki2"))
note = collection.new_note(collection.models.by_name("Basic (type in the answer)"))
note["Front"], note["Back"] = "Hanoi?", "Vietnam"
collection.add_note(note, 1)
wanted = dict.fromkeys(("with_tags", "with_deck", "with_notetype", "with_guid"), False)
collection.export_card_csv(out_path=str(place / "cards.txt"), limit=None, with_html=False)
collection.export_note_csv(out_path=str(place / "notes.txt"), limit=None, with_html=False, **wanted)


def row(name):
    lines = [line for line in (place / name).read_text().splitlines() if not line.startswith("#")]
    return [cell.strip() for cell in next(csv.reader(lines, delimiter="\t"))]


card, whole = row("cards.txt"), row("notes.txt")
print(f"the card says {card}, the note says {whole}")
assert card == ["Hanoi?", ""] and whole == ["Hanoi?", "Vietnam"], "cards say what is typed by now"
PYTHON
