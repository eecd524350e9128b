"""An editor who may bring files into the library, and a deck of it."""

import pytest
from django.test import Client

from studyapp.accounts.models import User
from studyapp.demo.factories import DeckFactory, EditorFactory
from studyapp.library.models import Deck
from tests.people import group


@pytest.fixture
def edith(client: Client) -> User:
    edith = EditorFactory(is_superuser=False)
    edith.groups.add(group("Editors"))
    client.force_login(edith)
    return edith


@pytest.fixture
def deck(db: None) -> Deck:
    deck: Deck = DeckFactory(title="Tides")
    return deck
