"""What no date and no language can be is refused in admin too, in the words of the seeds."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from studyapp.demo.factories import NOW, ArticleFactory, DeckFactory, FactFactory
from studyapp.library.plausible import doubts, is_language
from tests.library.admin.pages import address, errors, save

TOMORROW, THE_DAY_AFTER = ((NOW + timedelta(days=days)).date() for days in (1, 2))


@pytest.mark.parametrize(
    ("said", "doubted"),
    [
        ({"published_on": TOMORROW}, []),
        ({"published_on": THE_DAY_AFTER}, ["published_on"]),
        ({"as_of": str(NOW.year)}, []),
        ({"as_of": str(NOW.year + 1)}, ["as_of"]),
        ({"as_of": "1449-12"}, ["as_of"]),
        ({"as_of": "1450"}, []),
        ({"valid_from": "1054", "valid_to": str(NOW.year + 100)}, []),
        ({"valid_from": str(NOW.year + 101), "language": "zz"}, ["valid_from", "language"]),
        ({"published_on": None, "as_of": "", "language": ""}, []),
    ],
)
def test_only_what_cannot_be_right_is_doubted(said: dict[str, object], doubted: list[str]) -> None:
    assert [name for name, _ in doubts(said, at=NOW)] == doubted


@pytest.mark.parametrize("tag", ["zz", "und", "en-ZZZ", "zh-Abcd", "en_GB", "english", "e n", "-", "\0"])
def test_what_is_no_language_is_known_for_it(tag: str) -> None:
    assert not is_language(tag)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("make", "field", "value"),
    [
        (ArticleFactory, "published_on", "2999-01-01"),
        (ArticleFactory, "language", "zz"),
        (DeckFactory, "language", "zz"),
        (FactFactory, "as_of", "2999"),
    ],
)
def test_the_form_in_admin_says_so_at_the_field(editor: Client, make: Any, field: str, value: str) -> None:
    assert list(errors(save(editor, address(make()), **{field: value}))) == [field]
