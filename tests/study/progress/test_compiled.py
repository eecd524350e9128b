"""What the first page asks by compiled statements is what their querysets find."""

from typing import Any

from studyapp.accounts.models import User
from studyapp.library.models import Deck
from studyapp.library.models.decks import ALL_DECKS
from studyapp.study.models import days
from studyapp.study.new_day import begin_day
from studyapp.study.progress import decks, news, snapshots, week
from studyapp.study.spacing import backlog
from studyapp.study.views import home
from tests.answering import answer, learn
from tests.people import DAY, MINUTE, NOON, TUESDAY
from tests.shelf import Shelf, rewrite, stock

SINCE = NOON - 30 * DAY


def test_they_find_the_same(lan: User, lans: Shelf) -> None:
    stock(3, deck=lans.lighthouse)
    for question in (lans.choice, lans.true_false):
        learn(lan, question, at=NOON)
    me, day, first, later = lan.pk, TUESDAY, TUESDAY - 6 * DAY, TUESDAY + DAY
    by_deck: dict[str, Any] = {"learner": me, "day": later, "factor": 0.98, "decay": -0.15}
    for known in (False, True):
        assert decks.BY_DECK.rows(known, **by_deck) == list(decks.cards_by_deck(known, **by_deck)) != []
    assert decks.RECALLED.rows(**by_deck) == list(decks.cards_recalled(**by_deck)) != []
    assert decks.DAYS.rows(learner=me, day=day) == list(decks.days_by_deck(learner=me, day=day))
    assert decks.JOINED.rows(learner=me) == list(decks.decks_joined(learner=me)) != []
    week_found = week.BY_DAY.rows(learner=me, first=first, last=day)
    assert week_found == list(week.answered_by_day(learner=me, first=first, last=day)) != []
    assert backlog.OWED_AND_DONE.rows(learner=me, day=day) == list(backlog.owed_and_done(learner=me, day=day)) != []
    assert days.OWED.rows(learner=me, day=later + 9 * DAY) == list(days.owed(learner=me, day=later + 9 * DAY)) != []
    for shape in (("study_day", False), ("deck_id", True)):
        tallies = days.TALLIES.rows(*shape, learner=me, first=first, last=day)
        assert tallies == list(days.tallied(*shape, learner=me, first=first, last=day)) != []
    snapshots.snapshot_of(lan, at=NOON)
    assert snapshots.KEPT.rows(learner=me, day=day) == list(snapshots.kept_of_day(learner=me, day=day)) != []
    assert backlog.AHEAD.rows(learner=me, day=day) == list(backlog.cards_ahead(learner=me, day=day)) != []
    assert backlog.USUAL.rows(learner=me, day=later) == list(backlog.usual_days(learner=me, day=later))


def test_so_do_those_for_what_is_new(lan: User, boris: User, lans: Shelf) -> None:
    me, other = lan.pk, boris.pk
    assert news.NEW_FACTS.rows(learner=me, since=SINCE) == list(news.new_facts(learner=me, since=SINCE))
    begun = news.NEW_DECKS.rows(learner=other, since=SINCE, joined=SINCE)
    assert begun == list(news.new_decks(learner=other, since=SINCE, joined=SINCE))
    doubted = news.DOUBTED_ARTICLES.rows(learner=me, since=SINCE)
    assert doubted == list(news.doubted_articles(learner=me, since=SINCE))


def test_so_does_the_one_for_what_changed(lan: User, lans: Shelf) -> None:
    answer(lan, lans.choice, at=NOON)
    rewrite(lans.choice, at=NOON + MINUTE, answer="The Sun", distractors=["The Moon"])
    begin_day(lan, at=NOON + DAY)  # which follows the change
    found = home.CHANGED.rows(learner=lan.pk, since=SINCE.date())
    assert found == list(home.news(learner=lan.pk, since=SINCE.date())) != []


def test_so_does_the_one_for_all_decks(shelf: Shelf) -> None:
    counts = ("pk", "fact_count", "question_count")
    found = [tuple(getattr(deck, name) for name in counts) for deck in ALL_DECKS.rows()]
    assert found == list(Deck.objects.with_counts().values_list(*counts)) != []
