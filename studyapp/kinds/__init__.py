"""The catalogue: every kind of question by the name it has in seeds, in the database and in templates."""

from studyapp.kinds.base import Hint, Kind, Part, SourcedValue, Surroundings, Verdict
from studyapp.kinds.choice import Choice
from studyapp.kinds.cloze import Cloze
from studyapp.kinds.date import Date
from studyapp.kinds.flashcard import Flashcard
from studyapp.kinds.match import Match
from studyapp.kinds.number import Number
from studyapp.kinds.order import Order
from studyapp.kinds.several import Several
from studyapp.kinds.true_false import TrueFalse
from studyapp.kinds.typed import Typed

KINDS: dict[str, type[Kind]] = {
    "choice": Choice,
    "several": Several,
    "true_false": TrueFalse,
    "typed": Typed,
    "cloze": Cloze,
    "number": Number,
    "date": Date,
    "order": Order,
    "match": Match,
    "flashcard": Flashcard,
}

__all__ = ["KINDS", "Hint", "Kind", "Part", "SourcedValue", "Surroundings", "Verdict"]
