"""The strip of seven days on the first page."""

from studyapp.accounts.models import User
from studyapp.study.models import Day
from studyapp.study.progress.week import Week
from tests.people import DAY, TUESDAY
from tests.shelf import Shelf


def test_it_adds_up_the_decks_of_each_day_and_leaves_gaps_as_they_are(lan: User, boris: User, lans: Shelf) -> None:
    for learner, deck, back, answers, right in (
        (lan, lans.harbour, 0, 6, 3),
        (lan, lans.lighthouse, 0, 4, 4),
        (lan, lans.harbour, 6, 5, 5),
        (lan, lans.harbour, 7, 99, 99),
        (lan, lans.harbour, -1, 0, 0),
        (boris, lans.harbour, 1, 77, 77),
    ):
        Day.objects.create(learner=learner, deck=deck, study_day=TUESDAY - back * DAY, answers=answers, right=right)
    week = Week.of(lan, TUESDAY)
    assert [one.day for one in week.days] == [TUESDAY - back * DAY for back in range(6, -1, -1)]
    assert [(one.answers, one.right, one.height) for one in week.days if one.answers] == [(5, 5, 50), (10, 7, 100)]
    assert (week.streak, week.last, week.away(TUESDAY)) == (1, TUESDAY - 6 * DAY, 5)


def test_without_an_answer_there_is_no_strip(lan: User, lans: Shelf) -> None:
    Day.objects.create(learner=lan, deck=lans.harbour, study_day=TUESDAY, due=4)
    week = Week.of(lan, TUESDAY)
    assert (week.days, week.streak, week.away(TUESDAY)) == ([], 0, 0)
