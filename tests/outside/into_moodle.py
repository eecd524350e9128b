"""Random banks read by Moodle's own readers of GIFT, Moodle XML and Aiken: the same questions, the same right ones.

On demand: `python -m tests.outside.into_moodle MOODLE [BANKS]`, where MOODLE is a checkout of Moodle, of which nothing
is installed; needs `php` with its parts `mbstring` and `xml`. Tried with 4.2.3, which has no type “ordering” yet.
"""

import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from html import unescape
from pathlib import Path
from typing import Any

from studyapp.formats import aiken
from studyapp.formats.classroom.going import Going, Written, each
from studyapp.formats.gift import writing as gift
from studyapp.formats.moodle import writing as moodle
from studyapp.formats.notes import Note
from tests.outside.into_gift_readers import folded, random_banks, readings, wanted

JUDGE = Path(__file__).with_name("judge_moodle.php")
WRITERS: dict[str, Callable[..., Written]] = {"gift": gift.write, "xml": moodle.write, "aiken": aiken.write}
HTML = "1"
"""Moodle's number of it."""


def words(holder: Any) -> str:
    """Of a text with its format, or without."""
    if not isinstance(holder, dict):
        return str(holder)
    return unescape(holder["text"]) if holder["format"] == HTML else str(holder["text"])


def understood(question: dict[str, Any]) -> tuple[str, Any]:
    """What Moodle asks, and by which answers it is right."""
    asked = question["questiontext"]
    if question["questiontextformat"] == HTML:
        asked = unescape(asked)
    return folded(re.sub(r"\{#\d+\}", " ", asked)), _right(question)


def _right(question: dict[str, Any]) -> Any:
    match question["qtype"]:
        case "multichoice":
            return _graded(question, [words(one) for one in question["answer"]])
        case "shortanswer":
            return _graded(question, [one.replace(r"\*", "*") for one in question["answer"]])
        case "truefalse":
            return bool(question["correctanswer"])
        case "numerical":
            rows = zip(question["answer"], question["tolerance"], question["fraction"], strict=True)
            right = [(number, float(slack)) for number, slack, share in rows if number != "*" and float(share) == 1]
            return [
                round(float(end), 6)
                for number, slack in right[:1]
                for end in (float(number) - slack, float(number) + slack)
            ]
        case "match":
            lefts, rights = question["subquestions"], question["subanswers"]
            return sorted([words(left), words(right)] for left, right in zip(lefts, rights, strict=True))
        case "multianswer":
            blanks = question["options"]["questions"].values()
            return [{one.replace(r"\*", "*"): 100.0 for one in blank["answer"]} for blank in blanks]
    return None


def _graded(question: dict[str, Any], answers: list[str]) -> dict[str, float]:
    shares = question["fraction"]
    return {text: round(float(share) * 100, 5) for text, share in zip(answers, shares, strict=True)}


def expected(card: Going, form: str) -> tuple[str, Any]:
    """What it should be, the same in each format but for what that lacks."""
    asked, right = wanted(card)
    if form == "aiken" and card.kind == "true_false":
        right = {"True": 100.0, "False": 0.0} if right else {"True": 0.0, "False": 100.0}
    if form == "xml":
        asked = folded(card.text("prompt").replace("[blank]", " "))
        if card.kind == "match":
            right = sorted([*card.rows("pairs"), *(["", one] for one in card.wrong)])
        if card.kind == "cloze":
            right = [dict.fromkeys(blank, 100.0) for blank in card.rows("blanks")]
        if card.kind == "several":
            share = round(100 / len(card.texts("answers")), 5)
            right = dict.fromkeys(card.texts("answers"), share) | dict.fromkeys(card.wrong, -share)
    return asked, right


def differences(form: str, bank: list[Note], told: Any, counts: Counter[str]) -> Iterator[str]:
    alone = {card.name: WRITERS[form]([note]) for note in bank for card in each([note])}
    going = [card for card in each(bank) if alone[card.name].cards]
    ordered = [card for card in going if card.kind == "order" and form == "xml"]
    counts["of the plugin for orders"] += len(ordered)
    going = [card for card in going if card not in ordered]
    counts["written"] += len(going)
    counts["left out"] += len(alone) - len(going) - len(ordered)
    read = [question for question in told["questions"] if question["qtype"] != "category"]
    said = [one for one in told["said"] if "xmltypeunsupported" not in one]
    if said or len(read) != len(going):
        yield f"{form}: {len(going)} written, {len(read)} read; {said}"
        return
    for card, question in zip(going, read, strict=True):
        lost = {one.what for one in alone[card.name].lost}
        if understood(question) != expected(card, form):
            yield f"{form}, {card.kind}: {understood(question)} for {expected(card, form)}, {lost}"
        elif question["unknowngrades"]:
            yield f"{form}: Moodle knows no grades {question['unknowngrades']}"
        elif form != "aiken" and folded(question["generalfeedback"]) != folded(card.told):
            yield f"{form}: {question['generalfeedback']!r} for {card.told!r}"
        elif form != "aiken" and (question.get("idnumber", card.name), question["tags"]) != (card.name, [*card.tags]):
            yield f"{form}: called {question.get('idnumber')!r}, {question['tags']} for {card.name!r}"
        else:
            counts["the same"] += 1


def main(checkout: str, number: str = "300") -> None:
    found = random_banks(int(number))
    faults: list[str] = []
    for form, write in WRITERS.items():
        counts: Counter[str] = Counter()
        banks = [bank for bank in found if write(bank).cards]
        told = readings([write(bank).data for bank in banks], "php", JUDGE, checkout, form)
        for bank, one in zip(banks, told, strict=True):
            faults += differences(form, bank, one, counts)
        sys.stdout.write(f"{form}: {len(banks)} banks; {dict(counts)}\n")
    sys.stdout.write(f"{len(faults)} differences\n")
    sys.stdout.writelines(f"{fault}\n" for fault in faults[:20])
    sys.exit(bool(faults))


if __name__ == "__main__":
    main(*sys.argv[1:])
