"""Taking part in a shared quiz: find it by its code, choose a name, and begin."""

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from studyapp.accounts.models import User
from studyapp.site.requests import LearnerRequest
from studyapp.study.models import LONGEST_NAME, Attempt, Quiz
from studyapp.study.new_day import begin_day
from studyapp.study.quizzes.codes import read_code
from studyapp.study.quizzes.first_question import FirstQuestion
from studyapp.study.quizzes.guessing import count_wrong, guessed_too_often
from studyapp.study.quizzes.names import clean_line
from studyapp.study.views.quizzes.common import learner_for
from studyapp.study.views.quizzes.without_account import CLOSED, first_answer, refuse, show_first
from studyapp.study.views.too_many import too_many


class NameForm(forms.Form):
    """What a participant wants to be called."""

    # Without a validator of its own: `clean_line` says how to mend what is wrong.
    name = forms.CharField(
        label=gettext_lazy("Your name"),
        help_text=gettext_lazy("The person who made the quiz sees it next to your score. The others do not."),
        required=False,
        strip=False,
        widget=forms.TextInput(
            attrs={"maxlength": LONGEST_NAME, "autocomplete": "nickname", "required": True, "dir": "auto"}
        ),
    )

    def say_it_is_ranked(self) -> None:
        self.fields["name"].help_text = _(
            "The person who made the quiz sees it next to your score. The others see it too, once they have finished."
        )

    def clean_name(self) -> str:
        empty = _("Choose a name, so that the person who made the quiz knows whose answers these are.")
        return clean_line(self.cleaned_data["name"], most=LONGEST_NAME, empty=empty)


@require_safe
def code(request: LearnerRequest) -> HttpResponse:
    """Where a code is typed in."""
    typed = request.GET.get("code", "")
    found = read_code(typed)
    if not found:
        return render(request, "study/quiz_code.html", {"typed": typed[:20]}, status=422 if typed.strip() else 200)
    return redirect("take-part", found)


def slower(request: LearnerRequest) -> HttpResponse:
    """For who has guessed too often."""
    return too_many(
        request,
        _("Many wrong codes were tried from here, so we accept none for a moment."),
        _("Wait a minute, then enter the code again and check every character."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def take_part(request: LearnerRequest, code: str) -> HttpResponse:
    """Choose a name, and begin: a visitor is shown the first question, and nothing is stored until it is answered."""
    at = timezone.now()
    if guessed_too_often(request, at=at):
        return slower(request)
    quiz = Quiz.of_code(read_code(code))
    if quiz is None:
        if not count_wrong(request):
            return slower(request)
        return render(request, "study/quiz_code.html", {"typed": code[:20], "unknown": True}, status=404)
    learner = learner_for(request)
    if learner and Attempt.objects.filter(learner=learner, quiz=quiz).exists():
        return redirect(quiz)
    if quiz.is_closed and request.method == "POST":
        return refuse(request, _(CLOSED), 409)
    sent = request.POST if request.method == "POST" else None
    form = NameForm(sent, initial={"name": _name_of(learner, quiz)})
    if quiz.ranking:
        form.say_it_is_ranked()
    if not form.is_valid():
        context = {"quiz": quiz, "form": form, "owns": quiz.owner == learner}
        return render(request, "study/quiz_take_part.html", context, status=422 if form.errors else 200)
    name = form.cleaned_data["name"]
    if learner is None:
        return show_first(request, FirstQuestion.new(shown_at=at, quiz=quiz.pk, name=name), at=at)
    begin_day(learner, at=at)
    Attempt.objects.begin(quiz, learner, at=at, name=name)
    return redirect(quiz)


def _name_of(learner: User | None, quiz: Quiz) -> str:
    """What they called themselves in the round before, or are called here."""
    if learner is None:
        return ""
    before = learner.attempts.filter(quiz=quiz.follows_id).first() if quiz.follows_id else None
    return before.name if before and before.name else learner.name


@require_http_methods(["GET", "HEAD", "POST"])
def answer_first(request: LearnerRequest, code: str) -> HttpResponse:
    """The first answer of a visitor; whoever comes here by a reload begins anew."""
    if request.method != "POST":
        return redirect("take-part", code)
    return first_answer(request)
