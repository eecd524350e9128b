"""Which part of the work a sitting takes up, as its address says: one deck, ahead of time, mistakes, practice."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Self
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from studyapp.library.models import Deck
from studyapp.site.values import number_in

MOST_DAYS = 30
"""How far ahead one may study, and how long ago a mistake may lie."""
SLUG = re.compile(r"[-a-zA-Z0-9_]{1,80}", re.ASCII)


class BadScope(Exception):
    """The address asks for what cannot be: `sentence` tells the learner. `missing` if nothing has that name."""

    def __init__(self, sentence: str, *, missing: bool = False) -> None:
        super().__init__(sentence)
        self.sentence, self.missing = sentence, missing


def no_such(what: str) -> BadScope:
    """For the address of a deck, an article or a quiz that there is not, or not for them."""
    sentences = {
        "deck": _("There is no deck with that name. Choose one from the list."),
        "own": _("You have no deck of your own with that number. Choose one from the list."),
        "article": _("There is no article with that name. Choose one from the list."),
        "quiz": _("You have not finished a quiz with that number. Choose one from your results."),
    }
    return BadScope(sentences[what], missing=True)


@dataclass(frozen=True, slots=True)
class Scope:
    """What to study: everything, unless narrowed.

    `deck` and `article` are slugs; "" is all. `own` is the number of one of the learner's own decks. `ahead` adds
    reviews that fall due within so many days. `mistakes` leaves only what was answered wrong in the last so many study
    days, `quiz` what was answered wrong in that quiz, `leeches` only what is forgotten again and again, whenever it is
    due. With `cram` what was met before is practised, and the schedule stays as it is.
    """

    deck: str = ""
    own: int = 0
    article: str = ""
    ahead: int = 0
    mistakes: int = 0
    quiz: int = 0
    leeches: bool = False
    cram: bool = False

    @classmethod
    def read(cls, sent: Mapping[str, str]) -> Self:
        """The scope that an address names; an entry left empty is as good as none. Raises BadScope."""
        scope = cls(
            deck=_slug(sent, "deck"),
            own=_key(sent, "own"),
            article=_slug(sent, "article"),
            ahead=_days(sent, "ahead"),
            mistakes=_days(sent, "mistakes"),
            quiz=_key(sent, "quiz"),
            leeches=_is_on(sent, "leeches"),
            cram=_is_on(sent, "cram"),
        )
        if scope == cls(cram=True):
            raise BadScope(
                _(
                    "Choose what to practise: name a deck or an article in the address, or add ahead=7, mistakes=7 "
                    "or leeches=1."
                )
            )
        return scope

    @classmethod
    def of_deck(cls, deck: Deck) -> Self:
        """All of one deck."""
        return cls(own=deck.number or 0) if deck.is_own else cls(deck=deck.slug)

    @property
    def deck_name(self) -> str:
        """Of the one deck that it is narrowed to: its slug, or "own/3", which no slug can be; "" for all."""
        return f"own/{self.own}" if self.own else self.deck

    @property
    def query(self) -> str:
        """For the end of an address: "?deck=harbour&ahead=3", or "" for everything."""
        named = {name: value for name in self.__slots__ if (value := getattr(self, name))}
        sent = urlencode({name: value if isinstance(value, str) else int(value) for name, value in named.items()})
        return f"?{sent}" if sent else ""

    @property
    def shape(self) -> "Scope":
        """What is left without the names: scopes of one shape differ in values alone."""
        return self.naming(deck="any", own=1, article="any", quiz=1)

    def naming(self, *, deck: str, own: int, article: str, quiz: int) -> "Scope":
        """A scope of the same shape, with these names where it names anything."""
        return replace(
            self,
            deck=self.deck and deck,
            own=self.own and own,
            article=self.article and article,
            quiz=self.quiz and quiz,
        )

    @property
    def is_everything(self) -> bool:
        return self == type(self)()

    def since(self, day: date) -> date:
        """The first of the study days up to `day` whose mistakes count."""
        return day - timedelta(days=self.mistakes - 1)

    @property
    def is_early(self) -> bool:
        """Whether it asks reviews before they are due."""
        return bool(self.ahead or self.picks or self.cram)

    @property
    def place(self) -> "Scope":
        """The deck and the article alone."""
        return Scope(deck=self.deck, own=self.own, article=self.article)

    @property
    def picks(self) -> bool:
        """Whether it picks out cards that were met before, whenever they are due."""
        return bool(self.mistakes or self.quiz or self.leeches)


EVERYTHING = Scope()


def _slug(sent: Mapping[str, str], name: str) -> str:
    slug = sent.get(name, "")
    if slug and not SLUG.fullmatch(slug):
        raise no_such(name)
    return slug


def _key(sent: Mapping[str, str], name: str) -> int:
    text = sent.get(name, "")
    key = number_in(text or "0")
    if key is None:
        raise no_such(name)
    return key


def _days(sent: Mapping[str, str], name: str) -> int:
    text = sent.get(name, "")
    if not text:
        return 0
    days = int(text) if text.isascii() and text.isdigit() and len(text) < 4 else 0
    if not 1 <= days <= MOST_DAYS:
        sentence = _(
            "In the address of this page, “%(name)s” must be a number of days from 1 to %(most)s. Please correct it "
            "there."
        )
        raise BadScope(sentence % {"name": name, "most": MOST_DAYS})
    return days


def _is_on(sent: Mapping[str, str], name: str) -> bool:
    text = sent.get(name, "")
    if text not in ("", "0", "1"):
        sentence = _("In the address of this page, “%(name)s” can only be 1, or left out. Please correct it there.")
        raise BadScope(sentence % {"name": name})
    return text == "1"
