"""The catalogues of translations: what the source asks to have translated, and how it gets into them.

Babel does what GNU gettext would, so that nobody has to install anything.
"""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

KEYWORDS = DEFAULT_KEYWORDS | {
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
FOLDER = settings.LOCALE_PATHS[0]
LANGUAGES = [code for code, _ in settings.LANGUAGES if code != settings.LANGUAGE_CODE]


def po_path(language: str) -> Path:
    return FOLDER / language / "LC_MESSAGES" / "django.po"


def mo_path(language: str) -> Path:
    return po_path(language).with_suffix(".mo")


def load(language: str) -> Catalog:
    with po_path(language).open("rb") as file:
        return read_po(file, locale=language, domain="django")


def compiled(catalog: Catalog) -> bytes:
    """The bytes that Django reads."""
    target = BytesIO()
    write_mo(target, catalog)
    return target.getvalue()


def from_source() -> Catalog:
    """Every message in templates and code, with the files it stands in."""
    found = Catalog(domain="django")
    for path in _sources():
        source = path.read_text(encoding="utf-8")
        if path.suffix != ".py":
            source = _as_python(source, str(path))
        lines = BytesIO(source.encode())
        for _line, message, comments, context in extract("python", lines, KEYWORDS, ["Translators:"]):
            place = [(str(path.relative_to(settings.BASE_DIR)), 0)]
            found.add(message, locations=place, auto_comments=comments, context=context)
    return found


def update(language: str) -> list[str]:
    """Bring one language's catalogue up to the source, and compile it. Returns what is still to be translated."""
    catalog = load(language)
    template = from_source()
    template.creation_date, template.revision_date = catalog.creation_date, catalog.revision_date
    catalog.update(template, no_fuzzy_matching=True)
    catalog.obsolete.clear()
    with po_path(language).open("wb") as file:
        write_po(file, catalog, width=120, sort_output=True, include_lineno=False)
    mo_path(language).write_bytes(compiled(catalog))
    return missing(catalog)


def missing(catalog: Catalog) -> list[str]:
    """The messages without a translation in each of their forms."""
    return [
        str(message.id)
        for message in catalog
        if message.id and not all(message.string if isinstance(message.string, tuple) else [message.string])
    ]


def _sources() -> Iterator[Path]:
    for folder, pattern in (("studyapp", "*.py"), ("templates", "*.html"), ("templates", "*.txt")):
        yield from sorted(path for path in (settings.BASE_DIR / folder).rglob(pattern) if path.is_file())


def _as_python(template: str, name: str) -> str:
    """What Django makes of a template for xgettext; without indents, which Python would stumble over."""
    return "\n".join(line.strip() for line in templatize(template, origin=name).splitlines())
