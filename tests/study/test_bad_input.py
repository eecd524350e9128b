"""Whatever is sent to an address of the study room: never an error of ours, and nothing changes."""

from collections.abc import Iterator

import pytest
from django.http import QueryDict
from django.test import Client
from django.urls import URLPattern

from studyapp.accounts.models import User
from studyapp.study.urls import urlpatterns
from tests.answering import HTMX, answer, card_of, form_for, learn
from tests.junk import BODIES, JUNK, LONG, NUL, NUMBERS, everything, refused, urlencoded
from tests.people import NOON
from tests.shelf import Shelf

A_NUMBER = ["9" * 18, "-1"]
ON_A_CARD = [
    *("answer", "hint", "reveal", "override", "suspend", "resume", "bury", "unbury", "forget", "due", "mark", "unmark"),
    *("note", "report", "retype"),
]
WITH_A_FORM = ["answer", "hint", "reveal", "override", "due", "note", "report", "retype"]
QUIZ_PAGES = [
    *("quizzes", "quiz", "quiz-question", "quiz-time-limit", "quiz-finish", "quiz-result", "quiz-again", "quiz-score"),
    *("quiz-another", "quiz-give-time", "quiz-picture-small", "quiz-picture-large"),
]
"""Looked at in test_bad_quizzes."""
OF_GUESTS_AND_OTHERS = [
    *(
        "try-quiz",
        "share-quiz",
        "share-own",
        "quiz-scores",
        "quiz-name",
        "quiz-close",
        "quiz-code",
        "take-part",
        "answer-first",
    ),
]
"""Looked at in test_view_guests and test_shared_quizzes."""


@pytest.fixture
def met(lans_browser: Client, lan: User, lans: Shelf) -> Shelf:
    """The shelf on a day that Lan has begun, with something of everything to break."""
    learn(lan, lans.true_false, at=NOON)
    answer(lan, lans.disputed, at=NOON)
    card_of(lan, lans.number).suspend(at=NOON)
    lans_browser.get("/study/")
    return lans


@pytest.fixture(autouse=True)
def _nothing_changes(met: Shelf) -> Iterator[None]:
    before = everything()
    yield
    assert everything() == before


def test_every_address_is_looked_at_here() -> None:
    names = {pattern.name for pattern in urlpatterns if isinstance(pattern, URLPattern)}
    assert names == {
        "home",
        "study",
        "undo",
        "cards",
        *ON_A_CARD,
        "pace",
        "outdated",
        "at-once",
        "spacing",
        "use-parameters",
        "decks",
        "deck",
        "join",
        "exam",
        "bring-forward",
        *("leave", "search", "bookmark", "bookmarks", "respace"),
        *QUIZ_PAGES,
        *OF_GUESTS_AND_OTHERS,
    }


def test_a_search_for_anything_is_a_page(lans_browser: Client) -> None:
    for junk in [*JUNK, "a" * 101, "e\u0302" * 40]:
        for sent in (
            {"q": junk},
            {"q": "tide", "in": junk, "page": junk},
            {"q": junk, "in": "facts", "page": "9" * 18},
        ):
            assert lans_browser.get("/search/", sent).status_code in (200, 400), junk[:20]


def test_a_word_on_the_first_tap_that_is_neither_yes_nor_no(lans_browser: Client, met: Shelf) -> None:
    for junk in [*JUNK, "maybe"]:
        refused(lans_browser, "/study/at-once/", {"at_once": junk})
    refused(lans_browser, "/study/at-once/")


def test_a_bookmark_that_says_neither_yes_nor_no(lans_browser: Client, met: Shelf) -> None:
    for junk in [*JUNK, "2", "01"]:
        refused(lans_browser, f"/study/bookmarks/{met.tide.slug}/", {"keep": junk})
    refused(lans_browser, f"/study/bookmarks/{met.tide.slug}/")
    refused(lans_browser, "/study/bookmarks/nothing/", {"keep": "1"})


@pytest.mark.any_database
@pytest.mark.parametrize("verb", WITH_A_FORM)
def test_nothing_sent(lans_browser: Client, met: Shelf, verb: str) -> None:
    for question in met.questions:
        refused(lans_browser, f"/study/{question.pk}/{verb}/")


@pytest.mark.any_database
@pytest.mark.parametrize("verb", ON_A_CARD)
def test_a_question_that_does_not_exist(lans_browser: Client, met: Shelf, lan: User, verb: str) -> None:
    sent = {"ask": form_for(lan, met.choice).ask, "option": "The Moon", "reason": "wrong", "claim": "right"}
    for number in NUMBERS:
        refused(lans_browser, f"/study/{number}/{verb}/", sent)
    for number in ("-1", "x", "1.0", "%00", "1%00", "²"):
        refused(lans_browser, f"/study/{number}/{verb}/", sent)


@pytest.mark.any_database
@pytest.mark.parametrize("verb", ["answer", "hint", "reveal", "override", "mark", "note", "due"])
def test_an_ask_that_is_none(lans_browser: Client, met: Shelf, verb: str) -> None:
    sent = {"option": "The Moon", "claim": "right", "note": "so", "due_on": "2026-02-01"}
    question = met.true_false if verb == "due" else met.choice
    for junk in JUNK if verb in ("answer", "hint", "reveal", "override") else filter(None, JUNK):
        refused(lans_browser, f"/study/{question.pk}/{verb}/", {"ask": junk, **sent})


def test_an_answer_that_is_none(lans_browser: Client, met: Shelf, lan: User) -> None:
    for question, name in ((met.choice, "option"), (met.flashcard, "rating"), (met.disputed, "number")):
        form = form_for(lan, question)
        for junk in JUNK:
            if question == met.disputed and junk in A_NUMBER:
                continue
            refused(lans_browser, form.url, {"ask": form.ask, name: junk})


def test_a_text_that_is_none(lans_browser: Client, met: Shelf, lan: User) -> None:
    form = form_for(lan, met.lamp)
    for junk in ("", " ", LONG, NUL, "a\0b", "\u202e"):
        refused(lans_browser, form.url, {"ask": form.ask, "text": junk})


def test_a_claim_that_is_none(lans_browser: Client, met: Shelf, lan: User) -> None:
    ask = form_for(lan, met.disputed).ask
    for junk in JUNK:
        refused(lans_browser, f"/study/{met.disputed.pk}/override/", {"ask": ask, "claim": junk})


def test_a_report_of_nothing(lans_browser: Client, met: Shelf) -> None:
    path = f"/study/{met.choice.pk}/report/"
    for junk in JUNK:
        refused(lans_browser, path, {"reason": junk, "comment": "so"})
    for junk in (LONG, NUL):
        refused(lans_browser, path, {"reason": "wrong", "comment": junk})


def test_a_day_or_a_note_that_is_none(lans_browser: Client, met: Shelf) -> None:
    for junk in (*JUNK, *NUMBERS, "2026-01-05", "2026-02-01\0", "2026-02-01 12:00", "0000-00-00", "٢٠٢٦-٠٢-٠x"):
        refused(lans_browser, f"/study/{met.true_false.pk}/due/", {"due_on": junk})
    refused(lans_browser, f"/study/{met.choice.pk}/due/", {"due_on": "2026-02-01"})
    for junk in (LONG, NUL, "so\0"):
        refused(lans_browser, f"/study/{met.choice.pk}/note/", {"note": junk})


def test_an_undo_of_nothing(lans_browser: Client, met: Shelf) -> None:
    for junk in (*JUNK, *NUMBERS[1:], "0" * 5000, "1" * 5000):
        for question, version in ((junk, junk), (junk, "0"), (met.disputed.pk, junk)):
            refused(lans_browser, "/study/undo/", {"question": question, "version": version})


def test_a_field_sent_twice_counts_as_it_was_sent_last(lans_browser: Client, met: Shelf, lan: User) -> None:
    form = form_for(lan, met.choice)
    refused(lans_browser, form.url, **urlencoded({"ask": [form.ask, "x"], "option": ["The Moon", "The Moon"]}))
    refused(lans_browser, form.url, **urlencoded({"ask": [form.ask] * 3, "option": ["The Moon", "Mars"]}))
    refused(lans_browser, "/study/undo/", **urlencoded({"question": [str(met.disputed.pk)], "version": ["0", "x"]}))
    refused(lans_browser, f"/study/{met.choice.pk}/report/", **urlencoded({"reason": ["wrong", "boring"]}))


@pytest.mark.any_database
@pytest.mark.parametrize("verb", WITH_A_FORM)
def test_a_body_that_is_no_form(lans_browser: Client, met: Shelf, verb: str) -> None:
    for path in (f"/study/{met.choice.pk}/{verb}/", "/study/undo/"):
        for content_type, body in BODIES:
            page = lans_browser.generic("POST", path, body, content_type)
            assert 400 <= page.status_code < 500, (path, content_type, body[:40], page.status_code)


@pytest.mark.any_database
@pytest.mark.parametrize("verb", [*ON_A_CARD, "undo"])
def test_another_learners_card(lans_browser: Client, met: Shelf, lan: User, boris: User, verb: str) -> None:
    form = form_for(lan, met.disputed)
    lans_browser.force_login(boris)
    lans_browser.get("/study/")
    sent = {"ask": form.ask, "number": "11", "claim": "right", "reason": "wrong"}
    if verb == "undo":
        refused(lans_browser, "/study/undo/", {"question": met.disputed.pk, "version": 0})
    else:
        refused(lans_browser, f"/study/{met.disputed.pk}/{verb}/", sent)


@pytest.mark.parametrize("path", ["/", "/study/", "/study/cards/", "/decks/"])
def test_a_page_that_takes_no_answer(lans_browser: Client, met: Shelf, path: str) -> None:
    refused(lans_browser, path, {"question": "1"})


SCOPE = ["deck", "article", "ahead", "mistakes", "quiz", "leeches", "cram"]


@pytest.mark.parametrize("name", SCOPE)
def test_a_part_of_the_work_that_cannot_be(lans_browser: Client, met: Shelf, lan: User, name: str) -> None:
    form = form_for(lan, met.choice)
    for junk in (*filter(None, JUNK), *NUMBERS[1:]):
        query = QueryDict(mutable=True)
        query[name] = junk
        for headers in ({}, HTMX):
            page = lans_browser.get(f"/study/?{query.urlencode()}", headers=headers)
            assert page.status_code in (400, 404), (name, junk[:40])
        if name not in ("deck", "article", "quiz"):
            refused(lans_browser, f"{form.url}?{query.urlencode()}", {"ask": form.ask, "option": "The Moon"})


def test_what_is_over_and_was_never_known(lans_browser: Client, met: Shelf) -> None:
    for junk in (met.tide.pk, *A_NUMBER, 2**70):
        assert lans_browser.post(f"/study/outdated/{junk}/").status_code == 404, junk
        assert lans_browser.get(f"/study/outdated/{junk}/").status_code in (302, 404), junk


def test_an_exam_or_a_pace_that_is_none(lans_browser: Client, met: Shelf) -> None:
    for junk in (*JUNK, *NUMBERS, "2026-01-05", "2026-02-01\0", "0000-00-00"):
        assert lans_browser.post(f"/decks/{met.harbour.slug}/exam/", {"exam_on": junk}).status_code == 422, junk[:40]
    for junk in (*(junk for junk in JUNK if junk != "1"), *NUMBERS[1:], "0"):
        assert lans_browser.post("/study/pace/", {"pace": junk}).status_code == 422, junk[:40]
    for content_type, body in BODIES:
        for path in (f"/decks/{met.harbour.slug}/exam/", "/study/pace/"):
            page = lans_browser.generic("POST", path, body, content_type)
            assert 400 <= page.status_code < 500, (path, content_type, body[:40], page.status_code)


def test_parameters_that_are_none(lans_browser: Client, met: Shelf) -> None:
    for junk in ("", *(junk for junk in JUNK if junk != "0"), *NUMBERS[1:]):
        refused(lans_browser, "/study/spacing/use/", {"number": junk})


def test_a_deck_that_does_not_exist(lans_browser: Client, met: Shelf) -> None:
    for slug in ("nowhere", "x" * 5000, "%00", "1" + "0" * 30, "²", "a b"):
        for verb in ("join", "exam", "exam/bring-forward"):
            refused(lans_browser, f"/decks/{slug}/{verb}/")
        for path in (f"/decks/{slug}/", f"/decks/{slug}/join/"):
            assert lans_browser.get(path).status_code == 404


def test_looking_at_pages_with_odd_addresses(lans_browser: Client, met: Shelf) -> None:
    for junk in (*JUNK, *NUMBERS):
        page = lans_browser.get("/study/", {"question": junk, "ask": junk, junk: junk}, headers={"HX-Request": "odd"})
        assert page.status_code == 200, junk[:40]
    for junk in (*JUNK, *NUMBERS):
        assert lans_browser.get("/study/cards/", {"show": junk, "page": junk, junk: junk}).status_code == 200
    pages = ("/", "/decks/", "/study/cards/", "/study/spacing/")
    for path in (*pages, *(f"/study/{met.choice.pk}/{verb}/" for verb in ON_A_CARD)):
        page = lans_browser.get(path, dict.fromkeys(JUNK, "\0"))
        assert page.status_code in (200, 302), path
