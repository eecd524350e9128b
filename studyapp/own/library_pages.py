"""What the library's pages say to whoever makes cards of their own: it fills the slots of the library."""

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from studyapp.library.models import Fact

NOTHING = SafeString()


def make_a_card(request: HttpRequest, fact: Fact) -> SafeString:
    """On a fact's page: a way to make a card from it, and the cards that the learner made."""
    user = request.user
    if not user.is_authenticated or user.is_guest:
        return NOTHING
    made = Fact.objects.of(user).filter(made_from=fact, removed_at=None, deck__removed_at=None).select_related("deck")
    context = {"fact": fact, "made": list(made.order_by("number"))}
    return render_to_string("own/_make_a_card.html", context)
