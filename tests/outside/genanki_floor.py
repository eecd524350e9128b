"""The same notes written by genanki, run by a Python that has it: CPU seconds, as one number."""

import sys
import time
from pathlib import Path

import genanki  # type: ignore[import-not-found]

MODEL = genanki.Model(
    1607392319,
    "Flashcard",
    fields=[{"name": "Front"}, {"name": "Back"}, {"name": "More"}],
    templates=[{"name": "Card 1", "qfmt": "{{Front}}", "afmt": "{{Front}}<hr id=answer>{{Back}}{{More}}"}],
)


def main(count: int, path: Path) -> None:
    started = time.process_time()
    deck = genanki.Deck(2059400110, "Studyapp::Knots")
    for number in range(count):
        fields = [f"What is knot number {number} called?", f"It is called knot {number} & so on", ""]
        deck.add_note(
            genanki.Note(model=MODEL, fields=[field.replace("&", "&amp;") for field in fields], guid=f"g{number}")
        )
    genanki.Package(deck).write_to_file(path)
    sys.stdout.write(f"{time.process_time() - started}\n")


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]))
