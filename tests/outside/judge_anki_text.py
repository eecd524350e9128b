"""What the real Anki makes of text files, and what it exports again; run by its own Python, and asked in JSON.

Reads {"text": path, "notes": path, "cards": path} from each line that comes in: imports the first, exports the
collection as notes and as cards in plain text to the others, and answers each with a line.
"""

import json
import sys
import tempfile
from pathlib import Path
from typing import Any

from anki.collection import Collection, ImportCsvRequest

ROWS = (
    "select n.guid, n.mod, n.usn, n.tags, n.flds, t.name, group_concat(distinct d.name), count(c.id) from notes n "
    "join notetypes t on t.id = n.mid join cards c on c.nid = n.id join decks d on d.id = c.did group by n.id"
)


def imported(collection: Any, path: str) -> None:
    told = collection.get_csv_metadata(path, None)
    collection.import_csv(ImportCsvRequest(path=path, metadata=told))


def rows_in(collection: Any) -> dict[str, list[Any]]:
    found = collection.db.all(ROWS)
    return {guid: [*row[:-2], row[-2].replace("\x1f", "::"), row[-1]] for guid, *row in found}


def judged(text: str, notes: str, cards: str) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        collection = Collection(str(Path(folder) / "collection.anki2"))
        try:
            other = Path(folder) / "other.txt"
            other.write_text("#if matches:keep both\n#html:false\n#separator:comma\nkept,as it is\n")
            imported(collection, str(other))
            collection.remove_notes(collection.find_notes(""))
            imported(collection, text)
            first = rows_in(collection)
            imported(collection, text)
            everything = dict.fromkeys(("with_html", "with_tags", "with_deck", "with_notetype", "with_guid"), True)
            collection.export_note_csv(out_path=notes, limit=None, **everything)
            collection.export_card_csv(out_path=cards, limit=None, with_html=True)
            return {"rows": first, "same_again": rows_in(collection) == first}
        finally:
            collection.close()


if __name__ == "__main__":
    for line in sys.stdin:
        sys.stdout.write(json.dumps(judged(**json.loads(line))) + "\n")
