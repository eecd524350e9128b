"""What the editors' own pages say of how questions do: a link above a question's form, a panel on the first page."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from studyapp.insights.item_words import SHORT, raised
from studyapp.insights.models import ItemFigures
from studyapp.insights.models.items import CURRENT
from studyapp.library.admin.dashboard import COUNTED, MOST, Link, Panel, Row, in_words, panel
from studyapp.library.models import Question, State
from studyapp.library.slots import QUESTION_LINKS


def how_it_does(_request: HttpRequest, question: Question) -> SafeString:
    return format_html(
        '<li><a href="{}" target="_blank">In figures</a></li>', reverse("admin:insights_question", args=[question.pk])
    )


QUESTION_LINKS.append(how_it_does)


@panel(place=50)
def to_look_at(request: HttpRequest) -> Panel | None:
    """Questions that learners' answers say something odd about."""
    if not request.user.has_perm("library.view_question"):
        return None
    live = ItemFigures.objects.filter(CURRENT, flags__gt=0, question__state=State.PUBLISHED)
    found = list(live.select_related("revision").order_by("-is_contrary", "-flags", "pk")[: COUNTED + 1])
    rows = [
        Row(
            reverse("admin:insights_question", args=[one.question_id]),
            in_words(one.revision.prompt),
            "; ".join(SHORT[name] for name in raised(one)),
        )
        for one in found[:MOST]
    ]
    all_of_them = Link(f"{reverse('admin:insights_itemfigures_changelist')}?flag=any", "All of them")
    return Panel("Questions to look at", len(found), rows, [all_of_them], "Answers say nothing odd of any question.")
