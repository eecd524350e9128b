"""All who keep figures of the log, in one pass over it."""

from studyapp.insights.collecting import Collector
from studyapp.insights.items import Items

COLLECTORS: tuple[Collector, ...] = (Items(),)
