"""Files that are meant to do harm, or are broken: each is refused with a sentence, for little work and memory."""

from pathlib import Path

import pytest

from studyapp.formats.faults import BadFile
from tests.formats.anki.hostile import DATABASES, ZIPS, File
from tests.formats.anki.reading import little_spent, read_all


@pytest.mark.parametrize(("made", "said"), [*ZIPS.values(), *DATABASES.values()], ids=[*ZIPS, *DATABASES])
def test_a_hostile_file_is_refused(tmp_path: Path, made: File, said: str) -> None:
    path = tmp_path / "deck.apkg"
    path.write_bytes(made())
    with little_spent(), pytest.raises(BadFile) as caught:
        read_all(path)
    assert str(caught.value).startswith(said)
