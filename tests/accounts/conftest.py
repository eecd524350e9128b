"""Lan, who studies, and a browser signed in as her."""

import pytest
from django.test import Client

from studyapp.accounts.models import User

PASSWORD = "correct horse"


@pytest.fixture
def lan(db: None) -> User:
    return User.objects.create_user("lan@example.org", PASSWORD, name="Lan", time_zone="Asia/Ho_Chi_Minh")


@pytest.fixture
def lans_browser(client: Client, lan: User) -> Client:
    client.force_login(lan)
    return client
