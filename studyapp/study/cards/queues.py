"""The queues in which cards wait, and which a card waits in."""

import zlib
from itertools import count

from django.db import models

from studyapp.scheduling import is_leech
from studyapp.study.cards.fold import Standing

LEECH_LAPSES = next(filter(is_leech, count()))
"""How often a card was forgotten when it becomes a leech."""


class Queue(models.IntegerChoices):
    LOCKED = 0, "Waits until its fact is recognised"
    NEW = 1, "Not met yet"
    LEARNING = 2, "In a learning step"
    REVIEW = 3, "In review"
    OFF = 4, "Suspended, or no longer asked"


def queue_of(standing: Standing) -> Queue:
    if standing.suspended or standing.withdrawn:
        return Queue.OFF
    if standing.due is None:
        return Queue.NEW
    return Queue.LEARNING if standing.due.at else Queue.REVIEW


def mix_of(question: int, reps: int) -> int:
    """Spreads what falls due on one day, another way each time; 31 bits."""
    return zlib.crc32(f"{question}:{reps}".encode()) & 0x7FFFFFFF
