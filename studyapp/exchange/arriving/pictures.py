"""Pictures that come along with notes: encoded as all are, before a transaction begins, and kept within it."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime

from django.core.exceptions import ValidationError

from studyapp.accounts.models import User
from studyapp.exchange.arriving.preparing import Prepared
from studyapp.exchange.arriving.readers import Opened
from studyapp.formats.faults import BadFile
from studyapp.library.models import Picture, Words
from studyapp.library.picturing import Encoded, encoded
from studyapp.own.limits import TooMuch
from studyapp.own.pictures import keep_encoded

UNREADABLE, NO_ROOM = "picture-unreadable", "picture-no-room"
"""Lost: what is no picture that is taken, and what is beyond the most that a learner may have."""


class Pictures:
    """Of one file. A picture that cannot be had is lost, and counted; its card comes without."""

    def __init__(self, learner: User, contents: Opened) -> None:
        self.learner, self.contents = learner, contents
        self.lost: Counter[str] = Counter()
        self._read: dict[str, Encoded | None] = {}

    def read(self, cards: Iterable[Prepared]) -> None:
        """Those of these cards, and no others are held from now on."""
        names = {name for card in cards for name in card.pictures.values()}
        self._read = {name: self._read.get(name) or self._encoded(name) for name in sorted(names)}

    def keep(self, card: Prepared, *, at: datetime) -> Mapping[str, Picture]:
        """By place; for who locked the learner."""
        kept = {}
        for place, name in card.pictures.items():
            if (picture := self._read.get(name)) is not None:
                try:
                    kept[place] = self._keep(picture, at=at)
                except TooMuch:
                    self.lost[NO_ROOM] += 1
        return kept

    def _keep(self, encoded: Encoded, *, at: datetime) -> Picture:
        """Raises TooMuch."""
        return keep_encoded(self.learner, encoded, Words(), at=at)

    def _encoded(self, name: str) -> Encoded | None:
        try:
            return encoded(self.contents.picture(name))
        except (BadFile, KeyError, ValidationError):
            self.lost[UNREADABLE] += 1
            return None
