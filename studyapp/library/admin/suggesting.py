"""The page of composed questions: each with its answer and a box to tick; what is ticked becomes a draft."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.text import Truncator

from studyapp.library.admin.links import links
from studyapp.library.models import Deck, Fact, Question, Standing
from studyapp.library.suggesting import Proposal, suggest
from studyapp.site.values import number_in

MOST = 300
"""Facts on one page."""


class SuggestingAdmin[M: Model](admin.ModelAdmin[M]):
    """What facts and decks have in common: the action that leads to the page of what could be asked about them."""

    suggested_by = "fact"
    """The name under which the page's address lists them."""

    def has_suggest_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("library.add_question")

    @admin.action(permissions=["suggest"], description="Suggest questions")
    def suggest_questions(self, request: HttpRequest, queryset: QuerySet[M]) -> HttpResponse | None:
        keys = [str(thing.pk) for thing in queryset[: MOST + 1]]
        if len(keys) > MOST:
            messages.warning(request, f"Choose {MOST} at most: the page would be too long to read.")
            return None
        return HttpResponseRedirect(address(self.suggested_by, keys))


def address(what: str, keys: list[str]) -> str:
    """Where the proposals on some facts or decks stand."""
    return f"{reverse('admin:question_suggest')}?{what}={','.join(keys)}"


def suggest_page(questions: admin.ModelAdmin[Question], request: HttpRequest) -> HttpResponse:
    """What could be asked about the facts that the address names; a POST makes drafts of what is ticked."""
    if not questions.has_add_permission(request):
        raise PermissionDenied
    facts = _facts(request)
    if not facts:
        messages.warning(request, "Tick some facts first, and then choose the action “Suggest questions”.")
        return HttpResponseRedirect(reverse("admin:library_fact_changelist"))
    if request.method == "POST":
        _create(questions, request, facts)
        return HttpResponseRedirect(request.get_full_path())
    decks = {fact.deck for fact in facts}
    context = {
        **questions.admin_site.each_context(request),
        "title": "Suggested questions",
        "opts": questions.opts,
        "found": suggest(facts),
        "facts": facts,
        "deck": decks.pop() if len(decks) == 1 else None,
    }
    request.current_app = questions.admin_site.name
    return TemplateResponse(request, "admin/library/question/suggest.html", context)


def _facts(request: HttpRequest) -> list[Fact]:
    """The facts that the address names, one by one or by their decks."""
    keys = {what: _keys(request.GET.get(what, "")) for what in ("fact", "deck")}
    facts = Fact.objects.filter(pk__in=keys["fact"]) | Fact.objects.live().filter(deck__in=keys["deck"])
    return list(facts.select_related("deck").distinct().order_by("deck__position", "deck", "position", "pk"))


def _keys(listed: str) -> list[int]:
    return [key for part in listed.split(",")[:MOST] if (key := number_in(part)) is not None]


def _create(questions: admin.ModelAdmin[Question], request: HttpRequest, facts: list[Fact]) -> None:
    """Only what is still proposed: since the page was shown, a fact may have changed or somebody else been quicker."""
    ticked = list(dict.fromkeys(request.POST.getlist("proposal")))
    if not ticked:
        messages.error(request, "Nothing was created: tick at least one of the proposals first.")
        return
    with transaction.atomic():
        # Whoever else creates some of these now has to wait, and then finds them made.
        list(Deck.objects.select_for_update().filter(pk__in={fact.deck_id for fact in facts}).order_by("pk"))
        proposed = {proposal.key: proposal for proposal in suggest(facts).proposals}
        drafts = [_draft(questions, request, proposed[key]) for key in ticked if key in proposed]
    if drafts:
        messages.success(request, format_html("Created as drafts, for you to edit and publish: {}.", links(drafts)))
    for key in ticked:
        if key not in proposed:
            shown = Truncator(request.POST.get(f"prompt-{key}", "")).chars(90)
            what = f"“{shown}”" if shown else "One of the ticked proposals"
            messages.warning(
                request, f"{what} is not proposed any more, so it was not created. Look at what is proposed now."
            )


def _draft(questions: admin.ModelAdmin[Question], request: HttpRequest, proposal: Proposal) -> Question:
    question = proposal.save(at=timezone.now(), editor=request.user)
    Standing.objects.edited(question, at=timezone.now(), editor=request.user)
    questions.log_addition(request, question, "Composed from its fact.")
    return question
