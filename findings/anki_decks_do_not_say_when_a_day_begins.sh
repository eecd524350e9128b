#!/usr/bin/env bash
# anki 26.9.3, a deck exported as .apkg beside the whole collection as .colpkg.
#
# A card's due day is counted in days that begin at an hour of the learner's choice ("Next day starts at", 4 unless it
# was changed). A collection package brings that hour in its settings. A deck package does not, in either layout, though it
# brings the cards' due days, the moment of day 0 and the offset from UTC. Whoever reads it has to assume 4, and an answer
# given between that hour and the learner's own is counted to another day than in Anki.
#
# Seen: "the deck says None, the collection says 2".
set -euo pipefail
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
python3 -m venv "$place/venv"
"$place/venv/bin/pip" install --quiet "anki==26.9.3"
"$place/venv/bin/python" - "$place" <<'PYTHON'
import json
import sqlite3
import sys
import zipfile
from pathlib import Path

from anki.collection import Collection, ExportAnkiPackageOptions

place = Path(sys.argv[1])
collection = Collection(str(place / "collection.anki2"))
collection.set_config("rollover", 2)
note = collection.new_note(collection.models.by_name("Basic"))
note["Front"] = "Hanoi"
collection.add_note(note, 1)
options = ExportAnkiPackageOptions(with_scheduling=True, with_deck_configs=True, legacy=True)
collection.export_anki_package(out_path=str(place / "deck.apkg"), options=options, limit=None)
collection.export_collection_package(str(place / "all.colpkg"), include_media=False, legacy=True)


def hour(package):
    inside = place / "inside.sqlite"
    inside.write_bytes(zipfile.ZipFile(place / package).read("collection.anki21"))
    ((settings,),) = sqlite3.connect(inside).execute("SELECT conf FROM col")
    return json.loads(settings).get("rollover")


print(f"the deck says {hour('deck.apkg')}, the collection says {hour('all.colpkg')}")
assert hour("deck.apkg") is None and hour("all.colpkg") == 2, "a deck says the hour by now"
PYTHON
