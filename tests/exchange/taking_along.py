"""Files of questions that a learner's browser downloads, once the page has told what they lose."""

import re

from django.test import Client

from studyapp.library.models import Deck

PAGE = "/accounts/take-along/questions/"


def taken(browser: Client, form: str, *decks: Deck) -> tuple[str, bytes]:
    """What the page says is lost, and the file that it then gives."""
    chosen = {"format": form, "deck": [deck.pk for deck in decks]}
    page = browser.post(PAGE, {**chosen, "show": ""}).text
    shown = re.search(r'name="shown" value="([^"]*)"', page)
    assert shown is not None
    file = browser.post(PAGE, {**chosen, "shown": shown[1]})
    assert file["Content-Disposition"].startswith('attachment; filename="studyapp-2026-01-06.')
    return page, file.content
