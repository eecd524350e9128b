"""What learners write that is wrong: gathered as it was folded, and nobody's own words alone unless they want it."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from studyapp.accounts.models import User
from studyapp.demo.factories import GuestFactory, QuestionFactory, QuizFactory
from studyapp.insights.collecting import collect, forget
from studyapp.insights.collectors import COLLECTORS
from studyapp.insights.models import Missed, WrongAnswer
from studyapp.library.models import Question
from studyapp.scheduling import Rating
from studyapp.study.decks.membership import join
from studyapp.study.models import Quiz, QuizAnswer, Regrade, Report
from tests.answering import answer, card_of
from tests.people import MINUTE, NOON
from tests.shelf import Shelf, rewrite


@pytest.fixture
def ladder(lan: User, boris: User, shelf: Shelf) -> Question:
    """A typed question that Lan and Boris can be asked at once."""
    question = QuestionFactory(kind="typed")
    for learner in (lan, boris):
        join(learner, question.fact.deck, at=NOON)
    return question


def write(learner: User, question: Question, text: str, n: int = 0) -> None:
    answer(learner, question, at=NOON + n * MINUTE, response={"text": text})


def gathered() -> list[tuple[Any, ...]]:
    collect(COLLECTORS, at=NOON)
    rows = WrongAnswer.objects.order_by("question", "gap", "folded")
    return [(row.written, row.answers, row.learners, row.claims, row.reports) for row in rows]


def test_spellings_of_one_answer_are_counted_together(lan: User, boris: User, ladder: Question) -> None:
    for n, text in enumerate(["Low tides", "the low tides.", "LOW  tides"]):
        write(lan, ladder, text, n)
    write(boris, ladder, "Lów tides")
    assert gathered() == [("LOW  tides", 4, 2, 0, 0)]


def test_what_one_learner_alone_wrote_is_not_shown(lan: User, boris: User, ladder: Question) -> None:
    write(lan, ladder, "Lan lives at 5 Harbour Road")
    write(boris, ladder, "Low tides")
    assert gathered() == []


def test_guests_and_visitors_of_a_quiz_are_heard_as_others_are(ladder: Question) -> None:
    guests = [GuestFactory() for _ in range(2)]
    quizzes = [QuizFactory(owner=guest, questions=[ladder], made_at=NOON) for guest in guests]

    def write_in(quiz: Quiz, text: str) -> None:
        assert quiz.owner is not None
        QuizAnswer.give(quiz.items.with_content().get(), quiz.owner, {"text": text}, shown_at=NOON, at=NOON)

    write_in(quizzes[0], "Low tides")
    assert gathered() == []
    write_in(quizzes[1], "the low tides")
    assert gathered() == [("Low tides", 2, 2, 0, 0)]
    guests[0].erase()
    assert gathered() == []
    Report.objects.send(guests[1], ladder.asked, "judged", at=NOON)
    assert gathered() == [("the low tides", 1, 1, 0, 1)]


def test_unless_they_say_that_it_was_right(lan: User, ladder: Question) -> None:
    write(lan, ladder, "Low tides")
    card_of(lan, ladder).override(Rating.GOOD, 0, at=NOON)
    assert gathered() == [("Low tides", 1, 1, 1, 0)]
    card_of(lan, ladder).undo(1, at=NOON)
    assert gathered() == []


def test_or_report_the_question(lan: User, ladder: Question) -> None:
    write(lan, ladder, "Low tides")
    assert gathered() == []
    Report.objects.send(lan, ladder.asked, "other", at=NOON)
    assert gathered() == [("Low tides", 1, 1, 0, 1)]


def test_the_database_shows_nothing_of_one_learner_who_did_not_ask_for_it(lan: User, ladder: Question) -> None:
    write(lan, ladder, "Low tides")
    card_of(lan, ladder).override(Rating.GOOD, 0, at=NOON)
    gathered()
    with pytest.raises(IntegrityError, match="wrong_answer_of_one_learner_wants_to_be_seen"), transaction.atomic():
        WrongAnswer.objects.update(claims=0)


def test_what_was_given_up_taken_back_or_right_is_no_wrong_answer(lan: User, boris: User, ladder: Question) -> None:
    for learner in (lan, boris):
        answer(learner, ladder, at=NOON, response={"gave_up": True})
        write(learner, ladder, "neap tides", 1)
        write(learner, ladder, "Low tides", 2)
        card_of(learner, ladder).undo(2, at=NOON + 3 * MINUTE)
    assert gathered() == []


def test_of_a_sentence_each_gap_has_its_own(lan: User, boris: User, ladder: Question) -> None:
    tides = QuestionFactory(kind="cloze", fact=ladder.fact)
    for learner in (lan, boris):
        learner.enrolments.update(changes_seen=0)
        answer(learner, tides, at=NOON + 1440 * MINUTE, response={"blank_1": "king", "blank_2": "neaps"})
    assert gathered() == [("king", 2, 2, 0, 0)]
    assert WrongAnswer.objects.get().gap == 1


def test_numbers_and_dates_are_told_apart_by_what_they_mean(lan: User, boris: User, ladder: Question) -> None:
    number, date = (QuestionFactory(kind=kind, fact=ladder.fact) for kind in ("number", "date"))
    for learner in (lan, boris):
        learner.enrolments.update(changes_seen=0)
        for question, typed in ((number, {"number": "6.0"}), (date, {"date": "8 May 1985"})):
            form = question.asked.body.answer_form(typed)
            assert form.is_valid(), form.errors
            answer(learner, question, at=NOON + 1440 * MINUTE, response=form.cleaned_data)
    assert [row[0] for row in gathered()] == ["6", "1985-05-08"]


def test_an_answer_that_is_accepted_by_now_waits_no_more(lan: User, boris: User, ladder: Question) -> None:
    for learner in (lan, boris):
        write(learner, ladder, "Low tides")
    assert len(gathered()) == 1
    rewrite(ladder, at=NOON, aliases=["Neaps", "Low tides"])
    assert gathered() == []
    ladder.refresh_from_db()
    Regrade.objects.create(revision=ladder.asked, asked_at=NOON).run(at=NOON)
    assert gathered() == []
    assert not Missed.objects.exists()


def test_where_something_else_is_asked_by_now_it_waits_no_more(lan: User, boris: User, ladder: Question) -> None:
    for learner in (lan, boris):
        write(learner, ladder, "Low tides")
    rewrite(ladder, at=NOON, answer="Spring tides", aliases=[], wrong_answers=[])
    assert gathered() == []


def test_what_a_learner_wrote_goes_with_the_account(lan: User, boris: User, ladder: Question) -> None:
    for learner in (lan, boris):
        write(learner, ladder, "Low tides")
    assert len(gathered()) == 1
    boris.erase()
    assert not Missed.objects.filter(learner=boris.pk).exists()
    assert gathered() == []


def test_a_rebuild_comes_to_the_same_rows(lan: User, boris: User, ladder: Question) -> None:
    write(lan, ladder, "Low tides")
    gathered()
    write(boris, ladder, "low tides")
    write(boris, ladder, "Half tides", 1)
    gathered()
    card_of(boris, ladder).override(Rating.GOOD, 1, at=NOON + MINUTE)
    before = (gathered(), list(Missed.objects.order_by("pk").values()), list(WrongAnswer.objects.values()))
    forget(COLLECTORS)
    assert (gathered(), list(Missed.objects.order_by("pk").values()), list(WrongAnswer.objects.values())) == before
