"""What a sitting is about, put in words."""

import pytest

from studyapp.study.sitting.scopes import Scope
from studyapp.study.sitting.wording import pick_in_words


@pytest.mark.parametrize(
    ("scope", "words"),
    [
        (Scope(), ""),
        (Scope(deck="harbour"), ""),
        (Scope(ahead=1), "What is due tomorrow"),
        (Scope(ahead=3), "What is due in the next 3 days"),
        (Scope(mistakes=1), "What you got wrong today"),
        (Scope(mistakes=7), "What you got wrong in the last 7 days"),
        (Scope(leeches=True), "What you keep forgetting (leeches)"),
        (Scope(mistakes=7, leeches=True), "What you got wrong in the last 7 days and keep forgetting"),
        (Scope(leeches=True, ahead=1), "What you keep forgetting (leeches), only what is due tomorrow"),
        (Scope(deck="harbour", cram=True), "Everything you have seen"),
    ],
)
def test_what_a_scope_picks_out_is_told_in_a_phrase(scope: Scope, words: str) -> None:
    assert pick_in_words(scope) == words
