"""The database itself refuses a learner who cannot be."""

from decimal import Decimal
from uuid import UUID

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from studyapp.accounts.models import User


@pytest.mark.parametrize(
    ("constraint", "values"),
    [
        ("user_email_is_lower_case", {"email": "Lan@example.org"}),
        ("user_email_unless_guest", {"email": None}),
        ("user_email_unless_guest", {"is_guest": True}),
        ("user_email_unless_guest", {"ticket": UUID(int=1)}),
        ("user_language_is_known", {"language": "de"}),
        ("user_day_starts_by_noon", {"day_start": 13}),
        ("user_new_per_day_in_range", {"new_per_day": 1000}),
        ("user_reviews_per_day_in_range", {"reviews_per_day": 10_000}),
        ("user_catch_up_pace_in_range", {"catch_up_pace": 0}),
        ("user_catch_up_pace_in_range", {"catch_up_pace": 10_000}),
        ("user_daily_goal_in_range", {"daily_goal": 0}),
        ("user_daily_goal_in_range", {"daily_goal": 1000}),
        ("user_theme_is_known", {"theme": "sepia"}),
        ("user_text_size_is_known", {"text_size": "tiny"}),
        ("user_remind_at_is_an_hour", {"remind_at": 24}),
        ("user_parameters_come_from_a_set", {"parameters": [0.2]}),
        ("user_parameters_come_from_a_set", {"parameters_number": 1}),
        ("user_desired_retention_in_range", {"desired_retention": Decimal("0.69")}),
        ("user_desired_retention_in_range", {"desired_retention": Decimal("1.00")}),
    ],
)
def test_the_database_keeps_its_word(lan: User, constraint: str, values: dict[str, object]) -> None:
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        User.objects.filter(pk=lan.pk).update(**values)


def test_every_named_constraint_is_tried_above() -> None:
    marks = test_the_database_keeps_its_word.pytestmark  # type: ignore[attr-defined]
    tried = {name for name, _ in marks[0].args[1]}
    assert tried == {constraint.name for constraint in User._meta.constraints}


def test_one_address_is_one_account(lan: User) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create_user("LAN@example.org", "correct horse")


def test_a_learner_is_found_by_an_address_in_any_case(lan: User) -> None:
    assert User.objects.get_by_natural_key(" Lan@Example.ORG ") == lan


def test_a_zone_that_is_none_is_no_setting(lan: User) -> None:
    lan.time_zone = "Mars/Olympus"
    with pytest.raises(ValidationError) as refused:
        lan.full_clean()
    assert list(refused.value.message_dict) == ["time_zone"]


def test_without_a_name_the_address_stands_in() -> None:
    assert User(email="lan@example.org").get_short_name() == "lan"
    assert User(email="lan@example.org", name="Lan").get_short_name() == "Lan"


@pytest.mark.django_db
def test_a_superuser_may_edit() -> None:
    mai = User.objects.create_superuser("Mai@example.org", "correct horse")
    assert (mai.email, mai.is_staff, mai.is_superuser) == ("mai@example.org", True, True)
