"""A browser signed in as Lan, whose clock runs."""

import pytest
from django.test import Client

from studyapp.accounts.models import User


@pytest.fixture
def lans_browser(client: Client, lan: User) -> Client:
    client.force_login(lan)
    return client
