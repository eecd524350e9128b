"""The name someone chooses to take part in a shared quiz: short, and nothing that hides or turns text around."""

import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

LONGEST_NAME = 40
JOINERS = "\u200c\u200d"
"""Letters of some scripts, and some emoji, are written with them."""
REFUSED = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
SEEN = "LNPS"
"""What can be seen by itself: letters, numbers, punctuation, symbols."""


def clean_name(text: str) -> str:
    """The name with its spaces in order. Raises ValidationError with how to mend it."""
    name = " ".join(unicodedata.normalize("NFC", text).split())
    if any(unicodedata.category(sign) in REFUSED and sign not in JOINERS for sign in name):
        raise ValidationError(_("The name holds a sign that cannot be seen. Type it anew, without copying it."))
    if not any(unicodedata.category(sign)[0] in SEEN for sign in name):
        raise ValidationError(_("Choose a name, so that whoever made the quiz knows whose answers these are."))
    if len(name) > LONGEST_NAME:
        raise ValidationError(_("Choose a shorter name: it has at most %(most)d characters.") % {"most": LONGEST_NAME})
    return name
