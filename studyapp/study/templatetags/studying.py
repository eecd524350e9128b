"""What pages of the library say to learners, which know nothing of them."""

from typing import Any

from django import template

from studyapp.library.models import Article
from studyapp.study.models import Card
from studyapp.study.scopes import Scope

register = template.Library()


@register.inclusion_tag("study/_article.html")
def study_article(user: Any, article: Article) -> dict[str, Any]:
    """The ways to study one article's facts, for a learner who has questions on them."""
    cards = Card.objects.live().filter(learner=user.pk, fact__in=article.citations.values("fact"))
    return {
        "studies": user.is_authenticated and cards.exists(),
        "scope": Scope(article=article.slug),
        "practice": Scope(article=article.slug, cram=True),
    }
