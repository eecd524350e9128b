"""What draws warnings, on the first page of admin."""

from django.http import HttpRequest

from studyapp.library.admin.dashboard import COUNTED, MOST, Panel, Row, in_words, listed, panel
from studyapp.library.admin.links import page_of
from studyapp.library.models import Article, Deck, Fact, KeptWarning, Question
from studyapp.library.models.warned import THINGS


@panel(place=20)
def drawing_warnings(request: HttpRequest) -> Panel | None:
    models = (Question, Fact, Article, Deck)
    if not all(request.user.has_perm(f"library.view_{model._meta.model_name}") for model in models):
        return None
    found = list(
        KeptWarning.objects.grave().select_related(*THINGS, "question__revision").order_by("-pk")[: COUNTED + 1]
    )
    rows = [Row(page_of(one.thing), in_words(str(one.thing)), f"{one.told}.") for one in found[:MOST]]
    links = [listed(it, f"{it._meta.verbose_name_plural} with warnings", warned="yes") for it in models]
    return Panel("Warnings", len(found), rows, links, "Nothing draws a warning.")
