"""What was done and what falls due, day by day, and in the table as in the chart."""

from datetime import date, timedelta

from studyapp.insights.activity import answers, minutes
from studyapp.insights.forecast import forecast
from studyapp.study.cards.fold import Tally

WEDNESDAY = date(2026, 1, 7)
DAY = timedelta(days=1)


def test_each_answer_is_of_one_sort() -> None:
    days = {WEDNESDAY: Tally(answers=10, reviews=6, new=1), WEDNESDAY - 30 * DAY: Tally(answers=99)}
    figure = answers(days, WEDNESDAY)
    assert figure.rows[0] == ["7 Jan 2026", "6", "1", "3", "10"]
    assert [row[-1] for row in figure.rows[1:]] == ["0"] * 29
    assert [rect.tone for rect in figure.charts[0].rects] == ["first", "second", "third"]
    assert {rect.title for rect in figure.charts[0].rects} == {"7 Jan: 10 answers"}


def test_minutes_are_those_spent_on_questions() -> None:
    figure = minutes({WEDNESDAY - DAY: Tally(answers=1, elapsed_ms=90_000)}, WEDNESDAY)
    assert [row[1] for row in figure.rows[:3]] == ["0.0", "1.5", "0.0"]
    assert [rect.title for rect in figure.charts[0].rects] == ["6 Jan: 1.5 min"]


def test_what_is_left_over_waits_today() -> None:
    figure = forecast({WEDNESDAY: 2, WEDNESDAY + 29 * DAY: 1, WEDNESDAY + 30 * DAY: 9}, 5, WEDNESDAY)
    assert [row[1] for row in figure.rows if row[1] != "0"] == ["7", "1"]
    assert [figure.rows[0][2], figure.rows[-1][2]] == ["7", "8"]
    assert [rect.tone for rect in figure.charts[0].rects] == ["first", "third", "first"]
    assert len(figure.rows) == 30


def test_without_a_backlog_there_is_no_word_of_it() -> None:
    assert forecast({}, 0, WEDNESDAY).legend == []
