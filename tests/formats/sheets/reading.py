"""`python -m tests.formats.sheets.reading table.xlsx` reads one in a process of its own: its rows, and its memory."""

import resource
import sys
from pathlib import Path

from django.conf import settings

from studyapp.formats.sheets.columns import known_headings
from studyapp.formats.sheets.reading import Table, Words, rows_of
from studyapp.formats.sheets.workbooks import opened


def main(path: str) -> None:
    """Megabytes, the most that it ever had."""
    with opened(Path(path)) as lines:
        number = sum(1 for _note in Table(Words({})).notes(rows_of(lines, known_headings())))
    sys.stdout.write(f"{number} {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f}\n")


if __name__ == "__main__":
    settings.configure(USE_I18N=False)
    main(sys.argv[1])
