"""All who keep figures of the log, in one pass over it."""

from studyapp.insights.collecting import Collector
from studyapp.insights.items import Items
from studyapp.insights.wrong_answers import WrongAnswers

COLLECTORS: tuple[Collector, ...] = (Items(), WrongAnswers())
