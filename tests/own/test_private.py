"""What a learner makes is theirs alone: no page, header, file, mail or table of anyone else has a word of it."""

from collections.abc import Iterator
from datetime import timedelta
from io import StringIO
from pathlib import Path
from random import Random
from typing import Any

import pytest
from django.apps import apps
from django.contrib import admin
from django.core import mail
from django.core.management import call_command
from django.db.models import CharField, JSONField, TextField
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, URLResolver, reverse

from studyapp.accounts.models import User
from studyapp.demo.factories import EditorFactory, GuestFactory, LearnerFactory, QuestionFactory
from studyapp.exchange import own_data
from studyapp.exchange.models import Import, ImportRow
from studyapp.insights.collecting import collect
from studyapp.insights.collectors import COLLECTORS
from studyapp.insights.models import Cursor, ItemFigures, WrongAnswer
from studyapp.kinds import KINDS
from studyapp.library.models import Deck, Draft, Fact, Picture, Question
from studyapp.own import writing
from studyapp.own.models import Arrived
from studyapp.own.pictures import keep_picture
from studyapp.own.sharing import open_to_others
from studyapp.study.decks.membership import join
from studyapp.study.models import Report, Review
from studyapp.study.models.reports import NotForEditors
from studyapp.study.quizzes.making import make
from studyapp.study.quizzes.options import QuizOptions
from tests.addresses import OUTSIDE_ADMIN, UNWELL
from tests.answering import form_on
from tests.own.decks import card_of, draft
from tests.own.owners import names_of_others
from tests.people import DAY, NOON, TOOK, asks_for_emails, group
from tests.pictures import upload
from tests.quizzing import give

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

CANARY = "wombat"
"""A part of every word that is Lan's alone. Searches are for the quokka beside it, since pages say what was sought."""


def secret(name: str) -> str:
    return f"quokka {CANARY}{name}"


@pytest.fixture
def burrow(lan: User) -> Deck:
    """A deck of Lan's with a secret in every field, studied in every way, and shared by a code that nobody was told."""
    deck = writing.make_deck(lan, title=secret("title"), description=secret("description"), language="en", at=NOON)
    specs: dict[str, dict[str, Any]] = {
        "flashcard": {"answer": secret("back")},
        "typed": {"answer": secret("typed"), "aliases": [secret("alias")]},
        "choice": {"answer": secret("choice"), "distractors": [secret("distractor"), secret("other")]},
        "cloze": {"blanks": [secret("blank")]},
    }
    for kind, spec in specs.items():
        prompt = secret(kind) + (" [blank]" if kind == "cloze" else "")
        form = KINDS[kind].author_form({"prompt": prompt, **spec})
        assert form.is_valid(), form.errors
        pictures = {"prompt": keep_picture(lan, upload(), alt=secret("picture"), at=NOON)}
        card = writing.Written(kind, Draft(prompt, form.cleaned_data, secret("explanation"), pictures))
        writing.add(lan, deck, [card], at=NOON, made_from=QuestionFactory().fact)
    study(lan)
    writing.rewrite(
        card_of(note(lan, 2)), draft(secret("reworded"), secret("typed"), "typed"), answer_changed=True, at=NOON + DAY
    )
    writing.remove(lan, [note(lan, 4)], at=NOON)
    bring(lan)
    open_to_others(lan, deck, at=NOON)
    return deck


def bring(lan: User) -> None:
    """A file that was read, and a card that came from one before."""
    words = {"guid": secret("guid"), "name": secret("name"), "tags": [secret("tag")]}
    Arrived.objects.create(fact=note(lan, 1), owner=lan, digest="", **words)
    said = {"name": secret("file"), "format": "list", "language": "en", "interface_language": "en"}
    arrival = Import.objects.create(learner=lan, size=1, sent_at=NOON, state="read", **said)
    row = {"place": "line 1", "state": "refused", "field": "Front", "told": secret("refused")}
    ImportRow.objects.create(arrival=arrival, position=1, **row)


def note(lan: User, number: int) -> Fact:
    fact: Fact = Fact.objects.of(lan).get(number=number)
    return fact


def study(lan: User) -> None:
    card = card_of(note(lan, 2))
    ask = card.ask(at=NOON - TOOK)
    card.answer({"text": secret("wrong")}, ask, card.question.asked, at=NOON)
    card = card_of(note(lan, 2))
    card.mark(at=NOON)
    card.write_note(secret("remark"), at=NOON)
    quiz = make(lan, QuizOptions(own=(1,)), at=NOON, chance=Random(1)).quiz
    for position in range(1, quiz.length + 1):
        give(lan, quiz, position, right=False)


def people() -> Iterator[tuple[str, Client]]:
    """Everyone but Lan, and the staff among them to the last."""
    yield "visitor", Client(raise_request_exception=False)
    learners = {"guest": GuestFactory(), "boris": LearnerFactory(boris=True)}
    for name in ("Editors", "Reviewers", "Publishers"):
        learners[name] = EditorFactory(is_superuser=False)
        learners[name].groups.set([group(name)])
    learners["superuser"] = EditorFactory()
    for name, learner in learners.items():
        join(learner, Deck.objects.order_by("pk")[0], at=NOON)
        browser = Client(raise_request_exception=False)
        browser.force_login(learner)
        yield name, browser


def pages(lan: User) -> Iterator[str]:
    """Every address, with Lan's rows wherever there is a place for them."""
    quiz, question = lan.quizzes.get(), Question.objects.of(lan).earliest("pk")
    digest = Picture.objects.of(lan).get().digest
    known = {"question": question.pk, "quiz": quiz.pk, "number": 1, "position": 1, "slug": "1", "digest": digest}
    yield from (one.path(known) for name, one in OUTSIDE_ADMIN.items() if name != "account_logout")
    yield lan.imports.get().get_absolute_url()
    yield from ("/search/?q=quokka", "/quizzes/?own=1", "/quizzes/try/?own=1", "/study/?own=1", "/sitemap.xml")


def admin_pages(lan: User, *, keys: bool) -> Iterator[str]:
    """The lists of editors, what is sought in them, and the pages with the `keys` of Lan's rows."""
    rows: dict[Any, int] = {model: model.objects.of(lan).earliest("pk").pk for model in (Deck, Fact, Question)}
    for model, desk in admin.site._registry.items():
        listed = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
        yield from (listed, f"{listed}?q=quokka", f"{listed}?_facets=True")
        for pattern in desk.urls if keys and model in WITH_OWN else ():
            yield from _filled(pattern, rows.get(model, rows[Question]))
    for of, column in (("fact", "deck"), ("question", "fact"), ("fact", "superseded_by"), ("citation", "article")):
        query = {"app_label": "library", "model_name": of, "field_name": column, "term": "quokka"}
        yield reverse("admin:autocomplete", query=query)
    yield from (reverse("admin:index"), reverse("admin:question_suggest", query={"deck": rows[Deck]}))


def _filled(pattern: URLPattern | URLResolver, key: int) -> Iterator[str]:
    if isinstance(pattern, URLPattern) and pattern.name:
        names = pattern.pattern.regex.groupindex
        try:
            yield reverse(f"admin:{pattern.name}", kwargs=dict.fromkeys(names, key))
        except NoReverseMatch:
            return


def said(page: Any) -> str:
    body = b"".join(page) if page.streaming else page.content
    return f"{page.headers} {page.cookies} {body.decode(errors='replace')}".lower()


def test_no_page_of_anyone_else_has_a_word_of_it(lan: User, burrow: Deck, clock: Any) -> None:
    shown: dict[str, set[str]] = {}
    for name, browser in people():
        for url in pages(lan) if name not in STAFF else admin_pages(lan, keys=name == "superuser"):
            page = browser.get(url)
            sent = [browser.post(url)] if name in SENDING and url not in ENDING else []
            for one in (page, *sent):
                assert one.status_code < 500 or url in UNWELL_PATHS, (name, url)
                assert CANARY not in said(one), (name, url)
                assert one.headers.get("Content-Type") != "image/webp", (name, url)
            shown.setdefault(name, set()).update([url] if page.status_code == 200 else [])
    assert {name for name, found in shown.items() if len(found) > 10} == shown.keys()
    assert len(shown) == 7


UNWELL_PATHS = {reverse(name) for name in UNWELL}
SENDING = {"boris"}
"""Who also sends an empty form to every address: guests are led to signing up from most."""
ENDING = {reverse("delete-account"), reverse("account_reauthenticate")}
"""After which nobody is there any more."""
STAFF = {"Editors", "Reviewers", "Publishers", "superuser"}
WITH_OWN = {Deck, Fact, Question, ItemFigures, WrongAnswer}
"""Whose admin takes the keys of such rows."""


def test_no_table_but_those_of_own_rows_and_their_owners_answers_has_it(lan: User, burrow: Deck) -> None:
    collect(COLLECTORS, at=NOON)
    for command in ("rebuild_answers", "rebuild_search", "rebuild_counts", "rebuild_warnings"):
        call_command(command, fix=True, stdout=StringIO())
    found = set()
    for model in apps.get_models():
        columns = [
            it.attname for it in model._meta.concrete_fields if isinstance(it, CharField | TextField | JSONField)
        ]
        if any(CANARY in str(row).lower() for row in model._base_manager.values_list(*columns)):
            found.add(model._meta.label)
    mine = {"library.Deck", "library.Fact", "library.Revision", "library.Picture"}
    assert found == mine | {
        *("study.Card", "study.Review", "study.QuizAnswer"),
        *("own.Arrived", "exchange.Import", "exchange.ImportRow"),
    }
    assert not names_of_others()


def test_no_file_mail_or_download_of_others_has_it(lan: User, boris: User, burrow: Deck, tmp_path: Path) -> None:
    join(boris, QuestionFactory().fact.deck, at=NOON)
    asks_for_emails(boris, 12)
    for kind in ("articles", "decks"):
        (tmp_path / kind).mkdir()
    told = StringIO()
    for command, *rest in (
        ("dump_seeds", tmp_path),
        ("check_seeds", tmp_path),
        ("send_reminders",),
        ("rebuild_cards",),
    ):
        call_command(command, *rest, stdout=told, stderr=told)
    written = "".join(file.read_text() for file in tmp_path.rglob("*.toml"))
    files = "".join(part for who in (boris, EditorFactory()) for part in own_data.write(who, at=NOON))
    mails = "".join(str(one.message()) for one in mail.outbox)
    assert "What" in written
    assert CANARY not in (told.getvalue() + written + files + mails).lower()


def test_editors_figures_pass_over_own_cards(lan: User, burrow: Deck) -> None:
    assert Review.objects.filter(question__owner=lan).exists()
    assert collect(COLLECTORS, at=NOON).cards == 0
    assert not Cursor.objects.exists()


def test_an_own_card_cannot_be_reported(lans_browser: Client, lan: User, burrow: Deck) -> None:
    card = card_of(note(lan, 2))
    page = reverse("report", args=[card.question_id])
    assert lans_browser.get(page).status_code == 404
    assert lans_browser.post(page, {"reason": "wrong"}).status_code == 404
    with pytest.raises(NotForEditors):
        Report.objects.send(lan, card.question.asked, Report.Reason.WRONG, at=NOON)


def test_i_was_right_is_between_the_learner_and_the_schedule(lans_browser: Client, lan: User) -> None:
    deck = writing.make_deck(lan, title="Knots", description="", language="en", at=NOON)
    writing.add(lan, deck, [writing.Written("typed", draft("What joins ropes?", "Sheet bend", "typed"))], at=NOON)
    form = form_on(lans_browser.get("/study/"))
    lans_browser.post(form.url, {"ask": form.ask, "text": "The weaver’s knot"})
    claim = reverse("override", args=[form.question])
    assert lans_browser.post(claim, {"ask": form.ask, "claim": "right"}).status_code == 200
    assert [row.kind for row in lan.reviews.order_by("version")] == ["study", "override"]
    assert not Report.objects.exists()


def test_the_owner_sees_it_on_every_page_of_theirs(lans_browser: Client, lan: User, burrow: Deck, clock: Any) -> None:
    clock.shift(timedelta(days=1))
    seen = set()
    for url in pages(lan):
        lans_browser.force_login(lan)
        page = lans_browser.get(url)
        assert page.status_code < 500 or url in UNWELL_PATHS, url
        if CANARY in said(page):
            seen.add(url)
    assert {"/progress/retention/", "/progress/knowledge/", "/accounts/my-data/", "/study/?own=1"} <= seen
