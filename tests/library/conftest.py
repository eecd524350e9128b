"""Seeds to change, and an editor at the keyboard."""

from pathlib import Path

import pytest
from django.test import Client

from studyapp.accounts.models import User
from studyapp.demo.factories import EditorFactory
from tests.library.folder import Folder


@pytest.fixture
def seeds(tmp_path: Path) -> Folder:
    return Folder.at(tmp_path)


@pytest.fixture
def edith(db: None) -> User:
    return EditorFactory(email="edith@example.org")


@pytest.fixture
def editor(client: Client, edith: User) -> Client:
    """Edith's browser, signed in."""
    client.force_login(edith)
    return client
