"""Joining a deck deals its cards once, and cards follow what editors change at the next study day."""

from datetime import timedelta

import pytest

from studyapp.accounts.models import User
from studyapp.demo.factories import FactFactory, QuestionFactory
from studyapp.kinds import Surroundings
from studyapp.library.models import Article, Change, Question, State
from studyapp.scheduling import Rating
from studyapp.study.decks.changes import follow_library
from studyapp.study.decks.membership import join
from studyapp.study.models import Card, Enrolment, Queue, Review
from studyapp.study.new_day import begin_day
from tests.answering import answer, card_of, learn, queue_of
from tests.people import DAY, MINUTE, NOON, TUESDAY
from tests.shelf import Shelf, join_both, rewrite
from tests.study.differences import wrongs


def changes(learner: User) -> list[tuple[str, int | None]]:
    """What the learner's cards followed, oldest first, and the rating that made of it."""
    rows = learner.reviews.filter(kind=Review.Event.CHANGED).order_by("answered_at", "question", "version")
    return [(row.response["what"], row.rating) for row in rows]


def news(learner: User, *, since: int = 7) -> list[Question]:
    return [row.question for row in learner.reviews.news(since=TUESDAY + DAY - since * DAY)]


def tomorrow(learner: User, *, days: int = 1) -> None:
    begin_day(learner, at=NOON + days * DAY)


# Joining


def test_joining_deals_every_question_of_the_deck(lan: User, shelf: Shelf) -> None:
    assert join(lan, shelf.lighthouse, at=NOON)
    assert {card.question for card in lan.cards.select_related("question")} == {shelf.true_false, shelf.lamp}


def test_joining_twice_changes_nothing(lan: User, lans: Shelf) -> None:
    answer(lan, lans.choice, at=NOON)
    before = list(lan.cards.order_by("question").values())
    assert not join(lan, lans.harbour, at=NOON + MINUTE)
    assert list(lan.cards.order_by("question").values()) == before
    assert lan.enrolments.count() == 2


def test_what_is_not_published_is_not_dealt(lan: User, shelf: Shelf) -> None:
    shelf.typed.move(State.RETIRED, at=NOON)
    shelf.flashcard.fact.pause(at=NOON)
    QuestionFactory(fact=FactFactory(deck=shelf.harbour, published=False))
    join(lan, shelf.harbour, at=NOON)
    dealt = {card.question for card in lan.cards.select_related("question")}
    assert dealt == {shelf.choice, shelf.number, shelf.disputed}


def test_what_changed_before_one_joined_is_no_news(lan: User, shelf: Shelf) -> None:
    rewrite(shelf.choice, at=NOON - DAY, answer="The Sun", distractors=["The Moon"])
    join(lan, shelf.harbour, at=NOON)
    tomorrow(lan)
    assert changes(lan) == []


# Beginning a day


def test_a_question_published_later_comes_on_the_next_study_day(lan: User, lans: Shelf) -> None:
    begin_day(lan, at=NOON)
    late = QuestionFactory(fact=FactFactory(deck=lans.harbour, position=9))
    begin_day(lan, at=NOON + MINUTE)
    assert not lan.cards.filter(question=late).exists()
    tomorrow(lan)
    assert queue_of(lan, late) == Queue.NEW
    assert wrongs(lan) == []


def test_a_deck_one_has_not_joined_changes_nothing(lan: User, shelf: Shelf) -> None:
    join(lan, shelf.harbour, at=NOON)
    QuestionFactory(fact=shelf.lamp.fact, kind="flashcard")
    tomorrow(lan)
    assert not lan.cards.filter(deck=shelf.lighthouse).exists()


@pytest.mark.parametrize("whole_fact", [True, False])
def test_what_is_retired_or_paused_goes_and_comes_back_as_it_was(lan: User, lans: Shelf, *, whole_fact: bool) -> None:
    learn(lan, lans.flashcard, at=NOON)
    known = card_of(lan, lans.flashcard)
    if whole_fact:
        lans.flashcard.fact.pause(at=NOON)
    else:
        lans.flashcard.move(State.RETIRED, at=NOON)
    tomorrow(lan)
    assert (queue_of(lan, lans.flashcard), changes(lan)) == (Queue.OFF, [("off", None)])
    assert not lan.days.filter(due__gt=0).exists()
    assert wrongs(lan) == []
    question = Question.objects.with_content().get(pk=lans.flashcard.pk)
    if whole_fact:
        question.fact.publish(at=NOON)
    else:
        question.publish(at=NOON, freeze=Surroundings())
    tomorrow(lan, days=2)
    back = card_of(lan, lans.flashcard)
    assert (back.memory, back.due_day, back.queue) == (known.memory, known.due_day, known.queue)
    assert [what for what, _ in changes(lan)] == ["off", "live"]
    assert wrongs(lan) == []


def test_what_went_and_came_back_in_one_day_leaves_no_trace(lan: User, lans: Shelf) -> None:
    begin_day(lan, at=NOON)
    lans.flashcard.move(State.RETIRED, at=NOON)
    lans.flashcard.publish(at=NOON, freeze=Surroundings())
    tomorrow(lan)
    assert (queue_of(lan, lans.flashcard), changes(lan)) == (Queue.NEW, [])


def test_another_answer_is_relearned_by_those_who_knew_the_old_one(lan: User, boris: User, lans: Shelf) -> None:
    join(boris, lans.harbour, at=NOON)
    learn(lan, lans.choice, at=NOON)
    begin_day(boris, at=NOON)
    rewrite(lans.choice, at=NOON, answer="The Sun", distractors=["The Moon"])
    for learner in (lan, boris):
        tomorrow(learner)
    card = card_of(lan, lans.choice)
    assert (card.queue, card.due_at, card.lapses) == (Queue.LEARNING, NOON + DAY + 10 * MINUTE, 0)
    assert (changes(lan), news(lan)) == ([("answer", Rating.AGAIN)], [lans.choice])
    assert (queue_of(boris, lans.choice), changes(boris), news(boris)) == (Queue.NEW, [], [])
    assert wrongs(lan, boris) == []


def test_it_is_relearned_once(lan: User, lans: Shelf) -> None:
    learn(lan, lans.choice, at=NOON)
    rewrite(lans.choice, at=NOON, answer="The Sun", distractors=["The Moon"])
    for days in (1, 2, 3):
        tomorrow(lan, days=days)
    assert len(changes(lan)) == 1


def test_who_has_answered_the_new_question_already_need_not_learn_it_again(lan: User, lans: Shelf) -> None:
    answer(lan, lans.choice, at=NOON)
    rewrite(lans.choice, at=NOON + MINUTE, answer="The Sun", distractors=["The Moon"])
    answer(lan, lans.choice, at=NOON + 10 * MINUTE)
    tomorrow(lan)
    assert changes(lan) == []


def test_an_answer_that_changed_while_it_was_not_asked_is_relearned_when_it_comes_back(lan: User, lans: Shelf) -> None:
    learn(lan, lans.choice, at=NOON)
    lans.choice.move(State.DRAFT, at=NOON)
    tomorrow(lan)
    rewrite(lans.choice, at=NOON, answer="The Sun", distractors=["The Moon"])
    question = Question.objects.with_content().get(pk=lans.choice.pk)
    question.publish(at=NOON, freeze=Surroundings())
    tomorrow(lan, days=2)
    assert changes(lan) == [("off", None), ("live", None), ("answer", Rating.AGAIN)]
    assert wrongs(lan) == []


def test_another_wording_changes_nothing(lan: User, lans: Shelf) -> None:
    learn(lan, lans.choice, at=NOON)
    before = list(lan.cards.order_by("question").values())
    rewrite(lans.choice, at=NOON, prompt="What chiefly raises the tides?")
    tomorrow(lan)
    assert list(lan.cards.order_by("question").values()) == before
    assert changes(lan) == []


def test_a_superseded_fact_is_asked_no_more_and_is_news_to_those_who_learned_it(
    lan: User, boris: User, lans: Shelf
) -> None:
    join(boris, lans.harbour, at=NOON)
    begin_day(boris, at=NOON)
    learn(lan, lans.flashcard, at=NOON)
    old = lans.flashcard.fact
    old.superseded_by = FactFactory(deck=lans.harbour, position=8)
    old.save()
    old.retire_superseded_questions(at=NOON)
    for learner in (lan, boris):
        tomorrow(learner)
        assert queue_of(learner, lans.flashcard) == Queue.OFF
        assert changes(learner) == [("superseded", None)]
    assert (news(lan), news(boris)) == ([lans.flashcard], [])
    assert news(lan, since=0) == [lans.flashcard]
    assert news(lan, since=-1) == []
    assert wrongs(lan, boris) == []


def test_a_corrected_article_pauses_what_rests_on_it_alone(lan: User, lans: Shelf) -> None:
    article = Article.objects.get(citations__fact=lans.flashcard.fact)
    article.status = Article.Status.RETRACTED
    article.save()
    article.pause_what_rests_on_it(at=NOON)
    tomorrow(lan)
    assert queue_of(lan, lans.flashcard) == Queue.OFF
    assert queue_of(lan, lans.disputed) == Queue.NEW


def test_a_suspended_card_stays_so_whatever_the_library_does(lan: User, lans: Shelf) -> None:
    learn(lan, lans.choice, at=NOON)
    card_of(lan, lans.choice).suspend(at=NOON)
    lans.choice.move(State.RETIRED, at=NOON)
    tomorrow(lan)
    Question.objects.with_content().get(pk=lans.choice.pk).publish(at=NOON, freeze=Surroundings())
    tomorrow(lan, days=2)
    assert queue_of(lan, lans.choice) == Queue.OFF
    card_of(lan, lans.choice).unsuspend(at=NOON + 2 * DAY)
    assert queue_of(lan, lans.choice) == Queue.REVIEW
    assert wrongs(lan) == []


def test_everyone_follows_from_where_they_were(lan: User, ada: User, lans: Shelf) -> None:
    begin_day(lan, at=NOON)
    first = QuestionFactory(fact=FactFactory(deck=lans.harbour, position=8))
    join(ada, lans.harbour, at=NOON)
    second = QuestionFactory(fact=FactFactory(deck=lans.harbour, position=9))
    tomorrow(lan)
    tomorrow(ada)
    for learner in (lan, ada):
        assert {queue_of(learner, question) for question in (first, second)} == {Queue.NEW}
        assert learner.enrolments.get(deck=lans.harbour).changes_seen == Change.objects.newest(lans.harbour)
    assert lan.enrolments.get(deck=lans.lighthouse).changes_seen == Change.objects.newest(lans.lighthouse)


def test_two_tabs_that_begin_the_day_at_once_follow_it_once(lan: User, lans: Shelf) -> None:
    learn(lan, lans.choice, at=NOON)
    rewrite(lans.choice, at=NOON, answer="The Sun", distractors=["The Moon"])
    one, other = User.objects.get(pk=lan.pk), User.objects.get(pk=lan.pk)
    for tab in (one, other):
        begin_day(tab, at=NOON + DAY)
    assert changes(lan) == [("answer", Rating.AGAIN)]
    assert wrongs(one) == []


def test_following_again_changes_nothing(lan: User, lans: Shelf) -> None:
    lans.choice.move(State.RETIRED, at=NOON)
    tomorrow(lan)
    before = list(lan.cards.order_by("question").values())
    follow_library(lan, at=NOON + DAY)
    assert list(lan.cards.order_by("question").values()) == before


def test_a_day_once_reached_is_kept_by_every_tab(lan: User, lans: Shelf) -> None:
    old = User.objects.get(pk=lan.pk)
    tomorrow(lan, days=2)
    begin_day(old, at=NOON + timedelta(hours=1))
    assert User.objects.get(pk=lan.pk).study_day == TUESDAY + 2 * DAY


def test_an_answer_that_changed_while_its_card_was_forgotten_is_learned_once_that_is_undone(
    lan: User, lans: Shelf
) -> None:
    at = learn(lan, lans.choice, at=NOON)
    forgotten = card_of(lan, lans.choice).forget(at=at)
    rewrite(lans.choice, at=at, answer="The Sun", distractors=["The Moon", "Venus"])
    begin_day(lan, at=NOON + DAY)
    card_of(lan, lans.choice).undo(forgotten.version, at=NOON + DAY)
    card = card_of(lan, lans.choice)
    assert card.state == "relearning"
    assert wrongs(lan) == []


def test_the_shelf_of_lan_is_as_joining_leaves_it(lan: User, boris: User, lans: Shelf) -> None:
    """Many tests begin with rows that were made once: they are those of anybody who joins now."""
    join_both(boris, lans)

    def rows_of(learner: User) -> list[str]:
        cards, enrolments = (model._default_manager.filter(learner=learner) for model in (Card, Enrolment))
        rows: list[dict[str, object]] = [*cards.values(), *enrolments.values()]
        return sorted(repr({**row, "id": 0, "learner_id": 0}) for row in rows)

    assert rows_of(lan) == rows_of(boris)
    assert len(rows_of(lan)) == len(lans.questions) + 2
