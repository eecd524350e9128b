"""A question as a student meets it, stored or as it stands in its form, to be tried. Nothing is recorded."""

from collections.abc import Iterator
from copy import copy
from dataclasses import dataclass, replace
from typing import Self

from django.core.exceptions import ValidationError
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render

from studyapp.kinds.base import Hint, JudgedOption, Kind, Response, Sent, Verdict
from studyapp.kinds.cautions import Caution
from studyapp.kinds.flashcard import RATINGS
from studyapp.library.admin.question_form import OWN, QuestionForm
from studyapp.library.answers import AcceptedIn, accepted_in, around
from studyapp.library.models import Draft, Fact, Question, Revision
from studyapp.library.models.pictures import columns_of
from studyapp.site.values import Context

TRIED = "try"
"""The prefix of an answer that is tried, so that it stands in a form of its own beside the question's."""
PRESSED = ("try", "give_up", "reveal", "rating", "tried")


@dataclass(frozen=True, slots=True)
class Judged:
    """One answer and what became of it, by the code that judges students."""

    verdict: Verdict
    options: tuple[JudgedOption, ...]
    reasons: tuple[str, ...] = ()

    @classmethod
    def of(cls, body: Kind, response: Response, seed: str) -> Self:
        options = body.judged_options(response, seed=seed)
        return cls(body.grade(response), options, body.reasons(response))

    @classmethod
    def given_up(cls, body: Kind, seed: str) -> Self:
        return cls(body.given_up(), body.judged_options({}, seed=seed))

    @property
    def context(self) -> Context:
        """As the templates of kinds want it."""
        return {"verdict": self.verdict, "options": self.options, "reasons": self.reasons}


@dataclass(frozen=True, slots=True)
class Preview:
    """A question with what it would ask, if it were published as it is now; or with what is wrong with it."""

    question: Question
    revision: Revision | None = None
    body: Kind | None = None
    problems: tuple[str, ...] = ()

    @classmethod
    def of(cls, question: Question) -> Self:
        """As it is stored."""
        revision = question.revision
        if revision is None:
            return cls(question, problems=("It has no prompt and answer yet.",))
        revision.question = question
        return cls._frozen(question, Draft(revision.prompt, question.author_spec(), revision.explanation), revision)

    @classmethod
    def of_form(cls, form: QuestionForm) -> Self:
        """As it stands in a bound form, of which nothing is saved."""
        form.is_valid()
        question = form.instance
        if not question.fact_id:
            return cls(question, problems=("Choose the fact that it asks about.",))
        if problems := tuple(_in_the_way(form)):
            return cls(question, problems=problems)
        draft = form.draft
        pictures = columns_of(form.pictures)
        revision = Revision(question=question, prompt=draft.prompt, explanation=draft.explanation, **pictures)
        return cls._frozen(question, draft, revision)

    @classmethod
    def _frozen(cls, question: Question, draft: Draft, revision: Revision) -> Self:
        kind, spec = question.kind_class, draft.spec
        try:
            body = kind(kind.freeze(spec, replace(around(question, spec), prompt=draft.prompt)))
        except ValidationError as error:
            revision.spec = spec
            return cls(question, revision, problems=tuple(error.messages))
        if revision._state.adding:
            revision.spec = body.spec
        return cls(question, revision, body)

    @property
    def seed(self) -> str:
        """What orders its options, the same while it is written."""
        return str(self.question.revision_id or self.question.kind)

    @property
    def warnings(self) -> list[Caution]:
        """What an editor should look at again."""
        if self.body is None or self.revision is None:
            return []
        worded = copy(self.question)
        worded.revision = self.revision
        return worded.warnings()

    @property
    def help(self) -> Hint | None:
        return self.body.hint(seed=self.seed) if self.body else None

    @property
    def samples(self) -> Iterator[tuple[str, Judged]]:
        """What a student reads who knows it, nearly knows it, and does not."""
        if self.body is None or self.body.self_rated:
            return
        sent = (
            ("Right", self.body.sample_answer(right=True)),
            ("Nearly", self.body.near_answer()),
            ("Wrong", self.body.sample_answer(right=False)),
        )
        for word, answer in sent:
            if answer is not None and (judged := self._judged(answer)):
                yield word, judged

    def _judged(self, answer: Sent) -> Judged | None:
        assert self.body is not None  # noqa: S101  it was asked whether there is one
        form = self.body.answer_form(answer, seed=self.seed)
        return Judged.of(self.body, form.cleaned_data, self.seed) if form.is_valid() else None

    def context(self, sent: QueryDict) -> Context:
        """What a template shows: the ask, and the verdict on an answer that was sent with it. `stage` says which."""
        fact = self.question.fact if self.question.fact_id else None
        context: Context = {
            "preview": self,
            "question": self.question,
            "revision": self.revision,
            "fact": fact,
            "citations": fact.sources if fact else [],
            "asked": self.question.follows,
            "kind": self.body,
        }
        if self.body is None:
            return context | {"stage": "unanswerable", "problems": self.problems}
        return context | _tried(self.body, sent, self.seed)


def _tried(body: Kind, sent: QueryDict, seed: str) -> Context:
    answer = sent.copy()
    if "rating" in sent:  # the buttons of a flashcard have one name wherever they stand
        answer[f"{TRIED}-rating"] = str(sent["rating"])
    is_sent = any(name in sent for name in ("try", "rating", "tried"))
    form = body.answer_form(answer if is_sent else None, seed=seed, prefix=TRIED)
    context: Context = {"form": form, "ratings": [(rating, label, "") for rating, label in RATINGS]}
    if "give_up" in sent:
        return context | {"stage": "verdict", **Judged.given_up(body, seed).context}
    if "reveal" in sent and body.self_rated:
        return context | {"stage": "revealed"}
    if not is_sent:
        form.fill_in_again(sent)  # what somebody is about to try stays where it is
        return context | {"stage": "ask"}
    if not form.is_valid():
        return context | {"stage": "revealed" if body.self_rated else "ask", "refused": True}
    return context | {"stage": "verdict", **Judged.of(body, form.cleaned_data, seed).context}


def _in_the_way(form: QuestionForm) -> Iterator[str]:
    """What is wrong with the words that a student would read; a missing id or position shows nowhere."""
    for name, errors in form.errors.items():
        if name in ("fact", "prompt", "explanation", "according_to") or name.startswith(f"{OWN}-"):
            yield from (f"{form[name].label}: {error}" for error in errors)
    yield from map(str, form.author.non_field_errors())


def as_published(question: Question, accepted_in: AcceptedIn = accepted_in) -> Kind:
    """The newest revision with what publishing would freeze into it. Raises ValidationError where that cannot be."""
    spec = question.author_spec()
    prompt = question.revision.prompt if question.revision else ""
    surroundings = replace(around(question, spec, accepted_in), prompt=prompt)
    return question.kind_class(question.kind_class.freeze(spec, surroundings))


def preview_page(request: HttpRequest, preview: Preview) -> HttpResponse:
    """A page of its own, as students have it. What stands in the form of the question goes along with each answer."""
    context = preview.context(request.POST)
    names = [
        name
        for name in request.POST
        if name not in PRESSED and name.partition("-")[0] not in ("csrfmiddlewaretoken", TRIED)
    ]
    context |= {
        "kept": [(name, value) for name in names for value in request.POST.getlist(name) if name[0] != "_"],
        "is_saved": "prompt" not in request.POST,
    }
    status = 422 if context.get("refused") else 200
    return render(request, "admin/library/question/preview.html", context, status=status)


def preview_panel(request: HttpRequest, preview: Preview) -> HttpResponse:
    """The same beside the form, while it is written, with what it is about where another fact was chosen."""
    fact = preview.question.fact if preview.question.fact_id else None
    context = preview.context(request.POST)
    if str(fact.pk if fact else "") != request.POST.get("about", ""):
        context |= {"about": about(fact, preview.question), "elsewhere": True}
    return render(request, "admin/library/question/_preview.html", context)


def about(fact: Fact | None, question: Question | None) -> Context | None:
    """What an editor of a question wants before their eyes: its fact, who says so where, and what else is asked."""
    if fact is None:
        return None
    asked = Question.objects.select_related("revision").order_by("position", "pk")
    fact = (
        Fact.objects.with_sources()
        .select_related("deck")
        .prefetch_related(Prefetch("questions", asked))
        .get(pk=fact.pk)
    )
    siblings = [other for other in fact.questions.all() if question is None or other.pk != question.pk]
    for sibling in siblings:
        if sibling.revision:
            sibling.revision.question = sibling
    return {"fact": fact, "citations": fact.cited, "siblings": siblings}
