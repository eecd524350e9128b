"""What comes next, how much is left, and that a day never begins twice."""

from datetime import UTC, date, datetime

import pytest

from studyapp.accounts.models import User
from studyapp.library.models import Question
from studyapp.scheduling import LEARN_AHEAD
from studyapp.study.decks.membership import join
from studyapp.study.models import Card
from studyapp.study.new_day import begin_day
from studyapp.study.sitting.sitting import Sitting
from tests.answering import answer, card_of, learn, next_question, put_in_review
from tests.people import DAY, MINUTE, NOON, TUESDAY
from tests.shelf import Shelf, stock
from tests.study.differences import wrongs


@pytest.fixture
def questions(lan: User) -> list[Question]:
    """A dozen questions on as many facts, which Lan joined."""
    made = stock(12)
    join(lan, made[0].fact.deck, at=NOON)
    return made


def day_of(learner: User, at: datetime) -> date:
    """The study day of an answer given now."""
    begin_day(learner, at=at)
    return Sitting.of(learner, at).day


def test_steps_that_are_due_come_first(lan: User, questions: list[Question]) -> None:
    put_in_review(lan, questions[5], due=TUESDAY - DAY)
    answer(lan, questions[0], at=NOON, right=False)
    assert next_question(lan, at=NOON) != questions[0]
    assert next_question(lan, at=NOON + MINUTE) == questions[0]


def test_steps_that_are_almost_due_come_when_nothing_else_is_left(lan: User, questions: list[Question]) -> None:
    lan.new_per_day = 2
    answer(lan, questions[0], at=NOON)
    assert next_question(lan, at=NOON) == questions[1]
    answer(lan, questions[1], at=NOON)
    assert next_question(lan, at=NOON) == questions[0]
    lan.cards.filter(queue=Card.Queue.LEARNING).update(due_at=NOON + LEARN_AHEAD)
    assert next_question(lan, at=NOON) in questions[:2]
    lan.cards.filter(queue=Card.Queue.LEARNING).update(due_at=NOON + LEARN_AHEAD + MINUTE)
    assert next_question(lan, at=NOON) is None


@pytest.mark.parametrize(("reviews", "fresh"), [(8, 4), (4, 8), (9, 3), (6, 6), (11, 1), (1, 11)])
def test_new_questions_are_spread_evenly_among_the_reviews(
    lan: User, questions: list[Question], reviews: int, fresh: int
) -> None:
    lan.new_per_day = fresh
    for late, question in enumerate(questions[:reviews]):
        put_in_review(lan, question, due=TUESDAY - late * DAY)
    order = []
    for _ in questions:
        coming = next_question(lan, at=NOON)
        assert coming is not None
        order.append(coming)
        answer(lan, coming, at=NOON)
    known = set(questions[:reviews])
    assert [question for question in order if question in known] == questions[:reviews][::-1]
    assert [question for question in order if question not in known] == questions[reviews:]
    for n in range(1, len(order) + 1):
        met = sum(question not in known for question in order[:n])
        assert abs(met - n * fresh / len(order)) <= 1


def test_reviews_go_on_where_new_questions_are_used_up_and_the_other_way_round(
    lan: User, questions: list[Question]
) -> None:
    put_in_review(lan, questions[3], due=TUESDAY)
    lan.new_per_day = 0
    assert next_question(lan, at=NOON) == questions[3]
    lan.new_per_day, lan.reviews_per_day = 5, 0
    assert next_question(lan, at=NOON) == questions[0]
    lan.new_per_day = 0
    assert next_question(lan, at=NOON) is None


def test_the_limits_are_those_of_one_study_day(lan: User, questions: list[Question]) -> None:
    lan.new_per_day, lan.reviews_per_day = 2, 3
    for question in questions[2:7]:
        put_in_review(lan, question, due=TUESDAY)
    met: list[Question] = []
    while (coming := next_question(lan, at=NOON)) and coming not in met:
        answer(lan, coming, at=NOON)
        met.append(coming)
    sitting = Sitting.of(lan, NOON)
    assert (sitting.new_done, sitting.reviews_done, len(met)) == (2, 3, 5)
    assert (sitting.new_left, sitting.reviews_left, sitting.learning_left) == (0, 0, 2)
    begin_day(lan, at=NOON + DAY)
    sitting = Sitting.of(lan, NOON + DAY)
    assert (sitting.new_left, sitting.reviews_left) == (2, 2)


def test_a_limit_lowered_below_what_was_done_leaves_nothing(lan: User, questions: list[Question]) -> None:
    for question in questions[:3]:
        answer(lan, question, at=NOON)
    lan.new_per_day = 1
    assert Sitting.of(lan, NOON).new_left == 0


def test_answers_in_steps_use_up_no_limit(lan: User, questions: list[Question]) -> None:
    answer(lan, questions[0], at=NOON, right=False)
    answer(lan, questions[0], at=NOON + MINUTE)
    sitting = Sitting.of(lan, NOON + MINUTE)
    assert (sitting.new_done, sitting.reviews_done, sitting.answers_done, sitting.right_done) == (1, 0, 2, 1)


def test_an_undone_answer_gives_its_place_back(lan: User, questions: list[Question]) -> None:
    lan.new_per_day = 1
    answer(lan, questions[0], at=NOON)
    card_of(lan, questions[0]).undo(0, at=NOON)
    assert next_question(lan, at=NOON) == questions[0]


def test_the_same_question_is_asked_when_the_page_is_loaded_again(lan: User, questions: list[Question]) -> None:
    put_in_review(lan, questions[4], due=TUESDAY)
    put_in_review(lan, questions[6], due=TUESDAY)
    assert len({next_question(lan, at=NOON + n * MINUTE) for n in range(5)}) == 1


def test_what_is_suspended_withdrawn_or_locked_is_not_asked(lan: User, lans: Shelf) -> None:
    card_of(lan, lans.choice).suspend(at=NOON)
    card_of(lan, lans.flashcard).follow("off", at=NOON)
    asked = set()
    while question := next_question(lan, at=NOON):
        asked.add(question)
        learn(lan, question, at=NOON)
    assert asked == {lans.disputed, lans.true_false}


def test_of_the_questions_of_one_fact_only_one_is_counted(lan: User, lans: Shelf) -> None:
    learn(lan, lans.choice, at=NOON)
    begin_day(lan, at=NOON + DAY)
    assert {lans.typed.pk, lans.number.pk} <= set(lan.cards.new_on(TUESDAY + DAY).values_list("question", flat=True))
    assert Sitting.of(lan, NOON + DAY).new_left == 4  # the tide, the wave, the boats, the light
    for question in (lans.typed, lans.number):
        put_in_review(lan, question, due=TUESDAY + DAY)
    assert Sitting.of(lan, NOON + DAY).reviews_left == 1


def test_the_day_is_counted(lan: User, lans: Shelf) -> None:
    for question, right in ((lans.choice, True), (lans.flashcard, False), (lans.disputed, True)):
        answer(lan, question, at=NOON, right=right)
    sitting = Sitting.of(lan, NOON)
    assert (sitting.answers_done, sitting.right_done, sitting.ms_done) == (3, 2, 24_000)
    assert (sitting.learning_left, sitting.reviews_left, sitting.new_left, sitting.left) == (3, 0, 1, 4)
    assert sitting.progress == round(100 * 3 / 7)


def test_minutes_are_computed_by_the_learners_own_pace_once_there_is_one(lan: User, questions: list[Question]) -> None:
    begin_day(lan, at=NOON)
    assert Sitting.of(lan, NOON).minutes_left == 6  # ten new questions, three times, twelve seconds each
    for question in questions[:5]:
        answer(lan, question, at=NOON, took=MINUTE)
    assert Sitting.of(lan, NOON).minutes_left == 20  # five in a step and five new, three times, a minute each
    for question in questions:
        card_of(lan, question).suspend(at=NOON)
    assert Sitting.of(lan, NOON).minutes_left == 0


def test_the_pace_is_that_of_the_last_fourteen_study_days(lan: User, questions: list[Question]) -> None:
    for question in questions[:5]:
        answer(lan, question, at=NOON, took=MINUTE)
    last = NOON + 13 * DAY
    begin_day(lan, at=last)
    for question in questions[5:]:
        card_of(lan, question).suspend(at=last)
    assert Sitting.of(lan, last).minutes_left == 5  # the five in a step, a minute each
    assert Sitting.of(lan, last + DAY).minutes_left == 1  # twelve seconds each
    answer(lan, questions[0], at=last, took=2 * MINUTE)
    assert (Sitting.of(lan, last).recent_answers, Sitting.of(lan, last).answers_done) == (6, 1)


def test_the_newest_act_is_the_one_to_undo(lan: User, questions: list[Question]) -> None:
    begin_day(lan, at=NOON)
    assert Sitting.of(lan, NOON).undo_question is None
    answer(lan, questions[0], at=NOON)
    answer(lan, questions[1], at=NOON + MINUTE)
    card_of(lan, questions[0]).suspend(at=NOON + 2 * MINUTE)
    sitting = Sitting.of(lan, NOON + 3 * MINUTE)
    assert (sitting.undo_question, sitting.undo_version) == (questions[0].pk, 1)


# Study days


def test_a_day_begins_at_the_hour_the_learner_chose(lan: User, boris: User, ada: User) -> None:
    four = datetime(2026, 1, 5, 21, tzinfo=UTC)  # four in the morning in Hanoi
    assert day_of(lan, four - MINUTE) == TUESDAY - DAY
    assert day_of(lan, four) == TUESDAY
    assert day_of(boris, four) == TUESDAY - DAY
    assert day_of(ada, NOON) == TUESDAY - DAY
    ada.day_start = 0
    assert day_of(ada, NOON) == TUESDAY


def test_a_study_day_never_steps_back_for_one_who_flies_west(lan: User, lans: Shelf) -> None:
    answer(lan, lans.choice, at=NOON)
    lan.time_zone = "America/New_York"
    lan.save()
    landed = NOON + 18 * 60 * MINUTE  # Tuesday evening in New York, Wednesday morning in Hanoi
    days = [day_of(lan, landed + n * DAY / 4) for n in range(10)]
    assert days == sorted(days)
    assert days[0] == TUESDAY
    lan.time_zone = "Asia/Ho_Chi_Minh"
    assert day_of(lan, landed + 3 * DAY) == TUESDAY + 4 * DAY
    lan.time_zone = "America/New_York"
    assert day_of(lan, landed + 3 * DAY) == TUESDAY + 4 * DAY
    assert day_of(User.objects.get(pk=lan.pk), landed + 3 * DAY) == TUESDAY + 4 * DAY


def test_an_answer_after_the_flight_belongs_to_the_latest_day_reached(lan: User, lans: Shelf) -> None:
    morning = NOON + 18 * 60 * MINUTE  # Wednesday morning in Hanoi, Tuesday evening in New York
    learn(lan, lans.choice, at=morning)
    lan.time_zone = "America/New_York"
    row = answer(lan, lans.flashcard, at=morning + 60 * MINUTE).review
    assert row.study_day == TUESDAY + DAY
    assert lan.days.count() == lan.days.filter(study_day__gte=TUESDAY + DAY).count()
    assert wrongs(lan) == []
