"""What people call themselves and their quizzes: short, and nothing that hides or turns text around."""

import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

JOINERS = "\u200c\u200d"
"""Letters of some scripts, and some emoji, are written with them."""
REFUSED = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
SEEN = "LNPS"
"""What can be seen by itself: letters, numbers, punctuation, symbols."""


def clean_line(text: str, *, most: int, empty: str) -> str:
    """The text with its spaces in order. Raises ValidationError with how to mend it; `empty` says why it is wanted."""
    line = " ".join(unicodedata.normalize("NFC", text).split())
    if any(unicodedata.category(sign) in REFUSED and sign not in JOINERS for sign in line):
        raise ValidationError(_("There is an invisible character in this. Type it again instead of pasting it."))
    if not any(unicodedata.category(sign)[0] in SEEN for sign in line):
        raise ValidationError(empty)
    if len(line) > most:
        raise ValidationError(_("Make it shorter: it has at most %(most)d characters.") % {"most": most})
    return line
