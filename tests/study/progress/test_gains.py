"""What a study day brought."""

import time_machine
from django.test import Client

from studyapp.accounts.models import User
from studyapp.study.cards.events import Certainty
from studyapp.study.models import Enrolment, Queue
from studyapp.study.progress import gains
from studyapp.study.progress.gains import MOST_BARS, Gains
from tests.answering import answer, card_of, learn, put_in_review, response_to
from tests.people import DAY, NOON, TOOK, TUESDAY
from tests.shelf import Shelf
from tests.statements import captured, data_statements

DONE = 14
"""What the page at the end of a day may cost in data statements."""


def test_what_was_learned_is_told_from_what_grew(lan: User, lans: Shelf) -> None:
    put_in_review(lan, lans.flashcard, due=TUESDAY)
    put_in_review(lan, lans.disputed, due=TUESDAY)
    learn(lan, lans.choice, at=NOON)
    answer(lan, lans.true_false, at=NOON)  # still in a step
    answer(lan, lans.disputed, at=NOON, right=False)
    answer(lan, lans.flashcard, at=NOON)
    found = Gains.of(lan, TUESDAY)
    assert (found.learned, found.grown, found.before) == (1, 1, 10)
    assert found.now == round(card_of(lan, lans.flashcard).stability or 0) > 10
    assert not Gains.of(lan, TUESDAY + DAY)


def test_an_answer_that_was_taken_back_gained_nothing(lan: User, lans: Shelf) -> None:
    put_in_review(lan, lans.flashcard, due=TUESDAY)
    answer(lan, lans.flashcard, at=NOON)
    card_of(lan, lans.flashcard).undo(0, at=NOON)
    assert not Gains.of(lan, TUESDAY)


def test_the_compiled_statement_finds_what_its_queryset_finds(lan: User, lans: Shelf) -> None:
    learn(lan, lans.choice, at=NOON)
    found = gains.FIRST_OF_DAY.rows(learner=lan.pk, day=TUESDAY)
    assert found == list(gains.answers_of_day(learner=lan.pk, day=TUESDAY)) != []


def test_the_strip_has_room_for_so_many_and_its_lines_stay_within_it() -> None:
    rows = [(n, None if n % 2 else n / 3, float(n + 1), Queue.REVIEW) for n in range(500)]
    found = Gains.from_rows(rows)
    assert 0 < len(found.bars) <= MOST_BARS
    assert all(0 <= bar.before <= bar.now <= 100 for bar in found.bars)


def test_the_end_of_a_day_tells_what_it_brought_and_what_is_next(
    lans_browser: Client, lan: User, lans: Shelf, clock: time_machine.Traveller
) -> None:
    User.objects.filter(pk=lan.pk).update(ask_certainty=True, new_per_day=2)
    Enrolment.objects.filter(deck=lans.harbour).update(exam_on=TUESDAY + 9 * DAY)
    learn(lan, lans.choice, at=NOON - DAY)
    clock.move_to(learn(lan, lans.flashcard, at=NOON))
    learn(lan, lans.true_false, at=NOON)
    card = card_of(lan, lans.flashcard)
    page = lans_browser.get("/study/")
    assert (page.context["stage"], page.context["gains"].learned) == ("done", 2)
    assert page.context["next_exam"].deck == lans.harbour
    assert page.context["tomorrow"].new.n > 0
    assert page.context["sure_and_wrong"] == []
    assert card.question.revision is not None
    wrong = response_to(lans.flashcard, right=False)
    clock.shift(3 * DAY)
    lans_browser.get("/")
    at = NOON + 3 * DAY
    card.answer(wrong, card.ask(at=at - TOOK), card.question.revision, at=at, certainty=Certainty.SURE)
    for other in lan.cards.exclude(question=lans.flashcard):
        card_of(lan, other.question).suspend(at=at)
    card_of(lan, lans.flashcard).bury(at=at)
    page = lans_browser.get("/study/")
    assert [row.question for row in page.context["sure_and_wrong"]] == [lans.flashcard]
    assert len(data_statements(captured(lans_browser, "/study/"))) <= DONE
