"""No page before the answer tells anything of it: not in the open, not encoded, not by the order of the options."""

import codecs
import hashlib
import html
import json
import quopri
import re
from base64 import b16encode, b32encode, b64encode, b85encode, urlsafe_b64encode
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from math import lcm
from typing import Any
from urllib.parse import quote, quote_plus

import pytest
import time_machine
from django.test import Client
from django.utils.html import escapejs

from studyapp.accounts.models import User
from studyapp.demo.factories import FactFactory, QuestionFactory, QuizFactory
from studyapp.kinds import KINDS, Surroundings
from studyapp.library.models import Draft, Question, Revision
from studyapp.own import writing
from studyapp.study.cards.asks import Ask
from studyapp.study.decks.membership import join
from studyapp.study.models import Attempt
from tests.answering import HTMX, Form, answer, card_of, form_for, form_on, put_in_review
from tests.own.decks import own_deck
from tests.people import MINUTE, NOON, TUESDAY
from tests.study.masking import masked

PROMPT = "What is kept in the harbour?"
GAPS = "In the harbour a [blank] is kept, and beside it there is a [blank]."
CANARY = "Quokka’s “zygote” & <wyvern>"
CANARIES: dict[str, tuple[dict[str, Any], list[str]]] = {
    "typed": (
        {"answer": CANARY, "aliases": ["Jabberwock"], "wrong_answers": ["Bandersnatch"]},
        [CANARY, "Jabberwock", "Bandersnatch"],
    ),
    "number": (
        {"answer": "918273.5", "tolerance": "4.62531", "unit": "boats", "unit_aliases": ["quinqueremes"]},
        [
            *("918273.5", "918,273.5", "918\N{NO-BREAK SPACE}273.5", "918\N{NO-BREAK SPACE}273,5", "918.273,5"),
            *("4.62531", "4,62531", "quinqueremes"),
        ],
    ),
    "flashcard": ({"answer": CANARY}, [CANARY]),
    "cloze": (
        {"blanks": [[CANARY, "Jabberwock"], ["Bandersnatch"]]},
        [CANARY, "Jabberwock", "Bandersnatch"],
    ),
    "date": (
        {"answer": "1873-09-17"},
        [
            *("1873-09-17", "17 September 1873", "17 September", "September 17", "17.09.1873", "18730917"),
            *("17 tháng 9", "17/9/1873"),
        ],
    ),
}
"""A question of each kind that is recalled, and what nobody may find out about it."""


def anywhere(encode: Callable[[bytes], bytes], text: str, bits: int) -> Iterator[str]:
    """The part of an encoded text that does not depend on what stands around it, for each place it may begin at."""
    group = lcm(8, bits) // 8
    for pad in range(group):
        encoded = encode(b"\0" * pad + text.encode()).decode().rstrip("=")
        yield encoded[-(-pad * 8 // bits) : -1]


def digest(name: str) -> Callable[[str], Iterable[str]]:
    """A hash of the text as it is and in small letters, in hex and in base64."""

    def disguise(text: str) -> Iterator[str]:
        for spelt in (text, text.lower()):
            hashed = hashlib.new(name, spelt.encode()).digest()
            yield from (hashed.hex(), b64encode(hashed).decode().rstrip("="))

    return disguise


DISGUISES: dict[str, Callable[[str], Iterable[str]]] = {
    "as it is": lambda text: [text],
    "small letters": lambda text: [text.lower()],
    "capitals": lambda text: [text.upper()],
    "backwards": lambda text: [text[::-1]],
    "rot13": lambda text: [codecs.encode(text, "rot13")],
    "without spaces": lambda text: ["".join(text.split()), "-".join(text.split()), "_".join(text.split())],
    "HTML names": lambda text: [html.escape(text), html.escape(text, quote=False)],
    "HTML decimals": lambda text: ["".join(f"&#{ord(char)};" for char in text)],
    "HTML hexadecimals": lambda text: ["".join(f"&#x{ord(char):x};" for char in text)],
    "percent": lambda text: [quote(text), quote(text, safe="")],
    "percent with plus": lambda text: [quote_plus(text)],
    "percent throughout": lambda text: ["".join(f"%{byte:02X}" for byte in text.encode())],
    "JSON": lambda text: [json.dumps(text)[1:-1]],
    "JSON in Unicode": lambda text: [json.dumps(text, ensure_ascii=False)[1:-1]],
    "JavaScript": lambda text: ["".join(f"\\u{ord(char):04x}" for char in text), escapejs(text)],
    "Python": lambda text: [repr(text)[1:-1], ascii(text)[1:-1]],
    "quoted-printable": lambda text: [quopri.encodestring(text.encode(), quotetabs=True).decode()],
    "base64": lambda text: anywhere(b64encode, text, 6),
    "base64 for addresses": lambda text: anywhere(urlsafe_b64encode, text, 6),
    "base32": lambda text: anywhere(b32encode, text, 5),
    "base85": lambda text: [b85encode(text.encode()).decode()],
    "hexadecimals": lambda text: [text.encode().hex(), b16encode(text.encode()).decode()],
    "hexadecimals of UTF-16": lambda text: [text.encode("utf-16-le").hex(), text.encode("utf-16-be").hex()],
    "numbers": lambda text: [", ".join(str(byte) for byte in text.encode()), " ".join(map(str, text.encode()))],
    "bits": lambda text: ["".join(f"{byte:08b}" for byte in text.encode())],
    "MD5": digest("md5"),
    "SHA-1": digest("sha1"),
    "SHA-256": digest("sha256"),
    "SHA-512": digest("sha512"),
    "BLAKE2": digest("blake2b"),
}
"""Every form in which a page might carry a text."""


def disguises(text: str) -> set[str]:
    # Shorter ones would stand in a random token some day.
    return {form for disguise in DISGUISES.values() for form in disguise(text) if len(form) >= 6}


def betrayed(page: Any, secrets: list[str]) -> list[str]:
    """Which of these stand in a response, its headers or its cookies."""
    haystack = page.content.decode() + str(page.headers) + str(page.cookies)
    return [form for secret in secrets for form in disguises(secret) if form in haystack]


def asked(learner: User, kind: str, spec: dict[str, Any]) -> Question:
    """The one question that the learner is asked: its fact says nothing of the answer."""
    fact = FactFactory(statement="Something is kept in the harbour.")
    prompt = GAPS if kind == "cloze" else PROMPT
    question = QuestionFactory(fact=fact, kind=kind, prompt=prompt, spec=spec, explanation="So the sailors say.")
    join(learner, fact.deck, at=NOON)
    return question


def asked_of_their_own(learner: User, kind: str, spec: dict[str, Any]) -> Question:
    """The same as a card that the learner made."""
    form = KINDS[kind].author_form(spec)
    assert form.is_valid(), form.errors
    draft = Draft(GAPS if kind == "cloze" else PROMPT, form.cleaned_data, "So the sailors say.")
    writing.add(learner, own_deck(learner), [writing.Written(kind, draft)], at=NOON)
    question: Question = Question.objects.of(learner).get()
    return question


FIELDS = ("text", "number", "rating", "date", "blank_1", "blank_2")

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


PICKED: list[tuple[str, list[dict[str, Any]]]] = [
    (
        "choice",
        [
            {"answer": "Alpha", "distractors": ["Beta", "Gamma", "Delta"]},
            {"answer": "Delta", "distractors": ["Beta", "Alpha", "Gamma"]},
        ],
    ),
    (
        "several",
        [
            {"answers": ["Alpha", "Beta"], "distractors": ["Gamma", "Delta"]},
            {"answers": ["Delta", "Gamma", "Alpha"], "distractors": ["Beta"]},
        ],
    ),
    ("order", [{"items": ["Alpha", "Beta", "Gamma"]}, {"items": ["Gamma", "Alpha", "Beta"]}]),
    (
        "match",
        [
            {"pairs": [["One", "Alpha"], ["Two", "Beta"]], "distractors": ["Gamma"]},
            {"pairs": [["One", "Gamma"], ["Two", "Alpha"]], "distractors": ["Beta"]},
        ],
    ),
    ("true_false", [{"answer": True, "correction": "So."}, {"answer": False, "correction": "Not so."}]),
]
"""For each kind that shows what may be right, two specs that differ in that alone."""


@pytest.mark.parametrize(("kind", "specs"), PICKED)
@pytest.mark.parametrize("headers", [{}, HTMX], ids=["plain", "htmx"])
def test_only_the_verdict_depends_on_which_is_right(
    lans_browser: Client, lan: User, kind: str, specs: list[dict[str, Any]], headers: dict[str, str]
) -> None:
    question = asked(lan, kind, specs[0])
    shown, refused, judged = set(), set(), set()
    for spec in specs:
        form = KINDS[kind].author_form(spec)
        assert form.is_valid()
        Revision.objects.filter(question=question).update(spec=KINDS[kind].freeze(form.cleaned_data, Surroundings()))
        page = lans_browser.get("/study/", headers=headers)
        shown.add(masked(page, lans_browser))
        ask = form_on(page).ask
        url = f"/study/{question.pk}/answer/"
        refused.add(masked(lans_browser.post(url, {"ask": ask}, headers=headers), lans_browser))
        right = KINDS[kind](form.cleaned_data).expected
        judged.add(right)
    assert (len(shown), len(refused), len(judged)) == (1, 1, 2)


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


@pytest.mark.parametrize("one_page", [False, True], ids=["one by one", "one page"])
@pytest.mark.parametrize("headers", [{}, HTMX], ids=["plain", "htmx"])
@pytest.mark.parametrize(("kind", "specs"), PICKED)
def test_no_page_of_a_quiz_depends_on_which_is_right(
    lans_browser: Client, lan: User, kind: str, specs: list[dict[str, Any]], headers: dict[str, str], one_page: bool
) -> None:
    question = asked(lan, kind, specs[0])
    url = quiz_of(lan, question, one_page=one_page)
    seen = set()
    for spec in specs:
        form = KINDS[kind].author_form(spec)
        assert form.is_valid()
        Revision.objects.filter(question=question).update(spec=KINDS[kind].freeze(form.cleaned_data, Surroundings()))
        Attempt.objects.update(more_time=0, deadline=NOON + 9 * MINUTE)
        seen.add(tuple(masked(page, lans_browser) for page in pages_of(lans_browser, url, headers)))
    assert len(seen) == 1
