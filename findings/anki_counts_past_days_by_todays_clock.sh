#!/usr/bin/env bash
# anki 26.9.3, working memories out of the review log (FSRS turned on, options saved, parameters fitted).
#
# How many days lie between two answers is counted back from the end of today, in blocks of 24 hours: by the offset from
# UTC that the zone has today, whatever it was when the answer was given. So where clocks change, an answer of last
# summer within an hour of the hour at which days start counts for the day before or after its own, and the same log
# gives another memory in winter than in summer. Who writes a log for Anki and wants its memories to come out as they
# were has to bring such answers to the day for which they counted.
#
# Seen: "answered at 4:30 and at 5:30 of one day, which starts at 4: stability 24.0 and 25.1".
set -euo pipefail
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
python3 -m venv "$place/venv"
"$place/venv/bin/pip" install --quiet "anki==26.9.3"
TZ=America/New_York "$place/venv/bin/python" - "$place" <<'PYTHON'
import sys
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from anki.collection import Collection

zone = ZoneInfo("America/New_York")
now = datetime.now(zone)
# A day of the other half of the year, less than a year ago.
other = next(day for n in range(60, 365) if (day := now - timedelta(days=n)).utcoffset() != now.utcoffset())
summer_now = now.utcoffset() > other.utcoffset()
hours = (3, 2) if summer_now else (4, 5)  # on both sides of where the grid of today has the start of that day
day = other.replace(minute=30, second=0, microsecond=0)


def stability(hour):
    collection = Collection(f"{sys.argv[1]}/{hour}.anki2")
    collection.set_config("rollover", 4)
    collection.set_config("fsrs", True)
    note = collection.new_note(collection.models.by_name("Basic"))
    note["Front"] = "Bowline"
    collection.add_note(note, 1)
    card = note.cards()[0]
    collection.db.execute("update cards set type = 2, queue = 2, ivl = 9, reps = 2, factor = 2500 where id = ?", card.id)
    first = (day - timedelta(days=10)).replace(hour=12)
    second = day.replace(hour=hour)
    for at, kind in ((first, 0), (second, 1)):
        row = (int(at.timestamp() * 1000), card.id, 0, 3, 9, 0, 2500, 1000, kind)
        collection.db.execute("insert into revlog values (?, ?, ?, ?, ?, ?, ?, ?, ?)", *row)
    found = collection.compute_memory_state(card.id).stability
    collection.close()
    return found


one, two = map(stability, hours)
starts = "which starts at 4"
print(f"answered at {hours[0]}:30 and at {hours[1]}:30 of one day, {starts}: stability {one:.1f} and {two:.1f}")
assert abs(one - two) > 0.5, "days are counted by the clock of that time by now"
PYTHON
