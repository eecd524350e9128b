"""What a visitor's first page shows of the library: what it is about, and a question to answer there and then.

The question is sent by GET and judged by its address: nothing is recorded, and nobody needs a session.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Self

from django.db.models import Max, Min
from django.http import QueryDict
from django.utils.translation import get_language

from studyapp.accounts.models import User
from studyapp.kinds.base import AnswerForm, JudgedOption, Kind, Response, Verdict
from studyapp.library.models import Article, Deck, Fact, Question, Revision, State
from studyapp.site.values import Context
from studyapp.study.cards.grading import judge, response_in
from studyapp.study.sitting.sitting import USUAL_MS

KIND = "choice"
OTHERWISE = "en"
"""The language of the question where there is none in the reader's own."""
TITLES = 3


@dataclass(frozen=True)
class Sample:
    """One question, and what was answered to it. It tells what is right only once that is there."""

    question: Question
    sent: QueryDict | None

    @classmethod
    def of(cls, language: str, sent: QueryDict) -> Self | None:
        """One in this language, or else in English, with the answer that `sent` has to it."""
        question = _asked_in(language) or _asked_in(OTHERWISE)
        if question is None:
            return None
        return cls(question, sent if sent.get("asked") == str(question.pk) else None)

    @property
    def fact(self) -> Fact:
        return self.question.fact

    @property
    def revision(self) -> Revision:
        return self.question.asked

    @property
    def kind(self) -> Kind:
        return self.revision.body

    @cached_property
    def form(self) -> AnswerForm:
        return self.kind.answer_form(self.sent, seed=self._seed)

    @cached_property
    def response(self) -> Response | None:
        """None before there is one that can be read."""
        return None if self.sent is None else response_in(self.sent, self.form)

    @property
    def is_unreadable(self) -> bool:
        return self.sent is not None and self.response is None

    @property
    def verdict(self) -> Verdict | None:
        return None if self.response is None else judge(self.kind, self.response)

    @property
    def options(self) -> tuple[JudgedOption, ...]:
        return () if self.response is None else self.kind.judged_options(self.response, seed=self._seed)

    @property
    def _seed(self) -> str:
        return f"showcase:{self.question.pk}"


def _asked_in(language: str) -> Question | None:
    """One on which the sources differ, if there is any."""
    facts = Fact.objects.live().filter(deck__language__istartswith=language, deck__optional=False)
    asked = Question.objects.live().filter(kind=KIND).with_content()
    asked = asked.order_by("fact__deck__position", "fact__position", "position", "pk")
    return asked.filter(fact__in=facts.disputed()).first() or asked.filter(fact__in=facts).first()


def showcase(decks: list[Deck], sent: QueryDict) -> Context:
    """For the first page: the decks, what they are about, and the question."""
    language = (get_language() or OTHERWISE).partition("-")[0]
    own = [deck for deck in decks if deck.speaks(language) and not deck.optional] or decks
    articles = Article.objects.filter(citations__fact__state=State.PUBLISHED)
    return {
        "decks": decks,
        "titles": own[:TITLES],
        "fact_count": sum(deck.fact_count for deck in own),
        "years": articles.aggregate(first=Min("published_on__year"), last=Max("published_on__year")),
        "minutes": usual_minutes(),
        "sample": Sample.of(language, sent),
    }


def usual_minutes() -> int:
    """What a day takes at the pace that most begin with: a new question is usually asked three times."""
    new: int = User._meta.get_field("new_per_day").default
    return max(round(3 * new * USUAL_MS / 60_000), 1)
