"""What is said of packages that cannot be taken, where it is said in more than one place."""

from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from studyapp.formats.faults import BadFile

LONGEST_NAME = 60


def damaged() -> BadFile:
    return BadFile(_("This file is damaged or not all there. Export it from Anki again, and choose the new file."))


def too_large(most: int) -> BadFile:
    told = _("Unpacked, this file has more than %(most)s. In Anki, export fewer decks at once, or leave the media out.")
    return BadFile(told % {"most": filesizeformat(most)})


def too_much() -> BadFile:
    told = _(
        "This file takes too long to read. In Anki, choose Tools → Check Database, and export fewer decks at once."
    )
    return BadFile(told)


def altered() -> BadFile:
    told = _(
        "The collection in this file has parts that Anki does not make. "
        "Import the file into Anki, export it from there, and choose the new file."
    )
    return BadFile(told)


def shown(name: str) -> str:
    """A name from a file, short, and without what cannot be printed."""
    printable = "".join(letter if letter.isprintable() else "�" for letter in name[: LONGEST_NAME + 1])
    return printable if len(printable) <= LONGEST_NAME else f"{printable[:LONGEST_NAME]}…"


def clean(text: str) -> str:
    """A name or a template, without what no database keeps: NUL, and halves of characters that JSON can spell."""
    return text.replace("\0", "").encode("utf-8", "replace").decode()
