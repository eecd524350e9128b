"""Files of plain text: which letters their bytes are."""

import codecs
from pathlib import Path

from django.utils.translation import gettext as _

from studyapp.formats.faults import BadFile

SIGNED = {codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16", codecs.BOM_UTF8: "utf-8-sig"}
"""Encodings that say themselves which they are."""
MOST_BYTES = 10 * 1024 * 1024
"""A text is held in memory whole."""


def encoding_of(head: bytes) -> str:
    """UTF-8, unless the first bytes say something else."""
    return next((name for sign, name in SIGNED.items() if head.startswith(sign)), "utf-8")


def is_text(head: bytes) -> bool | None:
    """Whether these first bytes are text; None where they are none in an encoding that is read."""
    try:
        # The last letter may be cut in two.
        text = codecs.getincrementaldecoder(encoding_of(head))().decode(head)
    except UnicodeDecodeError:
        return None
    return "\0" not in text and not head.startswith((b"%PDF", b"{\\rtf"))


def text_in(path: Path) -> str:
    """Raises BadFile where it is too long, or its letters cannot be read."""
    if path.stat().st_size > MOST_BYTES:
        told = _("A list may have %(most)s MB. Cut it into several files, and bring one after the other.")
        raise BadFile(told % {"most": MOST_BYTES // 1024**2})
    data = path.read_bytes()
    told = _("The letters of this file cannot be read. Save it as text in UTF-8, and choose it again.")
    try:
        text = data.decode(encoding_of(data))
    except UnicodeDecodeError as error:
        raise BadFile(told) from error
    if "\0" in text:  # UTF-16 that does not say so, or no text at all
        raise BadFile(told)
    return text
