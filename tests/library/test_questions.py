"""Questions: revisions that are never changed, what an edit does to learners, and the notices each move leaves."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError

from studyapp.demo.factories import NOW, EditorFactory, FactFactory, QuestionFactory
from studyapp.kinds import KINDS
from studyapp.kinds.base import Surroundings
from studyapp.library.answers import around
from studyapp.library.models import Change, Draft, NotPublishable, Question, Revision, State

pytestmark = pytest.mark.django_db

ALONE = Surroundings()
"""A question with nothing around it."""


def _typed(**fields: Any) -> Question:
    return QuestionFactory(kind="typed", prompt="Which tides have the least range?", **fields)


def _revise(question: Question, *, minor: bool | None = None, prompt: str = "", **spec: Any) -> Revision | None:
    """Revise with what is given, and the rest as it was."""
    assert question.revision is not None
    revised = {**question.author_spec(), **spec}
    draft = Draft(prompt or question.revision.prompt, revised, question.revision.explanation)
    return question.revise(draft, at=NOW, freeze=ALONE if question.is_live else None, minor=minor)


def _changes(question: Question) -> list[str]:
    return list(question.changes.values_list("what", flat=True))


def test_the_first_revision_changes_nothing_for_anyone() -> None:
    question = _typed(published=False)
    assert question.revision is not None
    assert (question.revision.number, question.revision.minor) == (1, False)
    assert _changes(question) == []


def test_an_edit_that_changes_nothing_makes_no_revision() -> None:
    question = _typed()
    before = question.revision
    assert _revise(question) is None
    assert question.revisions.last() == before


def test_another_wording_is_minor_by_the_kinds_own_comparison() -> None:
    question = _typed()
    assert question.revision is not None
    number = question.revision.number
    revision = _revise(question, prompt="What are the tides of least range called?")
    assert revision is not None
    assert (revision.number, revision.minor) == (number + 1, True)
    assert _changes(question) == [Change.What.LIVE]


def test_another_answer_is_learned_again() -> None:
    question = _typed()
    revision = _revise(question, answer="Spring tides", wrong_answers=[])
    assert revision is not None
    assert not revision.minor
    assert _changes(question) == [Change.What.LIVE, Change.What.ANSWER]
    assert question.changes.last().revision == revision


@pytest.mark.parametrize(("minor", "notices"), [(True, [Change.What.LIVE]), (False, ["live", "answer"])])
def test_the_editor_has_the_last_word_on_what_an_edit_does(minor: bool, notices: list[str]) -> None:
    question = _typed()
    spec = {"answer": "Spring tides", "wrong_answers": []} if minor else {"aliases": ["Neaps", "Neap"]}
    revision = _revise(question, minor=minor, **spec)
    assert revision is not None
    assert revision.minor is minor
    assert _changes(question) == notices


def test_an_edit_of_a_draft_leaves_no_notice() -> None:
    question = _typed(published=False)
    _revise(question, answer="Spring tides", wrong_answers=[])
    assert _changes(question) == []


def test_a_revision_remembers_who_made_it_and_when() -> None:
    question, editor = _typed(published=False), EditorFactory()
    revision = question.revise(Draft("Which?", question.author_spec()), at=NOW, editor=editor)
    assert revision is not None
    assert (revision.editor, revision.created_at) == (editor, NOW)


def test_a_revision_is_never_changed() -> None:
    revision = _typed().revision
    assert revision is not None
    revision.prompt = "Something else?"
    with pytest.raises(TypeError):
        revision.save()


@pytest.mark.parametrize("draft", [Draft("?" * 501, {}), Draft("Which?", {}, "!" * 501)])
def test_a_prompt_or_explanation_that_is_too_long_is_refused(draft: Draft) -> None:
    question = _typed(published=False)
    with pytest.raises(ValidationError):
        question.revise(Draft(draft.prompt, question.author_spec(), draft.explanation), at=NOW)
    assert question.revisions.count() == 1


def test_the_authors_spec_leaves_out_what_publishing_froze() -> None:
    question = QuestionFactory(
        kind="choice",
        spec={"answer": "Hanoi", "distractors": ["Hue"], "answer_type": "place", "draw": 1},
        surroundings=Surroundings(pool=("Da Nang",)),
    )
    assert question.revision is not None
    assert question.revision.spec["drawn"] == ["Da Nang"]
    assert "drawn" not in question.author_spec()


@pytest.mark.parametrize("kind", KINDS)
def test_freezing_again_changes_nothing(kind: str) -> None:
    question = QuestionFactory(kind=kind)
    question.publish(at=NOW, freeze=around(question, question.author_spec()))
    assert question.revisions.count() <= 2  # what was written, and what publishing froze
    assert _changes(question) == [Change.What.LIVE]
    before = question.revisions.count()
    question.publish(at=NOW, freeze=around(question, question.author_spec()))
    assert question.revisions.count() == before


def test_a_question_without_an_answer_cannot_be_published() -> None:
    question = Question.objects.create(slug="bare", fact=FactFactory(), kind="typed")
    with pytest.raises(NotPublishable, match="no prompt and answer"):
        question.publish(at=NOW, freeze=ALONE)


def test_a_question_waits_for_its_fact() -> None:
    question = _typed(fact=FactFactory(published=False))
    with pytest.raises(NotPublishable, match="Publish the fact first"):
        question.publish(at=NOW, freeze=ALONE)


def test_a_disputed_fact_carries_no_true_or_false_without_a_named_source() -> None:
    fact = FactFactory(disputed=True)
    question = QuestionFactory(fact=fact, kind="true_false", published=False)
    with pytest.raises(NotPublishable, match="must name its source"):
        question.publish(at=NOW, freeze=ALONE)
    question.according_to = fact.citations.first().article
    question.publish(at=NOW, freeze=ALONE)
    assert question.is_live


def test_a_superseded_fact_is_only_asked_about_with_its_time() -> None:
    question = _typed(fact=FactFactory(superseded_by=FactFactory()), published=False)
    with pytest.raises(NotPublishable, match="superseded"):
        question.publish(at=NOW, freeze=ALONE)
    question.historical = True
    question.publish(at=NOW, freeze=ALONE)
    assert question.is_live


def test_an_answer_that_no_source_gives_cannot_be_published() -> None:
    fact = FactFactory(citations=[{"value_type": "number", "value": "11"}])
    question = QuestionFactory(fact=fact, kind="number", spec={"answer": "12"}, published=False)
    with pytest.raises(NotPublishable, match="11"):
        question.publish(at=NOW, freeze=around(question, question.author_spec()))
    question.refresh_from_db()
    assert question.state == State.DRAFT
    assert question.revisions.count() == 1


@pytest.mark.parametrize("state", [State.DRAFT, State.PAUSED, State.RETIRED])
def test_a_question_that_leaves_says_so_once(state: State) -> None:
    question = _typed()
    question.move(state, at=NOW)
    question.move(state, at=NOW)
    assert question not in Question.objects.live()
    assert _changes(question) == [Change.What.LIVE, Change.What.OFF]


def test_the_newest_change_of_a_deck_is_its_cursor() -> None:
    question, elsewhere = _typed(), _typed()
    deck = question.fact.deck
    assert Change.objects.newest(deck) == question.changes.get().pk
    assert Change.objects.newest(elsewhere.fact.deck) == elsewhere.changes.get().pk
    assert Change.objects.newest(FactFactory().deck) == 0


def test_a_draft_goes_with_its_revisions_when_it_is_deleted() -> None:
    question = _typed(published=False)
    _revise(question, answer="Spring tides", wrong_answers=[])
    question.delete()
    assert not Revision.objects.exists()
