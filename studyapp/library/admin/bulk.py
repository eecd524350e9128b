"""One change of many things: an action asks on a page of its own what to change them to, and then changes each."""

from collections.abc import Callable, Iterable

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.html import format_html

from studyapp.kinds.fields import ANSWER_TYPES, Cleaned
from studyapp.kinds.written_dates import SortableDateField
from studyapp.library.admin.forms import Plausible
from studyapp.library.admin.links import links
from studyapp.library.admin.states import SHOWN_IN_A_MESSAGE, PausesAdmin, tell_refused
from studyapp.library.admin.versions import seen
from studyapp.library.answers import around
from studyapp.library.models import Deck, Draft, Editor, Fact, Question, State


class DeckForm(forms.Form):
    deck = forms.ModelChoiceField(
        Deck.objects.all(), help_text="The cards of those who learn these facts go along, and keep their progress."
    )


class DateForm(Plausible, forms.Form):
    as_of = SortableDateField(
        label="As of", help_text="When these were reported to be so: 12 November 2013, November 2013 or 2013."
    )


class TypeForm(forms.Form):
    answer_type = forms.ChoiceField(
        label="Type of answer",
        choices=ANSWER_TYPES[1:],
        help_text="What sort of thing their answers are. It changes nothing of what is right.",
    )


class BulkAdmin[T: (Fact, Question)](PausesAdmin[T]):
    """What facts and questions have in common there."""

    def change_all(
        self,
        request: HttpRequest,
        things: QuerySet[T],
        title: str,
        asked: type[forms.Form],
        change: Callable[[T, Cleaned], bool],
    ) -> HttpResponse | None:
        """The page that asks; once it is answered, None. `change` says whether it had to do anything.

        It raises ValidationError where a thing cannot be changed so.
        """
        form = asked(request.POST if "post" in request.POST else None)
        if not form.is_valid():
            return self._ask(request, list(things), title, form)
        self._change_each(request, things, lambda thing: change(thing, form.cleaned_data), form)
        return None

    def _change_each(
        self, request: HttpRequest, things: Iterable[T], change: Callable[[T], bool], form: forms.Form
    ) -> None:
        changed, left = [], 0
        for thing in things:
            try:
                done = change(thing)
            except ValidationError as error:
                tell_refused(request, thing, error.messages, "was left as it is")
            else:
                left += not done
                if done:
                    changed.append(thing)
                    self.was_edited(request, thing)
                    self.log_change(request, thing, [{"changed": {"fields": [str(field.label) for field in form]}}])
        if changed:
            named = links(changed) if len(changed) <= SHOWN_IN_A_MESSAGE else f"{len(changed)} of them"
            messages.success(request, format_html("Changed: {}.", named))
        if left:
            messages.info(request, f"So already: {left}.")

    def _ask(self, request: HttpRequest, things: list[T], title: str, form: forms.Form) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "title": title,
            "opts": self.opts,
            "form": form,
            "action": request.POST["action"],
            "things": things,
            "seen": seen(things),
        }
        request.current_app = self.admin_site.name
        return TemplateResponse(request, "admin/library/bulk.html", context)


def type_answers(question: Question, answer_type: str, editor: Editor) -> bool:
    """Say of which type its answers are, in a new revision. Raises ValidationError where its kind has no types."""
    kind = question.kind_class
    if "answer_type" not in kind.AuthorForm.base_fields or question.revision is None:
        raise ValidationError("Questions of this kind have no type of answer.")
    spec = question.author_spec()
    if spec.get("answer_type") == answer_type:
        return False
    form = kind.author_form({**spec, "answer_type": answer_type})
    if not form.is_valid():
        raise ValidationError([str(told) for errors in form.errors.values() for told in errors])
    draft = Draft(question.revision.prompt, form.cleaned_data, question.revision.explanation)
    freeze = around(question, draft.spec) if question.state == State.PUBLISHED else None
    return question.revise(draft, at=timezone.now(), freeze=freeze, editor=editor) is not None


def date_fact(fact: Fact, as_of: str) -> bool:
    if fact.as_of == as_of:
        return False
    fact.as_of = as_of
    fact.full_clean(exclude=["slug"])
    fact.save()
    return True
