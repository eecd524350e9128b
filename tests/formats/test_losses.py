"""What cannot come along is said in whole sentences, one for each sort."""

import re
from pathlib import Path

import pytest

import studyapp.formats
from studyapp.formats.losses import LOSSES, counted, told
from studyapp.formats.notes import Lost


@pytest.mark.parametrize("what", LOSSES)
def test_each_loss_is_a_sentence_for_one_and_for_many(what: str) -> None:
    one, many = told(what, 1), told(what, 12)
    assert one != many
    assert "12" in many
    assert one.endswith(".")


def test_losses_are_counted_together() -> None:
    lost = [Lost("link", "ftp://a"), Lost("sound", "a.mp3"), Lost("sound", "b.mp3")]
    assert counted(lost) == ["2 sounds are left out.", "1 link leads to no website; its words stay."]


def test_whatever_a_format_loses_has_its_sentence() -> None:
    sources = "".join(path.read_text(encoding="utf-8") for path in Path(studyapp.formats.__file__).parent.rglob("*.py"))
    named = {*re.findall(r"(?:Lost|LeftOut)\(\"([a-z-]+)\"", sources)}
    assert len(named) > 20
    assert named <= {*LOSSES}
