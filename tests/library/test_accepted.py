"""The table of what questions accept is what a walk over all of them would find, whatever editors do."""

from collections.abc import Callable
from importlib import import_module
from io import StringIO
from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from studyapp.accounts.models import User
from studyapp.demo.factories import NOW, DeckFactory, FactFactory, QuestionFactory
from studyapp.kinds import KINDS, Surroundings
from studyapp.kinds.base import Spec
from studyapp.library.admin.publishing import Publisher
from studyapp.library.answers import WINDOW, Answers, around, differences
from studyapp.library.models import AcceptedAnswer, Draft, NameWord, NotPublishable, Question, State
from tests.examples import one_in

pytestmark = [pytest.mark.django_db, pytest.mark.long]

NAMES = ("Hanoi", "hanoi", "The Hague", "Hue", "Huế", "Da Nang", "11", "eleven")
DRAWN: Spec = {"answer": "Hanoi", "distractors": [], "answer_type": "place", "draw": 2}


def by_walking(question: Question, spec: Spec) -> Surroundings:
    """What `question` may know, read from every question there is."""
    known = Answers()
    for other in Question.objects.live().with_content():
        known.put(other, other.asked.body)
    return known.around(question, spec)


def typed(answer: str, aliases: list[str], answer_type: str) -> dict[str, Any]:
    return {"answer": answer, "aliases": aliases, "answer_type": answer_type}


class Desk:
    """An editor, six facts in two decks, and what was asked about them so far."""

    def __init__(self, editor: User) -> None:
        self.publisher = Publisher(editor, NOW)
        self.facts = [FactFactory(deck=deck) for deck in (DeckFactory(), DeckFactory()) for _ in range(3)]

    def question(self, place: int) -> Question | None:
        asked = Question.objects.with_content().order_by("pk")
        return asked[place % len(asked)] if asked else None

    def add(self, place: int, spec: dict[str, Any]) -> None:
        QuestionFactory(fact=self.facts[place % 6], kind="typed", spec=spec, published=False)

    def add_cloze(self, place: int, spec: dict[str, Any]) -> None:
        blanks = [[spec["answer"]], *([spec["aliases"]] if spec["aliases"] else [])]
        prompt = " and ".join("[blank]" for _ in blanks)
        QuestionFactory(
            fact=self.facts[place % 6], kind="cloze", spec={"blanks": blanks}, prompt=prompt, published=False
        )

    def rewrite(self, place: int, spec: dict[str, Any]) -> None:
        question = self.question(place)
        if question and question.kind == "typed":
            form = question.kind_class.author_form(spec)
            assert form.is_valid()
            freeze = around(question, form.cleaned_data) if question.state == State.PUBLISHED else None
            question.revise(Draft("Which?", form.cleaned_data), at=NOW, freeze=freeze)

    def publish(self, place: int, _: object) -> None:
        if question := self.question(place):
            self.publisher.publish(question)

    def retire(self, place: int, _: object) -> None:
        if question := self.question(place):
            question.move(State.RETIRED, at=NOW)

    def delete(self, place: int, _: object) -> None:
        question = self.question(place)
        if question and question.state != State.PUBLISHED:
            question.delete()

    def pause_fact(self, place: int, _: object) -> None:
        self.facts[place % 6].pause(at=NOW)

    def publish_fact(self, place: int, _: object) -> None:
        fact = self.facts[place % 6]
        self.publisher.publish(fact)
        self.publisher.follow(fact)


VERBS: list[Callable[[Desk, int, Any], None]] = [
    *(Desk.add, Desk.add_cloze, Desk.rewrite, Desk.publish, Desk.publish, Desk.retire, Desk.delete),
    *(Desk.pause_fact, Desk.publish_fact),
]
SPECS = st.builds(
    typed,
    st.sampled_from(NAMES),
    st.lists(st.sampled_from(NAMES), max_size=2, unique=True),
    st.sampled_from(["place", "person", ""]),
)


@one_in(2)  # each walks through a library after every verb
@given(st.lists(st.tuples(st.sampled_from(VERBS), st.integers(0, 11), SPECS), min_size=5, max_size=25))
def test_what_is_looked_up_is_what_a_walk_over_all_questions_finds(
    edith: User, acts: list[tuple[Callable[[Desk, int, Any], None], int, dict[str, Any]]]
) -> None:
    with transaction.atomic():
        desk = Desk(edith)
        for verb, place, spec in acts:
            try:
                with transaction.atomic():
                    verb(desk, place, spec)
            except (NotPublishable, ValidationError):
                desk.facts = [type(fact).objects.select_related("deck").get(pk=fact.pk) for fact in desk.facts]
        assert list(differences()) == []
        for question in Question.objects.with_content():
            written = question.author_spec()
            assert around(question, written) == by_walking(question, written)
            choice = Question(fact=question.fact, kind="choice", slug="draws")
            assert around(choice, DRAWN) == by_walking(choice, DRAWN)
        transaction.set_rollback(True)


@pytest.mark.any_database
def test_from_very_many_answers_a_part_is_drawn_and_the_same_part_as_by_a_walk() -> None:
    for number in range(WINDOW + 20):
        QuestionFactory(kind="typed", spec=typed(f"Place {number}", [], "place"), surroundings=Surroundings())
    choice = Question(fact=FactFactory(), kind="choice", slug="draws")
    assert len(around(choice, DRAWN).pool) == WINDOW
    assert around(choice, DRAWN) == by_walking(choice, DRAWN)


def run(*arguments: str) -> str:
    out = StringIO()
    call_command("rebuild_answers", *arguments, stdout=out)
    return out.getvalue()


def test_what_was_changed_behind_its_back_is_told_and_mended() -> None:
    spoiled, bare, added = (QuestionFactory(kind="typed", spec=typed(name, [], "")) for name in NAMES[:3])
    assert run() == "Differences: 0.\n"
    spoiled.accepted.update(text="Nowhere")
    bare.accepted.all().delete()
    AcceptedAnswer.objects.create(question=added, place=7, text="Nowhere", ring=7)
    with pytest.raises(CommandError, match=r"Differences: 3\..*--fix"):
        run()
    assert run("--fix").endswith("Differences: 3, all mended.\n")
    assert run() == "Differences: 0.\n"
    assert set(AcceptedAnswer.objects.values_list("text", flat=True)) == set(NAMES[:3])


def test_publishing_asks_the_database_no_more_as_the_library_grows(edith: User) -> None:
    deck = DeckFactory()

    def published() -> int:
        question = QuestionFactory(fact=FactFactory(deck=deck), kind="choice", published=False)
        with CaptureQueriesContext(connection) as queries:
            Publisher(edith, NOW).publish(Question.objects.with_content().get(pk=question.pk))
        return len(queries)

    before = published()
    for number in range(10):
        QuestionFactory(kind="typed", spec=typed(f"Place {number}", [], "other"), fact=FactFactory(deck=deck))
    assert published() == before


def test_a_database_from_before_is_filled_by_its_migration() -> None:
    for kind in KINDS:
        QuestionFactory(kind=kind)
    QuestionFactory(kind="typed", spec=typed("Truong Tan Sang", ["Æthelstan"], "person"))
    AcceptedAnswer.objects.all().delete()
    NameWord.objects.all().delete()
    assert list(differences())
    import_module("studyapp.library.migrations.0003_accepted_answers").fill(apps, None)
    assert list(differences())
    AcceptedAnswer.objects.filter(text="Æthelstan").update(ring=7)
    newer = import_module("studyapp.library.migrations.0006_name_words")
    newer.fill(apps, None)
    newer.place_again(apps, None)
    assert list(differences()) == []


def test_a_name_is_told_apart_from_names_in_every_deck_that_a_slip_would_make() -> None:
    trong = QuestionFactory(kind="typed", spec=typed("Nguyen Phu Trong", ["Trong"], "person"))
    assert around(trong, trong.author_spec()).names == ()
    sang = QuestionFactory(kind="typed", spec=typed("Truong Tan Sang", [], "person"))
    QuestionFactory(kind="typed", spec=typed("truing", [], "other"))
    assert around(trong, trong.author_spec()).names == ("truong",)
    assert around(trong, trong.author_spec()) == by_walking(trong, trong.author_spec())
    trong.revise(Draft("Who?", trong.author_spec()), at=NOW, freeze=around(trong, trong.author_spec()))
    assert any("truong" in warning for warning in trong.warnings())
    for written in ("Truong", "Nguyen Phu Truong"):
        assert not trong.asked.body.grade({"text": written}).right
    assert trong.asked.body.grade({"text": "Trongg"}).right
    sang.move(State.RETIRED, at=NOW)
    assert around(trong, trong.author_spec()).names == ()


def test_the_names_of_a_large_library_are_looked_up_in_one_statement() -> None:
    trong = QuestionFactory(kind="typed", spec=typed("Nguyen Phu Trong", ["Trong"], "person"))

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            around(trong, trong.author_spec())
        return len(queries)

    before = asked()
    for number in range(10):
        QuestionFactory(kind="typed", spec=typed(f"Tran {number} Truong", [], "person"), surroundings=Surroundings())
    assert asked() == before
