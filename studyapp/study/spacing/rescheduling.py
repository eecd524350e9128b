"""Due days moved at the learner's wish, many at once: before an exam, or to where the settings of now put them."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Self

from django.db import transaction
from django.db.models import F

from studyapp.accounts.models import User
from studyapp.library.models import Deck
from studyapp.scheduling import SLACK, Due, before_exam, last_pass, respace
from studyapp.study.cards.fold import Tallies, Tally, difference
from studyapp.study.learners import preset_of, study_day_of
from studyapp.study.models import Card, Day, Review
from studyapp.study.models.card_queries import CardQuerySet

type Load = Mapping[date, int]
type Move = tuple[Card, date]

ROWS_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Respacing:
    """What it would change to space all reviews by the settings of now; counts are of cards."""

    waiting: int
    earlier: int
    later: int
    due_today: int
    due_today_then: int

    @classmethod
    def of(cls, learner: User, *, at: datetime) -> Self:
        today = study_day_of(learner, at)
        cards = list(_remembered(learner))
        moves = [(_due_day(card), day) for card, day in _respaced(cards, learner, today)]
        due = sum(_due_day(card) <= today for card in cards)
        return cls(
            waiting=len(cards),
            earlier=sum(day < was for was, day in moves),
            later=sum(day > was for was, day in moves),
            due_today=due,
            due_today_then=due + sum(int(day <= today) - int(was <= today) for was, day in moves),
        )

    @property
    def moved(self) -> int:
        return self.earlier + self.later


def respace_all(learner: User, *, at: datetime) -> int:
    """Move every review to where the settings of now would have put it. Returns how many moved."""
    today = study_day_of(learner, at)
    return _move(learner, _remembered(learner), lambda cards: _respaced(cards, learner, today), at=at)


def bring_back(learner: User, *, at: datetime) -> int:
    """Let what was answered while the clock was ahead be asked as if answered today. Returns how many cards moved.

    Only who knows that the clock is right now can say so: seen from one that is behind, true answers look alike.
    """
    today = study_day_of(learner, at)
    cards = _remembered(learner).filter(last_day__gt=today + SLACK)
    return _move(learner, cards, lambda cards: _respaced(cards, learner, today), at=at)


def bring_forward(learner: User, deck: Deck, exam_on: date, *, at: datetime) -> int:
    """Let what is due on the day of the exam or later be asked in the last pass before it. Returns how many cards."""
    today = study_day_of(learner, at)
    window = last_pass(today, exam_on)
    if window is None:
        return 0

    def moves(cards: Iterable[Card]) -> Iterable[Move]:
        def day_of(card: Card, load: Load) -> date:
            return before_exam(_due_day(card), today=today, exam=exam_on, seed=card.seed, load=load)

        return _moves(cards, day_of, dict(Day.objects.load(learner, window)))

    return _move(learner, _in_review(learner).filter(deck=deck, due_day__gte=exam_on), moves, at=at)


def _in_review(learner: User) -> CardQuerySet:
    """In the order in which they choose their days."""
    return learner.cards.with_content().filter(queue=Card.Queue.REVIEW).order_by("due_day", "mix", "question_id")


def _remembered(learner: User) -> CardQuerySet:
    """Without those that were only guessed at, in the last minute of a day."""
    return _in_review(learner).filter(stability__isnull=False)


def _respaced(cards: Iterable[Card], learner: User, today: date) -> Iterable[Move]:
    preset = preset_of(learner)

    def day_of(card: Card, load: Load) -> date:
        memory, guess, seed = card.memory, card.question.asked.body.guess, card.seed
        assert memory is not None  # noqa: S101  only remembered ones are respaced
        was, window = _due_day(card), last_pass(today, card.exam_on)
        due = respace(memory, was, today=today, preset=preset, guess=guess, seed=seed, load=load)
        if window and window[0] <= was <= window[1] < due:
            return was  # it has its place in the last pass before the exam
        return before_exam(due, today=today, exam=card.exam_on, seed=seed, load=load)

    return _moves(cards, day_of, dict(Day.objects.load(learner, (today, date.max))))


def _moves(cards: Iterable[Card], day_of: Callable[[Card, Load], date], load: dict[date, int]) -> Iterable[Move]:
    """Which cards go where, each seeing what is due on a day after the moves before it."""
    for card in cards:
        was, day = _due_day(card), day_of(card, load)
        if day != was:
            load[was], load[day] = load.get(was, 0) - 1, load.get(day, 0) + 1
            yield card, day


def _move(
    learner: User, cards: CardQuerySet, moves_of: Callable[[Iterable[Card]], Iterable[Move]], *, at: datetime
) -> int:
    """Keep the moves: a row for each, its card's new day, and the counts of the days, in one transaction."""
    by_day: dict[date, list[int]] = defaultdict(list)
    days: dict[int, Tallies] = defaultdict(lambda: defaultdict(Tally))
    rows = []
    with transaction.atomic():
        learner.lock()
        for card, day in moves_of(cards):
            card.learner = learner
            rows.append(_row(card, day, at=at))
            by_day[day].append(card.question_id)
            days[card.deck_id][_due_day(card)].add(Tally(due=-1))
            days[card.deck_id][day].add(Tally(due=1))
        Review.objects.bulk_create(rows, batch_size=ROWS_AT_ONCE)
        for day, questions in by_day.items():
            for start in range(0, len(questions), ROWS_AT_ONCE):
                moving = learner.cards.filter(question__in=questions[start : start + ROWS_AT_ONCE])
                moving.update(due_day=day, version=F("version") + 1)
        for deck, tallies in days.items():
            Day.objects.add(learner, deck, difference([tallies]))
    return len(rows)


def _row(card: Card, day: date, *, at: datetime) -> Review:
    """It names the day that it takes the place of."""
    was = {"was": _due_day(card).isoformat()}
    row = card.new_row(Review.Event.RESCHEDULE, at=at, revision=card.question.revision, response=was)
    row.due = Due(day)
    row.stability_after, row.difficulty_after = card.stability, card.difficulty
    return row


def _due_day(card: Card) -> date:
    assert card.due_day is not None  # noqa: S101  a named constraint says so
    return card.due_day
