"""What is proposed as a whole: sound, without doubles, and with a reason for every silence."""

from dataclasses import replace

import pytest

from studyapp.demo.factories import NOW, DeckFactory, QuestionFactory
from studyapp.library.models import Deck, Question, State
from studyapp.library.suggesting import Proposal, suggest
from tests.library.suggesting.harbour import fact, proposed, reason

pytestmark = pytest.mark.django_db

STATEMENT = "In a good year the 14 pilots of the port guide in 250 ships."


@pytest.fixture
def deck() -> Deck:
    return DeckFactory(title="Ships and quays")


def test_a_disputed_fact_gives_nothing_and_says_why(deck: Deck) -> None:
    assert reason(suggest([fact(deck, STATEMENT, disputed=True)])) == "Its sources differ."


@pytest.mark.parametrize(
    "end", ["; reports differ on the ships", "; the count varies between reports", ", depending on the source"]
)
def test_nor_does_a_statement_that_says_so_itself(deck: Deck, end: str) -> None:
    assert "reports differ" in reason(suggest([fact(deck, f"The 14 pilots of the port guide in 250 ships{end}.")]))


def test_a_draft_is_composed_from_as_what_is_published_is(deck: Deck) -> None:
    draft = fact(deck, STATEMENT, published=False)
    saved = [proposal.save(at=NOW) for proposal in suggest([draft]).proposals]
    assert [question.kind for question in saved] == ["cloze", "cloze", "choice"]
    assert suggest([draft]).proposals == []


def test_what_is_retired_gives_nothing_and_says_why(deck: Deck) -> None:
    over = fact(deck, STATEMENT)
    over.move(State.RETIRED, at=NOW)
    assert "not published" in reason(suggest([over]))


def test_a_deck_in_another_language_gives_nothing_and_says_why() -> None:
    assert "English only" in reason(suggest([fact(DeckFactory(language="vi"), STATEMENT)]))
    assert suggest([fact(DeckFactory(language="en-GB"), STATEMENT)]).proposals


def test_only_the_kinds_that_are_asked_for_are_composed(deck: Deck) -> None:
    pilots = fact(deck, STATEMENT)
    assert {proposal.kind for proposal in proposed(pilots, kind="cloze")} == {"cloze"}
    assert {proposal.kind for proposal in suggest([pilots]).proposals} == {"cloze", "choice"}


def test_what_was_saved_is_a_draft_with_a_first_revision_and_is_not_proposed_again(deck: Deck) -> None:
    pilots = fact(deck, STATEMENT, slug="pilots")
    QuestionFactory(fact=pilots, kind="typed", position=4)
    found = suggest([pilots]).proposals
    saved = [proposal.save(at=NOW) for proposal in found]
    assert [question.slug for question in saved] == ["pilots-cloze", "pilots-cloze-2", "pilots-choice"]
    assert {question.state for question in saved} == {State.DRAFT}
    assert [question.position for question in saved] == [5, 6, 7]
    assert [question.revision.number for question in saved] == [1, 1, 1]
    assert [question.revision.prompt for question in saved] == [proposal.prompt for proposal in found]
    assert suggest([pilots]).proposals == []


@pytest.mark.parametrize("state", [State.DRAFT, State.RETIRED])
def test_nothing_is_proposed_that_is_like_a_question_in_any_state(deck: Deck, state: State) -> None:
    pilots = fact(deck, STATEMENT)
    asked = QuestionFactory(
        fact=pilots, kind="cloze", prompt="The port has [blank] pilots who know the tides.", spec={"blanks": [["14"]]}
    )
    Question.objects.filter(pk=asked.pk).update(state=state)
    assert [proposal.expected for proposal in proposed(pilots, kind="cloze")] == ["250"]


def test_what_an_editors_form_would_refuse_or_warn_of_is_unsound(deck: Deck) -> None:
    sound = proposed(fact(deck, STATEMENT), kind="cloze")[0]
    assert sound.faults() == []
    for unsound in (
        replace(sound, spec={"blanks": []}),
        replace(sound, prompt="No gap at all is in this sentence here."),
        replace(sound, prompt=f"The 14 of us: {sound.prompt}"),
        replace(sound, prompt=f"{'very ' * 100}{sound.prompt}"),
        replace(sound, spec={"blanks": [["quays"]]}),
    ):
        assert unsound.faults()


def test_a_gap_that_no_source_fills_is_dropped(deck: Deck) -> None:
    cited = [{"value_type": "number", "value": "250"}]
    assert [it.expected for it in proposed(fact(deck, STATEMENT, citations=cited), kind="cloze")] == ["250"]


def test_a_key_stands_for_one_question_on_one_fact(deck: Deck) -> None:
    pilots = fact(deck, STATEMENT)
    first, again = proposed(pilots, kind="cloze")[0], proposed(pilots, kind="cloze")[0]
    assert first.key == again.key
    others: list[Proposal] = [
        replace(first, prompt="Another."),
        replace(first, kind="typed"),
        replace(first, spec={"blanks": [["15"]]}),
        replace(first, fact=fact(deck, "Another.")),
    ]
    assert len({first.key, *(other.key for other in others)}) == 5


def test_a_proposal_shows_what_a_reader_would_choose_from(deck: Deck) -> None:
    (choice,) = proposed(fact(deck, STATEMENT), kind="choice")
    ((_, options),) = choice.rows
    assert sorted(options) == sorted([choice.spec["answer"], *choice.spec["distractors"]])
    cloze = proposed(fact(deck, STATEMENT), kind="cloze")[0]
    assert cloze.rows == []
    assert [gap is None for _, gap in cloze.pieces] == [False, True]
