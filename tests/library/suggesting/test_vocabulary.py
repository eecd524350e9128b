"""Names that the library asks for, found again in sentences."""

import pytest

from studyapp.demo.factories import DeckFactory
from studyapp.library.suggesting.vocabulary import Name, Vocabulary, is_name
from tests.library.suggesting.harbour import fact, typed, whole_shelf


def _name(shown: str, *aliases: str, answer_type: str = "place") -> Name:
    return Name(shown, answer_type, (shown, *aliases))


PLACES = Vocabulary([_name("Port Ada", "Ada Haven"), _name("The Mole"), _name("Norway"), _name("Tern Sea", "East Sea")])
PEOPLE = Vocabulary([_name("Anna Berg", "Berg", "Captain Berg", "The old pilot", answer_type="person")])
BODIES = Vocabulary([_name("The Tide Office", "TO", "Office for Tides", answer_type="organisation")])


@pytest.mark.parametrize(
    ("vocabulary", "sentence", "found"),
    [
        (PLACES, "They sailed to Port Ada in May.", ["Port Ada"]),
        (PLACES, "Norway's fleet left Port Ada.", ["Norway", "Port Ada"]),
        (PLACES, "In Norway it rained.", ["Norway"]),
        (PLACES, "They met at The Mole.", ["The Mole"]),
        (PLACES, "They met at the Mole.", ["Mole"]),
        (PLACES, "The Mole was built of stone.", ["Mole"]),
        (PLACES, "Old Norway and Norway House are no countries.", []),
        (PLACES, "A Norway-based crew sang.", []),
        (PLACES, "They sailed to Ada Haven.", []),
        (PEOPLE, "Captain Berg and Pilot Anna Berg are one.", ["Berg"]),
        (PEOPLE, "Harbour Master Berg is no listed title.", []),
        (PEOPLE, "Norway's Captain Anna Berg came.", ["Anna Berg"]),
        (BODIES, "The papers went to the Tide Office, or TO.", ["Tide Office", "TO"]),
        (BODIES, "The fee was paid in TO dollars.", []),
    ],
)
def test_a_name_is_found_where_it_stands_as_a_whole(vocabulary: Vocabulary, sentence: str, found: list[str]) -> None:
    assert [span.text for span in vocabulary.find(sentence)] == found


@pytest.mark.parametrize(
    ("answer", "named"),
    [
        ("Anna Berg", True),
        ("The Hague", True),
        ("University of the Tides", True),
        ("Anna Berg and Boris Lund", False),
        ("The local press", False),
        ("neap tides", False),
        ("", False),
    ],
)
def test_a_name_is_written_like_one(answer: str, named: bool) -> None:
    assert is_name(answer) is named


def test_what_stands_in_very_many_statements_is_everywhere() -> None:
    twelve = [f"Tide {n} was measured at Port Ada." for n in range(12)]
    vocabulary = Vocabulary(PLACES.names, [*twelve, "Norway has tides too."])
    assert [name.shown for name in vocabulary.names if vocabulary.is_everywhere(name)] == ["Port Ada"]


@pytest.mark.django_db
def test_the_library_gives_each_name_with_all_its_spellings_and_what_it_is() -> None:
    deck = DeckFactory(slug="quay")
    one, two = fact(deck, "The ferry goes to Port Ada.", slug="ferry"), fact(deck, "Port Ada has a quay.", slug="quay")
    typed(one, "To which port does the ferry go?", "Port Ada", "place", "Ada Haven")
    typed(two, "Where is a quay?", "Port Ada", "place", "Adahavn")
    typed(two, "What is there in the port?", "Stone", "other")
    typed(two, "Whose is the quay?", "The Old Tide Office", "organisation", published=False)
    (name,) = whole_shelf().vocabulary.names
    assert (name.shown, set(name.spellings)) == ("Port Ada", {"Port Ada", "Ada Haven", "Adahavn"})
    assert (name.facts, name.decks, name.sorts) == ({"ferry", "quay"}, {"quay"}, {"port"})


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("shown", "initials"), [("The Old Tide Office", "OTO"), ("Tide Office", ""), ("The European Union", "EU")]
)
def test_an_organisation_is_known_by_its_initials_where_they_tell_enough(shown: str, initials: str) -> None:
    typed(fact(DeckFactory(), "It has an office."), "Whose office is it?", shown, "organisation")
    (name,) = whole_shelf().vocabulary.names
    assert name.spellings == tuple(filter(None, [shown, initials]))
