"""Reading the log once for all who keep figures of it: a card whose log has grown is read anew, any other is not.

An answer writes nothing for it. That a log has grown is seen from the card, whose `version` counts its rows. A log that
has is read whole, since an undo, or a learner's own judgement, reaches back to rows that were read before. What a
collector keeps of a card is thereby always what the whole log of the card says, however often it was read meanwhile,
and so a rebuild comes to the same.

Answers in quizzes that are in no log, since their learner has no card of the question, or wants no quiz to count, are
read along with it. One that is taken up into a log later is then in the log, and no more beside it.
"""

from abc import ABC, abstractmethod
from collections import defaultdict
from collections.abc import Collection as Several
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from functools import cached_property
from heapq import merge
from itertools import groupby
from operator import attrgetter
from typing import ClassVar

from django.db import connection, models, transaction
from django.db.models import Exists, F, OuterRef
from django.db.models.functions import Cast

from studyapp.accounts.models import Gone, User
from studyapp.insights.models.collecting import Collection, Cursor
from studyapp.kinds.base import Response
from studyapp.study.cards.events import Event
from studyapp.study.cards.fold import active
from studyapp.study.cards.log import DAYS, Entry
from studyapp.study.models import Card, QuizAnswer, QuizItem, Review
from studyapp.study.models.card_queries import CardQuerySet

CARDS_AT_ONCE = 200
"""Their logs are held at a time, and their learner is locked for so long."""


@dataclass(slots=True)
class Row(Entry):
    """A row of the log with what was answered, and to which revision of the question."""

    revision_id: int
    hinted: bool
    answered_at: datetime


@dataclass(frozen=True, slots=True)
class Beside:
    """An answer in a quiz that is in no log."""

    quiz_id: int
    question_id: int
    revision_id: int
    response: Response
    score: float
    elapsed_ms: int
    answered_at: datetime
    kind: str = Event.QUIZ
    hinted: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer that counts: not one that was undone. `score` is what the app says of it in the end."""

    row: Row | Beside
    """Of kind study, quiz or cram."""
    score: float
    own: Row | None = None
    """What the learner said of it, if they judged it otherwise."""

    @property
    def was_right(self) -> bool:
        return self.score == 1

    @property
    def was_overridden(self) -> bool:
        """Whether the learner says the opposite of what the app said."""
        return self.own is not None and self.own.was_right != self.was_right


@dataclass(frozen=True)
class CardLog:
    """The whole log of one card of one learner, the oldest row first; and what they answered beside it."""

    question_id: int
    rows: Sequence[Row]
    beside: Sequence[Beside] = ()

    @cached_property
    def active(self) -> list[Row]:
        """The rows that count in the end; of an answer that was judged again the newest judgement."""
        return active(self.rows)

    @cached_property
    def answers(self) -> list[Answer]:
        """In the order in which they were given: that of the log, with what was given beside it where it belongs."""
        logged = [self._answer(row) for row in self.active if row.score is not None]
        beside = [Answer(row, row.score) for row in self.beside]
        return list(merge(logged, beside, key=lambda answer: answer.row.answered_at))

    def _answer(self, newest: Row) -> Answer:
        """The answer that this row judges, if it is not the answer itself."""
        row, own = newest, None
        while row.replaces is not None:
            own = own or (row if row.kind == Event.OVERRIDE else None)
            row = self._by_version[row.replaces]
        score = self._judged_again.get(row.version, row).score
        assert score is not None  # noqa: S101  an answer has one
        return Answer(row, score, own)

    @cached_property
    def _by_version(self) -> dict[int, Row]:
        return {row.version: row for row in self.rows}

    @cached_property
    def _judged_again(self) -> dict[int, Row]:
        """By the version of an answer, what the app says of it now, where that is not what it first said."""
        return {
            row.replaces: row
            for row in self.rows
            if row.replaces is not None and row.score is not None and row.kind != Event.OVERRIDE
        }


class Collector(ABC):
    """Keeps something of every card, in tables of its own that name the learner: what is kept goes with the account."""

    name: ClassVar[str]
    rules: ClassVar[int]
    """Counts what the collector has kept by: with another number than before, everything is collected anew."""

    @abstractmethod
    def keep(self, learner: int, logs: Sequence[CardLog]) -> None:
        """Put what these logs say in place of all that was kept of their cards. The learner is locked."""

    @abstractmethod
    def clear(self) -> None:
        """Forget all that was kept of cards."""

    def finish(self) -> None:
        """Make figures of all that is kept. Every log has been read."""
        return


@dataclass(frozen=True, slots=True)
class Progress:
    """What one run has read, and whether that was all there was to read."""

    cards: int
    rows: int
    whole: bool

    def __str__(self) -> str:
        rows, cards = _counted(self.rows, "row"), _counted(self.cards, "card")
        return f"Read {rows} of {cards}{'' if self.whole else ', and not all yet'}."


def _counted(number: int, thing: str) -> str:
    return f"{number:,} {thing}{'' if number == 1 else 's'}"


def collect(collectors: Several[Collector], *, at: datetime, most: int | None = None) -> Progress:
    """Read what the log has new, of no more than so many cards; once all is read, have the figures made.

    A collector that is new, or goes by new rules, has everything read anew. Two runs at once do no harm.
    """
    if _has_new_rules(collectors):
        forget(collectors)
    cards = rows = 0
    for some, read in _portions(collectors, most):
        cards, rows = cards + some, rows + read
    whole = most is None or not waiting()
    if whole:
        for collector in collectors:
            collector.finish()
            Collection.objects.filter(pk=collector.name).update(as_of=at)
    return Progress(cards, rows, whole)


@transaction.atomic
def forget(collectors: Several[Collector]) -> None:
    """Have the next run read every log anew. The figures stay until then."""
    Cursor.objects.all().delete()
    for collector in collectors:
        collector.clear()
        Collection.objects.update_or_create(pk=collector.name, defaults={"rules": collector.rules})


def waiting() -> list[int]:
    """Learners of whom something is to be read."""
    return sorted({*_grown().values_list("learner", flat=True).distinct(), *(who for who, _ in _otherwise_beside())})


def _grown() -> CardQuerySet:
    """Cards whose logs have grown since they were read. What learners ask themselves is nothing to editors."""
    read = Cursor.objects.filter(learner=OuterRef("learner"), question=OuterRef("question"))
    return Card.objects.filter(~Exists(read.filter(version=OuterRef("version"))), version__gt=0, question__owner=None)


def _otherwise_beside(learner: int | None = None) -> list[tuple[int, int]]:
    """By learner and question, where other answers stand beside the log than were read; of all, or of one learner."""
    # By hand, since an answer in a quiz knows its question by its place there.
    ours = "" if learner is None else "AND {}learner_id = %s"
    sql = f"""
        SELECT learner_id, question_id FROM (
            SELECT answer.learner_id, item.question_id, answer.quiz_id AS quiz
            FROM study_quizanswer answer
            JOIN study_quizitem item ON item.quiz_id = answer.quiz_id AND item.position = answer.position
            JOIN library_question question ON question.id = item.question_id AND question.owner_id IS NULL
            WHERE answer.logged_as IS NULL {ours.format("answer.")}
            UNION ALL
            SELECT learner_id, question_id, -beside FROM insights_cursor WHERE beside > 0 {ours.format("")}
        ) both_sides GROUP BY learner_id, question_id HAVING SUM(quiz) <> 0
    """  # noqa: S608  names of our own
    with connection.cursor() as cursor:
        cursor.execute(sql, [] if learner is None else [learner, learner])
        return list(cursor.fetchall())


def _has_new_rules(collectors: Several[Collector]) -> bool:
    known = dict(Collection.objects.values_list("name", "rules"))
    return any(known.get(collector.name) != collector.rules for collector in collectors)


def _portions(collectors: Several[Collector], most: int | None) -> Iterator[tuple[int, int]]:
    """Read what waits, learner by learner; of each portion, how many cards and rows it had."""
    left = most
    for learner in waiting():
        last: int | None = 0
        while last is not None and left != 0:
            size = CARDS_AT_ONCE if left is None else min(left, CARDS_AT_ONCE)
            cards, rows, last = _read(learner, collectors, after=last, size=size)
            left = left if left is None else left - cards
            yield cards, rows


def _read(learner: int, collectors: Several[Collector], *, after: int, size: int) -> tuple[int, int, int | None]:
    """Read so many of a learner's cards, those beyond that question; where to go on, or None if there were fewer."""
    with transaction.atomic():
        try:
            User(pk=learner).lock()
        except Gone:
            return 0, 0, None
        questions = _unread(learner, after=after, size=size)
        logs = list(_logs(learner, questions))
        for collector in collectors:
            collector.keep(learner, logs)
        Cursor.objects.bulk_create(
            [
                Cursor(
                    learner_id=learner,
                    question_id=log.question_id,
                    version=len(log.rows),
                    beside=sum(answer.quiz_id for answer in log.beside),
                )
                for log in logs
            ],
            update_conflicts=True,
            unique_fields=["learner_id", "question_id"],
            update_fields=["version", "beside"],
        )
    read = sum(len(log.rows) + len(log.beside) for log in logs)
    return len(logs), read, questions[-1] if len(questions) == size else None


def _unread(learner: int, *, after: int, size: int) -> list[int]:
    grown = _grown().filter(learner=learner, question__gt=after).order_by("question")
    beside = {question for _, question in _otherwise_beside(learner) if question > after}
    return sorted({*grown.values_list("question", flat=True)[:size], *beside})[:size]


def _logs(learner: int, questions: Several[int]) -> Iterator[CardLog]:
    columns = [
        Cast(column.name, models.TextField()) if column.name in DAYS else F(column.name) for column in fields(Row)
    ]
    found = Review.objects.filter(learner=learner, question__in=questions).order_by("question", "version")
    rows = map(Row.read, found.values_list(*columns))
    logs = {question: list(log) for question, log in groupby(rows, key=attrgetter("question_id"))}
    beside: defaultdict[int, list[Beside]] = defaultdict(list)
    for answer in _beside(learner, questions):
        beside[answer.question_id].append(answer)
    return (CardLog(question, logs.get(question, []), beside[question]) for question in questions)


def _beside(learner: int, questions: Several[int]) -> Iterator[Beside]:
    """What the learner answered to these in quizzes and is in no log, the oldest first."""
    items = QuizItem.objects.of(learner).filter(question__in=questions)
    asked = {
        (quiz, position): (question, revision)
        for quiz, position, question, revision in items.values_list("quiz", "position", "question", "revision")
    }
    given = QuizAnswer.objects.filter(learner=learner, logged_as=None, quiz__in={quiz for quiz, _ in asked})
    for answer in given.order_by("answered_at", "quiz"):
        if keys := asked.get((answer.quiz_id, answer.position)):
            question, revision = keys
            told = (answer.response, answer.score, answer.elapsed_ms, answer.answered_at)
            yield Beside(answer.quiz_id, question, revision, *told)
