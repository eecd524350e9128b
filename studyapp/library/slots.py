"""Slots of the library's pages, which rooms above fill as they start: the library need not know who has what to say."""

from collections.abc import Callable, Mapping, Sequence

from django.http import HttpRequest
from django.utils.safestring import SafeString

from studyapp.library.models import Article, Deck, Fact, Question

type Fill[Thing] = Callable[[HttpRequest, Thing], SafeString]
type FillList[Thing] = Callable[[HttpRequest, Sequence[Thing]], Mapping[Thing, SafeString]]

LEARNERS: list[Callable[[Question], int]] = []
"""How many learners have progress on a question, which an edit keeps or takes back."""
FACT: list[Fill[Fact]] = []
"""At the end of a fact's page."""
ARTICLE: list[Fill[Article]] = []
"""On an article's page, before what it says."""
FACTS: list[FillList[Fact]] = []
"""Beside each fact of a list. Asked once for the whole list, so that its length costs no statements."""
QUESTION_LINKS: list[Fill[Question]] = []
"""Among the links above a question's form in admin: an `<li>` each."""
DECK_LINKS: list[Fill[Deck]] = []
"""The same above a deck's form."""
