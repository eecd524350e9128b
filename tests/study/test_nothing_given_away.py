"""No page before the answer tells anything of it: not in the open, not encoded, not by the order of the options."""

import codecs
import html
import json
from base64 import b16encode, b32encode, b64encode, urlsafe_b64encode
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote, quote_plus

import pytest
import time_machine
from django.test import Client

from studyapp.accounts.models import User
from studyapp.demo.factories import FactFactory, QuestionFactory
from studyapp.kinds import KINDS
from studyapp.library.models import Question, Revision
from studyapp.study.asks import Ask
from studyapp.study.following import join
from tests.study.conftest import HTMX, MINUTE, NOON, Form, answer, card_of, form_for, form_on

PROMPT = "What is kept in the harbour?"
CANARY = "Quokka’s “zygote” & <wyvern>"
CANARIES: dict[str, tuple[dict[str, Any], list[str]]] = {
    "typed": (
        {"answer": CANARY, "aliases": ["Jabberwock"], "wrong_answers": ["Bandersnatch"]},
        [CANARY, "Jabberwock", "Bandersnatch"],
    ),
    "number": (
        {"answer": "918273.5", "tolerance": "4.62531", "unit": "boats", "unit_aliases": ["quinqueremes"]},
        ["918273.5", "918,273.5", "918\N{NO-BREAK SPACE}273.5", "4.62531", "quinqueremes"],
    ),
    "flashcard": ({"answer": CANARY}, [CANARY]),
}
"""A question of each kind that is recalled, and what nobody may find out about it."""


def three_base64(text: str) -> Iterator[str]:
    """The part of a base64 text that does not depend on what stands around it, for each place it may begin at."""
    for encode in (b64encode, urlsafe_b64encode):
        for pad in range(3):
            encoded = encode(b"\0" * pad + text.encode()).decode()
            yield encoded[-(-pad * 8 // 6) : -4]


def disguises(text: str) -> set[str]:
    """The text in every form in which a page might carry it."""
    plain = {text, text.lower(), text.upper(), text[::-1], codecs.encode(text, "rot13")}
    escaped = {html.escape(text), quote(text), quote_plus(text), json.dumps(text)[1:-1], repr(text)[1:-1]}
    coded = {*three_base64(text), text.encode().hex(), b16encode(text.encode()).decode()}
    coded.add(b32encode(text.encode()).decode().rstrip("=")[:-1])
    # Shorter ones would stand in a random token some day.
    return {form for form in plain | escaped | coded if len(form) >= 6}


def betrayed(page: Any, secrets: list[str]) -> list[str]:
    """Which of these stand in a response, its headers or its cookies."""
    haystack = page.content.decode() + str(page.headers) + str(page.cookies)
    return [form for secret in secrets for form in disguises(secret) if form in haystack]


def asked(learner: User, kind: str, spec: dict[str, Any]) -> Question:
    """The one question that the learner is asked: its fact says nothing of the answer."""
    fact = FactFactory(statement="Something is kept in the harbour.")
    question = QuestionFactory(fact=fact, kind=kind, prompt=PROMPT, spec=spec, explanation="So the sailors say.")
    join(learner, fact.deck, at=NOON)
    return question


def masked(page: Any, browser: Client) -> bytes:
    """A page without what the answer cannot hang on: the tokens against forged requests, and the nonces."""
    secrets = (page.context["csrf_token"], page.context["csp_nonce"]) if page.context else ()
    content: bytes = page.content
    for secret in map(str, secrets):
        content = content.replace(secret.encode(), b"*")
    return content


# Recalling


@pytest.mark.parametrize("secret", [CANARY, "918273.5"])
def test_a_secret_is_found_in_every_disguise(secret: str) -> None:
    class Page:
        headers: dict[str, str] = {}
        cookies = ""

        def __init__(self, content: str) -> None:
            self.content = content.encode()

    forms = disguises(secret)
    assert len(forms) >= 8
    assert all(form in betrayed(Page(f"<p>x{form}y</p>"), [secret]) for form in forms)
    for before in ("", "a", "bc"):
        wrapped = b64encode(f'{before}{{"a": "{secret}"}}'.encode()).decode()
        assert betrayed(Page(wrapped), [secret])


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["plain", "htmx"])
@pytest.mark.parametrize("kind", CANARIES)
def test_nothing_before_the_answer_holds_it(
    lans_browser: Client, lan: User, kind: str, headers: dict[str, str]
) -> None:
    spec, secrets = CANARIES[kind]
    question = asked(lan, kind, spec)
    pages = [lans_browser.get("/study/", headers=headers)]
    form = form_on(pages[0])
    url = f"/study/{question.pk}"
    pages += [
        lans_browser.post(f"{url}/answer/", {"ask": form.ask, **wrong}, headers=headers)
        for wrong in ({}, {"text": "", "number": "", "rating": ""}, {"text": "\0", "number": "many?", "rating": "9"})
    ]
    assert [page.status_code for page in pages] == [200, 422, 422, 422]
    pages += [
        lans_browser.post(f"{url}/answer/", {"ask": "forged"}, headers=headers),
        lans_browser.post(f"{url}/override/", {"ask": form.ask, "claim": "right"}, headers=headers),
        lans_browser.get("/", headers=headers),
        lans_browser.get("/decks/", headers=headers),
        lans_browser.get(question.fact.deck.get_absolute_url(), headers=headers),
        lans_browser.get(f"{url}/report/", headers=headers),
        lans_browser.post(f"{url}/report/", {"reason": ""}, headers=headers),
        lans_browser.post(f"{url}/suspend/", headers=headers),
        lans_browser.get("/study/suspended/", headers=headers),
    ]
    assert [form for page in pages for form in betrayed(page, secrets)] == []


@pytest.mark.parametrize("kind", CANARIES)
def test_the_verdict_does_hold_it(lans_browser: Client, lan: User, kind: str) -> None:
    spec, secrets = CANARIES[kind]
    form = form_for(lan, asked(lan, kind, spec))
    assert betrayed(lans_browser.post(form.url, {"ask": form.ask, "give_up": "1"}), secrets)


# Recognising


@pytest.mark.parametrize(
    ("kind", "specs"),
    [
        (
            "choice",
            [
                {"answer": "Alpha", "distractors": ["Beta", "Gamma", "Delta"]},
                {"answer": "Delta", "distractors": ["Beta", "Alpha", "Gamma"]},
            ],
        ),
        ("true_false", [{"answer": True, "correction": "So."}, {"answer": False, "correction": "Not so."}]),
    ],
)
@pytest.mark.parametrize("headers", [{}, HTMX], ids=["plain", "htmx"])
def test_only_the_verdict_depends_on_which_is_right(
    lans_browser: Client, lan: User, kind: str, specs: list[dict[str, Any]], headers: dict[str, str]
) -> None:
    question = asked(lan, kind, specs[0])
    shown, refused, judged = set(), set(), set()
    for spec in specs:
        form = KINDS[kind].author_form(spec)
        assert form.is_valid()
        Revision.objects.filter(question=question).update(spec={**form.cleaned_data, "drawn": []})
        page = lans_browser.get("/study/", headers=headers)
        shown.add(masked(page, lans_browser))
        ask = form_on(page).ask
        url = f"/study/{question.pk}/answer/"
        refused.add(masked(lans_browser.post(url, {"ask": ask}, headers=headers), lans_browser))
        right = KINDS[kind](form.cleaned_data).expected
        judged.add(right)
    assert (len(shown), len(refused), len(judged)) == (1, 1, 2)


def orders(question: Question, versions: range) -> list[list[str]]:
    revision = Question.objects.select_related("revision").get(pk=question.pk).revision
    assert revision is not None
    moment = datetime(2026, 1, 6, tzinfo=UTC)
    forms = (revision.body.answer_form(seed=Ask(7, 11, 1, version, moment).seed) for version in versions)
    return [[value for value, _ in form.fields["option"].choices] for form in forms]  # type: ignore[attr-defined]


def test_the_right_option_stands_anywhere_equally_often(db: None) -> None:
    question = QuestionFactory(kind="choice", spec={"answer": "Beta", "distractors": ["Alpha", "Gamma", "Delta"]})
    places = [order.index("Beta") for order in orders(question, range(2000))]
    for place in range(4):
        assert 420 < places.count(place) < 580  # 500, and four standard deviations


def test_options_keep_their_order_when_loaded_again_and_not_for_ever(
    lans_browser: Client, lan: User, clock: time_machine.Traveller
) -> None:
    question = asked(lan, "choice", {"answer": "Alpha", "distractors": ["Beta", "Gamma", "Delta", "Epsilon", "Zeta"]})

    def order() -> list[str]:
        form = lans_browser.get("/study/").context["form"]
        return [value for value, _ in form.fields["option"].choices]

    first = order()
    clock.shift(MINUTE)
    assert order() == first
    refused = lans_browser.post(f"/study/{question.pk}/answer/", {"ask": form_for(lan, question).ask})
    assert [value for value, _ in refused.context["form"].fields["option"].choices] == first
    later = []
    for _ in range(5):
        answer(lan, question, at=NOON + MINUTE, right=False)
        clock.shift(MINUTE)
        later.append(order())
    assert any(each != first for each in later)
    assert all(sorted(each) == sorted(first) for each in later)


def test_two_learners_see_orders_of_their_own(lan: User, boris: User, db: None) -> None:
    question = QuestionFactory(kind="choice", spec={"answer": "a", "distractors": list("bcdefgh")})
    for learner in (lan, boris):
        join(learner, question.fact.deck, at=NOON)
    body = card_of(lan, question).question.revision
    assert body is not None
    seeds = [card_of(learner, question).ask(at=NOON).seed for learner in (lan, boris)]
    first, second = (body.body.answer_fields(seed=seed, locale="en")["option"] for seed in seeds)
    assert first.choices != second.choices  # type: ignore[attr-defined]


def test_turning_a_flashcard_is_what_shows_it(lans_browser: Client, lan: User) -> None:
    spec, secrets = CANARIES["flashcard"]
    asked(lan, "flashcard", spec)
    form: Form = form_on(lans_browser.get("/study/"))
    assert betrayed(lans_browser.post(form.url, {"ask": form.ask}), secrets)
