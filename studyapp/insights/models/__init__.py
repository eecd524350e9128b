"""What is kept of the answers of all learners: how far their logs were read, and what was made of them."""

from studyapp.insights.models.collecting import Collection, Cursor
from studyapp.insights.models.items import Encounter, ItemFigures
from studyapp.insights.models.wrong_answers import Decision, Missed, Said, WrongAnswer

__all__ = ["Collection", "Cursor", "Decision", "Encounter", "ItemFigures", "Missed", "Said", "WrongAnswer"]
