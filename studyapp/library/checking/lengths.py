"""What is too long to be read at a glance, and what says so little that it seems to have been forgotten."""

import re
from collections.abc import Iterator

from studyapp.kinds.cautions import Caution, Sort

MOST_IN_PROMPT, MOST_IN_STATEMENT, MOST_IN_OPTION = 25, 50, 20
"""Words."""
FEWEST_IN_STATEMENT = 4
_IN_SYLLABLES = {"vi": 1.5}
"""How many more words there are where each syllable is written by itself."""
_PLACEHOLDER = re.compile(r"\b(?:todo|tbd|fixme|xxx+|lorem ipsum|asdf\w*|qwert\w*)\b|\?{3,}", re.IGNORECASE)


def about_length(what: str, said: str, most: int, language: str) -> Iterator[Caution]:
    """`most` is for languages that write whole words."""
    words, allowed = len(said.split()), int(most * _IN_SYLLABLES.get(language.lower().partition("-")[0], 1))
    if words > allowed:
        told = f"{what} has {words} words, more than is read at a glance. Say it in {allowed}, or make two of it."
        yield Caution(Sort.UNREADABLE, told)


def about_emptiness(what: str, said: str, fewest: int = 1) -> Iterator[Caution]:
    words = [word for word in said.split() if any(char.isalnum() for char in word)]
    if found := _PLACEHOLDER.search(said):
        yield Caution(Sort.EMPTY, f"{what} has “{found[0]}”, which seems to stand for something else. Write it out.")
    elif len(words) < fewest:
        yield Caution(Sort.EMPTY, f"{what} says nearly nothing: “{said.strip()}”. Say who, what and when.")
