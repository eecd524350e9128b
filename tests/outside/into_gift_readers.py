"""Random banks written as GIFT, read by gift-pegjs 1.0.2 and pygiftparser 1.1: the same questions, the same right ones.

On demand: `python -m tests.outside.into_gift_readers PYTHON FOLDER [BANKS]`, where PYTHON has pygiftparser and FOLDER
is one in which `npm install gift-pegjs@1.0.2` was run. What is named as lost for other programs is counted apart.
"""

import json
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import HealthCheck, Phase, given, seed, settings

from studyapp.formats.classroom import numbers
from studyapp.formats.classroom.going import Going, each
from studyapp.formats.gift.writing import write
from studyapp.formats.notes import Note
from tests.formats.classroom.banks import banks

HERE = Path(__file__).parent
LEFT_OUT = re.compile(r"[:#={}~]|->|\\n|\\\\|\\$")
"""On the right of a pair, where gift-pegjs does not take the backslash away."""


def random_banks(number: int) -> list[list[Note]]:
    found: list[list[Note]] = []

    @seed(18)
    @settings(max_examples=number, database=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
    @given(banks)
    def take(bank: list[Note]) -> None:
        found.append(bank)

    take()
    return found


def folded(*texts: str) -> str:
    return " ".join(" ".join(texts).replace("_____", " ").split())


def wanted(card: Going) -> tuple[str, Any]:
    """What the question asks, and by which answers it is right."""
    prompt = folded(card.text("prompt").replace("[blank]", " "), f"({unit})" if (unit := card.text("unit")) else "")
    match card.kind:
        case "choice":
            return prompt, {card.text("answer"): 100.0, **dict.fromkeys(card.wrong, 0.0)}
        case "several":
            share = int(10**7 / len(card.texts("answers"))) / 10**5
            return prompt, dict.fromkeys(card.texts("answers"), share) | dict.fromkeys(card.wrong, -share)
        case "typed" | "cloze":
            spellings = (
                card.rows("blanks")[0] if card.kind == "cloze" else [card.text("answer"), *card.texts("aliases")]
            )
            return prompt, dict.fromkeys(spellings, 100.0)
        case "true_false":
            return prompt, card.sent["answer"]
        case "number":
            right = numbers.right_in(card.sent).widened
            return prompt, [round(float(right.low), 6), round(float(right.high), 6)]
        case "match" | "order":
            places = [[item, str(place)] for place, item in enumerate(card.texts("items"), 1)]
            pairs = [*(card.rows("pairs") or places), *(["", right] for right in card.wrong)]
            return prompt, sorted(pair for pair in pairs if not LEFT_OUT.search(pair[1]) and "->" not in pair[0])
    return prompt, None


def by_pegjs(question: dict[str, Any]) -> tuple[str, Any]:
    asked, given = folded(question["stem"]["text"]), question.get("choices") or question.get("matchPairs") or []
    match question["type"]:
        case "TF":
            return asked, question["isTrue"]
        case "Matching":
            return asked, sorted([one["subquestion"]["text"], one["subanswer"]] for one in given)
        case "Numerical":
            return asked, _numeric(given)
        case "Essay":
            return asked, None
    weights = (100.0 if one["isCorrect"] else 0.0 if one["weight"] is None else one["weight"] for one in given)
    return asked, {one["text"]["text"]: float(weight) for one, weight in zip(given, weights, strict=True)}


def _numeric(given: Any) -> list[float]:
    number = given if isinstance(given, dict) else given[0]
    low, high = number.get("numberLow", number.get("number")), number.get("numberHigh", number.get("number"))
    slack = number.get("range", 0)
    return [round(low - slack, 6), round(high + slack, 6)]


def by_pygift(question: dict[str, Any]) -> tuple[str, Any]:
    asked: str = folded(question["asked"], question.get("after", ""))
    given: Any = question.get("answers")
    match question["sort"]:
        case "invalid":
            return asked, "invalid"
        case "TrueFalseSet":
            return asked, given
        case "MatchingSet":
            return asked, sorted([left.strip(), right.strip()] for left, right in given)
        case "NumericAnswerSet":
            [one] = given
            low, high = float(one.get("mini", one.get("value"))), float(one.get("maxi", one.get("value")))
            slack = one.get("tolerance", 0)
            return asked, [round(low - slack, 6), round(high + slack, 6)]
        case "Essay":
            return asked, None
    return asked, {text: float(weight) for text, weight in given}


def readings(files: list[bytes], *command: str | Path, folder: str | None = None) -> list[Any]:
    """Of each file, what the other program says."""
    with TemporaryDirectory() as place:
        paths = [Path(place) / f"{number}.gift" for number in range(len(files))]
        for path, data in zip(paths, files, strict=True):
            path.write_bytes(data)
        done = subprocess.run([*command, *paths], cwd=folder, stdout=subprocess.PIPE, text=True, check=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


def differences(bank: list[Note], pegjs: Any, pygift: Any, counts: Counter[str]) -> Iterator[str]:
    alone = {card.name: write([note]) for note in bank for card in each([note])}
    going = [card for card in each(bank) if alone[card.name].cards]
    counts["written"] += len(going)
    counts["left out"] += len(alone) - len(going)
    if "fault" in pegjs:
        yield f"gift-pegjs: {pegjs}\n{write(bank).data.decode()}"
        return
    read = [question for question in pegjs if question["type"] != "Category"]
    if not len(read) == len(pygift) == len(going):
        yield f"{len(going)} written, gift-pegjs {len(read)}, pygiftparser {len(pygift)}"
        return
    for card, one, other in zip(going, read, pygift, strict=True):
        expected = wanted(card)
        lost = {loss.what for loss in alone[card.name].lost}
        counts["right in gift-pegjs"] += by_pegjs(one) == expected
        if folded((one["globalFeedback"] or {"text": ""})["text"]) != folded(card.told):
            yield f"gift-pegjs says {one['globalFeedback']} for {card.told}"
        if by_pegjs(one) != expected:
            yield f"gift-pegjs: {by_pegjs(one)} for {expected}"
        if "signs-elsewhere" in lost:
            counts["named as read otherwise by some"] += 1
        elif by_pygift(other) != expected or folded(other["told"]) != folded(card.told):
            yield f"pygiftparser: {by_pygift(other)}, {other['told']} for {expected}, {card.told}"
        else:
            counts["right in pygiftparser"] += 1


def main(python: str, folder: str, number: str = "300") -> None:
    counts: Counter[str] = Counter()
    found = [bank for bank in random_banks(int(number)) if write(bank).cards]
    files = [write(bank).data for bank in found]
    pegjs = readings(files, "node", HERE / "judge_gift.mjs", folder=folder)
    pygift = readings(files, python, HERE / "judge_gift.py")
    faults = [fault for three in zip(found, pegjs, pygift, strict=True) for fault in differences(*three, counts)]
    sys.stdout.write(f"{len(found)} banks; {dict(counts)}; {len(faults)} differences\n")
    sys.stdout.writelines(f"{fault}\n" for fault in faults[:20])
    sys.exit(bool(faults))


if __name__ == "__main__":
    main(*sys.argv[1:])
