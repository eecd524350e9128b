"""Words longer than the line, and content from right to left: no page scrolls sideways, nor at twice the text size."""

from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from time_machine import Traveller

from studyapp.accounts.models import User
from studyapp.demo.factories import ArticleFactory, DeckFactory, FactFactory, LearnerFactory, QuestionFactory
from studyapp.kinds import KINDS
from studyapp.library.models import Deck, Question
from studyapp.study.decks.membership import join
from tests.browser.browsers import NewContext, SignIn
from tests.browser.inspection import TOO_WIDE
from tests.browser.student import Student

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("long words")]

LONG = {
    "de": "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft",
    "he": "הסתערבבויותיהםשלהימאיםהותיקיםבנמלהגדולשלחיפהוסביבותיהביותר",
}
PLAIN = {"date", "number", "true_false"}
"""Kinds whose answer is no text of the editor's."""


@pytest.fixture
def narrow(new_context: NewContext) -> Page:
    return new_context(viewport={"width": 320, "height": 640}).new_page()


def lengthened(kind: str, word: str) -> dict[str, Any]:
    """The kind's example with the word at the head of whatever it asks and answers."""

    def longer(value: Any) -> Any:
        if isinstance(value, list):
            return [longer(each) for each in value]
        return " = ".join(f"{word} {half}" for half in value.split(" = "))

    spec = {
        name: longer(value) if name == "prompt" or (kind not in PLAIN and name != "answer_type") else value
        for name, value in KINDS[kind].example.items()
    }
    return spec | {end: spec[end][:40] for end in ("first", "last") if end in spec}


def deck_in(language: str, *kinds: str) -> Deck:
    word = LONG[language]
    deck = DeckFactory(title=f"{word} {word}", description=word, language=language, slug="long-words")
    article = ArticleFactory(title=word, publisher=word, language=language, url=f"https://harbour.example/{word}")
    for kind in kinds:
        fact = FactFactory(deck=deck, statement=f"{word} {kind}", citations=[{"article": article, "says": word}])
        spec = lengthened(kind, word)
        QuestionFactory(fact=fact, kind=kind, prompt=spec.pop("prompt"), spec=spec, explanation=word)
    return deck


def learner_of(deck: Deck) -> User:
    ada = LearnerFactory(ada=True)
    join(ada, deck, at=timezone.now())
    return ada


def fits(page: Page, name: str) -> None:
    """Nothing is wider than the phone, neither as it is nor with text of twice the size."""
    for size in ("100%", "200%"):
        page.evaluate("size => { document.documentElement.style.fontSize = size }", size)
        assert page.evaluate(TOO_WIDE) == [], f"{name} with text of {size}"
    page.evaluate("document.documentElement.style.fontSize = ''")


@pytest.mark.parametrize("language", list(LONG))
def test_what_is_read_fits_a_narrow_phone(
    language: str, transactional_db: None, narrow: Page, sign_in: SignIn, clock: Traveller
) -> None:
    deck = deck_in(language, "typed", "choice")
    fact = deck.facts.all()[0]
    article = fact.citations.get().article
    for address in ("/", deck.get_absolute_url(), fact.get_absolute_url()):
        narrow.goto(address)
        fits(narrow, f"{address} for a visitor")
    ada = learner_of(deck)
    ada.bookmarks.create(fact=fact, kept_at=timezone.now())
    sign_in(narrow, ada)
    for address in (
        *("/", "/decks/", deck.get_absolute_url(), f"{deck.get_absolute_url()}timeline/", fact.get_absolute_url()),
        *(article.get_absolute_url(), "/articles/", f"/search/?q={LONG[language][:8]}", "/quizzes/"),
        *("/progress/retention/", "/study/bookmarks/", "/accounts/settings/"),
        f"/study/{Question.objects.all()[0].pk}/report/",
    ):
        answer = narrow.goto(address)
        assert answer
        assert answer.ok, address
        fits(narrow, address)


@pytest.mark.parametrize("language", list(LONG))
@pytest.mark.parametrize("kind", list(KINDS))
def test_what_is_answered_fits_a_narrow_phone(
    kind: str, language: str, transactional_db: None, narrow: Page, sign_in: SignIn, clock: Traveller
) -> None:
    ada = Student(sign_in(narrow, learner_of(deck_in(language, kind))), clock)
    narrow.goto("/study/")
    fits(narrow, f"{kind}, asked")
    ada.give(ada.question(), right=False)
    fits(narrow, f"{kind}, judged")


def test_content_from_right_to_left_says_so(
    transactional_db: None, narrow: Page, sign_in: SignIn, clock: Traveller
) -> None:
    ada = Student(sign_in(narrow, learner_of(deck_in("he", "choice"))), clock)
    narrow.goto("/study/")
    for part in ("#prompt", "fieldset.options"):
        expect(narrow.locator(part)).to_have_css("direction", "rtl")
    expect(narrow.locator("button[data-key=Enter]")).to_have_css("direction", "ltr")
    ada.give(ada.question(), right=False)
    for part in (".judged .right", ".judged .no"):
        expect(narrow.locator(f".verdict {part} [lang]").first).to_have_css("direction", "rtl")


def test_what_people_write_goes_by_its_own_direction(
    transactional_db: None, narrow: Page, sign_in: SignIn, clock: Traveller
) -> None:
    sign_in(narrow, learner_of(deck_in("de", "typed")))
    for address, field in (
        ("/study/", "input.field"),
        (f"/study/{Question.objects.get().pk}/report/", "textarea"),
        ("/search/", "#q"),
        ("/quizzes/share/", "input[name=title]"),
        ("/accounts/settings/", "input[name=name]"),
    ):
        narrow.goto(address)
        narrow.locator(field).fill(LONG["he"])
        expect(narrow.locator(field)).to_have_css("direction", "rtl")
