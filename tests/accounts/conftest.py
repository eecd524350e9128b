"""Lan, who studies, and a browser signed in as her."""

import pytest
from django.test import Client

from studyapp.accounts.models import User
from studyapp.demo.factories import LearnerFactory


@pytest.fixture
def lan(db: None) -> User:
    return LearnerFactory(lan=True)


@pytest.fixture
def lans_browser(client: Client, lan: User) -> Client:
    client.force_login(lan)
    return client
