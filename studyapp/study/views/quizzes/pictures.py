"""The pictures of a quiz that asks somebody's own cards, for those who take it."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from studyapp.library.views import picture_response
from studyapp.site.requests import LearnerRequest
from studyapp.study.models import QuizPicture
from studyapp.study.views.quizzes.common import learner_for


@require_safe
def picture(request: LearnerRequest, quiz: int, digest: str, size: str) -> HttpResponse:
    """One size of it. Its address stands nowhere but where it is shown: that of an explanation with the verdict."""
    found = QuizPicture.objects.seen_by(learner_for(request)).filter(quiz=quiz, digest=digest)
    return picture_response(request, digest, found.values_list(size, flat=True).first())
