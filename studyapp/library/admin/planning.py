"""The page that says who brought a thing to where it stands, and on which days it is published or looked at again."""

from datetime import datetime
from typing import override

from django import forms
from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.html import format_html

from studyapp.kinds.fields import Cleaned
from studyapp.library.admin.checklist import Along, listed
from studyapp.library.admin.links import link, page_of
from studyapp.library.admin.publishing import Publisher
from studyapp.library.admin.versions import held_if_sent
from studyapp.library.models import UNSEEN, Fact, Standing, State, Thing
from studyapp.library.models.standings import day_here

NOT_LIVE = (*UNSEEN, State.PAUSED)
"""What can be planned to be published."""


class PlanForm(forms.Form):
    """Two days, each of them still to come, or none."""

    publish_on = forms.DateField(required=False, widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))
    with_questions = forms.BooleanField(
        label="Its questions too", required=False, help_text="Those that are drafts, or wait for review, have that day."
    )
    look_on = forms.DateField(
        label="Look again on",
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        help_text="From that day on it stands on the first page, until you set another day here, or none.",
    )
    version = forms.CharField(required=False, widget=forms.HiddenInput)

    along: Along | None = None
    """What comes before readers with it, for those who may say on which day."""

    def __init__(self, request: HttpRequest, standing: Standing, *, at: datetime) -> None:
        self.day, thing = day_here(at), standing.thing
        if thing.state in NOT_LIVE and request.user.has_perm(f"library.publish_{thing._meta.model_name}"):
            self.along = Along.of(thing, Publisher(request.user, at))
        shown = self.along and self.along.digest
        self.stored = f"{thing.state} {standing.publish_on} {standing.look_on} {shown}"
        days = {"publish_on": standing.publish_on, "look_on": standing.look_on}
        sent = request.POST.copy() if request.method == "POST" else None
        super().__init__(sent, initial={**days, "version": self.stored}, label_suffix="")
        self._offer(request, thing)

    def _offer(self, request: HttpRequest, thing: Thing) -> None:
        """Whoever may publish it says when, as long as it is not."""
        field = self.fields["publish_on"]
        field.help_text = (
            f"As that day begins ({timezone.get_default_timezone_name()}) it is published, in your name, with the "
            "warnings that stand below. If it draws others by then, or cannot be published, the first page says so."
        )
        if thing.state not in NOT_LIVE:
            field.disabled, field.help_text = True, f"It is {State(thing.state).label.lower()}."
        elif self.along is None:
            field.disabled, field.help_text = True, "That takes the permission to publish."
        if field.disabled or not isinstance(thing, Fact) or not request.user.has_perm("library.publish_question"):
            del self.fields["with_questions"]

    @override
    def clean(self) -> Cleaned:
        cleaned = super().clean() or {}
        if cleaned.get("version") != self.stored:
            self.add_error(None, "Nothing was saved: this was changed after you opened it. Look at it as it is now.")
            self.data["version"] = self.stored  # type: ignore[index]  # a copy of what was sent
        for name in ("publish_on", "look_on"):
            if (day := cleaned.get(name)) and day <= self.day and not self.fields[name].disabled:
                self.add_error(name, "That day is not to come any more. Give a later one, or leave it empty.")
        return cleaned


def plan_page[T: Thing](things: admin.ModelAdmin[T], request: HttpRequest, thing: T) -> HttpResponse:
    at = timezone.now()
    with held_if_sent(request, things.model, str(thing.pk)):
        thing.refresh_from_db(fields=["state"])
        standing = Standing.objects.of(thing)
        form = PlanForm(request, standing, at=at)
        if form.is_valid():
            _keep(request, standing, form)
            told = _in_words(form)
            things.log_change(request, thing, told)
            messages.success(request, format_html("{}: {}", link(thing), told))
            return HttpResponseRedirect(page_of(thing))
    context = {
        **things.admin_site.each_context(request),
        "title": "Who and when",
        "opts": things.opts,
        "thing": thing,
        "standing": standing,
        "form": form,
        "page": page_of(thing),
    }
    request.current_app = things.admin_site.name
    return TemplateResponse(request, "admin/library/plan.html", context, status=422 if form.errors else 200)


def _keep(request: HttpRequest, standing: Standing, form: PlanForm) -> None:
    day = form.cleaned_data["publish_on"]
    shown = listed(form.along.rows) if form.along else None
    standing.plan(publish_on=day, look_on=form.cleaned_data["look_on"], editor=request.user, listed=shown)
    if form.along and form.cleaned_data.get("with_questions"):
        for row in form.along.questions:
            along = Standing.objects.of(row.thing)
            along.plan(publish_on=day, look_on=along.look_on, editor=request.user, listed=listed([row]))


def _in_words(form: PlanForm) -> str:
    day, look = (form.cleaned_data[name] for name in ("publish_on", "look_on"))
    published = f"To be published on {day:%-d %B %Y}." if day else "Not planned to be published."
    return f"{published} {f'To be looked at again on {look:%-d %B %Y}.' if look else 'Not to be looked at again.'}"
