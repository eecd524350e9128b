"""The counts of a study day are added to by the database itself, and say how full the coming days are."""

from studyapp.accounts.models import User
from studyapp.study.cards.fold import Tally
from studyapp.study.models import Day
from tests.people import DAY, TUESDAY
from tests.shelf import Shelf


def test_counts_are_added_to_and_taken_from(lan: User, shelf: Shelf) -> None:
    monday = TUESDAY - DAY
    Day.objects.add(lan, shelf.harbour.pk, {TUESDAY: Tally(answers=2, right=1, elapsed_ms=5), monday: Tally(due=3)})
    Day.objects.add(lan, shelf.harbour.pk, {TUESDAY: Tally(answers=-1, new=1, reviews=4), monday: Tally(due=-3)})
    assert list(
        lan.days.order_by("study_day").values_list("answers", "right", "new", "reviews", "elapsed_ms", "due")
    ) == [
        (0, 0, 0, 0, 0, 0),
        (1, 1, 1, 4, 5, 0),
    ]


def test_nothing_to_add_is_no_statement(lan: User, shelf: Shelf) -> None:
    Day.objects.add(lan, shelf.harbour.pk, {})
    assert not lan.days.exists()


def test_days_are_kept_by_learner_and_deck(lan: User, boris: User, shelf: Shelf) -> None:
    for learner in (lan, boris):
        for deck in (shelf.harbour, shelf.lighthouse):
            Day.objects.add(learner, deck.pk, {TUESDAY: Tally(due=1)})
    assert Day.objects.count() == 4


def test_the_load_is_what_falls_due_in_all_decks(lan: User, boris: User, shelf: Shelf) -> None:
    coming = [TUESDAY + n * DAY for n in range(5)]
    Day.objects.add(lan, shelf.harbour.pk, {day: Tally(due=n, answers=9) for n, day in enumerate(coming)})
    Day.objects.add(lan, shelf.lighthouse.pk, {coming[2]: Tally(due=10)})
    Day.objects.add(boris, shelf.harbour.pk, {coming[2]: Tally(due=100)})
    assert Day.objects.load(lan, (coming[1], coming[3])) == {coming[1]: 1, coming[2]: 12, coming[3]: 3}
    assert Day.objects.load(lan, None) == {}


def test_days_add_up_by_day_and_by_deck(lan: User, boris: User, shelf: Shelf) -> None:
    for deck, answers in ((shelf.harbour, 2), (shelf.lighthouse, 3)):
        Day.objects.add(lan, deck.pk, {TUESDAY: Tally(answers=answers, elapsed_ms=10**10, sure_right=1)})
    Day.objects.add(lan, shelf.harbour.pk, {TUESDAY - DAY: Tally(answers=4)})
    Day.objects.add(boris, shelf.harbour.pk, {TUESDAY: Tally(answers=100)})
    window = (TUESDAY - DAY, TUESDAY)
    assert Day.objects.tallies(lan, window, "study_day", certainty=True) == {
        TUESDAY: Tally(answers=5, elapsed_ms=2 * 10**10, sure_right=2),
        TUESDAY - DAY: Tally(answers=4),
    }
    assert {deck: tally.answers for deck, tally in Day.objects.tallies(lan, window, "deck_id").items()} == {
        shelf.harbour.pk: 6,
        shelf.lighthouse.pk: 3,
    }


def test_any_number_of_days_is_added_to_at_once(lan: User, shelf: Shelf) -> None:
    days = {TUESDAY + n * DAY: Tally(due=1) for n in range(2500)}
    for _ in range(2):
        Day.objects.add(lan, shelf.harbour.pk, days)
    assert Day.objects.due_by(lan, max(days)) == 5000
