"""Answers that nobody may find out before they answer, in every form in which a page might carry them."""

import codecs
import hashlib
import html
import json
import quopri
from base64 import b16encode, b32encode, b64encode, b85encode, urlsafe_b64encode
from collections.abc import Callable, Iterable, Iterator
from math import lcm
from typing import Any
from urllib.parse import quote, quote_plus

from django.utils.html import escapejs

from studyapp.accounts.models import User
from studyapp.demo.factories import FactFactory, QuestionFactory
from studyapp.kinds import KINDS
from studyapp.library.models import Draft, Question
from studyapp.own import writing
from studyapp.study.decks.membership import join
from tests.own.decks import own_deck
from tests.people import NOON

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
    "BLAKE2 for small machines": digest("blake2s"),
    "SHA-3": digest("sha3_256"),
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
