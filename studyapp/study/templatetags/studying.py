"""What pages of the library say to learners, which know nothing of them."""

from collections.abc import Iterable

from django import template
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from studyapp.accounts.models import User
from studyapp.library.models import Article, Fact
from studyapp.study.learners import study_day_of
from studyapp.study.models import Card
from studyapp.study.progress.fact_history import own_questions
from studyapp.study.progress.knowledge import Knowledge, knowledge_of
from studyapp.study.sitting.scopes import Scope

register = template.Library()


@register.inclusion_tag("study/_article.html")
def study_article(user: User | AnonymousUser, article: Article) -> dict[str, object]:
    """The ways to study one article's facts, for a learner who has questions on them."""
    cards = Card.objects.live().filter(learner=user.pk, fact__in=article.citations.values("fact"))
    return {
        "studies": user.is_authenticated and cards.exists(),
        "scope": Scope(article=article.slug),
        "practice": Scope(article=article.slug, cram=True),
    }


@register.inclusion_tag("study/_fact.html")
def study_fact(user: User | AnonymousUser, fact: Fact) -> dict[str, object]:
    """A learner's own history with a fact, and their bookmark on it; nothing for a visitor."""
    if not user.is_authenticated:
        return {}
    day = study_day_of(user, timezone.now())
    return {
        "learner": user,
        "fact": fact,
        "questions": own_questions(user, fact, day),
        "kept": user.bookmarks.filter(fact=fact).exists(),
        "today": day,
    }


@register.simple_tag
def known_facts(user: User | AnonymousUser, facts: Iterable[Fact]) -> dict[int, Knowledge]:
    """How well the learner knows each of the facts, read in one statement; nothing for a visitor."""
    if not user.is_authenticated:
        return {}
    return knowledge_of(user, [fact.pk for fact in facts], study_day_of(user, timezone.now()))


@register.inclusion_tag("study/_knowledge.html")
def knowledge(known: dict[int, Knowledge], fact: Fact) -> dict[str, object]:
    return {"knowledge": known.get(fact.pk)}
