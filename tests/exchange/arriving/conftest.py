"""The shelved format is known to every test that asks for it."""

import pytest

from studyapp.exchange.arriving import readers
from tests.exchange.arriving.bringing import Shelved


@pytest.fixture
def shelved(monkeypatch: pytest.MonkeyPatch) -> Shelved:
    """A format of another program, known to the site while the test lasts."""
    reader = Shelved()
    monkeypatch.setattr(readers, "READERS", (reader, *readers.READERS))
    return reader
