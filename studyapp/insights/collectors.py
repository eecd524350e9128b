"""All who keep figures of the log, in one pass over it."""

from studyapp.insights.collecting import Collector
from studyapp.insights.items import Items
from studyapp.insights.wrong_answers import WrongAnswers

ITEMS = Items()
WRONG_ANSWERS = WrongAnswers()
COLLECTORS: tuple[Collector, ...] = (ITEMS, WRONG_ANSWERS)
