"""What no form and no address expects: in every field and parameter of the site, one at a time."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from random import Random
from urllib.parse import quote_from_bytes, quote_plus

from tests.addresses import EVERY, Address
from tests.everywhere.forms import Form, Offers, parameters_in, parameters_read
from tests.everywhere.world import PEOPLE, Visits
from tests.junk import BODIES, FORM, JUNK, NUMBERS

CATALOGUE = [
    *(junk.encode() for junk in (*JUNK, *NUMBERS)),
    *(b"\xff\xfe", b"\xed\xa0\x80", b"\xc0\x80", b"a\0b", b"x" * 10_000, "é".encode() * 10_000),
    *(b"NaN", b"-Infinity", b"inf", b"1e400", b"-0", b"0x10", b"1_000", b"9" * 400, b"-" + b"9" * 30, b"1.5"),
    *(b"true", b"on", b"undefined", b"[" * 5000, b'{"a":' * 2000, b"\r\n\r\nSet-Cookie: a=b", b"../../etc/passwd"),
    *(b"//example.org", b"javascript:1", b"{{ 7 }}{% now %}", b"' OR 1=1 --", b"%s%n", b"2026-02-30", b"0000-00-00"),
    *("\u2028\ufeff\u202e".encode(), "²٣".encode(), b"library.fact", b"__class__", b"pk__in"),
]
"""Bytes in place of what a field should hold."""
AROUND = ("doubled", "left out", "as a list", "as a file", "as text")
"""What is done with a field whatever it holds; the last with one that takes a file."""
BOUNDARY = "b0undary"
LONGEST_SHOWN = 60


@dataclass(frozen=True)
class Request:
    who: str
    method: str
    path: str
    body: bytes = b""
    content_type: str = FORM
    told: str = ""
    """What is wrong with it."""

    def __str__(self) -> str:
        return f"{self.method} {self.path[:LONGEST_SHOWN]} by {self.who}: {self.told}"


def offers_of(
    visits: Visits, people: Sequence[str], addresses: Iterable[Address]
) -> tuple[list[tuple[str, Form]], dict[str, set[str]]]:
    """Each form once for the first who is shown it, and the parameters of each path."""
    forms: dict[tuple[str, str, frozenset[str]], tuple[str, Form]] = {}
    parameters: dict[str, set[str]] = {}
    for who, address in product(people, addresses):
        path = visits.world.path(address)
        page = visits.ask(who, "GET", path)
        if page.status_code != 200 or not page.get("Content-Type", "").startswith("text/html"):
            continue
        offers = Offers(page.text, path)
        parameters.setdefault(path, set()).update(parameters_in(offers.links))
        for form in offers.forms:
            key = (form.method, form.path.partition("?")[0], frozenset(form.fields))
            forms.setdefault(key, (who, form))
    return list(forms.values()), parameters


def encoded(fields: dict[str, list[bytes]]) -> bytes:
    pairs = (f"{quote_plus(name)}={quote_from_bytes(value)}" for name, values in fields.items() for value in values)
    return "&".join(pairs).encode()


def as_parts(fields: dict[str, list[bytes]], files: set[str]) -> bytes:
    """A body of several parts, in which these fields are files."""
    parts = []
    for name, values in fields.items():
        kept = '; filename="a.png"' if name in files else ""
        head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"{kept}\r\n\r\n'.encode()
        parts += [head + value + b"\r\n" for value in values]
    return b"".join(parts) + f"--{BOUNDARY}--\r\n".encode()


def of_form(who: str, form: Form) -> Iterator[Request]:
    usual = {name: [value.encode("utf-8", "replace") for value in values] for name, values in form.fields.items()}
    for name in form.fields:
        for junk in CATALOGUE:
            yield _sent(who, form, {**usual, name: [junk]}, f"{name} is {junk[:LONGEST_SHOWN]!r}")
        for way in AROUND:
            yield _sent(who, form, *_around(usual, name, way))
    if form.method == "POST":
        for content_type, body in BODIES:
            yield Request(who, "POST", form.path, body, content_type, f"the body is {content_type}")


def _around(usual: dict[str, list[bytes]], name: str, way: str) -> tuple[dict[str, list[bytes]], str, set[str] | None]:
    told, without = f"{name} {way}", {key: values for key, values in usual.items() if key != name}
    match way:
        case "doubled":
            return {**usual, name: [*usual[name], b"x"]}, told, None
        case "left out":
            return without, told, None
        case "as a list":
            return {**without, f"{name}[]": [b"1", b"2"], f"{name}[a]": [b"1"]}, told, None
        case "as a file":
            return usual, told, {name}
    return {**usual, name: [b"x"]}, told, set()


def _sent(who: str, form: Form, fields: dict[str, list[bytes]], told: str, files: set[str] | None = None) -> Request:
    if form.method == "GET":
        path = form.path.partition("?")[0]
        return Request(who, "GET", f"{path}?{encoded(fields).decode()}", told=told)
    if files is None and not form.files:
        return Request(who, "POST", form.path, encoded(fields), told=told)
    body = as_parts(fields, form.files if files is None else files)
    return Request(who, "POST", form.path, body, f"multipart/form-data; boundary={BOUNDARY}", told)


def of_parameters(path: str, names: set[str], chance: Random) -> Iterator[Request]:
    for name in sorted(names):
        for junk in CATALOGUE:
            query = f"{quote_plus(name)}={quote_from_bytes(junk)}"
            who = chance.choice(PEOPLE[4:] if path.startswith("/admin/") else PEOPLE)
            yield Request(who, "GET", f"{path}?{query}", told=f"{name} is {junk[:LONGEST_SHOWN]!r}")


def requests(
    visits: Visits, chance: Random, people: Sequence[str] = PEOPLE, addresses: Iterable[Address] = EVERY.values()
) -> list[Request]:
    """All that follow from what these people are shown there, in no order."""
    forms, parameters = offers_of(visits, people, addresses)
    read = parameters_read()
    found = [request for who, form in forms for request in of_form(who, form)]
    for path, names in parameters.items():
        found += of_parameters(path, names | read, chance)
    chance.shuffle(found)
    return found
