"""What progress pages read is kept by the answer itself, exact under undo and rebuild."""

from datetime import datetime

from studyapp.accounts.models import User
from studyapp.library.models import Question
from studyapp.scheduling import Rating
from studyapp.study.cards.events import Certainty
from studyapp.study.cards.grading import judge
from studyapp.study.models import Outcome
from studyapp.study.spacing.parameters import take_into_use
from tests.answering import answer, card_of, learn, response_to
from tests.people import DAY, MINUTE, NOON, TOOK, TUESDAY
from tests.shelf import Shelf
from tests.study.differences import wrongs
from tests.study.parameters import parameters

RETENTION = ("young", "young_recalled", "mature", "mature_recalled")
CERTAINTY = ("guesses", "guesses_right", "fairly_sure", "fairly_sure_right", "sure", "sure_right")


def counted(learner: User, names: tuple[str, ...]) -> tuple[int, ...]:
    """The sums over all of a learner's days."""
    rows = list(learner.days.values_list(*names))
    return tuple(sum(column) for column in zip(*rows, strict=True))


def say(learner: User, question: Question, certainty: Certainty | None, *, right: bool, at: datetime) -> Outcome:
    """Answer, and say how sure of it."""
    card = card_of(learner, question)
    assert card.question.revision is not None
    response = response_to(question, right=right)
    return card.answer(response, card.ask(at=at - TOOK), card.question.revision, at=at, certainty=certainty)


# Retention


def test_learning_a_card_tests_no_memory(lan: User, lans: Shelf) -> None:
    learn(lan, lans.lamp, at=NOON)
    assert counted(lan, RETENTION) == (0, 0, 0, 0)


def test_the_first_answer_on_a_later_day_tests_a_young_memory(lan: User, lans: Shelf) -> None:
    learn(lan, lans.choice, at=NOON)
    learn(lan, lans.lamp, at=NOON)
    answer(lan, lans.choice, at=NOON + 9 * DAY)
    answer(lan, lans.lamp, at=NOON + 9 * DAY, right=False)
    answer(lan, lans.lamp, at=NOON + 9 * DAY + 10 * MINUTE)
    assert counted(lan, RETENTION) == (2, 1, 0, 0)
    assert lan.days.get(study_day=TUESDAY + 9 * DAY, deck=lans.lighthouse).young == 1


def test_a_second_review_on_the_same_day_tests_nothing(lan: User, lans: Shelf) -> None:
    learn(lan, lans.lamp, at=NOON)
    answer(lan, lans.lamp, at=NOON + 9 * DAY)
    card_of(lan, lans.lamp).set_due(TUESDAY + 9 * DAY, at=NOON + 9 * DAY)
    answer(lan, lans.lamp, at=NOON + 9 * DAY + MINUTE)
    assert counted(lan, RETENTION) == (1, 1, 0, 0)


def mature(lan: User, question: Question) -> datetime:
    """Answer rightly until the memory lasts three weeks, and return when the next review is."""
    at = learn(lan, question, at=NOON)
    while (card_of(lan, question).stability or 0) < 21:
        at += 12 * DAY
        answer(lan, question, at=at)
    return at + 30 * DAY


def test_a_memory_of_three_weeks_is_mature(lan: User, lans: Shelf) -> None:
    at = mature(lan, lans.lamp)
    before = counted(lan, RETENTION)
    assert before[2:] == (0, 0)
    answer(lan, lans.lamp, at=at, right=False)
    assert counted(lan, RETENTION) == (*before[:2], 1, 0)


def test_other_parameters_do_not_count_the_past_otherwise(lan: User, lans: Shelf) -> None:
    at = mature(lan, lans.lamp)
    answer(lan, lans.lamp, at=at)
    before = counted(lan, RETENTION)
    weak = parameters(lan, values=[0.1, 0.2, 0.3, 0.4, *parameters(lan, 2).values[4:]])
    take_into_use(lan, weak)
    assert wrongs(User.objects.get(pk=lan.pk)) == []
    assert counted(lan, RETENTION) == before


def test_an_answer_in_a_quiz_tests_the_memory_too(lan: User, lans: Shelf) -> None:
    at = mature(lan, lans.lamp)
    before = counted(lan, RETENTION)
    card = card_of(lan, lans.lamp)
    assert card.question.revision is not None
    response, revision = response_to(card.question, right=False), card.question.asked
    card.quiz(response, judge(revision.body, response), revision, shown_at=at - TOOK, at=at)
    assert counted(lan, RETENTION) == (*before[:2], 1, 0)
    assert wrongs(lan) == []


def test_a_quick_guess_and_practice_test_nothing(lan: User, lans: Shelf) -> None:
    learn(lan, lans.choice, at=NOON)
    later = NOON + 9 * DAY
    answer(lan, lans.choice, at=later, took=MINUTE / 600)
    card = card_of(lan, lans.choice)
    assert card.question.revision is not None
    card.cram(response_to(lans.choice), card.ask(at=later), card.question.revision, at=later, certainty=Certainty.SURE)
    assert counted(lan, RETENTION + CERTAINTY) == (0,) * 10
    answer(lan, lans.choice, at=later + MINUTE)
    assert counted(lan, RETENTION) == (1, 1, 0, 0)


def test_a_learners_own_judgement_counts_in_place_of_the_apps(lan: User, lans: Shelf) -> None:
    at = mature(lan, lans.lamp)
    young = counted(lan, RETENTION)[:2]
    version = answer(lan, lans.lamp, at=at, right=False).review.version
    card_of(lan, lans.lamp).override(Rating.GOOD, version, at=at + MINUTE)
    assert counted(lan, RETENTION) == (*young, 1, 1)
    card_of(lan, lans.lamp).undo(version + 1, at=at + 2 * MINUTE)
    assert counted(lan, RETENTION) == (*young, 1, 0)
    card_of(lan, lans.lamp).undo(version, at=at + 3 * MINUTE)
    assert counted(lan, RETENTION) == (*young, 0, 0)
    assert wrongs(lan) == []


# Certainty


def test_what_was_said_of_certainty_is_counted_beside_what_came_of_it(lan: User, lans: Shelf) -> None:
    say(lan, lans.choice, Certainty.GUESS, right=True, at=NOON)
    say(lan, lans.flashcard, Certainty.FAIRLY_SURE, right=True, at=NOON)
    say(lan, lans.lamp, Certainty.SURE, right=False, at=NOON)
    say(lan, lans.disputed, Certainty.SURE, right=True, at=NOON)
    say(lan, lans.true_false, None, right=True, at=NOON)
    assert counted(lan, CERTAINTY) == (1, 1, 1, 1, 2, 1)
    assert wrongs(lan) == []


def test_sure_and_wrong_are_the_newest_that_stand(lan: User, boris: User, lans: Shelf) -> None:
    at = NOON
    for question in (lans.lamp, lans.disputed, lans.true_false, lans.choice):
        say(lan, question, Certainty.SURE, right=False, at=(at := at + MINUTE))
    say(lan, lans.flashcard, Certainty.FAIRLY_SURE, right=False, at=at)
    card_of(lan, lans.disputed).override(Rating.GOOD, 0, at=at)
    card_of(lan, lans.true_false).undo(0, at=at)
    assert [row.question for row in lan.reviews.sure_and_wrong()] == [lans.choice, lans.lamp]
    assert not boris.reviews.sure_and_wrong()


# Cards


def test_a_card_counts_its_answers_for_good(lan: User, lans: Shelf) -> None:
    at = learn(lan, lans.lamp, at=NOON)
    answer(lan, lans.lamp, at=at + 9 * DAY, right=False)
    before = card_of(lan, lans.lamp).answers
    assert before > 2
    card_of(lan, lans.lamp).forget(at=at + 9 * DAY + MINUTE)
    answer(lan, lans.lamp, at=at + 9 * DAY + 2 * MINUTE)
    card = card_of(lan, lans.lamp)
    assert (card.answers, card.right, card.elapsed_ms) == (before + 1, before, (before + 1) * 8000)
    card.undo(card.version - 1, at=at + 9 * DAY + 3 * MINUTE)
    assert card_of(lan, lans.lamp).answers == before
    assert wrongs(lan) == []
