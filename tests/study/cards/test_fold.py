"""A card is the fold of its log: what counts, in which order, and what it adds to each day."""

import random
from dataclasses import astuple, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from studyapp.scheduling import Due, Preset, State
from studyapp.study.cards.events import ANSWERS
from studyapp.study.cards.fold import Standing, Tally, active, answer_tally, apply, difference, due_tally, rewalk, walk
from studyapp.study.models import Review

MONDAY = date(2026, 1, 5)
TUESDAY = date(2026, 1, 6)
NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)
PRESET = Preset()
Kind = Review.Event


def row(version: int, kind: str = Kind.STUDY, rating: int | None = 3, **fields: Any) -> Review:
    """A row of the log, not saved: an answer on Monday, due on Tuesday, unless told otherwise."""
    answered = kind in ANSWERS
    defaults: dict[str, Any] = {"study_day": MONDAY, "rating": rating if answered else None}
    if answered:
        defaults |= {"score": float((rating or 3) > 1), "due_day": TUESDAY, "elapsed_ms": 4000}
    return Review(version=version, kind=kind, **(defaults | fields))


def versions(rows: list[Review]) -> list[int]:
    return [row.version for row in active(rows)]


def stand(*rows: Review) -> Standing:
    return walk(rows, PRESET)[0]


class Log:
    """A learner's acts on one card as they would be logged, without a database."""

    def __init__(self) -> None:
        self.rows: list[Review] = []
        self.day = MONDAY

    def add(self, act: str, rating: int, gap: int) -> None:
        self.day += timedelta(days=gap)
        acts = [row for row in active(self.rows) if row.kind != Kind.CHANGED and row.kind != Kind.UNDO]
        match act:
            case "undo" if acts:
                self._append(Kind.UNDO, replaces=acts[-1].version)
            case "override" if self.rows and self.rows[-1].kind == Kind.STUDY:
                self._append(Kind.OVERRIDE, rating, replaces=self.rows[-1].version)
            case "guess":
                self._append(Kind.STUDY, None, score=1.0, due_at=NOON)
            case "off" | "live":
                self._append(Kind.CHANGED, response={"what": act})
            case "changed":
                self._append(Kind.CHANGED, response={"what": "answer"}, due_day=self.day + timedelta(days=1))
                self.rows[-1].rating = 1
            case "suspend" | "unsuspend" | "bury" | "unbury" | "mark" | "unmark" | "forget":
                self._append(act)
            case "note":
                self._append(act, response={"note": "x" * rating})
            case "set-due" if stand(*self.rows).due is not None:
                self._append(act, due_day=self.day + timedelta(days=gap))
            case "study" | "quiz":
                self._append(act, rating, due_at=NOON if rating == 1 else None)

    def _append(self, kind: str, rating: int | None = None, **fields: Any) -> None:
        due = {"due_day": self.day + timedelta(days=rating or 1)} if kind in ANSWERS else {}
        self.rows.append(row(len(self.rows), kind, rating, **({"study_day": self.day} | due | fields)))


ACTS = [
    *("study", "study", "study", "quiz", "guess", "suspend", "unsuspend", "off", "live", "changed"),
    *("bury", "unbury", "mark", "unmark", "note", "set-due", "forget"),
]


def logs(*more: str) -> st.SearchStrategy[list[Review]]:
    def tell(acts: list[tuple[str, int, int]]) -> list[Review]:
        log = Log()
        for act in acts:
            log.add(*act)
        return log.rows

    act = st.tuples(st.sampled_from([*ACTS, *more]), st.integers(1, 4), st.sampled_from([0, 0, 1, 7, 60]))
    return st.lists(act, max_size=14).map(tell)


# What counts


def test_all_rows_of_a_plain_log_count_oldest_first() -> None:
    assert versions([row(0), row(1), row(2, Kind.SUSPEND)]) == [0, 1, 2]


def test_an_undone_row_does_not_count() -> None:
    assert versions([row(0), row(1), row(2, Kind.UNDO, replaces=1)]) == [0, 2]


def test_an_override_takes_the_place_of_its_answer() -> None:
    assert versions([row(0), row(1, Kind.OVERRIDE, 1, replaces=0)]) == [1]


def test_undoing_an_override_revives_the_original() -> None:
    log = [row(0), row(1, Kind.OVERRIDE, 1, replaces=0), row(2, Kind.UNDO, replaces=1)]
    assert versions(log) == [0, 2]
    assert stand(*log) == stand(log[0])


def test_what_an_undo_of_an_override_revived_can_be_undone() -> None:
    log = [row(0), row(1, Kind.OVERRIDE, 1, replaces=0), row(2, Kind.UNDO, replaces=1), row(3, Kind.UNDO, replaces=0)]
    assert versions(log) == [2, 3]
    assert stand(*log) == Standing()


@given(logs("undo", "override"), st.randoms(use_true_random=False))
def test_the_order_in_which_rows_are_read_does_not_matter(log: list[Review], order: random.Random) -> None:
    shuffled = order.sample(log, len(log))
    assert versions(shuffled) == versions(log)
    assert walk(shuffled, PRESET) == walk(log, PRESET)


# What it comes to


@given(logs())
def test_answer_by_answer_comes_to_the_same_as_the_whole_log(log: list[Review]) -> None:
    standing = Standing()
    for each in log:
        standing = apply(standing, each, PRESET)
    assert standing == stand(*log)


@given(logs("undo", "override"))
def test_a_log_comes_to_what_its_living_rows_come_to(log: list[Review]) -> None:
    assert walk(log, PRESET) == walk([each for each in active(log) if each.kind != Kind.UNDO], PRESET)


@given(logs("undo", "override"), st.integers(1, 4))
def test_an_answer_and_its_undo_leave_everything_as_it_was(log: list[Review], rating: int) -> None:
    n = len(log)
    more = [row(n, rating=rating), row(n + 1, Kind.UNDO, replaces=n)]
    assert walk([*log, *more], PRESET) == walk(log, PRESET)


@given(logs("undo", "override").filter(bool))
def test_a_newest_row_changes_a_log_as_the_two_whole_logs_differ(log: list[Review]) -> None:
    *before, newest = log
    standing, days = walk(log, PRESET)
    assert rewalk(before, newest, PRESET) == (standing, difference([days], [walk(before, PRESET)[1]]))


def test_memory_is_computed_and_due_is_copied() -> None:
    standing = stand(row(0, due_day=date(2030, 1, 1)))
    assert standing.due == Due(date(2030, 1, 1))
    assert standing.memory is not None
    assert (standing.memory.state, standing.memory.step, standing.memory.last_day) == (State.LEARNING, 1, MONDAY)
    assert (standing.reps, standing.lapses) == (1, 0)


def test_what_was_believed_at_the_time_is_not_read() -> None:
    believed: dict[str, Any] = dict.fromkeys(
        ("stability_before", "stability_after", "difficulty_before", "difficulty_after"), 5.0
    )
    assert stand(row(0, **believed)) == stand(row(0))


def test_a_lapse_is_forgetting_what_was_in_review() -> None:
    log = [row(0, rating=1), row(1, rating=4), row(2, rating=1, study_day=TUESDAY), row(3, rating=1, study_day=TUESDAY)]
    assert [stand(*log[:n]).lapses for n in range(5)] == [0, 0, 0, 1, 1]


def test_a_card_graduates_when_no_step_is_left_and_a_lapse_does_not_unlearn_it() -> None:
    log = [row(0), row(1), row(2, rating=1, study_day=TUESDAY)]
    assert [stand(*log[:n]).graduated for n in range(4)] == [False, False, True, True]


def test_a_rapid_guess_teaches_nothing_but_waits_and_is_remembered_for_the_day() -> None:
    standing = stand(row(0, rating=None, due_at=NOON))
    assert standing == Standing(due=Due(TUESDAY, NOON), reps=1, answers=1, right=1, elapsed_ms=4000, rapid_day=MONDAY)


def test_suspending_and_resuming_change_nothing_else() -> None:
    known = stand(row(0))
    suspended = stand(row(0), row(1, Kind.SUSPEND))
    assert suspended == replace(known, suspended=True)
    assert stand(row(0), row(1, Kind.SUSPEND), row(2, Kind.UNSUSPEND)) == known


def test_a_burial_is_for_one_study_day_and_the_last_one_counts() -> None:
    known = stand(row(0))
    assert stand(row(0), row(1, Kind.BURY)) == replace(known, buried_on=MONDAY)
    assert stand(row(0), row(1, Kind.BURY), row(2, Kind.BURY, study_day=TUESDAY)).buried_on == TUESDAY
    assert stand(row(0), row(1, Kind.BURY), row(2, Kind.UNBURY)) == known


def test_a_mark_and_a_note_change_nothing_else() -> None:
    known = stand(row(0))
    noted = [row(0), row(1, Kind.MARK), row(2, Kind.NOTE, response={"note": "So."})]
    assert stand(*noted) == replace(known, marked=True, note="So.")
    assert stand(*noted, row(3, Kind.UNMARK), row(4, Kind.NOTE, response={"note": ""})) == known


def test_another_due_day_moves_nothing_else_and_ends_a_burial() -> None:
    known = stand(row(0))
    moved = row(2, Kind.SET_DUE, due_day=date(2030, 1, 1))
    assert stand(row(0), row(1, Kind.BURY), moved) == replace(known, due=Due(date(2030, 1, 1)))


def test_what_is_forgotten_is_new_and_keeps_what_says_nothing_of_the_memory() -> None:
    answers = [row(0, rating=None, due_at=NOON), row(1, rating=4), row(2, rating=1, study_day=TUESDAY)]
    beside = [row(3, Kind.MARK), row(4, Kind.NOTE, response={"note": "So."}), row(5, Kind.BURY)]
    log = [*answers, *beside, row(6, Kind.FORGET)]
    assert stand(*answers).lapses == 1
    assert stand(*log) == Standing(
        answers=3, right=2, elapsed_ms=12_000, rapid_day=MONDAY, buried_on=MONDAY, marked=True, note="So."
    )
    assert stand(*log, row(7, Kind.UNDO, replaces=6)) == stand(*log[:6])


def test_what_is_learned_again_after_that_is_learned_as_for_the_first_time() -> None:
    _, days = walk([row(0), row(1, Kind.FORGET), row(2, rating=1, study_day=TUESDAY)], PRESET)
    once = stand(row(0))
    assert stand(row(0), row(1, Kind.FORGET), row(2)) == replace(once, answers=2, right=2, elapsed_ms=8000)
    assert (days[MONDAY].new, days[TUESDAY].new) == (1, 1)


def test_a_question_that_goes_and_comes_back_keeps_what_is_known() -> None:
    gone = row(1, Kind.CHANGED, response={"what": "off"})
    back = row(2, Kind.CHANGED, response={"what": "live"})
    assert stand(row(0), gone).withdrawn
    assert stand(row(0), row(1, Kind.CHANGED, response={"what": "superseded"})).withdrawn
    assert stand(row(0), gone, back) == stand(row(0))


def test_another_answer_is_learned_again_but_is_no_lapse() -> None:
    log = [row(0, rating=4), row(1, Kind.CHANGED, response={"what": "answer"}, due_day=TUESDAY, due_at=NOON)]
    log[1].rating = 1
    standing = stand(*log)
    assert standing.memory is not None
    assert (standing.memory.state, standing.due) == (State.RELEARNING, Due(TUESDAY, NOON))
    assert (standing.reps, standing.lapses) == (1, 0)


# What it adds to each day


def test_each_answer_is_one_to_a_new_card_one_in_a_step_or_a_review() -> None:
    first = row(0, rating=1, due_at=NOON)
    second = row(1)
    third = row(2, study_day=TUESDAY, rating=1)
    _, days = walk([first, second, third], PRESET)
    assert days[MONDAY] == Tally(answers=2, right=1, new=1, elapsed_ms=8000)
    assert days[TUESDAY] == Tally(answers=1, reviews=1, elapsed_ms=4000)


def test_an_overridden_answer_counts_once_as_the_learner_judged_it() -> None:
    _, days = walk([row(0, rating=1), row(1, Kind.OVERRIDE, 3, replaces=0)], PRESET)
    assert days == {MONDAY: Tally(answers=1, right=1, new=1, elapsed_ms=4000)}


def test_a_rapid_guess_counts_as_a_right_answer() -> None:
    assert answer_tally(Standing(), row(0, rating=None, score=1.0)).right == 1


def test_only_a_card_that_waits_for_a_day_falls_due_on_it() -> None:
    waiting = Standing(due=Due(TUESDAY), reps=1)
    assert due_tally(waiting) == {TUESDAY: Tally(due=1)}
    for other in (
        Standing(),
        replace(waiting, due=Due(TUESDAY, NOON)),
        replace(waiting, suspended=True),
        replace(waiting, withdrawn=True),
    ):
        assert due_tally(other) == {}


def test_a_difference_leaves_out_the_days_that_come_out_even() -> None:
    monday, tuesday = {MONDAY: Tally(answers=2)}, {TUESDAY: Tally(due=1)}
    assert difference([monday, tuesday], [monday]) == tuesday
    assert difference([], [monday]) == {MONDAY: Tally(answers=-2)}
    assert difference([monday, monday], [monday]) == monday
    assert difference([monday], [{MONDAY: Tally(answers=2)}]) == {}


@given(logs("undo", "override"))
def test_every_living_answer_is_in_the_tally_of_its_day(log: list[Review]) -> None:
    answers = [each for each in active(log) if each.is_answer]
    _, days = walk(log, PRESET)
    assert sum(tally.answers for tally in days.values()) == len(answers)
    assert set(days) == {each.study_day for each in answers}
    assert all(min(astuple(tally)) >= 0 for tally in days.values())
    forgotten = sum(each.kind == Kind.FORGET for each in active(log))
    # A card that is first met in a quiz is new to no day.
    first_is_planned = bool(answers) and answers[0].is_planned
    assert first_is_planned <= sum(tally.new for tally in days.values()) <= 1 + forgotten
