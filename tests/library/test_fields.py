"""Dates known to a day, a month or a year."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from studyapp.demo.factories import DeckFactory, FactFactory
from studyapp.library.models import Fact

pytestmark = pytest.mark.django_db


def _cleaned(value: Any) -> str:
    fact = Fact(deck=DeckFactory(), slug="tide", statement="The tide rose.", as_of=value)
    fact.full_clean()
    fact.save()
    return Fact.objects.get(pk=fact.pk).as_of


@pytest.mark.parametrize("value", ["2013", "2013-11", "2013-11-12", ""])
def test_a_date_is_kept_as_precisely_as_it_is_known(value: str) -> None:
    assert _cleaned(value) == value


@pytest.mark.parametrize(
    ("value", "kept"), [(date(2013, 11, 12), "2013-11-12"), (2013, "2013"), (" 2013-11 ", "2013-11")]
)
def test_a_day_or_a_year_from_a_seed_becomes_its_text(value: object, kept: str) -> None:
    assert _cleaned(value) == kept


@pytest.mark.parametrize("value", ["2013-13", "2013-02-30", "13-11-2013", "last week", "2013-1", 99, 3.5, True])
def test_what_is_no_date_is_refused_in_words(value: object) -> None:
    with pytest.raises(ValidationError) as caught:
        _cleaned(value)
    assert "as_of" in caught.value.message_dict


def test_partial_dates_sort_by_their_earliest_day() -> None:
    for as_of in ("2013-11-12", "2014", "2013"):
        FactFactory(as_of=as_of)
    assert list(Fact.objects.order_by("as_of").values_list("as_of", flat=True)) == ["2013", "2013-11-12", "2014"]
