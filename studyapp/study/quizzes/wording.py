"""What a quiz is called, and what it was like, in a learner's words."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from studyapp.library.models import Article, Deck
from studyapp.study.models import Attempt, Quiz
from studyapp.study.models.attempts import MORE_TIME


def name_of(quiz: Quiz, *, to_others: bool = False) -> str:
    return names_of([quiz], to_others=to_others)[quiz.pk]


def names_of(quizzes: Iterable[Quiz], *, to_others: bool = False) -> dict[int, str]:
    """The quizzes' titles, or what they were drawn from; by primary key, in three statements at most for quizzes of one
    owner. `to_others` does not tell what they call decks of their own.
    """
    quizzes = list(quizzes)
    untitled = [quiz for quiz in quizzes if not quiz.title]
    decks = {slug for quiz in untitled for slug in quiz.scope.get("decks", ())}
    articles = {article for quiz in untitled if (article := quiz.scope.get("article"))}
    titles = dict(Deck.objects.filter(slug__in=decks).values_list("slug", "title")) if decks else {}
    sources = dict(Article.objects.filter(slug__in=articles).values_list("slug", "title")) if articles else {}
    owners = set() if to_others else {one.owner_id for one in untitled}
    own = {owner: _own_titles(untitled, owner) for owner in owners}
    return {
        quiz.pk: quiz.title or _scope_in_words(quiz.scope, titles, own.get(quiz.owner_id, {}), sources)
        for quiz in quizzes
    }


def _own_titles(quizzes: Iterable[Quiz], owner: int | None) -> dict[int, str]:
    """Of the own decks that quizzes of this owner were drawn from, by number."""
    numbers = {number for quiz in quizzes if quiz.owner_id == owner for number in quiz.scope.get("own", ())}
    decks = Deck.objects.of(owner).filter(number__in=numbers)
    return {deck.number or 0: deck.title for deck in decks} if numbers else {}


def _scope_in_words(scope: dict[str, Any], titles: dict[str, str], own: dict[int, str], sources: dict[str, str]) -> str:
    phrases = []
    named = [titles.get(slug, slug) for slug in scope.get("decks", ())]
    named += [own.get(number) or _("A deck of mine") for number in scope.get("own", ())]
    if named:
        phrases.append(", ".join(named))
    if article := scope.get("article"):
        phrases.append(f"“{sources.get(article, article)}”")
    if days := scope.get("mistakes"):
        phrases.append(mistakes_in_words(days))
    return " · ".join(phrases) or _("Everything")


def mistakes_in_words(days: int) -> str:
    if days == 1:
        return _("My mistakes from today")
    return ngettext("My mistakes from the last %(n)d day", "My mistakes from the last %(n)d days", days) % {"n": days}


def span_in_words(span: timedelta) -> str:
    """A span of time to the second: "45 seconds", "3 min 20 s"."""
    minutes, seconds = divmod(round(span.total_seconds()), 60)
    if not minutes:
        return ngettext("%(n)d second", "%(n)d seconds", seconds) % {"n": seconds}
    return _("%(minutes)d min %(seconds)d s") % {"minutes": minutes, "seconds": seconds}


def remarks_on(attempt: Attempt) -> list[str]:
    """What the score alone does not say: the time it took, and what became of the time limit."""
    remarks = []
    if attempt.took is not None:
        remarks.append(_("Time taken: %(time)s.") % {"time": span_in_words(attempt.took)})
    if more := attempt.more_time * (MORE_TIME // timedelta(minutes=1)):
        remarks.append(ngettext("You had %(n)d more minute.", "You had %(n)d more minutes.", more) % {"n": more})
    if attempt.clock_off:
        remarks.append(_("You turned the time limit off."))
    elif attempt.deadline is not None and attempt.finished_at == attempt.deadline:
        remarks.append(_("Time ran out."))
    return remarks


def left_in_words(span: timedelta) -> str:
    """The time that is left, in whole minutes as long as there are two."""
    seconds = int(span.total_seconds())
    if seconds < 120:
        return ngettext("%(n)d second", "%(n)d seconds", seconds) % {"n": seconds}
    return ngettext("%(n)d minute", "%(n)d minutes", seconds // 60) % {"n": seconds // 60}
