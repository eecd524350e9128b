"""Text files that mean harm, in each format: bounded in what they cost, and refused in words."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from studyapp.formats import aiken
from studyapp.formats.anki_text import reading as anki_text
from studyapp.formats.faults import BadFile
from studyapp.formats.gift import reading as gift
from studyapp.formats.moodle import reading as moodle
from studyapp.formats.notes import Note, Refused
from studyapp.formats.texts import MOST_BYTES, text_in
from studyapp.scheduling import StudyClock

CLOCK = StudyClock(ZoneInfo("UTC"), 4)
TEXT = 150_000
"""Characters: more than one question may have."""

type Read = Callable[[str], Iterator[Note | Refused]]


def anki(text: str) -> Iterator[Note | Refused]:
    return anki_text.read(f"#separator:tab\n#html:true\n{text}", clock=CLOCK)


def filled(piece: str) -> str:
    return piece * (TEXT // len(piece))


@pytest.mark.parametrize(
    ("read", "text"),
    [
        *((gift.read, f"Who?{{{filled(piece)}}}") for piece in ("=a", "~%50%a", "#", "\\", "=a -> b", "[html]<b>")),
        *((gift.read, filled(piece)) for piece in ("{", "::", "####", "//")),
        *((aiken.read, filled(piece)[:9000]) for piece in ("x\n", "A. a\n", "ANSWER: A\nx\n")),
        *((anki, filled(piece)) for piece in ('"', "\t", "{{c1::", "<b>", "{{c1::a}}\t", 'a"')),
    ],
)
def test_a_text_of_one_sign_again_and_again_makes_no_card(read: Read, text: str) -> None:
    with suppress(BadFile):
        assert all(isinstance(one, Refused) and one.told for one in read(text))


@pytest.mark.parametrize(
    "data",
    [
        "Who?{T}".encode("utf-16-le"),
        "Кто?{T}".encode("cp1251"),
        "Où?{T}".encode("latin-1"),
        b"Who?{T}\xc3",
        b"Who?\x00{T}",
        b"\xff\xfeW",
    ],
)
def test_letters_that_cannot_be_read_are_refused(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "bank.gift").write_bytes(data)
    with pytest.raises(BadFile, match="Save it as text in UTF-8"):
        text_in(tmp_path / "bank.gift")


def test_a_file_of_one_line_is_refused_before_it_is_read(tmp_path: Path) -> None:
    with (tmp_path / "bank.gift").open("wb") as file:
        file.truncate(MOST_BYTES + 1)
    with pytest.raises(BadFile, match="may have 10 MB"):
        text_in(tmp_path / "bank.gift")


@pytest.mark.parametrize(
    "xml",
    [
        '<!DOCTYPE quiz [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><quiz><question>&b;</question></quiz>',
        '<!DOCTYPE quiz [<!ENTITY a SYSTEM "file:///etc/hostname">]><quiz><question>&a;</question></quiz>',
        '<!DOCTYPE quiz [<!ENTITY % p SYSTEM "http://localhost/"> %p;]><quiz/>',
        "<quiz>" + "<question>" * 1000,
        "<quiz><question " + " ".join(f'a{n}="1"' for n in range(50_000)) + "/>",
        '<?xml version="1.0" encoding="utf-7"?><quiz/>',
        '<?xml version="1.0" encoding="shift_jis"?><quiz/>',
        "<quiz><question><questiontext>\x01</questiontext></question></quiz>",
        "<quiz xmlns:x='y'><x:question/></other>",
    ],
)
def test_xml_that_means_harm_is_refused_whole(tmp_path: Path, xml: str) -> None:
    (tmp_path / "bank.xml").write_text(xml)
    with pytest.raises(BadFile):
        list(moodle.read(tmp_path / "bank.xml"))
