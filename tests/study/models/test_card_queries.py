"""The heads of the queues, and the ladder that a fact's questions climb."""

from datetime import date

from studyapp.accounts.models import User
from studyapp.demo.factories import DeckFactory, FactFactory, QuestionFactory
from studyapp.library.models import Deck, Fact, Question, State
from studyapp.study.cards.queues import LEECH_LAPSES
from studyapp.study.decks.membership import join
from studyapp.study.models import Card, Queue
from studyapp.study.models.card_queries import CardQuerySet, place_of
from studyapp.study.new_day import begin_day
from tests.answering import answer, card_of, learn, put_in_review, queue_of
from tests.people import DAY, MINUTE, NOON, TUESDAY
from tests.shelf import Shelf, stock
from tests.study.differences import wrongs


def asked(cards: CardQuerySet) -> list[Question]:
    return [card.question for card in cards.select_related("question")]


def due(learner: User, day: date = TUESDAY) -> list[Question]:
    return asked(learner.cards.due_on(day))


def new(learner: User, day: date = TUESDAY) -> list[Question]:
    return asked(learner.cards.new_on(day))


# The heads


def test_steps_come_by_the_moment_they_are_due(lan: User, lans: Shelf) -> None:
    answer(lan, lans.choice, at=NOON)
    answer(lan, lans.true_false, at=NOON, right=False)
    answer(lan, lans.disputed, at=NOON + 2 * MINUTE, right=False)
    assert asked(lan.cards.learning_by(NOON + MINUTE, TUESDAY)) == [lans.true_false]
    assert asked(lan.cards.learning_by(NOON + 10 * MINUTE, TUESDAY)) == [lans.true_false, lans.disputed, lans.choice]


def test_reviews_come_longest_overdue_first(lan: User) -> None:
    questions = stock(3)
    join(lan, questions[0].fact.deck, at=NOON)
    for question, late in zip(questions, (1, 30, 0), strict=True):
        put_in_review(lan, question, due=TUESDAY - late * DAY)
    assert due(lan) == [questions[1], questions[0], questions[2]]
    assert due(lan, TUESDAY - DAY) == questions[1::-1]


def test_what_falls_due_on_one_day_is_mixed_otherwise_each_time(lan: User) -> None:
    questions = stock(8)
    join(lan, questions[0].fact.deck, at=NOON)
    for question in questions:
        put_in_review(lan, question, due=TUESDAY)
    order = due(lan)
    assert order == sorted(questions, key=lambda question: (lan.cards.get(question=question).mix, question.pk))
    assert due(lan) == order != questions


def test_new_questions_come_in_the_order_of_decks_facts_and_questions(lan: User, lans: Shelf) -> None:
    assert new(lan) == [lans.choice, lans.flashcard, lans.disputed, lans.true_false]
    deck = DeckFactory(position=7)
    second, first = (QuestionFactory(fact=FactFactory(deck=deck, position=n)) for n in (5, 2))
    join(lan, deck, at=NOON)
    assert new(lan)[-2:] == [first, second]


def test_a_place_always_fits_its_column() -> None:
    fact = Fact(deck=Deck(position=32767), position=2**31 - 1)
    assert place_of(Question(fact=fact, position=32767)) == 2**31 - 1


def test_one_question_a_fact_and_study_day(lan: User, lans: Shelf) -> None:
    learn(lan, lans.choice, at=NOON)
    assert queue_of(lan, lans.typed) == Queue.NEW
    assert not {lans.typed, lans.number} & set(new(lan))
    assert new(lan, TUESDAY + DAY)[:2] == [lans.typed, lans.number]
    put_in_review(lan, lans.typed, due=TUESDAY)
    assert due(lan) == []
    assert due(lan, TUESDAY + DAY) == [lans.typed]


def test_a_step_is_asked_though_its_fact_was_met_today(lan: User, lans: Shelf) -> None:
    answer(lan, lans.choice, at=NOON)
    assert asked(lan.cards.learning_by(NOON + 10 * MINUTE, TUESDAY)) == [lans.choice]


def test_a_fact_that_another_learner_met_is_still_asked(lan: User, boris: User, lans: Shelf) -> None:
    join(boris, lans.harbour, at=NOON)
    answer(boris, lans.choice, at=NOON)
    assert lans.choice in new(lan)


def test_a_fact_whose_only_answer_today_was_undone_is_asked(lan: User, lans: Shelf) -> None:
    answer(lan, lans.choice, at=NOON)
    assert lans.choice not in new(lan)
    card_of(lan, lans.choice).undo(0, at=NOON)
    assert lans.choice in new(lan)


def test_no_head_is_a_card_buried_that_day(lan: User, lans: Shelf) -> None:
    answer(lan, lans.choice, at=NOON, right=False)
    put_in_review(lan, lans.lamp, due=TUESDAY - 3 * DAY)
    before = (asked(lan.cards.learning_by(NOON + MINUTE, TUESDAY)), due(lan), new(lan))
    assert before[:2] == ([lans.choice], [lans.lamp])
    assert lans.flashcard in before[2]
    lan.cards.update(buried_on=TUESDAY)
    assert (asked(lan.cards.learning_by(NOON + MINUTE, TUESDAY)), due(lan), new(lan)) == ([], [], [])
    assert not lan.cards.asked_on(TUESDAY)
    lan.cards.update(buried_on=TUESDAY - DAY)
    assert (asked(lan.cards.learning_by(NOON + MINUTE, TUESDAY)), due(lan), new(lan)) == before


# The lists of "Your cards"


def test_a_leech_is_what_was_forgotten_eight_times(lan: User, lans: Shelf) -> None:
    assert LEECH_LAPSES == 8
    for question, lapses in ((lans.choice, 7), (lans.flashcard, 8), (lans.lamp, 12), (lans.disputed, 30)):
        lan.cards.filter(question=question).update(reps=99, lapses=lapses)
    lan.cards.filter(question=lans.disputed).update(withdrawn=True, queue=Queue.OFF)
    assert asked(lan.cards.leeches()) == [lans.lamp, lans.flashcard]
    assert [card_of(lan, question).is_leech for question in (lans.choice, lans.flashcard)] == [False, True]


def test_what_is_suspended_too_is_not_among_what_is_buried(lan: User, lans: Shelf) -> None:
    for question in (lans.choice, lans.lamp):
        card_of(lan, question).bury(at=NOON)
    card_of(lan, lans.choice).suspend(at=NOON)
    assert asked(lan.cards.buried_on(TUESDAY)) == [lans.lamp]
    assert asked(lan.cards.suspended()) == [lans.choice]
    assert asked(lan.cards.buried_on(TUESDAY + DAY)) == []


# The ladder


def test_only_the_question_that_shows_the_answer_comes_at_first(lan: User, lans: Shelf) -> None:
    assert [queue_of(lan, question) for question in (lans.choice, lans.typed, lans.number)] == [
        Queue.NEW,
        Queue.LOCKED,
        Queue.LOCKED,
    ]


def test_a_fact_without_such_a_question_starts_unlocked(lan: User, lans: Shelf) -> None:
    assert queue_of(lan, lans.flashcard) == queue_of(lan, lans.disputed) == Queue.NEW


def test_the_others_follow_once_it_is_known_and_not_before(lan: User, lans: Shelf) -> None:
    answer(lan, lans.choice, at=NOON)
    assert queue_of(lan, lans.typed) == Queue.LOCKED
    answer(lan, lans.choice, at=NOON + 10 * MINUTE)
    assert queue_of(lan, lans.typed) == queue_of(lan, lans.number) == Queue.NEW
    assert queue_of(lan, lans.lamp) == Queue.LOCKED


def test_forgetting_it_later_locks_nothing(lan: User, lans: Shelf) -> None:
    at = learn(lan, lans.choice, at=NOON)
    answer(lan, lans.choice, at=at + 30 * DAY, right=False)
    assert queue_of(lan, lans.typed) == Queue.NEW
    assert wrongs(lan) == []


def test_of_two_that_show_the_answer_the_second_waits_for_the_first(lan: User, shelf: Shelf) -> None:
    second = QuestionFactory(fact=shelf.tide, kind="true_false")
    join(lan, shelf.harbour, at=NOON)
    assert (queue_of(lan, shelf.choice), queue_of(lan, second)) == (Queue.NEW, Queue.LOCKED)
    card_of(lan, shelf.choice).follow("off", at=NOON)
    assert (queue_of(lan, second), queue_of(lan, shelf.typed)) == (Queue.NEW, Queue.LOCKED)
    assert wrongs(lan) == []


def test_when_the_only_one_is_withdrawn_the_others_come_and_wait_again_when_it_is_back(lan: User, lans: Shelf) -> None:
    card_of(lan, lans.choice).follow("off", at=NOON)
    assert queue_of(lan, lans.typed) == Queue.NEW
    answer(lan, lans.typed, at=NOON)
    card_of(lan, lans.choice).follow("live", at=NOON)
    assert (queue_of(lan, lans.typed), queue_of(lan, lans.number)) == (Queue.LEARNING, Queue.LOCKED)
    assert wrongs(lan) == []


def test_it_is_the_same_when_the_withdrawn_one_was_being_learned(lan: User, lans: Shelf) -> None:
    answer(lan, lans.choice, at=NOON)
    card_of(lan, lans.choice).follow("off", at=NOON)
    assert queue_of(lan, lans.typed) == Queue.NEW
    card_of(lan, lans.choice).follow("live", at=NOON)
    assert queue_of(lan, lans.typed) == Queue.LOCKED
    assert wrongs(lan) == []


def test_to_know_one_that_does_not_show_the_answer_unlocks_nothing(lan: User, lans: Shelf) -> None:
    card_of(lan, lans.choice).follow("off", at=NOON)
    answer(lan, lans.typed, at=NOON)
    card_of(lan, lans.choice).follow("live", at=NOON)
    learn(lan, lans.typed, at=NOON + 10 * MINUTE)
    assert (queue_of(lan, lans.typed), queue_of(lan, lans.number)) == (Queue.REVIEW, Queue.LOCKED)
    assert wrongs(lan) == []


def test_what_was_known_before_it_was_withdrawn_still_counts(lan: User, lans: Shelf) -> None:
    learn(lan, lans.choice, at=NOON)
    card_of(lan, lans.choice).follow("off", at=NOON)
    assert queue_of(lan, lans.typed) == Queue.NEW
    assert wrongs(lan) == []


def test_a_card_that_an_editor_reorders_stays_where_it_was_dealt(lan: User, shelf: Shelf) -> None:
    second = QuestionFactory(fact=shelf.tide, kind="true_false", position=5)
    join(lan, shelf.harbour, at=NOON)
    Question.objects.filter(pk=shelf.choice.pk).update(position=9)
    assert wrongs(lan) == []
    Card.objects.lock_and_unlock(lan, [shelf.tide.pk])
    assert (queue_of(lan, shelf.choice), queue_of(lan, second)) == (Queue.NEW, Queue.LOCKED)


def test_the_ladder_moves_when_the_card_follows_and_not_before(lan: User, lans: Shelf) -> None:
    begin_day(lan, at=NOON)
    lans.choice.move(State.RETIRED, at=NOON)
    assert queue_of(lan, lans.typed) == Queue.LOCKED
    assert wrongs(lan) == []
    begin_day(lan, at=NOON + DAY)
    assert queue_of(lan, lans.typed) == Queue.NEW
    assert wrongs(lan) == []


def test_cards_are_dealt_once(lan: User, lans: Shelf) -> None:
    answer(lan, lans.choice, at=NOON)
    before = list(lan.cards.order_by("question").values())
    Card.objects.create_for(lan, lans.questions)
    assert list(lan.cards.order_by("question").values()) == before


def test_a_question_that_comes_late_to_a_known_fact_is_not_locked(lan: User, lans: Shelf) -> None:
    learn(lan, lans.choice, at=NOON)
    late = QuestionFactory(fact=lans.tide, kind="flashcard")
    Card.objects.create_for(lan, [late])
    assert queue_of(lan, late) == Queue.NEW
    assert wrongs(lan) == []
