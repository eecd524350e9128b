"""Texts of the site as HTML that Anki shows and never takes for something of its own."""

import re
from html import escape

BREAKS = re.compile(r"\n+")
LIVE = re.compile(r"\[(?=sound:|anki:|latex\]|\$)|\\(?=[(\[])", re.IGNORECASE)
"""What Anki would play or typeset."""
SPACES = str.maketrans(dict.fromkeys("\u00a0\u2007\u202f", " "))


def html_of(text: str) -> str:
    """What is shown of a text."""
    return BREAKS.sub("<br>", harmless(escape(text, quote=False)))


def plain(text: str) -> str:
    """An answer that can be typed: Anki takes a no-break space for another sign than the one that keyboards have."""
    return " ".join(text.translate(SPACES).split())


def harmless(html: str) -> str:
    """HTML whose text Anki neither plays nor typesets."""
    return LIVE.sub(lambda found: f"&#{ord(found[0])};", html)
