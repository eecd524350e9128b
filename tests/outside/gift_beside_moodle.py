"""GIFT of others, read here and by Moodle's own reader: the same questions, the same right answers.

On demand: `python -m tests.outside.gift_beside_moodle MOODLE [TEXTS]`, as `into_moodle` says: all that the
documentation allows, Moodle's own examples, and random texts of GIFT's signs. A text that either does not take is
counted; one that Moodle takes and we do not, or read otherwise, is told.
"""

import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from studyapp.formats.classroom.going import each
from studyapp.formats.gift.reading import read
from studyapp.formats.notes import Note, Refused
from tests.formats.gift.documented import DOCUMENTED
from tests.outside.into_gift_readers import LEFT_OUT, folded, readings, wanted
from tests.outside.into_moodle import JUDGE, understood

EXAMPLES = ("question/format/gift/examples.txt", "question/format/gift/tests/fixtures/questions.gift.txt")
BLOCK = ["=a", "~b", "=c d", "~%50%e", "~%-50%f", "=%50%g", "#good", "####said", "=h -> i", "=j -> k", "\\=", "\\n"]
BLOCK += ["\n", " ", "#3", "#3:1", "=5..7", "T", "FALSE", "\\~", "[plain]", "[html]<b>x</b>", "//y", "\\:", "%", "é"]

LOSSES = {"partial-credit", "further-answers", "formatting", "wildcard"}
"""After which no more than a part is the same."""


def random_texts(number: int) -> list[str]:
    found: list[str] = []

    @seed(18)
    @settings(max_examples=number, database=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
    @given(st.lists(st.sampled_from(BLOCK), max_size=7), st.sampled_from(["", " after it", "[plain]"]))
    def take(block: list[str], after: str) -> None:
        found.append(f"What?{{{''.join(block)}}}{after}")

    take()
    return list(dict.fromkeys(found))


def alike(right: Any) -> Any:
    """Without what counts against an answer, and the width of spaces."""
    if isinstance(right, dict):
        return sorted((folded(text), share > 0) for text, share in right.items())
    if isinstance(right, list) and right and isinstance(right[0], list):
        return sorted([folded(left), folded(side)] for left, side in right if not LEFT_OUT.search(side))
    return right


def meant_by(note: Note) -> tuple[str, Any]:
    [card] = each([note])
    asked, right = wanted(card)
    return asked, alike(right)


def meant_by_moodle(question: dict[str, Any]) -> tuple[str, Any]:
    """What is typed wrongly is none of what is right."""
    asked, right = understood(question)
    if question["qtype"] == "shortanswer":
        right = {text: share for text, share in right.items() if share > 0}
    return asked, alike(right)


def differences(text: str, told: Any, counts: Counter[str]) -> Iterator[str]:
    ours = list(read(text))
    theirs = [one for one in told["questions"] if one["qtype"] != "category"]
    if told["said"]:
        counts["not taken by Moodle"] += 1
        return
    if len(ours) != len(theirs):
        yield f"{text!r}: {len(ours)} here, {len(theirs)} there"
        return
    for note, question in zip(ours, theirs, strict=True):
        if isinstance(note, Refused):
            counts[f"refused here, {question['qtype']} there"] += 1
            if text in DOCUMENTED:
                yield f"{text!r}: {note.told}"
        elif {one.what for one in note.lost} & LOSSES:
            counts["taken with a loss that is named"] += 1
        elif meant_by(note) == meant_by_moodle(question):
            counts["the same"] += 1
        else:
            yield f"{text!r}: {meant_by(note)} for {meant_by_moodle(question)}"


def main(checkout: str, number: str = "1000") -> None:
    texts = [*DOCUMENTED, *((Path(checkout) / name).read_text() for name in EXAMPLES), *random_texts(int(number))]
    counts: Counter[str] = Counter()
    told = readings([text.encode() for text in texts], "php", JUDGE, checkout, "gift")
    faults = [fault for text, one in zip(texts, told, strict=True) for fault in differences(text, one, counts)]
    sys.stdout.write(f"{len(texts)} texts; {dict(counts)}; {len(faults)} differences\n")
    sys.stdout.writelines(f"{fault}\n" for fault in faults[:40])
    sys.exit(bool(faults))


if __name__ == "__main__":
    main(*sys.argv[1:])
