"""What pygiftparser makes of GIFT files: a line of JSON for every file. Run by the Python that has it."""

import json
import logging
import sys
from pathlib import Path
from typing import Any

from pygiftparser import answer as answers  # type: ignore[import-not-found]
from pygiftparser import parser
from pygiftparser.utils import transformSpecials  # type: ignore[import-not-found]

logging.disable()


def told(question: Any) -> dict[str, Any]:
    if not question.valid:
        return {"sort": "invalid", "asked": question.text}
    given = question.answers
    found = {
        "sort": type(given).__name__,
        "asked": transformSpecials(question.text),
        "after": transformSpecials(question.tail),
    }
    found["told"] = transformSpecials(question.generalFeedback)
    if isinstance(given, answers.TrueFalseSet):
        found["answers"] = given.answer
    elif isinstance(given, answers.NumericAnswerSet):
        found["answers"] = [{**vars(one), "feedback": ""} for one in given.answers]
    elif isinstance(given, answers.MatchingSet):
        found["answers"] = [[transformSpecials(one.question), transformSpecials(one.answer)] for one in given.answers]
    elif isinstance(given, answers.ChoicesSet):
        found["answers"] = [[transformSpecials(one.answer), one.fraction] for one in given.answers]
    return found


for path in map(Path, sys.argv[1:]):
    with path.open(encoding="utf-8") as file:
        sys.stdout.write(json.dumps([told(question) for question in parser.parseFile(file)]) + "\n")
