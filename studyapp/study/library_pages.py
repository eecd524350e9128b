"""What the library's pages say to a learner: it fills the slots of the library, which knows no learners."""

from collections.abc import Sequence

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString

from studyapp.library.models import Article, Fact, Question
from studyapp.study.learners import study_day_of
from studyapp.study.models import Card
from studyapp.study.progress.fact_history import own_questions
from studyapp.study.progress.knowledge import knowledge_of
from studyapp.study.sitting.scopes import Scope

NOTHING = SafeString()


def learners_of(question: Question) -> int:
    """Those who have answered it."""
    return Card.objects.filter(question=question, reps__gt=0).count()


def ways_to_study(request: HttpRequest, article: Article) -> SafeString:
    """Links to study one article's facts, for a learner who has questions on them."""
    user = request.user
    cards = Card.objects.live().filter(learner=user.pk, fact__in=article.citations.values("fact"))
    if not user.is_authenticated or not cards.exists():
        return NOTHING
    context = {"scope": Scope(article=article.slug), "practice": Scope(article=article.slug, cram=True)}
    return render_to_string("study/_article.html", context)


def own_history(request: HttpRequest, fact: Fact) -> SafeString:
    """A learner's own history with a fact, and their bookmark on it."""
    user = request.user
    if not user.is_authenticated:
        return NOTHING
    day = study_day_of(user, timezone.now())
    context = {
        "fact": fact,
        "questions": own_questions(user, fact, day),
        "kept": user.bookmarks.filter(fact=fact).exists(),
        "today": day,
    }
    return render_to_string("study/_fact.html", context, request)


def knowledge(request: HttpRequest, facts: Sequence[Fact]) -> dict[Fact, SafeString]:
    """How well the learner knows each of the facts, read in one statement."""
    user = request.user
    if not user.is_authenticated:
        return {}
    known = knowledge_of(user, [fact.original_id for fact in facts], study_day_of(user, timezone.now()))
    return {
        fact: render_to_string("study/_knowledge.html", {"knowledge": known[fact.original_id]})
        for fact in facts
        if fact.original_id in known
    }
