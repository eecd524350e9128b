"""A learner takes their decks along: what counts of each log, what is told before, and nothing of anybody else."""

from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from studyapp.accounts.models import User
from studyapp.exchange.taking.logs import Course
from studyapp.exchange.taking.losses import offers_to
from studyapp.exchange.taking.notes import names_of
from studyapp.exchange.taking.package import write_package
from studyapp.formats.notes import Answered, Progress, Sort, Stage
from studyapp.library.models import Deck, Question
from studyapp.own.models import Arrived
from studyapp.scheduling import Due, Memory, Rating, State
from studyapp.study.cards.came import Came
from studyapp.study.cards.log import TimedEntry
from studyapp.study.learners import clock_of, preset_of
from studyapp.study.models import Card
from studyapp.study.taking_over import Elsewhere, take_over
from studyapp.study.taking_over import Progress as CameProgress
from tests.answering import answer, card_of, learn
from tests.formats.anki.written import tables_in
from tests.own.decks import card_of as own_card_of
from tests.own.decks import own_deck, own_note
from tests.people import DAY, MINUTE, NOON, TUESDAY
from tests.shelf import Shelf, stock

PAGE = "/accounts/take-along/"


def progress(learner: User, question: Question, *, at: Any = NOON) -> Progress:
    clock = clock_of(learner)
    card = learner.cards.with_content().get(question=question)
    rows = learner.reviews.filter(question=question).order_by("version").entries_as(TimedEntry)
    return Course(preset_of(learner), clock, clock.day(at)).progress_of(card, rows)


def sorts(log: tuple[Answered, ...]) -> list[tuple[Sort, int | None]]:
    return [(row.sort, row.rating) for row in log]


def sent(browser: Client, **form: object) -> Any:
    """What comes back, read to its end."""
    response: Any = browser.post(PAGE, form)
    if response.streaming:
        response.file = BytesIO(response.getvalue())
    return response


def tables(response: Any, folder: Path) -> dict[str, list[dict[str, Any]]]:
    with ZipFile(response.file) as package:
        (folder / "cards").write_bytes(package.read("collection.anki21"))
    return tables_in(folder / "cards")


def test_answers_are_told_as_what_they_were_to_the_card(lan: User, lans: Shelf) -> None:
    at = learn(lan, lans.flashcard, at=NOON)
    answer(lan, lans.flashcard, at=at + 5 * DAY, right=False)
    answer(lan, lans.flashcard, at=at + 5 * DAY + 11 * MINUTE)
    told = progress(lan, lans.flashcard, at=at + 5 * DAY)
    learning, review, relearning = Sort.LEARNING, Sort.REVIEW, Sort.RELEARNING
    assert sorts(told.log) == [(learning, 3), (learning, 3), (review, 1), (relearning, 3)]
    assert told.log[0].interval == pytest.approx(10 * MINUTE / DAY)
    assert told.log[1].day == TUESDAY
    card = card_of(lan, lans.flashcard)
    assert (told.stage, told.due, told.reps, told.lapses) == (Stage.REVIEW, card.due_day, 4, 1)
    assert told.memory is not None
    assert (told.memory.stability, told.memory.at) == (card.stability, told.log[-1].at)


def test_what_was_undone_or_judged_otherwise_is_not_told(lan: User, lans: Shelf) -> None:
    first = answer(lan, lans.choice, at=NOON).review
    card_of(lan, lans.choice).undo(first.version, at=NOON + MINUTE)
    again = answer(lan, lans.choice, at=NOON + 2 * MINUTE, right=False).review
    card_of(lan, lans.choice).override(Rating.GOOD, again.version, at=NOON + 3 * MINUTE)
    assert sorts(progress(lan, lans.choice).log) == [(Sort.LEARNING, 3)]


def test_a_new_start_a_moved_day_and_practice_are_told_apart(lan: User, lans: Shelf) -> None:
    at = learn(lan, lans.flashcard, at=NOON)
    card = card_of(lan, lans.flashcard)
    card.set_due(TUESDAY + 9 * DAY, at=at)
    card.cram({"rating": 3}, card.ask(at=at), card.question.asked, at=at + MINUTE)
    card.forget(at=at + 2 * MINUTE)
    told = progress(lan, lans.flashcard)
    moved = [row.interval for row in told.log if row.sort is Sort.MOVED]
    assert sorts(told.log)[2:] == [(Sort.MOVED, None), (Sort.PRACTICE, 3), (Sort.MOVED, None)]
    assert moved == [9, 0]
    assert (told.stage, told.memory) == (Stage.NEW, None)


def test_an_answer_too_quick_to_count_is_told_as_practice(lan: User, lans: Shelf) -> None:
    answer(lan, lans.choice, at=NOON, took=timedelta(milliseconds=300))
    told = progress(lan, lans.choice)
    assert sorts(told.log) == [(Sort.PRACTICE, 3)]
    assert told.stage is Stage.NEW


@pytest.mark.parametrize(("stability", "first"), [(2.3065, Sort.LEARNING), (40.0, Sort.REVIEW)])
def test_what_came_from_elsewhere_goes_on_as_a_whole_history_or_as_a_part_of_one(
    lan: User, lans: Shelf, stability: float, first: Sort
) -> None:
    memory = Memory(stability, 2.118, State.REVIEW, None, TUESDAY - 3 * DAY)
    answers = [Elsewhere(NOON - 3 * DAY, Rating.GOOD, 4000)]
    card = card_of(lan, lans.flashcard)
    take_over(lan, [CameProgress(card, Came(memory, 1, 0), Due(TUESDAY), answers)], at=NOON)
    told = progress(lan, lans.flashcard)
    assert sorts(told.log) == [(first, 3)]
    assert (told.log[0].interval, told.memory and told.memory.at) == (3, answers[0].at)


def test_cards_are_suspended_buried_and_in_steps_there_as_here(lan: User, lans: Shelf) -> None:
    answer(lan, lans.flashcard, at=NOON)
    learn(lan, lans.true_false, at=NOON)
    card_of(lan, lans.true_false).suspend(at=NOON)
    card_of(lan, lans.choice).bury(at=NOON)
    step = progress(lan, lans.flashcard)
    assert (step.stage, step.steps_left, step.due_at) == (Stage.LEARNING, 1, NOON + 10 * MINUTE)
    assert progress(lan, lans.true_false).suspended
    assert progress(lan, lans.choice).buried
    assert not progress(lan, lans.choice, at=NOON + DAY).buried


def test_the_file_has_the_chosen_decks_alone(lans_browser: Client, lan: User, lans: Shelf, tmp_path: Path) -> None:
    answer(lan, lans.true_false, at=NOON - DAY)
    file = sent(lans_browser, deck=[lans.lighthouse.pk], schedule="yes")
    assert file["Content-Disposition"] == 'attachment; filename="studyapp-2026-01-06.apkg"'
    kept = tables(file, tmp_path)
    assert len(kept["notes"]) == len(kept["cards"]) == 2
    assert [row["ease"] for row in kept["revlog"]] == [3]
    without = tables(sent(lans_browser, deck=[lans.lighthouse.pk], schedule="no"), tmp_path)
    assert (len(without["cards"]), without["revlog"]) == (2, [])


def test_own_cards_come_along_and_nobody_else_s(
    lans_browser: Client, lan: User, boris: User, lans: Shelf, tmp_path: Path
) -> None:
    mine, his = own_deck(lan), own_deck(boris)
    own_note(mine), own_note(his, "His", "alone")
    assert sent(lans_browser, deck=[his.pk]).status_code == 422
    kept = tables(sent(lans_browser, deck=[mine.pk, his.pk]), tmp_path)
    assert [row["flds"].split("\x1f")[:2] for row in kept["notes"]] == [["Bowline", "A loop that does not slip"]]


def test_the_page_says_by_count_what_is_lost(lans_browser: Client, lan: User, lans: Shelf) -> None:
    Card.objects.filter(learner=lan, question=lans.lamp).update(withdrawn=True, queue=Card.Queue.OFF)
    page = lans_browser.get(PAGE).text
    assert "1 card of the kind “Choice” becomes a flashcard" in page
    assert "2 cards of the kind “Number” become flashcards" in page
    assert "The right answers of 2 cards can be guessed" in page
    assert "1 card is left out, because it is not asked here any more." in page
    shown = lans_browser.post(PAGE, {"deck": [lans.lighthouse.pk], "show": ""}).text
    assert "“Choice”" not in shown
    assert "A schedule can be taken along only once." in shown


def test_no_deck_is_no_file_and_says_so(lans_browser: Client, lans: Shelf) -> None:
    for form in ({}, {"deck": ["x", "99999999999999999999", "-1"]}):
        refused = lans_browser.post(PAGE, form)
        assert refused.status_code == 422
        assert "Choose at least one deck." in refused.text


def test_the_file_is_not_written_without_end(lans_browser: Client, lans: Shelf) -> None:
    codes = [sent(lans_browser, deck=[lans.lighthouse.pk]).status_code for _ in range(21)]
    assert codes == [200] * 20 + [429]


def test_a_large_deck_takes_few_statements(lan: User, lans: Shelf, tmp_path: Path) -> None:
    stock(300, deck=lans.harbour)
    from_deck = lans.harbour
    Card.objects.create_for(lan, Question.objects.live().filter(fact__deck=from_deck).select_related("fact__deck"))
    with CaptureQueriesContext(
        connection,
    ) as asked:
        written = write_package(tmp_path / "cards.apkg", lan, [from_deck], at=NOON, schedule=True)
    assert written.cards == 305
    assert len(asked) <= 4


def test_decks_of_one_name_are_told_apart(lan: User, lans: Shelf) -> None:
    decks = [Deck(pk=pk, title=title) for pk, title in enumerate(["Sea", "sea", "Sea::Deep", "Sea::deep", "::"])]
    assert [*names_of(decks).values()] == [("Sea",), ("sea (2)",), ("Sea", "Deep"), ("Sea", "deep (2)"), ("::",)]


def test_a_card_of_one_s_own_keeps_its_identity(lan: User, lans: Shelf, tmp_path: Path) -> None:
    deck = own_deck(lan)
    fact = own_note(deck)
    own_card_of(fact).write_note("Say it aloud", at=NOON)
    made = []
    for name in ("one", "two"):
        write_package(tmp_path / name, lan, [offer.deck for offer in offers_to(lan)], at=NOON, schedule=False)
        with ZipFile(tmp_path / name) as package:
            (tmp_path / "read").write_bytes(package.read("collection.anki21"))
        made.append(tables_in(tmp_path / "read")["notes"])
    assert [row["guid"] for row in made[0]] == [row["guid"] for row in made[1]]
    assert "My note: Say it aloud" in made[0][-1]["flds"]


def test_what_came_from_elsewhere_goes_back_as_the_note_that_it_was(
    lans_browser: Client, lan: User, lans: Shelf, tmp_path: Path
) -> None:
    deck = own_deck(lan)
    front, back = own_note(deck, "Bowline", "A loop"), own_note(deck, "A loop", "Bowline")
    for fact, name in ((front, "0"), (back, "1")):
        Arrived.objects.create(fact=fact, owner=lan, guid="ZWCN(I5zu", name=name, tags=["knots"], digest="-")
    kept = tables(sent(lans_browser, deck=[deck.pk]), tmp_path)
    [note] = kept["notes"]
    assert (note["guid"], note["tags"]) == ("ZWCN(I5zu", " knots ")
    assert note["flds"].split("\x1f") == ["Bowline", "A loop", "", "A loop", "Bowline", ""]
    assert [row["ord"] for row in kept["cards"]] == [0, 1]
