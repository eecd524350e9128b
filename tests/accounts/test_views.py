"""The learner's own pages: settings, and leaving for good."""

from decimal import Decimal

import pytest
from allauth.account.models import EmailAddress
from django.contrib.messages.storage.cookie import CookieStorage
from django.test import Client, RequestFactory

from studyapp.accounts.forms import SettingsForm
from studyapp.accounts.models import User
from studyapp.accounts.views import settings
from studyapp.demo.factories import PASSWORD, LearnerFactory

SETTINGS = {
    "name": "Lan Anh",
    "time_zone": "America/New_York",
    "day_start": "3",
    "number_style": "vi",
    "new_per_day": "5",
    "reviews_per_day": "50",
    "theme": "dark",
    "text_size": "large",
    "daily_goal": "20",
    "desired_retention": "0.85",
    "answer_at_once": "on",
    "ask_certainty": "on",
    "remind_at": "7",
}


def as_saved(user: User) -> dict[str, object]:
    fresh = User.objects.get(pk=user.pk)
    return {name: getattr(fresh, name) for name in SettingsForm.base_fields}


def test_settings_are_saved_and_shown_again(lans_browser: Client, lan: User) -> None:
    response = lans_browser.post("/accounts/settings/", SETTINGS, follow=True)
    assert as_saved(lan) == {
        "name": "Lan Anh",
        "language": "",
        "theme": "dark",
        "text_size": "large",
        "time_zone": "America/New_York",
        "day_start": 3,
        "number_style": "vi",
        "new_per_day": 5,
        "reviews_per_day": 50,
        "daily_goal": 20,
        "desired_retention": Decimal("0.85"),
        "single_key_shortcuts": False,
        "answer_at_once": True,
        "retype_wrong": False,
        "ask_certainty": True,
        "quizzes_count": False,
        "remind_at": 7,
    }
    assert [str(message) for message in response.context["messages"]] == ["Saved."]
    assert response.context["form"].initial["name"] == "Lan Anh"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", "x" * 81),
        ("name", "L\0an"),
        ("language", "tlh"),
        ("language", "v\0i"),
        ("time_zone", "Mars/Olympus"),
        ("time_zone", ""),
        ("day_start", "13"),
        ("day_start", "-1"),
        ("day_start", "four"),
        ("number_style", "klingon"),
        ("theme", "sepia"),
        ("text_size", "tiny"),
        ("daily_goal", "0"),
        ("daily_goal", "1000"),
        ("new_per_day", "1000"),
        ("new_per_day", "-1"),
        ("new_per_day", "9" * 400),
        ("reviews_per_day", "10000"),
        ("reviews_per_day", "1.5"),
        ("desired_retention", "0.69"),
        ("desired_retention", "1"),
        ("desired_retention", "0.905"),
        ("desired_retention", "NaN"),
        ("desired_retention", "1e999999"),
        ("desired_retention", ""),
        ("remind_at", "24"),
        ("remind_at", "-1"),
        ("remind_at", "9" * 400),
        ("remind_at", "7\0"),
        ("remind_at", "seven"),
    ],
)
def test_a_faulty_setting_is_marked_and_changes_nothing(
    lans_browser: Client, lan: User, field: str, value: str
) -> None:
    before = as_saved(lan)
    response = lans_browser.post("/accounts/settings/", SETTINGS | {field: value})
    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    assert as_saved(lan) == before


@pytest.mark.parametrize("hour", [0, 23])
def test_a_reminder_is_asked_for_by_the_hour_and_given_up_again(lans_browser: Client, lan: User, hour: int) -> None:
    lans_browser.post("/accounts/settings/", SETTINGS | {"remind_at": str(hour)})
    assert User.objects.get(pk=lan.pk).remind_at == hour
    lans_browser.post("/accounts/settings/", SETTINGS | {"remind_at": ""})
    assert User.objects.get(pk=lan.pk).remind_at is None


def test_who_has_not_confirmed_their_address_is_told_that_no_email_will_come(lans_browser: Client, lan: User) -> None:
    told = "Confirm your email address"
    assert told in lans_browser.get("/accounts/settings/").text
    address = EmailAddress.objects.create(user=lan, email="other@example.org", verified=True)
    assert told in lans_browser.get("/accounts/settings/").text
    EmailAddress.objects.filter(pk=address.pk).update(email=lan.email)
    assert told not in lans_browser.get("/accounts/settings/").text


def test_an_empty_form_is_faulty_too(lans_browser: Client, lan: User) -> None:
    before = as_saved(lan)
    assert lans_browser.post("/accounts/settings/", {}).status_code == 422
    assert as_saved(lan) == before


def test_a_refused_name_is_not_shown_as_the_learners_own(lans_browser: Client, lan: User) -> None:
    response = lans_browser.post("/accounts/settings/", SETTINGS | {"name": "Somebody Else", "day_start": "13"})
    assert response.context["user"].get_short_name() == "Lan"


def test_the_page_has_a_place_for_every_setting(lans_browser: Client) -> None:
    page = lans_browser.get("/accounts/settings/").text
    missing = [name for name in SettingsForm.base_fields if f'name="{name}"' not in page]
    assert missing == []


def test_how_much_to_remember_is_asked_in_plain_words_before_their_term(lans_browser: Client, lan: User) -> None:
    User.objects.filter(pk=lan.pk).update(desired_retention=Decimal("0.85"))
    page = lans_browser.get("/accounts/settings/").text
    assert -1 < page.find("How much you want to remember (85 of 100)") < page.find("desired retention")


def test_saving_settings_does_not_turn_the_study_day_back(lan: User, rf: RequestFactory) -> None:
    request = rf.post("/accounts/settings/", SETTINGS)
    request.user = lan
    request._messages = CookieStorage(request)  # type: ignore[attr-defined]
    User.objects.filter(pk=lan.pk).update(study_day="2026-11-22")  # answered in another tab, after lan was read
    settings(request)
    assert str(User.objects.get(pk=lan.pk).study_day) == "2026-11-22"
    assert as_saved(lan)["name"] == "Lan Anh"


def test_a_deleted_account_is_gone_and_signed_out(lans_browser: Client, lan: User) -> None:
    other = LearnerFactory(email="minh@example.org")
    response = lans_browser.post("/accounts/delete/", {"password": PASSWORD})
    assert response["Location"] == "/"
    assert list(User.objects.all()) == [other]
    assert "_auth_user_id" not in lans_browser.session
    (farewell,) = lans_browser.get("/accounts/login/").context["messages"]
    assert "deleted" in farewell.message


@pytest.mark.parametrize(
    "password", ["", "wrong horse", PASSWORD.upper(), f" {PASSWORD}", f"{PASSWORD}\0", "x" * 100_000]
)
def test_a_wrong_password_deletes_nothing(lans_browser: Client, lan: User, password: str) -> None:
    response = lans_browser.post("/accounts/delete/", {"password": password})
    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["password"]
    assert User.objects.filter(pk=lan.pk).exists()


def test_a_demo_account_can_be_deleted_as_well(lans_browser: Client, lan: User) -> None:
    User.objects.filter(pk=lan.pk).update(is_demo=True)
    lans_browser.post("/accounts/delete/", {"password": PASSWORD})
    assert not User.objects.exists()


def test_only_looking_at_the_page_deletes_nothing(lans_browser: Client, lan: User) -> None:
    assert lans_browser.get("/accounts/delete/").status_code == 200
    assert User.objects.filter(pk=lan.pk).exists()


def test_the_password_cannot_be_guessed_on_the_page_for_leaving(lans_browser: Client, lan: User) -> None:
    codes = [lans_browser.post("/accounts/delete/", {"password": "wrong horse"}).status_code for _ in range(11)]
    assert codes == [422] * 10 + [429]
    assert lans_browser.post("/accounts/delete/", {"password": PASSWORD}).status_code == 429


@pytest.mark.parametrize("path", ["/accounts/settings/", "/accounts/delete/"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_strangers_are_asked_to_sign_in(client: Client, db: None, path: str, method: str) -> None:
    response = getattr(client, method)(path)
    assert response["Location"] == f"/accounts/login/?next={path}"


@pytest.mark.parametrize("path", ["/accounts/settings/", "/accounts/delete/"])
def test_other_methods_are_refused(lans_browser: Client, path: str) -> None:
    assert lans_browser.put(path).status_code == 405
