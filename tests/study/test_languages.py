"""Pages in Vietnamese and Russian: nothing of ours is left in English, and content says which language it is in."""

import re
from collections.abc import Iterator
from datetime import date
from html import unescape
from unicodedata import normalize

import pytest
from babel.messages.catalog import Catalog
from django.test import Client
from django.utils import translation
from django.utils.translation import trans_real
from django.utils.translation.trans_real import CONTEXT_SEPARATOR

from studyapp.accounts.models import User
from studyapp.library.models import Article, Citation, Deck, Fact, Revision
from studyapp.site import catalogues
from studyapp.study.wording import by_day, on_day
from tests.answering import form_for, said
from tests.people import TUESDAY
from tests.shelf import Shelf

each_language = pytest.mark.parametrize("language", catalogues.LANGUAGES)
NOTE = "Neap is the lesser."
LONG = 12
"""Shorter words may stand in content too, or be the same in another language."""
VISITORS = ["/accounts/login/", "/accounts/signup/", "/accounts/password/reset/", "/articles/", "/no/such/page/"]
LEARNERS = [
    "/study/",
    "/study/?leeches=1&cram=1",
    "/study/?ahead=3",
    *(f"/study/cards/?show={name}" for name in ("suspended", "buried", "marked", "notes", "leeches")),
    "/study/spacing/",
    "/study/pace/",
    "/accounts/settings/",
    "/accounts/email/",
    "/accounts/password/change/",
    "/accounts/delete/",
]


OTHERS = ["/", "/decks/", "/quizzes/", "/search/?q=tide", "/help/", "/progress/", "/bookmarks/"]


@pytest.fixture(scope="module")
def english() -> list[str]:
    """Every long enough piece of our English sentences, between their placeholders and tags."""
    pieces: set[str] = set()
    catalog: Catalog = catalogues.from_source()
    for message in catalog:
        for form in message.id if isinstance(message.id, tuple) else [str(message.id)]:
            pieces |= {piece.strip() for piece in re.split(r"%\(\w+\)s|\{\w+\}|<[^>]*>|\n", form)}
    return [piece for piece in pieces if len(piece) > LONG]


def pages(browser: Client, learner: User, shelf: Shelf) -> Iterator[tuple[str, str]]:
    """What Lan sees at each address, with each question asked, answered wrong and reported."""
    for question in shelf.questions:
        card = learner.cards.get(question=question)
        form = form_for(learner, question)
        for action in ("hint", "answer"):
            response = browser.post(f"/study/{card.question_id}/{action}/", {"ask": form.ask})
            yield f"{action} {question}, nothing sent", response.content.decode()
        answered = browser.post(form.url, {"ask": form.ask, **said(question, right=False)})
        yield f"answer to {question}", answered.content.decode()
        for address in ("due", "forget", "note", "report"):
            yield f"{address} {question}", browser.get(f"/study/{question.pk}/{address}/").content.decode()
    for verb, question in (("suspend", shelf.choice), ("bury", shelf.lamp), ("mark", shelf.typed)):
        browser.post(f"/study/{question.pk}/{verb}/")
    browser.post(f"/study/{shelf.typed.pk}/note/", {"note": NOTE})
    for address in LEARNERS:
        response = browser.get(address)
        assert response.status_code == 200, address
        yield address, response.content.decode()


@each_language
def test_no_english_of_ours_is_left_on_a_learners_pages(
    lans_browser: Client, lan: User, lans: Shelf, english: list[str], language: str
) -> None:
    lan.language = language
    lan.ask_certainty = True
    lan.save()
    for name, page in pages(lans_browser, lan, lans):
        assert left_over(page, english) == [], name


@each_language
@pytest.mark.parametrize("address", VISITORS)
@pytest.mark.django_db
def test_no_english_of_ours_is_left_on_a_visitors_pages(
    client: Client, english: list[str], language: str, address: str
) -> None:
    page = client.get(address, headers={"accept-language": language}).content.decode()
    assert left_over(page, english) == []
    assert left_over(client.get(address).content.decode(), english) != []


class Pseudo:
    """A translation into marks: whatever is outside them was never given to be translated."""

    def gettext(self, message: str) -> str:
        return f"⟦{message.rpartition(CONTEXT_SEPARATOR)[2]}⟧"

    def ngettext(self, singular: str, plural: str, number: int) -> str:
        return self.gettext(singular if number == 1 else plural)

    def language(self) -> str:
        return "ru"

    def to_language(self) -> str:
        return "ru"


SPOKEN = re.compile(r'(?:aria-label|title|placeholder|alt)="([^"]*)"')
"""Attributes that are read out or shown."""
UNSEEN = re.compile(
    r"<(script|style|kbd|code|textarea)\b.*?</\1>|<select name=\"time_zone\".*?</select>|<[^>]*>", re.DOTALL
)
MARKED = re.compile(r"⟦[^⟦⟧]*⟧")
WORD = re.compile(r"[^\W\d_]{3,}")
NAMES = set(WORD.findall("Studyapp English Tiếng Việt Русский"))


def words_outside_marks(page: str) -> set[str]:
    text = normalize("NFC", unescape(" ".join([*SPOKEN.findall(page), UNSEEN.sub(" ", page)])))
    while MARKED.search(text):
        text = MARKED.sub(" ", text)
    return set(WORD.findall(text))


def words_of_content() -> set[str]:
    rows = (row for model in (Deck, Fact, Revision, Article, Citation, User) for row in model.objects.values())
    return set(WORD.findall(" ".join(str(value) for row in rows for value in row.values())))


def test_whatever_is_no_content_was_given_to_be_translated(
    lans_browser: Client, lan: User, lans: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(trans_real._translations, "ru", Pseudo())  # type: ignore[attr-defined]  # of Django's own
    lan.language, lan.ask_certainty = "ru", True
    lan.save()
    content = words_of_content() | NAMES | set(WORD.findall(NOTE))
    for name, page in pages(lans_browser, lan, lans):
        assert words_outside_marks(page) - content == set(), name
    for address in OTHERS:
        page = lans_browser.get(address).content.decode()
        assert words_outside_marks(page) - content == set(), address


FORM = re.compile(r"<form\b([^>]*)>(.*?)</form>", re.DOTALL)


def test_what_is_left_empty_is_refused_in_words_of_ours_and_not_of_the_browser(
    lans_browser: Client, lan: User, lans: Shelf
) -> None:
    """The browser speaks its own language, beside a page in another."""
    lan.ask_certainty = True
    lan.save()
    others = [(address, lans_browser.get(address).content.decode()) for address in OTHERS]
    visitors = [(address, Client().get(address).content.decode()) for address in VISITORS]
    insisting = []
    for name, page in (*pages(lans_browser, lan, lans), *others, *visitors):
        forms = [form for form in FORM.findall(page) if re.search(r"\srequired\b", form[1])]
        assert [name for attributes, _ in forms if "novalidate" not in attributes] == [], name
        insisting += forms
    assert insisting != []


def left_over(page: str, english: list[str]) -> list[str]:
    text = re.sub(r"\s+", " ", unescape(page))
    return [piece for piece in english if piece in text]


def test_content_says_which_language_it_is_in(lans_browser: Client, lan: User, lans: Shelf) -> None:
    lans.harbour.language = "fr"
    lans.harbour.save()
    page = lans_browser.get(f"/study/?question={lans.choice.pk}").content.decode()
    assert '<html lang="en">' in page
    assert re.search(r'<h1\s[^>]*lang="fr" dir="ltr"', page)
    assert re.search(r'<fieldset\s+class="options"\s+lang="fr" dir="ltr"', page)
    form = form_for(lan, lans.choice)
    verdict = lans_browser.post(form.url, {"ask": form.ask, **said(lans.choice, right=False)}).content.decode()
    assert len(re.findall(r'<li class="[a-z]*">\s*(?:<svg.*?</svg>\s*)?<span lang="fr"', verdict, re.DOTALL)) == 4
    form = form_for(lan, lans.typed)
    verdict = lans_browser.post(form.url, {"ask": form.ask, **said(lans.typed, right=False)}).content.decode()
    assert re.search(r'<mark class="given" lang="fr"', verdict)
    assert re.search(r'<span class="answer" lang="fr"', verdict)


def test_true_and_false_are_words_of_ours_and_not_of_the_content(lans_browser: Client, lan: User, lans: Shelf) -> None:
    lan.language = "ru"
    lan.save()
    form = form_for(lan, lans.true_false)
    verdict = lans_browser.post(form.url, {"ask": form.ask, **said(lans.true_false, right=True)}).content.decode()
    assert re.search(r'<span lang="ru" dir="ltr">\w', verdict)


@pytest.mark.parametrize(
    ("language", "on", "by"),
    [
        ("en", ["today", "tomorrow", "on 9 January", "on 3 May 2027"], "by 9 January"),
        ("vi", ["hôm nay", "ngày mai", "vào 9 tháng 1", "vào 3 tháng 5 năm 2027"], "trước 9 tháng 1"),
        ("ru", ["сегодня", "завтра", "9 января", "3 мая 2027"], "к 9 января"),
    ],
)
def test_days_are_written_as_the_language_writes_them(language: str, on: list[str], by: str) -> None:
    days = [TUESDAY, date(2026, 1, 7), date(2026, 1, 9), date(2027, 5, 3)]
    with translation.override(language):
        assert [on_day(day, TUESDAY) for day in days] == on
        assert by_day(days[2], TUESDAY) == by
