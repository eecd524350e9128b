"""The pages of the desk. With htmx each answers with a piece of the page; without, with the whole."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import copy

from django.contrib import messages
from django.core.exceptions import BadRequest, PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_POST
from django_htmx.http import push_url, reswap, retarget

from studyapp.kinds import KINDS
from studyapp.library.admin.base import deck_widget
from studyapp.library.admin.desk.facts import FactPiece
from studyapp.library.admin.desk.places import Place
from studyapp.library.admin.desk.questions import QuestionPiece
from studyapp.library.admin.desk.successors import SuccessorPiece
from studyapp.library.admin.desk.texts import TextPiece
from studyapp.library.admin.preview import Preview, preview_panel
from studyapp.library.admin.publishing import Publisher
from studyapp.library.admin.question_form import kinds_to_choose
from studyapp.library.admin.states import StatesAdmin
from studyapp.library.admin.telling import in_one_message
from studyapp.library.admin.versions import held, seen
from studyapp.library.models import Article, ArticleText, Citation, Dismissal, Fact, Question, State
from studyapp.library.suggesting import OF_A_FACT, suggest
from studyapp.library.suggesting.bearing import Bears, bearing_on
from studyapp.site.values import Context, number_in

type View = Callable[..., HttpResponse]


class Desk:
    """What the admin of articles adds to its addresses."""

    def __init__(self, articles: StatesAdmin[Article]) -> None:
        self.articles, self.site = articles, articles.admin_site

    @property
    def urls(self) -> list[URLPattern]:
        def at(route: str, view: View, name: str) -> URLPattern:
            return path(route, self.site.admin_view(view), name=name)

        return [
            at("desk/", self.new_article, "desk_new"),
            at("<int:key>/desk/", self.desk, "desk"),
            at("<int:key>/desk/text/", self.text, "desk_text"),
            at("<int:key>/desk/none/", require_POST(self.needs_none), "desk_none"),
            at("<int:key>/desk/fact/", self.fact, "desk_fact"),
            at("<int:key>/desk/fact/<int:fact>/", self.fact, "desk_fact"),
            at("<int:key>/desk/fact/<int:fact>/successor/", self.successor, "desk_successor"),
            at("<int:key>/desk/fact/<int:fact>/publish/", require_POST(self.publish), "desk_publish"),
            at("<int:key>/desk/fact/<int:fact>/dismiss/", require_POST(self.dismiss), "desk_dismiss"),
            at("<int:key>/desk/fact/<int:fact>/question/", self.new_question, "desk_new_question"),
            at("<int:key>/desk/question/<int:question>/", self.question, "desk_question"),
        ]

    # The article and its text

    def new_article(self, request: HttpRequest) -> HttpResponse:
        """Paste an address and a text: they make an article."""
        return TextPiece(self.site).add_view(request, extra_context={"title": "An article from its text"})

    def text(self, request: HttpRequest, key: int) -> HttpResponse:
        if not self.articles.has_change_permission(request):
            raise PermissionDenied
        place = self._place(request, key)
        context = {"title": "The article’s text", "has_text": ArticleText.objects.filter(article=key).exists()}
        return TextPiece(self.site).change_view(request, str(place.article.pk), extra_context=context)

    def needs_none(self, request: HttpRequest, key: int) -> HttpResponse:
        """A paragraph is said to hold nothing to learn, or that is taken back; said twice, it is said once."""
        if not self.articles.has_change_permission(request):
            raise PermissionDenied
        with held(Article, [str(key)]):
            place = self._place(request, key)
            chosen, article = place.chosen, place.article
            if chosen is None:
                raise BadRequest("The article has no such paragraph.")
            none = request.POST.get("none") == "1"
            if none and chosen.facts:
                messages.error(
                    request, f"Paragraph {chosen.number} is cited by a fact. It does hold something to learn."
                )
            elif none != chosen.needs_none:
                self._say_without(request, article, chosen.number, none=none)
        return HttpResponseRedirect(place.at())

    def _say_without(self, request: HttpRequest, article: Article, number: int, *, none: bool) -> None:
        without = {*article.without_facts, number} if none else {*article.without_facts} - {number}
        article.no_facts_in = ",".join(map(str, sorted(without)))
        try:
            article.full_clean()
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            return
        article.save()
        article.keep_warnings(at=timezone.now())
        self.articles.was_edited(request, article)
        said = f"Paragraph {number} needs no fact." if none else f"Paragraph {number} waits for a fact again."
        self.articles.log_change(request, article, said)

    # The page

    def desk(self, request: HttpRequest, key: int) -> HttpResponse:
        place = self._place(request, key)
        fact = self._fact(number_in(request.GET.get("fact", "")))
        return self._page(request, place, self._work(request, place, fact))

    def _page(self, request: HttpRequest, place: Place, work: Context, status: int = 200) -> HttpResponse:
        """All of it; with htmx no more than what stands below its heading."""
        article = place.article
        context = {
            **self.site.each_context(request),
            "title": f"Desk: {article.heading}",
            "is_nav_sidebar_enabled": False,  # its room is needed
            "opts": self.articles.opts,
            "place": place,
            "article": article,
            "may_change": self.articles.has_change_permission(request, article),
            "may_write": request.user.has_perm("library.add_fact"),
            "kinds": kinds_to_choose(),
            "deck_widget": deck_widget(self.site),
            **work,
        }
        request.current_app = self.site.name
        if not _is_htmx(request):
            return TemplateResponse(request, "admin/library/desk/desk.html", context, status=status)
        page = TemplateResponse(request, "admin/library/desk/_desk.html", context, status=status)
        return push_url(reswap(retarget(page, "#desk"), "outerHTML"), request.get_full_path())

    def _work(self, request: HttpRequest, place: Place, fact: Fact | None) -> Context:
        """What stands beside the paragraphs: a fact with its questions, or the form of a new one."""
        if fact:
            return self._with_fact(request, place, fact)
        if place.chosen is None:
            return {}
        work: Context = {"facts": place.facts}
        if request.user.has_perm("library.add_fact") and not place.chosen.needs_none:
            piece = FactPiece(self.site, place)
            work["form"] = _drawn(piece.add_view(_as_shown(request)))
        if place.chosen.text:
            newer = place.facts[0].pk if len(place.facts) == 1 else ""
            work["bearings"] = [
                (each, place.at("successor", each.fact.pk, by=newer) if place.facts else "")
                for each in bearing_on(place.chosen.text, place.article)
            ]
        return work

    def _with_fact(self, request: HttpRequest, place: Place, fact: Fact) -> Context:
        questions = list(fact.questions.with_content().order_by("position", "pk"))
        for question in questions:
            question.fact = fact
        drafts = [question for question in questions if question.state == State.DRAFT]
        shown = number_in(request.GET.get("preview", ""))
        pieces = [self._drawn_question(request, place, each, shown=each.pk == shown) for each in drafts]
        composed = suggest([fact], OF_A_FACT) if request.user.has_perm("library.add_question") else None
        if composed:
            pieces += [
                self._drawn_blank(request, QuestionPiece(self.site, place, fact, kind=each.kind, proposal=each))
                for each in composed.proposals
            ]
            kinds = {each.kind for each in questions} | {each.kind for each in composed.proposals}
            recognised = any(KINDS[kind].recognition for kind in kinds)
            pieces.append(self._drawn_new(request, place, fact, "typed" if recognised else "choice"))
        return {
            "fact": fact,
            "citations": fact.cited,
            "settled": [question for question in questions if question not in drafts],
            "pieces": pieces,
            "silences": composed.silences if composed else [],
            "next": Place(place.article, place.next_waiting.number) if place.next_waiting else None,
            "edit_address": place.at("fact", fact.pk),
            "may_edit_fact": request.user.has_perm("library.change_fact"),
            **self._older(place, fact),
            **self._to_publish(request, place, fact, drafts),
        }

    def _older(self, place: Place, fact: Fact) -> Context:
        """What it supersedes, and what it may by its paragraph; each with the address where that is said."""
        older = fact.supersedes.select_related("deck").order_by("pk")
        found = bearing_on(place.chosen.text, place.article) if place.chosen and place.chosen.text else []
        maybe = [each for each in found if each.fact.superseded_by_id != fact.pk]
        maybe.sort(key=lambda each: each.bears != Bears.SUPERSEDES)
        return {
            "older": [(each, place.at("successor", each.pk, by=fact.pk)) for each in older],
            "maybe_older": [(each, place.at("successor", each.fact.pk, by=fact.pk)) for each in maybe],
        }

    def _to_publish(self, request: HttpRequest, place: Place, fact: Fact, drafts: list[Question]) -> Context:
        """What the one button publishes: this, as it is shown, and nothing else."""
        facts, questions = FactPiece(self.site, place), QuestionPiece(self.site, place, fact)
        return {
            "may_publish": facts.has_publish_permission(request) and questions.has_publish_permission(request),
            "publish_address": place.at("publish", fact.pk),
            "publishes_fact": not fact.is_live,
            "drafts": drafts,
            "seen": [*seen([fact]), *seen(drafts)],
            "fact_problems": fact.problems(),
        }

    # Facts

    def fact(self, request: HttpRequest, key: int, fact: int | None = None) -> HttpResponse:
        with self._held(request, key):
            place = self._place(request, key)
            stance = request.GET.get("stance", "")
            cites_anew = stance if fact and stance in Citation.Stance.values else ""
            piece = FactPiece(self.site, place, cites_anew=cites_anew)
            page = piece.change_view(request, str(fact)) if fact else piece.add_view(request)
            return self._answer(request, place, page)

    def successor(self, request: HttpRequest, key: int, fact: int) -> HttpResponse:
        """What came after a fact: one that cites this article."""
        if not request.user.has_perm("library.change_fact"):
            raise PermissionDenied
        with self._held(request, key):
            place, older = self._place(request, key), self._fact(fact)
            if older is None:
                raise Http404
            newer = self._fact(number_in(request.GET.get("by", "")))
            here = newer and newer.citations.filter(article=place.article).exists()
            piece = SuccessorPiece(self.site, place, older, newer if here else None)
            return self._answer(request, place, piece.change_view(request, str(fact)))

    def publish(self, request: HttpRequest, key: int, fact: int) -> HttpResponse:
        """The fact, if it is not live yet, and those of its drafts that were on the list."""
        with self._held(request, key):
            place, about = self._place(request, key), self._fact(fact)
            if about is None:
                raise Http404
            facts, questions = FactPiece(self.site, place), QuestionPiece(self.site, place, about)
            listed = request.POST.getlist("question")
            if not facts.has_publish_permission(request) or not questions.has_publish_permission(request):
                raise PermissionDenied
            publisher = Publisher(request.user, timezone.now())
            with held(Fact, [str(fact)]):
                overtaken = facts.is_overtaken(request, [str(fact)]) or questions.is_overtaken(request, listed)
                if not overtaken:
                    if not about.is_live:
                        facts.publish_each(request, facts.get_queryset(request).filter(pk=fact), publisher)
                    keys = [number for key in listed if (number := number_in(key)) is not None]
                    drafts = questions.get_queryset(request).filter(pk__in=keys, state=State.DRAFT)
                    questions.publish_each(request, drafts, publisher)
        return in_one_message(request, HttpResponseRedirect(place.at(fact=fact)))

    # Questions

    def new_question(self, request: HttpRequest, key: int, fact: int) -> HttpResponse:
        with self._held(request, key):
            place, about = self._place(request, key), self._fact(fact)
            kind = request.GET.get("kind", "")
            if about is None or kind not in KINDS:
                raise Http404
            piece = QuestionPiece(self.site, place, about, kind=kind)
            page = piece.changeform_view(request, extra_context=self._beside_new())
            return self._answer(request, place, page)

    def question(self, request: HttpRequest, key: int, question: int) -> HttpResponse:
        with self._held(request, key):
            place = self._place(request, key)
            asked = get_object_or_404(Question.objects.with_content(), pk=question)
            piece = QuestionPiece(self.site, place, asked.fact)
            if request.method == "POST":
                return self._answer(request, place, piece.change_view(request, str(question)))
            if not _is_htmx(request):
                return HttpResponseRedirect(place.at(fact=asked.fact_id, preview=request.GET.get("preview", "")))
            return self._question_alone(request, place, asked)

    def _question_alone(self, request: HttpRequest, place: Place, question: Question) -> HttpResponse:
        """Its piece; what is published with it; and, where it was the new one, the next."""
        fact = question.fact
        pieces = [self._drawn_question(request, place, question, shown="preview" in request.GET)]
        if "after" in request.GET:
            recognised = any(KINDS[each.kind].recognition for each in fact.questions.all())
            pieces.append(self._drawn_new(request, place, fact, "typed" if recognised else "choice"))
        drafts = list(fact.questions.with_content().filter(state=State.DRAFT).order_by("position", "pk"))
        context = {"place": place, "fact": fact, "pieces": pieces, **self._to_publish(request, place, fact, drafts)}
        return TemplateResponse(request, "admin/library/desk/_question_alone.html", context)

    def dismiss(self, request: HttpRequest, key: int, fact: int) -> HttpResponse:
        """What was composed is not proposed again; or that is taken back."""
        place, about = self._place(request, key), self._fact(fact)
        if not request.user.has_perm("library.add_question"):
            raise PermissionDenied
        kind, answer = request.POST.get("kind", ""), request.POST.get("proposed", "").replace("\0", "")
        if about is None or kind not in KINDS or not answer:
            raise BadRequest("Nothing that was composed is named so.")
        if "back" in request.POST:
            Dismissal.objects.take_back(about, kind, answer)
            return HttpResponseRedirect(place.at(fact=fact))
        Dismissal.objects.dismiss(about, kind, answer)
        self.articles.log_change(request, place.article, f"Dismissed a composed question on “{about}”.")
        if not _is_htmx(request):
            messages.success(request, "Dismissed for good: it is not proposed again.")
            return HttpResponseRedirect(place.at(fact=fact))
        context = {"address": place.at("dismiss", fact), "kind_name": kind, "proposed": answer}
        return TemplateResponse(request, "admin/library/desk/_dismissed.html", context)

    # Pieces

    def _drawn_question(self, request: HttpRequest, place: Place, question: Question, *, shown: bool) -> SafeString:
        more: Context = {"preview": _preview(request, question)} if shown else {}
        piece = QuestionPiece(self.site, place, question.fact)
        return _drawn(piece.change_view(_as_shown(request), str(question.pk), extra_context=more))

    def _drawn_blank(self, request: HttpRequest, piece: QuestionPiece) -> SafeString:
        return _drawn(piece.changeform_view(_as_shown(request)))

    def _drawn_new(self, request: HttpRequest, place: Place, fact: Fact, kind: str) -> SafeString:
        piece = QuestionPiece(self.site, place, fact, kind=kind)
        return _drawn(piece.changeform_view(_as_shown(request), extra_context=self._beside_new()))

    def _beside_new(self) -> Context:
        return {"kinds": kinds_to_choose()}

    def _answer(self, request: HttpRequest, place: Place, piece: HttpResponse) -> HttpResponse:
        """A piece that was sent: on its way if it was saved, else shown again, without htmx within the page."""
        if not isinstance(piece, TemplateResponse):
            return piece
        piece.render()
        status = 422 if request.method == "POST" and piece.status_code == 200 else piece.status_code
        if _is_htmx(request):
            piece.status_code = status
            return piece
        return self._page(request, place, {"form": mark_safe(piece.text), "alone": True}, status)  # noqa: S308  ours

    # What an address names

    def _place(self, request: HttpRequest, key: int) -> Place:
        article = self.articles.get_object(request, str(key))
        if not self.articles.has_view_permission(request, article):
            raise PermissionDenied
        if article is None:
            raise Http404
        return Place.of(article, request)

    def _fact(self, key: int | None) -> Fact | None:
        return Fact.objects.select_related("deck").filter(pk=key).first() if key is not None else None

    @contextmanager
    def _held(self, request: HttpRequest, key: int) -> Iterator[None]:
        """What is sent for one article comes one after the other, so that a second press finds what the first made."""
        if request.method != "POST":
            yield
            return
        with held(Article, [str(key)]):
            yield


def _is_htmx(request: HttpRequest) -> bool:
    return bool(getattr(request, "htmx", False))


def _as_shown(request: HttpRequest) -> HttpRequest:
    """The same request as one that only looks, for pieces that stand beside what was sent."""
    looking = copy(request)
    looking.method, looking.POST = "GET", QueryDict()
    return looking


def _drawn(piece: HttpResponse) -> SafeString:
    assert isinstance(piece, TemplateResponse)  # noqa: S101  as admin answers who only looks
    return mark_safe(piece.render().text)  # noqa: S308  our own template


def _preview(request: HttpRequest, question: Question) -> SafeString:
    """What stands beside the form of a question, as if that had asked for it."""
    asking = _as_shown(request)
    asking.path, asking.META = (
        reverse("admin:question_preview", args=[question.pk]),
        {**request.META, "QUERY_STRING": ""},
    )
    asking.POST = QueryDict(f"about={question.fact_id}")
    return mark_safe(preview_panel(asking, Preview.of(question)).text)  # noqa: S308  our own template


def desk_urls(articles: StatesAdmin[Article]) -> list[URLPattern]:
    return Desk(articles).urls
