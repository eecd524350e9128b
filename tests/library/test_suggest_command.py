"""`suggest_questions`, as an editor runs it."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from studyapp.demo.factories import DeckFactory, FactFactory
from studyapp.library.models import Fact, Question, State

pytestmark = pytest.mark.django_db


@pytest.fixture
def pilots() -> Fact:
    deck = DeckFactory(slug="quay", title="Ships and quays")
    return FactFactory(
        deck=deck, slug="pilots", statement="In a good year the 14 pilots of the port guide in 250 ships."
    )


def _run(**options: object) -> str:
    out = StringIO()
    call_command("suggest_questions", stdout=out, **options)
    return out.getvalue()


def test_it_prints_what_could_be_asked_and_saves_nothing(pilots: Fact) -> None:
    said = _run()
    assert "In a good year the [blank] pilots of the port guide in 250 ships." in said
    assert "answer: 14" in said
    assert "3 questions proposed; none was saved." in said
    assert not Question.objects.exists()


def test_it_saves_drafts_when_told_to_and_makes_no_doubles(pilots: Fact) -> None:
    assert "3 questions saved as drafts." in _run(save=True)
    assert Question.objects.filter(fact=pilots, state=State.DRAFT, revision__number=1).count() == 3
    assert "0 questions saved as drafts." in _run(save=True)
    assert Question.objects.count() == 3


def test_it_keeps_to_a_deck_a_fact_and_a_kind(pilots: Fact) -> None:
    FactFactory(statement="In a bad year the 16 divers of the port look for 240 wrecks.")
    assert "240 wrecks" in _run()
    assert "240 wrecks" not in _run(deck="quay")
    assert "240 wrecks" not in _run(fact="pilots")
    assert "1 question proposed" in _run(fact="pilots", kind="choice")


def test_it_says_why_nothing_is_proposed(pilots: Fact) -> None:
    FactFactory(slug="shells", statement="The tide brings shells.", disputed=True)
    said = _run()
    assert "The tide brings shells.\n      Its sources differ." in said
    assert "Its sources differ." in _run(fact="shells")


@pytest.mark.parametrize("options", [{"deck": "keel"}, {"fact": "keel"}, {"deck": "quay", "fact": "keel"}])
def test_what_is_not_there_is_named(pilots: Fact, options: dict[str, str]) -> None:
    with pytest.raises(CommandError, match="“keel”"):
        _run(**options)
