"""What pages offer to send: every form with its fields, and every parameter in an address."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import override
from urllib.parse import parse_qsl, urljoin, urlsplit

import studyapp

PARAMETER = re.compile(r'GET(?:\.get(?:list)?\(|\[)"(\w+)"')


@dataclass
class Form:
    """A form as it stands on a page, with what it would send if nobody touched it."""

    method: str
    path: str
    fields: dict[str, list[str]] = field(default_factory=dict)
    files: set[str] = field(default_factory=set)
    """The names of fields that take files."""


class Offers(HTMLParser):
    """The forms and links on a page."""

    def __init__(self, page: str, address: str) -> None:
        super().__init__()
        self.address = address
        self.forms: list[Form] = []
        self.links: list[str] = []
        self.by_id: dict[str, Form] = {}
        self.open: Form | None = None
        self.choice = ""
        """The name of the list of options that is open."""
        self.feed(page)

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.open = Form(said.get("method", "get").upper(), self._at(said.get("action", "")))
            self.forms.append(self.open)
            self.by_id[said.get("id", "")] = self.open
        elif tag == "a":
            self.links.append(self._at(said.get("href", "")))
        elif tag == "option":
            self._fill(self.choice, said.get("value", ""), chosen="selected" in said)
        elif name := said.get("name"):
            self._take(tag, name, said)

    def _take(self, tag: str, name: str, said: dict[str, str]) -> None:
        form = self.by_id.get(said["form"]) if "form" in said else self.open
        if form is None:
            return
        form.fields.setdefault(name, [])
        self.choice = name if tag == "select" else ""
        if said.get("type") == "file":
            form.files.add(name)
        elif said.get("type") in ("radio", "checkbox"):
            self._fill(name, said.get("value", "on"), chosen="checked" in said or not form.fields[name], form=form)
        elif tag != "select":
            self._fill(name, said.get("value", ""), chosen=True, form=form)

    def _fill(self, name: str, value: str, *, chosen: bool, form: Form | None = None) -> None:
        form = form or self.open
        if form and chosen and name in form.fields:
            form.fields[name] = [value]

    def _at(self, address: str) -> str:
        parts = urlsplit(urljoin(self.address, address))
        return f"{parts.path}?{parts.query}" if parts.query else parts.path

    @override
    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.open = None


def parameters_in(links: list[str]) -> Iterator[str]:
    for link in links:
        yield from (name for name, _ in parse_qsl(urlsplit(link).query, keep_blank_values=True))


def parameters_read() -> set[str]:
    """The names that the code looks for in an address."""
    return {name for file in Path(studyapp.__path__[0]).rglob("*.py") for name in PARAMETER.findall(file.read_text())}
