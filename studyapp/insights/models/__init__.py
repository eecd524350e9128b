"""What is kept of the answers of all learners: how far their logs were read, and what was made of them."""

from studyapp.insights.models.collecting import Collection, Cursor
from studyapp.insights.models.items import Encounter, ItemFigures

__all__ = ["Collection", "Cursor", "Encounter", "ItemFigures"]
