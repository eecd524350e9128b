"""A learner's own parameters: fitted to their log, taken into use, restored; and what is believed follows them."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from studyapp.accounts.models import User
from studyapp.scheduling import Preset, Rating
from studyapp.scheduling.fitting import TooFew
from studyapp.study.learners import preset_of
from studyapp.study.spacing.parameters import FIT_EVERY, histories, learners_to_fit, refit, take_into_use
from tests.answering import answer, card_of, learn
from tests.people import DAY, MINUTE, NOON, TUESDAY
from tests.refusals import refused_by
from tests.shelf import Shelf
from tests.study.differences import wrongs
from tests.study.parameters import OTHERS, parameters, put_into_the_log

DEFAULT = Preset().parameters


def test_only_answers_that_count_make_a_history(lan: User, lans: Shelf) -> None:
    answer(lan, lans.choice, at=NOON)
    answer(lan, lans.choice, at=NOON + 10 * MINUTE, right=False)
    card_of(lan, lans.choice).undo(1, at=NOON + 11 * MINUTE)
    answer(lan, lans.lamp, at=NOON + 12 * MINUTE, right=False)
    card_of(lan, lans.lamp).override(Rating.GOOD, 0, at=NOON + 13 * MINUTE)
    card_of(lan, lans.flashcard).suspend(at=NOON)
    assert histories(lan) == [[(TUESDAY, Rating.GOOD)]] * 2


def test_what_was_forgotten_on_purpose_begins_anew(lan: User, lans: Shelf) -> None:
    answer(lan, lans.choice, at=NOON)
    card_of(lan, lans.choice).forget(at=NOON + MINUTE)
    answer(lan, lans.choice, at=NOON + 2 * MINUTE, right=False)
    assert histories(lan) == [[(TUESDAY, Rating.GOOD)], [(TUESDAY, Rating.AGAIN)]]


def test_a_mark_or_a_burial_teaches_nothing(lan: User, lans: Shelf) -> None:
    learn(lan, lans.choice, at=NOON)
    before = histories(lan)
    card = card_of(lan, lans.choice)
    card.mark(at=NOON + DAY)
    card.bury(at=NOON + DAY)
    assert histories(lan) == before


def test_a_rapid_guess_teaches_nothing(lan: User, lans: Shelf) -> None:
    answer(lan, lans.choice, at=NOON, took=timedelta(milliseconds=300))
    assert histories(lan) == []


def test_other_parameters_are_believed_at_once_and_move_no_due_day(lan: User, lans: Shelf) -> None:
    learn(lan, lans.choice, at=NOON)
    before = card_of(lan, lans.choice)
    take_into_use(lan, parameters(lan))
    after = card_of(lan, lans.choice)
    assert after.stability != before.stability
    assert (after.due_day, after.queue, after.version) == (before.due_day, before.queue, before.version)
    assert preset_of(User.objects.get(pk=lan.pk)).parameters == tuple(OTHERS)
    assert wrongs(User.objects.get(pk=lan.pk)) == []


def test_taking_a_set_into_use_touches_no_count_and_no_card_that_moved_meanwhile(lan: User, lans: Shelf) -> None:
    learn(lan, lans.choice, at=NOON)
    learn(lan, lans.lamp, at=NOON)
    lan.days.update(answers=99)
    moved = card_of(lan, lans.lamp)
    lan.cards.filter(question=lans.lamp).update(version=moved.version + 1)
    take_into_use(lan, parameters(lan))
    assert {day.answers for day in lan.days.all() if day.answers} == {99}
    assert card_of(lan, lans.lamp).stability == moved.stability
    assert card_of(lan, lans.lamp).version == moved.version + 1


def test_the_default_and_older_sets_can_be_restored(lan: User, lans: Shelf) -> None:
    learn(lan, lans.choice, at=NOON)
    by_default = card_of(lan, lans.choice).stability
    first = parameters(lan)
    take_into_use(lan, first)
    by_first = card_of(lan, lans.choice).stability
    take_into_use(lan, parameters(lan, 2, values=[*(value * 2 for value in DEFAULT[:4]), *DEFAULT[4:]]))
    assert card_of(lan, lans.choice).stability not in {by_default, by_first}
    take_into_use(lan, first)
    assert card_of(lan, lans.choice).stability == by_first
    take_into_use(lan, None)
    assert card_of(lan, lans.choice).stability == by_default
    assert lan.parameter_sets.count() == 2


def test_an_answer_goes_by_the_parameters_in_use(lan: User, lans: Shelf) -> None:
    lan.use(parameters(lan))
    learn(lan, lans.choice, at=NOON)
    answer(lan, lans.choice, at=NOON + 9 * DAY)
    assert wrongs(lan) == []


def test_fewer_than_four_hundred_reviews_are_not_fitted(lan: User, db: None) -> None:
    put_into_the_log(lan, 390)
    with pytest.raises(TooFew, match="390"):
        refit(lan, at=NOON)
    assert not lan.parameter_sets.exists()
    with pytest.raises(CommandError, match="400"):
        call_command("optimise_parameters", learner="LAN@example.org")


def test_the_command_says_what_it_compared_and_what_it_chose(lan: User, boris: User, db: None) -> None:
    put_into_the_log(lan, 400)
    said = StringIO()
    call_command("optimise_parameters", learner=lan.email, stdout=said, stderr=StringIO())
    kept = lan.parameter_sets.get()
    assert kept.fitted_on + kept.held_out == 400
    assert kept.log_loss == min(kept.log_losses.values())
    for word in ("default", "fitted", "shrunk", f"Chosen: {kept.choice}"):
        assert word in said.getvalue()
    lan.refresh_from_db()
    assert lan.parameters == (None if kept.choice == "default" else kept.values)


def test_all_learners_are_fitted_and_those_with_too_little_named(lan: User, lans: Shelf) -> None:
    answer(lan, lans.choice, at=NOON)
    said = StringIO()
    call_command("optimise_parameters", all=True, stdout=said, stderr=StringIO())
    assert f"{lan.email}: Parameters are fitted on 400 next-day reviews or more" in said.getvalue()


def test_an_unknown_learner_is_named(db: None) -> None:
    with pytest.raises(CommandError, match=r"nobody@example\.org"):
        call_command("optimise_parameters", learner="nobody@example.org")


def test_the_database_refuses_parameters_of_no_set_and_two_sets_of_one_number(lan: User) -> None:
    with refused_by("user_parameters_come_from_a_set"):
        User.objects.filter(pk=lan.pk).update(parameters=OTHERS)
    parameters(lan)
    with refused_by("parameter_set_number_once_per_learner"):
        parameters(lan)
    with refused_by("parameter_set_choice_is_known"):
        parameters(lan, 2, choice="best")


def test_the_job_fits_who_answered_since_and_leaves_alone_who_chose_a_set_by_hand(lan: User, boris: User) -> None:
    put_into_the_log(lan, 400)
    at = lan.reviews.latest("answered_at").answered_at
    assert list(learners_to_fit(at)) == [lan]
    kept = parameters(lan, fitted_at=at - FIT_EVERY)
    lan.use(kept)
    assert list(learners_to_fit(at)) == [lan]
    lan.use(None)
    assert list(learners_to_fit(at)) == []
    lan.use(kept)
    lan.parameter_sets.update(fitted_at=at)
    assert list(learners_to_fit(at + 2 * FIT_EVERY)) == []
