"""Past answers judged again: as rows of the log, once each, and told."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client

from studyapp.accounts.models import User
from studyapp.demo.factories import QuizFactory
from studyapp.library.models import Question
from studyapp.scheduling import Rating
from studyapp.study.models import Card, Foreseen, Notice, QuizAnswer, Regrade, Review
from tests.answering import answer, card_of, learn
from tests.people import DAY, MINUTE, NOON
from tests.shelf import Shelf, rewrite
from tests.study.differences import wrongs
from tests.study.regrading import HALF, LATER, LOW, accept, known


def stands(learner: User, question: Question) -> dict[str, Any]:
    """What a card is, but for how often something was written in its log."""
    return {**learner.cards.values().get(question=question), "version": None, "learner_id": None}


def days(learner: User) -> list[dict[str, Any]]:
    rows = learner.days.order_by("study_day", "deck").values()
    return [{**row, "learner_id": None} for row in rows if row["answers"] or row["due"]]


def test_an_answer_that_is_accepted_by_now_counts_as_if_it_had_been_right_at_once(
    lan: User, boris: User, lans: Shelf
) -> None:
    boris.time_zone = lan.time_zone
    boris.save()
    known(lan, boris, shelf=lans)
    answer(lan, lans.typed, at=NOON + DAY, response=LOW)
    answer(boris, lans.typed, at=NOON + DAY)
    accept(lans.typed, "Low tides").run(at=LATER)
    assert stands(lan, lans.typed) == stands(boris, lans.typed)
    assert days(lan) == days(boris)
    assert wrongs(lan) == []


def test_the_answer_stays_in_the_log_and_the_judgement_names_it(lan: User, lans: Shelf) -> None:
    known(lan, shelf=lans)
    answer(lan, lans.typed, at=NOON + DAY, response=LOW)
    accept(lans.typed, "Low tides").run(at=LATER)
    given, regrade = card_of(lan, lans.typed).log.order_by("version")
    assert (given.kind, given.score, given.rating) == ("study", 0.0, 1)
    assert (regrade.kind, regrade.replaces, regrade.score, regrade.rating) == ("regrade", 0, 1.0, 3)
    assert (regrade.response, regrade.revision, regrade.study_day) == (LOW, lans.typed.revision, given.study_day)
    assert regrade.answered_at == LATER


def test_what_was_decided_on_later_answers_stays_decided(lan: User, lans: Shelf) -> None:
    known(lan, shelf=lans)
    answer(lan, lans.typed, at=NOON + DAY, response=LOW)
    learn(lan, lans.typed, at=NOON + DAY + MINUTE)
    before = card_of(lan, lans.typed)
    accept(lans.typed, "Low tides").run(at=LATER)
    after = card_of(lan, lans.typed)
    assert (after.due_day, after.due_at, after.reps) == (before.due_day, before.due_at, before.reps)
    assert (after.stability or 0) > (before.stability or 0)
    assert (after.right, after.answers) == (before.right + 1, before.answers)
    assert wrongs(lan) == []


def test_what_is_foreseen_is_what_comes_of_it(lan: User, boris: User, ada: User, lans: Shelf) -> None:
    known(lan, boris, ada, shelf=lans)
    for n, response in enumerate([LOW, HALF, {"text": "low tides."}]):
        answer(lan, lans.typed, at=NOON + DAY + n * MINUTE, response=response)
    answer(boris, lans.typed, at=NOON + DAY, response={"gave_up": True})
    answer(ada, lans.typed, at=NOON + DAY, response=LOW)
    regrade = accept(lans.typed, "Low tides")
    assert regrade.regrading.foreseen() == Foreseen(answers=3, learners=2)
    assert regrade.run(at=LATER) == 3
    regrade.refresh_from_db()
    assert (regrade.answers, regrade.learners, regrade.passed_at) == (3, 2, LATER)
    assert regrade.regrading.foreseen() == Foreseen(answers=0, learners=0)
    assert not boris.reviews.filter(kind="regrade").exists()


def test_answers_in_quizzes_and_for_practice_are_judged_again_and_move_what_they_moved(lan: User, lans: Shelf) -> None:
    known(lan, shelf=lans)
    quiz = QuizFactory(owner=lan, questions=[lans.typed])
    item = quiz.items.with_content().get()
    QuizAnswer.give(item, lan, LOW, shown_at=NOON + DAY, at=NOON + DAY)
    card = card_of(lan, lans.typed)
    card.cram(LOW, card.ask(at=NOON + DAY), card.question.asked, at=NOON + DAY)
    planned = lan.days.get(study_day=(NOON + DAY).date())
    accept(lans.typed, "Low tides").run(at=LATER)
    day = lan.days.get(study_day=(NOON + DAY).date())
    assert (planned.right, day.right, day.answers, day.new) == (0, 2, 2, planned.new)
    assert [row.rating for row in lan.reviews.filter(kind="regrade").order_by("version")] == [3, None]
    assert not lan.reviews.mistakes(since=NOON.date()).exists()
    assert wrongs(lan) == []
    assert lan.quiz_answers.get().score == 0, "a quiz stays as it was taken"


def test_what_a_learner_judged_themselves_stays_as_they_judged_it(lan: User, boris: User, lans: Shelf) -> None:
    known(lan, boris, shelf=lans)
    answer(lan, lans.typed, at=NOON + DAY, response=LOW)
    card_of(lan, lans.typed).override(Rating.GOOD, 0, at=NOON + DAY)
    answer(boris, lans.typed, at=NOON + DAY, response={"text": "Neaps"})
    card_of(boris, lans.typed).override(Rating.AGAIN, 0, at=NOON + DAY)
    assert accept(lans.typed, "Neaps", "Low tides").run(at=LATER) == 0
    assert accept(lans.typed, "Low tides", lowers=True).run(at=LATER) == 0


def test_i_was_wrong_still_goes_before_what_editors_think(lan: User, lans: Shelf) -> None:
    known(lan, shelf=lans)
    answer(lan, lans.typed, at=NOON + DAY, response=LOW)
    accept(lans.typed, "Low tides").run(at=NOON + DAY)
    card_of(lan, lans.typed).override(Rating.AGAIN, 0, at=NOON + DAY + MINUTE)
    assert card_of(lan, lans.typed).right == 0
    assert [row.kind for row in lan.reviews.mistakes(since=NOON.date())] == ["override"]
    assert wrongs(lan) == []


def test_nothing_that_was_right_becomes_wrong_unless_that_is_asked_for(lan: User, lans: Shelf) -> None:
    known(lan, shelf=lans)
    answer(lan, lans.typed, at=NOON + DAY, response={"text": "Neaps"})
    assert accept(lans.typed, "Low tides").run(at=LATER) == 0
    lowering = Regrade.objects.create(revision=lans.typed.asked, lowers=True, asked_at=LATER)
    assert lowering.regrading.foreseen() == Foreseen(1, 1)
    assert lowering.run(at=LATER) == 1
    assert card_of(lan, lans.typed).right == 0
    assert [row.kind for row in lan.reviews.mistakes(since=NOON.date())] == ["regrade"]
    assert wrongs(lan) == []


def test_answers_from_before_another_thing_was_asked_are_not_judged_again(lan: User, lans: Shelf) -> None:
    known(lan, shelf=lans)
    answer(lan, lans.typed, at=NOON + DAY, response=LOW)
    rewrite(lans.typed, at=NOON + 2 * DAY, answer="Ebb", aliases=[])
    assert accept(lans.typed, "Low tides").run(at=LATER) == 0


def test_a_regraded_answer_can_be_undone_and_nothing_of_it_is_left(lan: User, lans: Shelf) -> None:
    known(lan, shelf=lans)
    before, counted = stands(lan, lans.typed), days(lan)
    answer(lan, lans.typed, at=NOON + DAY, response={"text": "Neaps"})
    accept(lans.typed)
    Regrade.objects.create(revision=lans.typed.asked, lowers=True, asked_at=NOON + DAY).run(at=NOON + DAY)
    assert card_of(lan, lans.typed).undo(0, at=NOON + DAY + MINUTE) is not None
    assert stands(lan, lans.typed) == before
    assert days(lan) == counted
    assert not lan.reviews.mistakes(since=NOON.date()).exists()
    assert wrongs(lan) == []


def test_an_answer_is_judged_again_and_again_by_newer_revisions(lan: User, lans: Shelf) -> None:
    known(lan, shelf=lans)
    answer(lan, lans.typed, at=NOON + DAY, response=LOW)
    for right, aliases in ((1, ["Low tides"]), (0, []), (1, ["Low tides"])):
        accept(lans.typed, *aliases, lowers=not right).run(at=LATER)
        assert card_of(lan, lans.typed).right == right
    assert [row.replaces for row in lan.reviews.filter(kind="regrade")] == [0, 0, 0]
    assert wrongs(lan) == []


def test_who_still_had_the_old_question_on_the_screen_is_seen_to_later(lan: User, lans: Shelf) -> None:
    known(lan, shelf=lans)
    old = lans.typed.asked
    ask = card_of(lan, lans.typed).ask(at=LATER - MINUTE)
    regrade = accept(lans.typed, "Low tides")
    assert Regrade.objects.run(at=LATER) == 0
    card_of(lan, lans.typed).answer(LOW, ask, old, at=LATER + MINUTE)
    assert Regrade.objects.run(at=LATER + DAY) == 0, "not every time"
    assert Regrade.objects.run(at=LATER + 3 * DAY) == 1
    assert not Regrade.objects.waiting(at=LATER + 4 * DAY).exists()
    regrade.refresh_from_db()
    assert regrade.finished_at == LATER + 3 * DAY


class Killed(Exception):
    pass


@contextmanager
def killed_at(statement: int) -> Iterator[None]:
    numbers = count(1)

    def run(execute: Callable[..., Any], sql: str, *args: Any) -> Any:
        if "SAVEPOINT" not in sql and next(numbers) == statement:
            raise Killed
        return execute(sql, *args)

    with connection.execute_wrapper(run):
        yield


def test_it_can_be_killed_at_any_statement_and_does_nothing_twice(lan: User, boris: User, lans: Shelf) -> None:
    known(lan, boris, shelf=lans)
    for learner in (lan, boris):
        answer(learner, lans.typed, at=NOON + DAY, response=LOW)
    regrade = accept(lans.typed, "Low tides")
    for statement in count(1, 3):
        with transaction.atomic():
            killed = False
            try:
                with killed_at(statement):
                    regrade.run(at=LATER)
            except Killed:
                killed = True
            assert Regrade.objects.run(at=LATER + MINUTE) + regrade_rows(lan, boris) >= 2
            assert [row.version for row in Review.objects.filter(kind="regrade")] == [1, 1]
            assert (wrongs(lan), wrongs(boris)) == ([], [])
            assert set(Regrade.objects.values_list("answers", "learners")) == {(2, 2)}
            assert Notice.objects.count() == 2
            transaction.set_rollback(True)
        if not killed:
            break
    assert statement > 20


def regrade_rows(*learners: User) -> int:
    return Review.objects.filter(kind="regrade", learner__in=learners).count()


def test_the_log_refuses_the_same_judgement_twice(lan: User, lans: Shelf) -> None:
    known(lan, shelf=lans)
    answer(lan, lans.typed, at=NOON + DAY, response=LOW)
    regrade = accept(lans.typed, "Low tides")
    verdict = regrade.revision.body.grade(LOW)
    card_of(lan, lans.typed).regrade(0, verdict, regrade.revision, at=LATER)
    with (
        pytest.raises(IntegrityError, match=r"review_regraded_once_by_a_revision|study_review.replaces"),
        transaction.atomic(),
    ):
        card_of(lan, lans.typed).regrade(0, verdict, regrade.revision, at=LATER)


# What learners are told


def test_the_next_page_tells_it_once(lans_browser: Client, lan: User, lans: Shelf) -> None:
    known(lan, shelf=lans)
    answer(lan, lans.typed, at=NOON, response=LOW)
    accept(lans.typed, "Low tides").run(at=NOON)
    first, second = (lans_browser.get("/").content.decode() for _ in range(2))
    assert "counts as right now: the editors have accepted it." in first
    assert lans.typed.asked.prompt in first
    assert "counts as right now" not in second
    assert not Notice.objects.exists()
    assert not User.objects.get(pk=lan.pk).has_notices


def test_it_is_told_in_the_middle_of_a_sitting_too_and_in_their_language(
    lans_browser: Client, lan: User, lans: Shelf
) -> None:
    User.objects.filter(pk=lan.pk).update(language="vi")
    known(lan, shelf=lans)
    answer(lan, lans.typed, at=NOON, response={"text": "Neaps"})
    accept(lans.typed)
    Regrade.objects.create(revision=lans.typed.asked, lowers=True, asked_at=NOON).run(at=NOON)
    page = lans_browser.get("/study/", headers={"HX-Request": "true"}).content.decode()
    assert "Câu trả lời của bạn" in page


def test_more_than_a_page_can_tell_waits_for_the_next(lans_browser: Client, lan: User, lans: Shelf) -> None:
    for question in lans.questions[:4]:
        Notice.objects.leave(lan, question, Notice.What.KEPT)
        Notice.objects.leave(lan, question, Notice.What.KEPT)
    told = [lans_browser.get("/").content.decode().count("left it as it is") for _ in range(3)]
    assert told == [3, 1, 0]


def test_a_verdict_that_is_read_again_says_what_counts(lans_browser: Client, lan: User, lans: Shelf) -> None:
    known(lan, shelf=lans)
    card = card_of(lan, lans.typed)
    ask = card.ask(at=NOON)
    card.answer(LOW, ask, card.question.asked, at=NOON)
    accept(lans.typed, "Low tides").run(at=NOON)
    page = lans_browser.post(f"/study/{lans.typed.pk}/mark/", {"ask": ask.token})
    assert b"Counted as right" in page.content
    undoes, version = page.context["undoes"]
    assert undoes == lans.typed.pk
    assert lan.reviews.get(question=undoes, version=version).kind == "mark"
    assert Card.objects.get(learner=lan, question=lans.typed).right == 1
