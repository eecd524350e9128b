"""Were another answer right, no page before the answer would be another: not a byte, not a header, not a cookie."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from studyapp.accounts.models import User
from studyapp.demo.factories import QuizFactory
from studyapp.kinds import KINDS, Surroundings
from studyapp.library.models import Question, Revision
from studyapp.study.models import Quiz, QuizItem
from studyapp.study.quizzes.sharing import Terms, share_own
from tests.answering import HTMX, form_on
from tests.people import NOON
from tests.quizzing import entry_on, shown_on
from tests.study.hiding import CANARIES, FIELDS, PICKED, asked, asked_of_their_own
from tests.study.masking import masked

OTHERWISE: dict[str, dict[str, Any]] = {
    "typed": {"answer": "Cat"},
    "number": {"answer": "3", "unit": "boats"},
    "flashcard": {"answer": "Cat"},
    "cloze": {"blanks": [["cat"], ["dog"]]},
    "date": {"answer": "2001-02-03"},
}
"""Far shorter ones than CANARIES have, so that no length goes with them."""
CHANGED = [*((kind, [CANARIES[kind][0], spec]) for kind, spec in OTHERWISE.items()), *PICKED]
JUDGED = [(kind, specs) for kind, specs in CHANGED if not KINDS[kind].self_rated]
"""What a quiz can ask."""
BY_LOT = [settings.CSRF_COOKIE_NAME, settings.SESSION_COOKIE_NAME]
"""Cookies whose values are drawn by lot."""


type Making = Callable[[User, str, dict[str, Any]], Question]


def change(spec: dict[str, Any], question: Question) -> None:
    """In the database itself, so that nothing else is another."""
    kind = question.kind_class
    form = kind.author_form(spec)
    assert form.is_valid(), form.errors
    frozen = kind.freeze(form.cleaned_data, Surroundings())
    Revision._base_manager.filter(question=question).update(spec=frozen)
    for item in QuizItem.objects.filter(pinned__isnull=False):
        QuizItem.objects.filter(pk=item.pk).update(pinned={**(item.pinned or {}), "spec": frozen})


def whole(page: Any, browser: Client) -> str:
    """With its headers and cookies, but for the tokens."""
    cookies = {name: one.OutputString() for name, one in page.cookies.items() if name not in BY_LOT}
    own = {"Content-Security-Policy", "X-Request-ID"}
    headers = {name: value for name, value in page.headers.items() if name not in own}
    return f"{page.status_code} {headers} {cookies} {masked(page, browser).decode()}"


def of_study(browser: Client, question: Question) -> Iterator[Any]:
    url = f"/study/{question.pk}"
    for headers in ({}, HTMX):
        page = browser.get("/study/", headers=headers)
        yield page
        sent = {"ask": form_on(page).ask, **dict.fromkeys(FIELDS, "")}
        yield browser.post(f"{url}/answer/", sent, headers=headers)
        yield from (browser.get(f"{url}/{verb}/", headers=headers) for verb in ("due", "forget", "note"))
    yield from (browser.get(page) for page in ("/", "/decks/", "/study/cards/", "/progress/", "/offline/"))


def of_quiz(browser: Client, quiz: Quiz) -> Iterator[Any]:
    url = quiz.get_absolute_url()
    for headers in ({}, HTMX):
        page = browser.get(f"{url}1/", headers=headers)
        yield page
        yield browser.post(f"{url}1/", {"shown": shown_on(page), **dict.fromkeys(FIELDS, "")}, headers=headers)
    yield from (browser.get(page) for page in (f"{url}finish/", "/quizzes/"))


def of_shared_quiz(_: Client, entered: tuple[Quiz, str]) -> Iterator[Any]:
    """As a visitor sees it who has the code and said their name; by what they were given then, options are ordered."""
    quiz, entry = entered
    sent = {"entry": entry, **dict.fromkeys(FIELDS, "")}
    visitor = Client()
    yield visitor.get(f"/q/{quiz.code}/")
    yield from (visitor.post(f"/q/{quiz.code}/answer/", sent, headers=headers) for headers in ({}, HTMX))


type Pages[About] = Callable[[Client, About], Iterator[Any]]


def differing[About](
    browser: Client, question: Question, specs: list[dict[str, Any]], pages: Pages[About], about: About
) -> list[int]:
    """The places of the pages that are other ones where another answer is right."""
    found: list[list[str]] = []
    for spec in specs:
        change(spec, question)
        found.append([whole(page, browser) for page in pages(browser, about)])
    assert any("harbour" in page for page in found[0])  # where it is asked
    return [place for place, page in enumerate(zip(*found, strict=True)) if len(set(page)) > 1]


@pytest.mark.parametrize(("kind", "specs"), CHANGED)
@pytest.mark.parametrize("make", [asked, asked_of_their_own], ids=["everyone's", "their own"])
def test_studying(lans_browser: Client, lan: User, kind: str, specs: list[dict[str, Any]], make: Making) -> None:
    question = make(lan, kind, specs[0])
    assert differing(lans_browser, question, specs, of_study, question) == []


@pytest.mark.parametrize(("kind", "specs"), JUDGED)
@pytest.mark.parametrize("make", [pytest.param(asked, marks=pytest.mark.slow), asked_of_their_own])
def test_in_a_quiz(lans_browser: Client, lan: User, kind: str, specs: list[dict[str, Any]], make: Making) -> None:
    question = make(lan, kind, specs[0])
    quiz = QuizFactory(owner=lan, questions=[question], made_at=NOON)
    assert differing(lans_browser, question, specs, of_quiz, quiz) == []


@pytest.mark.parametrize(("kind", "specs"), JUDGED)
@pytest.mark.parametrize("make", [pytest.param(asked, marks=pytest.mark.slow), asked_of_their_own])
def test_in_a_shared_quiz(
    lans_browser: Client, lan: User, kind: str, specs: list[dict[str, Any]], make: Making
) -> None:
    question = make(lan, kind, specs[0])
    quiz = share_own(lan, QuizFactory(owner=lan, questions=[question], made_at=NOON), Terms("Tides"), at=NOON)
    entry = entry_on(Client().post(f"/q/{quiz.code}/", {"name": "Minh"}).text)
    assert differing(lans_browser, question, specs, of_shared_quiz, (quiz, entry)) == []
