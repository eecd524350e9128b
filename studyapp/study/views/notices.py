"""What became of a learner's answers and reports, told once on the next page that they open."""

from django.contrib import messages
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from studyapp.accounts.models import User
from studyapp.faults import if_there_is_room
from studyapp.site.page_tags import lang
from studyapp.study.models import Notice

SENTENCES: dict[str, Promise] = {
    Notice.What.RAISED: _("Your answer to “{prompt}” counts as right now: the editors have accepted it."),
    Notice.What.LOWERED: _(
        "Your answer to “{prompt}” was counted as right. It is counted as wrong now, because the editors corrected "
        "what is right."
    ),
    Notice.What.CHANGED: _("You reported the question “{prompt}”. The editors have changed it. Thank you!"),
    Notice.What.KEPT: _(
        "You reported the question “{prompt}”. The editors have looked at it and left it as it is. Thank you!"
    ),
}


def tell_what_waits(request: HttpRequest, learner: User) -> None:
    """Learners whose row says that nothing waits, as nearly always, cost no statement."""
    if learner.has_notices:
        with if_there_is_room():
            for notice in Notice.objects.take(learner):
                messages.info(request, _in_words(notice))


def _in_words(notice: Notice) -> SafeString:
    question = notice.question
    prompt = format_html("<span {}>{}</span>", lang(question.fact.deck.language), question.asked.words)
    return format_html(str(SENTENCES[notice.what]), prompt=prompt)
