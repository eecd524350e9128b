"""Time zones: each once, by its name of today, and no list of curiosities."""

from zoneinfo import ZoneInfo

import pytest

from studyapp.accounts.forms import SettingsForm, zone_choices
from studyapp.accounts.zones import canonical, canonical_zones
from studyapp.demo.factories import LearnerFactory


def test_every_zone_on_the_list_is_known_to_python_and_no_place_stands_there_twice() -> None:
    assert all(ZoneInfo(zone) for zone in canonical_zones())
    assert {canonical(zone) for zone in canonical_zones()} == canonical_zones()
    assert not canonical_zones() & {"Factory", "localtime", "Asia/Saigon", "Etc/GMT+7", "EST5EDT", "GB", "Zulu"}


@pytest.mark.parametrize(
    ("name", "zone"),
    [
        ("Asia/Saigon", "Asia/Ho_Chi_Minh"),
        ("Asia/Calcutta", "Asia/Kolkata"),
        ("Europe/Kiev", "Europe/Kyiv"),
        ("Europe/Oslo", "Europe/Oslo"),
        ("GB", "Europe/London"),
        ("UTC", "UTC"),
        ("Etc/UTC", "UTC"),
        ("Factory", "UTC"),
        ("localtime", "UTC"),
        ("Mars/Olympus", "UTC"),
        ("", "UTC"),
    ],
)
def test_an_older_name_stands_for_the_one_of_today_and_no_place_for_utc(name: str, zone: str) -> None:
    assert canonical(name) == zone


def test_the_list_goes_by_region_and_ends_with_utc() -> None:
    groups = dict(zone_choices())
    assert next(iter(groups)) == "Africa"
    assert ("Asia/Ho_Chi_Minh", "Ho Chi Minh") in groups["Asia"]
    assert groups.popitem()[1] == [("UTC", "UTC")]


@pytest.mark.django_db
def test_who_has_a_zone_by_its_older_name_finds_it_chosen() -> None:
    form = SettingsForm(None, instance=LearnerFactory(lan=True, time_zone="Asia/Saigon"))
    assert '<option value="Asia/Ho_Chi_Minh" selected>' in str(form["time_zone"])
