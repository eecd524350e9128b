"""Choosing a quiz, going on with one, and the results of those before."""

import random
from datetime import datetime
from typing import override

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from studyapp.accounts.models import User
from studyapp.library.models import Article, Citation, Deck, State
from studyapp.site.requests import LearnerRequest
from studyapp.site.values import Context
from studyapp.study.models import Attempt, Quiz
from studyapp.study.models.quizzes import MOST_MINUTES
from studyapp.study.new_day import begin_day
from studyapp.study.quizzes.drawing import NothingToAsk
from studyapp.study.quizzes.first_question import try_address
from studyapp.study.quizzes.making import make
from studyapp.study.quizzes.options import LENGTHS, MISTAKE_DAYS, QuizOptions
from studyapp.study.quizzes.wording import mistakes_in_words, names_of
from studyapp.study.views.quizzes.common import learner_for

PAGE = 20
MOST_RUNNING = 5
MOST_SHARED = 20
CHANCE = random.SystemRandom()


class ArticleField(forms.ModelChoiceField[Article]):
    @override
    def label_from_instance(self, obj: Article) -> str:
        return obj.called


class OptionsForm(forms.Form):
    """What a quiz is to ask, and how. Its names are those of the addresses that choose beforehand."""

    deck = forms.ModelMultipleChoiceField(
        Deck.objects.none(),
        to_field_name="slug",
        required=False,
        error_messages={
            "invalid_choice": gettext_lazy("There is no deck with that name. Choose one from the list."),
            "invalid_pk_value": gettext_lazy("There is no deck with that name. Choose one from the list."),
        },
    )
    own = forms.ModelMultipleChoiceField(
        Deck.objects.none(),
        to_field_name="number",
        required=False,
        error_messages={
            name: gettext_lazy("You have no deck of your own with that number. Choose one from the list.")
            for name in ("invalid_choice", "invalid_pk_value")
        },
    )
    article = ArticleField(
        Article.objects.none(),
        label=gettext_lazy("Only facts from one article"),
        to_field_name="slug",
        required=False,
        empty_label=gettext_lazy("Any article"),
        error_messages={
            "invalid_choice": gettext_lazy("There is no article with that name. Choose one from the list.")
        },
    )
    mistakes = forms.TypedChoiceField(
        label=gettext_lazy("Only what you got wrong"), coerce=int, empty_value="0", required=False
    )
    length = forms.TypedChoiceField(
        label=gettext_lazy("How many questions"),
        choices=[(length, length) for length in LENGTHS],
        coerce=int,
        initial=10,
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Choose how many questions."),
            "invalid_choice": gettext_lazy("Choose 5, 10 or 20 questions."),
        },
    )
    minutes = forms.IntegerField(
        label=gettext_lazy("Time limit in minutes"),
        help_text=gettext_lazy("Leave it empty for no time limit."),
        required=False,
        min_value=1,
        max_value=MOST_MINUTES,
        error_messages={
            name: gettext_lazy("Write a number of minutes from 1 to 180, or leave it empty.")
            for name in ("invalid", "min_value", "max_value")
        },
    )
    one_page = forms.BooleanField(label=gettext_lazy("All questions on one page"), required=False)
    feedback_at_end = forms.BooleanField(
        label=gettext_lazy("Show me the right answers only at the end"), required=False
    )

    def __init__(self, sent: QueryDict | None, chosen: QueryDict, learner: User | None) -> None:
        super().__init__(sent, label_suffix="", initial=_chosen(chosen))
        self.is_chosen = sent is not None or any(name in chosen for name in self.base_fields)
        """Whether there is something to look at before the quiz begins."""
        asked = Deck.objects.filter(facts__state=State.PUBLISHED).distinct()
        cited = Citation.objects.filter(article=OuterRef("pk"), fact__state=State.PUBLISHED)
        self.fields["deck"].queryset = asked  # type: ignore[attr-defined]  # of models
        if learner is not None:
            mine = Deck.objects.of(learner).filter(removed_at=None).order_by("title", "number")
            self.fields["own"].queryset = mine  # type: ignore[attr-defined]  # of models
        self.fields["article"].queryset = Article.objects.filter(Exists(cited))  # type: ignore[attr-defined]  # of models
        days = [(days, mistakes_in_words(days)) for days in MISTAKE_DAYS] if learner else []
        self.fields["mistakes"].choices = [("", _("Both right and wrong")), *days]  # type: ignore[attr-defined]  # a choice

    @property
    def options(self) -> QuizOptions:
        chosen = self.cleaned_data
        return QuizOptions(
            decks=tuple(sorted(deck.slug for deck in chosen["deck"])),
            own=tuple(sorted(deck.number for deck in chosen["own"])),
            article=chosen["article"].slug if chosen["article"] else "",
            mistakes=int(chosen["mistakes"]),
            length=chosen["length"],
            minutes=chosen["minutes"],
            one_page=chosen["one_page"],
            feedback_at_end=chosen["feedback_at_end"],
        )

    @property
    def has_own_decks(self) -> bool:
        return self.fields["own"].queryset.exists()  # type: ignore[attr-defined,no-any-return]  # of models

    @property
    def is_usual(self) -> bool:
        """Nothing is chosen that stands under "More choices"."""
        names = ("article", "mistakes", "minutes", "one_page", "feedback_at_end")
        return not any(self[name].value() or self[name].errors for name in names)


def _chosen(query: QueryDict) -> Context:
    """What an address chooses beforehand; of what cannot be chosen nothing is."""
    chosen: Context = {name: query.get(name, "")[:100] for name in ("article", "mistakes", "minutes")}
    chosen |= {name: [key[:100] for key in query.getlist(name)[:100]] for name in ("deck", "own")}
    chosen |= {name: query.get(name) == "1" for name in ("one_page", "feedback_at_end")}
    length = query.get("length", "")
    if length in map(str, LENGTHS):
        chosen["length"] = length
    return chosen


@require_http_methods(["GET", "HEAD", "POST"])
def quizzes(request: LearnerRequest) -> HttpResponse:
    """Choose a quiz, or go on with one."""
    learner, at = learner_for(request), timezone.now()
    if learner is not None:
        begin_day(learner, at=at)
    form = OptionsForm(request.POST if request.method == "POST" else None, request.GET, learner)
    if form.is_valid():
        if learner is None:
            return redirect(try_address(form.options))
        try:
            attempt = make(learner, form.options, at=at, chance=CHANCE)
        except NothingToAsk:
            form.add_error(None, nothing_here(form.options))
        else:
            _say_if_few(request, attempt.quiz, form.options.length)
            return redirect(attempt.quiz)
    context = {"form": form, **_own_part(request, learner, at=at)}
    return render(request, "study/quizzes.html", context, status=422 if form.errors else 200)


def nothing_here(options: QuizOptions) -> str:
    """Why there is no quiz, and what to do."""
    if options.own:
        return _(
            "There is nothing here that a quiz can ask. It asks no flashcards, because nobody can score them. Choose "
            "another deck, or write cards of another kind."
        )
    if options.mistakes:
        return _("You have no mistakes here to ask about. Choose more days, or let the quiz ask everything.")
    return _("There are no questions here for a quiz. Choose another deck or article.")


def _say_if_few(request: LearnerRequest, quiz: Quiz, wished: int) -> None:
    if quiz.length < wished:
        sentence = ngettext(
            "There is only %(n)d question here for a quiz: you get it.",
            "There are only %(n)d questions here for a quiz: you get them all.",
            quiz.length,
        )
        messages.info(request, sentence % {"n": quiz.length})


def _own_part(request: LearnerRequest, learner: User | None, *, at: datetime) -> Context:
    """What the learner has begun, and the results they have."""
    if learner is None:
        return {}
    begun = learner.attempts.running().with_count().select_related("quiz")[:MOST_RUNNING]
    running = [attempt for attempt in begun if not attempt.end_if_over(at=at)]
    page = Paginator(learner.attempts.finished().select_related("quiz"), PAGE).get_page(request.GET.get("page"))
    names = names_of([attempt.quiz for attempt in (*running, *page)])

    def named(attempts: list[Attempt]) -> list[tuple[Attempt, str]]:
        return [(attempt, names[attempt.quiz_id]) for attempt in attempts]

    shared = learner.quizzes.filter(code__isnull=False).order_by("-made_at", "-pk")[:MOST_SHARED]
    return {"shared": shared, "running": named(running), "results": named(list(page)), "page": page}
