"""No page before the answer tells anything of it: not in the open, not encoded, not by the order of the options."""

import re
from base64 import b64encode
from collections import Counter
from typing import Any

import pytest
import time_machine
from django.test import Client

from studyapp.accounts.models import User
from studyapp.demo.factories import QuestionFactory, QuizFactory
from studyapp.kinds import KINDS, Surroundings
from studyapp.library.models import Question, Revision
from studyapp.study.cards.asks import Ask
from studyapp.study.decks.membership import join
from studyapp.study.models import Attempt
from tests.answering import HTMX, Form, answer, card_of, form_for, form_on, put_in_review
from tests.people import MINUTE, NOON, TUESDAY
from tests.study.hiding import CANARIES, CANARY, DISGUISES, FIELDS, PICKED, asked, asked_of_their_own, betrayed
from tests.study.masking import masked

# Recalling


@pytest.mark.parametrize("secret", [CANARY, "918273.5"])
def test_a_secret_is_found_in_every_disguise(secret: str) -> None:
    class Page:
        headers: dict[str, str] = {}
        cookies = ""

        def __init__(self, content: str) -> None:
            self.content = content.encode()

    assert len(DISGUISES) >= 20
    for name, disguise in DISGUISES.items():
        for form in disguise(secret):
            assert betrayed(Page(f"<p>x{form}y</p>"), [secret]), name
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
        for wrong in ({}, dict.fromkeys(FIELDS, ""), dict.fromkeys(FIELDS, "\0"), dict.fromkeys(FIELDS, "9" * 400))
    ]
    assert [page.status_code for page in pages] == [200, 422, 422, 422, 422]
    pages += [
        lans_browser.post(f"{url}/hint/", {"ask": form.ask}, headers=headers),
        lans_browser.post(f"{url}/answer/", {"ask": "forged"}, headers=headers),
        lans_browser.post(f"{url}/override/", {"ask": form.ask, "claim": "right"}, headers=headers),
        lans_browser.get("/", headers=headers),
        lans_browser.get("/decks/", headers=headers),
        lans_browser.get(question.fact.deck.get_absolute_url(), headers=headers),
        lans_browser.get(f"{url}/report/", headers=headers),
        lans_browser.post(f"{url}/report/", {"reason": ""}, headers=headers),
        lans_browser.post(f"{url}/suspend/", headers=headers),
        lans_browser.get(f"{url}/forget/", headers=headers),
        lans_browser.get(f"{url}/due/", headers=headers),
        lans_browser.post(f"{url}/bury/", headers=headers),
        *(lans_browser.get("/study/cards/", {"show": show}, headers=headers) for show in ("suspended", "buried")),
    ]
    assert [form for page in pages for form in betrayed(page, secrets)] == []


@pytest.mark.parametrize("kind", CANARIES)
def test_nothing_before_the_answer_holds_that_of_an_own_card(lans_browser: Client, lan: User, kind: str) -> None:
    spec, secrets = CANARIES[kind]
    question = asked_of_their_own(lan, kind, spec)
    url = f"/study/{question.pk}"
    pages = [lans_browser.get(page) for page in ("/", "/decks/", "/own/1/", "/own/1/add/", "/study/")]
    ask = {"ask": form_on(pages[-1]).ask}
    pages += [lans_browser.post(f"{url}/answer/", {**ask, **dict.fromkeys(FIELDS, "")})]
    pages += [lans_browser.post(f"{url}/{verb}/", ask) for verb in ("hint", "override", "report")]
    pages += [lans_browser.get(f"{url}/{verb}/") for verb in ("forget", "due")]
    pages += [lans_browser.get("/own/1/delete/"), lans_browser.post("/own/cards/1/delete/", follow=True)]
    assert [form for page in pages for form in betrayed(page, secrets)] == []
    lans_browser.post("/own/cards/1/take-back/")
    again = form_on(lans_browser.get("/study/"))
    assert betrayed(lans_browser.post(f"{url}/answer/", {"ask": again.ask, "give_up": "1"}), secrets)


@pytest.mark.parametrize("kind", CANARIES)
def test_the_verdict_does_hold_it(lans_browser: Client, lan: User, kind: str) -> None:
    spec, secrets = CANARIES[kind]
    form = form_for(lan, asked(lan, kind, spec))
    assert betrayed(lans_browser.post(form.url, {"ask": form.ask, "give_up": "1"}), secrets)


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["plain", "htmx"])
@pytest.mark.parametrize("kind", ["typed", "flashcard"])
def test_a_note_is_shown_with_the_verdict_and_never_before(
    lans_browser: Client, lan: User, kind: str, headers: dict[str, str]
) -> None:
    question = asked(lan, kind, CANARIES[kind][0])
    card_of(lan, question).write_note("Mnemonic: gnu & gnat", at=NOON)
    put_in_review(lan, question, due=TUESDAY)
    url = f"/study/{question.pk}"
    pages = [lans_browser.get("/study/", headers=headers)]
    form = form_on(pages[0])
    pages += [
        lans_browser.post(f"{url}/hint/", {"ask": form.ask}, headers=headers),
        lans_browser.post(f"{url}/answer/", {"ask": form.ask, **dict.fromkeys(FIELDS, "")}, headers=headers),
        lans_browser.post(f"{url}/due/", {"due_on": ""}, headers=headers),
        *(lans_browser.get(f"{url}/{verb}/", headers=headers) for verb in ("due", "forget", "report")),
        lans_browser.get("/study/cards/", headers=headers),
    ]
    assert [found for page in pages for found in betrayed(page, ["Mnemonic: gnu & gnat"])] == []
    shown = [lans_browser.post(f"{url}/reveal/", {"ask": form.ask}, headers=headers)] if kind == "flashcard" else []
    shown.append(lans_browser.post(f"{url}/answer/", {"ask": form.ask, "give_up": "1"}, headers=headers))
    assert all(betrayed(page, ["Mnemonic: gnu & gnat"]) for page in shown)


# Recognising


def shown(kind: str, spec: dict[str, Any], version: int) -> list[str]:
    """The options, rows or partners of one showing, in the order in which they stand."""
    form = KINDS[kind].author_form(spec)
    assert form.is_valid(), form.errors
    body = KINDS[kind](KINDS[kind].freeze(form.cleaned_data, Surroundings()))
    fields = body.answer_form(seed=Ask(7, 11, 1, version, NOON).seed).fields
    if kind == "order":
        return [str(field.label) for field in fields.values()]
    choices = next(iter(fields.values())).choices  # type: ignore[attr-defined]
    return [value for value, _ in choices if value]


@pytest.mark.parametrize(
    ("kind", "spec"),
    [
        ("choice", {"answer": "Beta", "distractors": ["Alpha", "Gamma", "Delta"]}),
        ("several", {"answers": ["Beta"], "distractors": ["Alpha", "Gamma", "Delta"]}),
        ("order", {"items": ["Beta", "Alpha", "Gamma", "Delta"]}),
        ("match", {"pairs": [["One", "Beta"], ["Two", "Alpha"]], "distractors": ["Gamma", "Delta"]}),
    ],
)
def test_what_is_right_stands_anywhere_equally_often(kind: str, spec: dict[str, Any]) -> None:
    places = Counter(shown(kind, spec, version).index("Beta") for version in range(2000))
    for place in range(4):
        assert 420 < places[place] < 580  # 500, and four standard deviations


def test_the_rows_of_a_match_do_not_go_with_their_partners(db: None) -> None:
    pairs = [["One", "Alpha"], ["Two", "Beta"], ["Three", "Gamma"], ["Four", "Delta"]]
    form = KINDS["match"].author_form({"pairs": pairs})
    assert form.is_valid()
    beside = 0
    for version in range(2000):
        fields = KINDS["match"](form.cleaned_data).answer_form(seed=Ask(7, 11, 1, version, NOON).seed).fields
        rows = [str(field.label) for field in fields.values()]
        partners = [value for value, _ in next(iter(fields.values())).choices if value]  # type: ignore[attr-defined]
        beside += [rows.index(left) for left, _ in pairs] == [partners.index(right) for _, right in pairs]
    assert beside < 150  # one in 24 would be 83


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
    first, second = (body.body.answer_fields(seed=seed)["option"] for seed in seeds)
    assert first.choices != second.choices  # type: ignore[attr-defined]


def test_turning_a_flashcard_is_what_shows_it(lans_browser: Client, lan: User) -> None:
    spec, secrets = CANARIES["flashcard"]
    asked(lan, "flashcard", spec)
    form: Form = form_on(lans_browser.get("/study/"))
    assert betrayed(lans_browser.post(form.url, {"ask": form.ask}), secrets)


# In a quiz


def quiz_of(learner: User, question: Question, *, one_page: bool) -> str:
    """The address of a quiz that asks it and another."""
    questions = [question, QuestionFactory(kind="typed")]
    return QuizFactory(
        owner=learner, questions=questions, one_page=one_page, minutes=9, made_at=NOON
    ).get_absolute_url()


def pages_of(browser: Client, url: str, headers: dict[str, str]) -> list[Any]:
    """All that a quiz shows before the first answer, refusals included."""
    shown = browser.get(url, headers=headers, follow=True)
    token = re.search(r'name="shown" value="([^"]+)"', shown.content.decode())
    assert token
    return [
        shown,
        browser.get(f"{url}1/", headers=headers),
        browser.post(f"{url}1/", {"shown": token[1], **dict.fromkeys(FIELDS, "")}, headers=headers),
        browser.post(url, {"shown": token[1], **{f"1-{name}": "\0" for name in FIELDS}}, headers=headers),
        browser.post(f"{url}time-limit/", {"more": "0", "position": "1"}, headers=headers),
        browser.get(f"{url}finish/", headers=headers),
        browser.get("/quizzes/", headers=headers),
    ]


@pytest.mark.parametrize("one_page", [False, True], ids=["one by one", "one page"])
@pytest.mark.parametrize("headers", [{}, HTMX], ids=["plain", "htmx"])
@pytest.mark.parametrize("kind", [kind for kind in CANARIES if not KINDS[kind].self_rated])
def test_no_page_of_a_quiz_holds_the_answer_before_it(
    lans_browser: Client, lan: User, kind: str, headers: dict[str, str], one_page: bool
) -> None:
    spec, secrets = CANARIES[kind]
    url = quiz_of(lan, asked(lan, kind, spec), one_page=one_page)
    pages = pages_of(lans_browser, url, headers)
    assert [found for page in pages for found in betrayed(page, secrets)] == []
    lans_browser.post(f"{url}finish/")
    assert betrayed(lans_browser.get(f"{url}result/"), secrets)


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["plain", "htmx"])
@pytest.mark.parametrize(("kind", "specs"), PICKED)
def test_a_quiz_on_one_page_does_not_depend_on_which_is_right(
    lans_browser: Client, lan: User, kind: str, specs: list[dict[str, Any]], headers: dict[str, str]
) -> None:
    question = asked(lan, kind, specs[0])
    url = quiz_of(lan, question, one_page=True)
    seen = set()
    for spec in specs:
        form = KINDS[kind].author_form(spec)
        assert form.is_valid()
        Revision.objects.filter(question=question).update(spec=KINDS[kind].freeze(form.cleaned_data, Surroundings()))
        Attempt.objects.update(more_time=0, deadline=NOON + 9 * MINUTE)
        seen.add(tuple(masked(page, lans_browser) for page in pages_of(lans_browser, url, headers)))
    assert len(seen) == 1
