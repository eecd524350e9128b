"""Cards: one learner and one question, and what an answer does."""

from collections.abc import Iterable
from copy import copy
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import models, transaction
from django.db.models import Max, Q
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual
from django.utils.functional import cached_property

from studyapp.accounts.models import User
from studyapp.compiled import CompiledInsert, CompiledQuery, CompiledUpdate
from studyapp.kinds.base import Response, Verdict
from studyapp.library.models import Change, Deck, Fact, Question, Revision
from studyapp.scheduling import Due, Memory, Prospects, Rating, State, before_exam, last_pass
from studyapp.study.cards import grading
from studyapp.study.cards.asks import Ask
from studyapp.study.cards.events import ASIDES, UNDOABLE, Certainty
from studyapp.study.cards.fold import (
    Standing,
    Tallies,
    active,
    answer_tally,
    apply,
    difference,
    due_tally,
    fold,
    no_tallies,
    rewalk,
    walk,
)
from studyapp.study.cards.queues import LEECH_LAPSES, Queue, mix_of, queue_of
from studyapp.study.learners import clock_of, preset_of
from studyapp.study.models.card_queries import CardQuerySet
from studyapp.study.models.days import Day
from studyapp.study.models.enrolments import Enrolment
from studyapp.study.models.reviews import IS_MEETING, Review, ReviewQuerySet

GRADER = 1
"""Counts the rules of judging: an old row says by which it was judged."""

RAPID_GUESS_WAIT = timedelta(minutes=1)

LONGEST_NOTE = 1000
"""Characters."""

BESIDE = (*ASIDES, Review.Event.UNDO, Review.Event.REGRADE)
"""What leaves the answer before it the newest."""


class Stale(Exception):
    """The card moved on since it was shown: in another tab, on another device, or by an undo."""


class NotInReview(Exception):
    """The card has no due day to move: it is not met yet, in a learning step, or not asked at all."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """An answer that was kept, and how it was judged. `replayed` if it had been kept before."""

    review: Review
    verdict: Verdict
    replayed: bool = False


class Card(models.Model):
    """What one learner knows of one question.

    Every column but the keys, `place` and `left` is a fold of its log; `left` is the enrolment's to say, and `queue`
    heeds both. `fact` is the original where the question's own is a translation: the two are one fact to a learner.
    """

    Queue = Queue

    pk = models.CompositePrimaryKey("learner_id", "question_id")
    learner = models.ForeignKey(User, on_delete=models.CASCADE, related_name="cards", db_index=False)
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="cards", db_index=False)
    fact = models.ForeignKey(Fact, on_delete=models.PROTECT, related_name="cards")
    deck = models.ForeignKey(Deck, on_delete=models.PROTECT, related_name="cards")
    place = models.PositiveIntegerField(help_text="Where it stands in line while it is new.")
    version = models.PositiveIntegerField(default=0, help_text="The number of rows in its log.")
    queue = models.PositiveSmallIntegerField(choices=Queue)
    due_day = models.DateField(null=True)
    due_at = models.DateTimeField(null=True)
    mix = models.PositiveIntegerField(help_text="Orders what falls due on one day.")
    reps = models.PositiveIntegerField(default=0)
    lapses = models.PositiveIntegerField(default=0)
    answers = models.PositiveIntegerField(default=0, help_text="Those before it was started again as new included.")
    right = models.PositiveIntegerField(default=0)
    elapsed_ms = models.PositiveBigIntegerField(default=0)
    stability = models.FloatField(null=True)
    difficulty = models.FloatField(null=True)
    state = models.CharField(max_length=10, blank=True)
    step = models.PositiveSmallIntegerField(null=True)
    last_day = models.DateField(null=True)
    model = models.CharField(
        max_length=12, blank=True, help_text="The memory model that stability and difficulty belong to."
    )
    suspended = models.BooleanField(default=False)
    withdrawn = models.BooleanField(default=False, help_text="The library no longer asks it.")
    left = models.BooleanField(default=False, help_text="Its learner left the deck: not asked until they join again.")
    rapid_day = models.DateField(
        null=True, help_text="The study day on which it was last answered too quickly to count."
    )
    buried_on = models.DateField(null=True, help_text="The study day on which it is not asked again.")
    marked = models.BooleanField(default=False)
    note = models.TextField(blank=True, help_text="The learner's own; nobody else sees it.")

    objects = CardQuerySet.as_manager()

    class Meta:
        indexes = [
            # The last two are only read: what is due is counted, and no row is looked up for it.
            models.Index(
                fields=["learner", "queue", "due_day", "mix", "question", "fact", "buried_on"], name="card_by_day"
            ),
            models.Index(fields=["learner", "queue", "due_at"], name="card_by_moment"),
            models.Index(fields=["learner", "fact"], name="card_siblings"),
            models.Index(fields=["learner", "deck", "queue", "due_day", "mix", "question"], name="card_by_deck"),
            # The lists of "Your cards": each index holds only what is listed.
            models.Index(fields=["learner", "place", "question"], condition=Q(suspended=True), name="card_suspended"),
            models.Index(
                fields=["learner", "buried_on", "place", "question"],
                condition=Q(buried_on__isnull=False),
                name="card_buried",
            ),
            models.Index(fields=["learner", "place", "question"], condition=Q(marked=True), name="card_marked"),
            models.Index(fields=["learner", "place", "question"], condition=Q(note__gt=""), name="card_with_note"),
            models.Index(
                fields=["learner", "-lapses", "question"],
                condition=Q(lapses__gte=LEECH_LAPSES),
                name="card_leeches",
            ),
            # The one index that does not begin with the learner: an editor asks who has met a question.
            models.Index(fields=["question"], name="card_by_question"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(queue__in=Queue.values), name="card_queue_is_known"),
            models.CheckConstraint(
                condition=~Q(queue__in=[Queue.LEARNING, Queue.REVIEW]) | Q(due_day__isnull=False),
                name="card_in_review_has_a_due_day",
            ),
            models.CheckConstraint(
                condition=~Q(queue=Queue.LEARNING) | Q(due_at__isnull=False),
                name="card_in_a_step_has_a_moment",
            ),
            models.CheckConstraint(
                condition=Q(stability=None, difficulty=None, last_day=None, state="")
                | (
                    # Said outright, since a comparison with NULL would pass.
                    Q(stability__isnull=False, difficulty__isnull=False, last_day__isnull=False)
                    & Q(stability__gt=0, difficulty__gte=1, difficulty__lte=10, state__in=[*map(str, State)])
                ),
                name="card_memory_is_whole_and_in_range",
            ),
            models.CheckConstraint(condition=Q(lapses__lte=models.F("reps")), name="card_lapses_at_most_reps"),
            models.CheckConstraint(condition=Q(right__lte=models.F("answers")), name="card_right_at_most_answers"),
            models.CheckConstraint(
                condition=~(Q(suspended=True) | Q(withdrawn=True) | Q(left=True)) | Q(queue=Queue.OFF),
                name="card_off_is_in_no_queue",
            ),
            models.CheckConstraint(condition=LessThanOrEqual(Length("note"), LONGEST_NOTE), name="card_note_is_short"),
        ]

    def __str__(self) -> str:
        return f"card {self.pk}"

    @classmethod
    def of(cls, learner: User, question: int) -> "Card | None":
        """The learner's card of the question with that key, with all that asking and judging needs; None without."""
        card = WITH_CONTENT.get(learner=learner.pk, question=question)
        if card is not None:
            card.learner = learner
        return card

    # Where the card stands

    @property
    def memory(self) -> Memory | None:
        if self.stability is None or self.difficulty is None or self.last_day is None:
            return None
        return Memory(self.stability, self.difficulty, State(self.state), self.step, self.last_day, self.model)

    @property
    def standing(self) -> Standing:
        due = Due(self.due_day, self.due_at) if self.due_day else None
        return Standing(
            *(self.memory, due, self.reps, self.lapses, self.answers, self.right, self.elapsed_ms),
            *(self.suspended, self.withdrawn, self.rapid_day),
            *(self.buried_on, self.marked, self.note),
        )

    @property
    def is_met(self) -> bool:
        return self.due_day is not None

    @property
    def is_in_review(self) -> bool:
        """It waits for a day, which can be moved."""
        return self.queue == Queue.REVIEW

    @property
    def is_leech(self) -> bool:
        """It was forgotten so often that asking again is not enough."""
        return self.lapses >= LEECH_LAPSES

    def due_counts(self, standing: Standing) -> Tallies:
        """The day on which it falls due for review where it stands so, unless its deck was left."""
        return {} if self.left else due_tally(standing)

    def stand(self, standing: Standing) -> None:
        """Take the columns from `standing`."""
        for name, value in self.columns_of(standing).items():
            setattr(self, name, value)

    def columns_of(self, standing: Standing) -> dict[str, object]:
        """What the log decides. A card never answered waits as new; the ladder of its fact may lock it."""
        memory, due = standing.memory, standing.due
        return {
            "stability": memory.stability if memory else None,
            "difficulty": memory.difficulty if memory else None,
            "state": str(memory.state) if memory else "",
            "step": memory.step if memory else None,
            "last_day": memory.last_day if memory else None,
            "model": memory.model if memory else "",
            "due_day": due.day if due else None,
            "due_at": due.at if due else None,
            "queue": Queue.OFF if self.left else queue_of(standing),
            "mix": mix_of(self.question_id, standing.reps) if due else self.place,
            **{name: getattr(standing, name) for name in STANDING},
        }

    @cached_property
    def exam_on(self) -> date | None:
        """The day its learner wants to know its deck by; `with_content` reads it along."""
        enrolments = Enrolment.objects.filter(learner=self.learner_id, deck=self.deck_id)
        return enrolments.values_list("exam_on", flat=True).first()

    def is_newest(self, row: Review) -> bool:
        """Whether the row stands, and nothing came after it but marks and notes, and what editors think of it."""
        if row.undone_at is not None:
            return False
        if row.version == self.version - 1:
            return True
        return not self.log.filter(version__gt=row.version).exclude(kind__in=BESIDE).exists()

    @property
    def newest_act(self) -> Review | None:
        """What an undo would take back."""
        return self.log.undoable().order_by("-version").first()

    @property
    def log(self) -> ReviewQuerySet:
        return Review.objects.filter(learner=self.learner_id, question=self.question_id)

    # What a learner does

    def ask(self, *, at: datetime) -> Ask:
        assert self.question.revision_id is not None  # noqa: S101  only published questions become cards
        return Ask(self.learner_id, self.question_id, self.question.revision_id, self.version, at)

    def answer(
        self,
        response: Response,
        ask: Ask,
        revision: Revision,
        *,
        at: datetime,
        certainty: Certainty | None = None,
    ) -> Outcome:
        """Judge, schedule and keep one answer. The same answer to the same ask again changes nothing.

        Raises Stale when the card was answered otherwise, or moved on, since `ask`.
        """
        if ask.version != self.version:
            return self._kept(response, ask, revision)
        try:
            verdict = grading.judge(revision.body, response)
            return self._answered(Review.Event.STUDY, response, verdict, ask, revision, certainty, at=at)
        except Stale:
            return self._kept(response, ask, revision)

    def quiz(
        self, response: Response, verdict: Verdict, revision: Revision, *, shown_at: datetime, at: datetime
    ) -> Outcome:
        """Schedule and keep an answer that a quiz has judged, to the card as it stands: who calls has locked it.

        That a quiz takes each answer but once is its own affair.
        """
        ask = Ask(self.learner_id, self.question_id, revision.pk, self.version, shown_at)
        return self._answered(Review.Event.QUIZ, response, verdict, ask, revision, None, at=at)

    def cram(
        self,
        response: Response,
        ask: Ask,
        revision: Revision,
        *,
        at: datetime,
        certainty: Certainty | None = None,
    ) -> Outcome:
        """Judge and keep an answer given for practice: it counts as time and answers, and moves nothing.

        Raises Stale as `answer` does.
        """
        if ask.version != self.version:
            return self._kept(response, ask, revision, Review.Event.CRAM)
        verdict = grading.judge(revision.body, response)
        row = self._judged_row(Review.Event.CRAM, response, verdict, ask, revision, certainty, at=at)
        try:
            self._record(row, self.standing, [{row.study_day: answer_tally(self.standing, row)}])
        except Stale:
            return self._kept(response, ask, revision, Review.Event.CRAM)
        return Outcome(row, verdict)

    def override(self, rating: Rating, version: int, *, at: datetime) -> Review:
        """The learner judges their newest answer, row `version`, otherwise; it moves their own schedule only.

        Raises Stale if it is not the newest, or was judged otherwise before.
        """
        log = list(self.log)
        replaced = next((row for row in log if row.version == version), None)
        if replaced is None or replaced.kind != Review.Event.STUDY or not self.is_newest(replaced):
            raise Stale
        preset = preset_of(self.learner)
        before, _ = walk([row for row in log if row.version != version], preset)
        row = self.new_row(Review.Event.OVERRIDE, at=at, revision=replaced.revision, response=replaced.response)
        row.replaces, row.study_day = version, replaced.study_day
        row.hinted, row.certainty = replaced.hinted, replaced.certainty
        row.stability_before, row.difficulty_before = replaced.stability_before, replaced.difficulty_before
        row.shown_at, row.elapsed_ms = replaced.shown_at, replaced.elapsed_ms
        row.score, row.rating, row.grader = float(rating > Rating.AGAIN), rating, GRADER
        row.due = self._schedule(before, rating, replaced.revision.body.guess, at=at)
        self._rewrite(row, log)
        return row

    def regrade(self, version: int, verdict: Verdict, revision: Revision, *, at: datetime) -> Review:
        """Let an editor's revision judge an answer, row `version`, otherwise; all that came after it is folded anew.

        Its due day is the one that it would have had then, and what was decided later stays decided.
        """
        log = list(self.log)
        judged = next(row for row in log if row.version == version)
        row = self.new_row(Review.Event.REGRADE, at=at, revision=revision, response=judged.response)
        row.replaces, row.study_day = version, judged.study_day
        row.stability_before, row.difficulty_before = judged.stability_before, judged.difficulty_before
        row.score, row.grader = verdict.score, GRADER
        if judged.rating is not None:
            rating = grading.rating_for(revision.body, judged.response, verdict, helped=judged.was_helped)
            row.rating, row.due = rating, self._scheduled_then(judged, rating, revision.body.guess, log)
        self._rewrite(row, log)
        return row

    def suspend(self, *, at: datetime) -> Review | None:
        """Not asked until it is resumed. None, as of every act below, if there was nothing to do: twice is once."""
        return self._act(Review.Event.SUSPEND, at=at)

    def unsuspend(self, *, at: datetime) -> Review | None:
        return self._act(Review.Event.UNSUSPEND, at=at)

    def bury(self, *, at: datetime) -> Review | None:
        """Not asked again on this study day; on the next it is back by itself."""
        return self._act(Review.Event.BURY, at=at)

    def unbury(self, *, at: datetime) -> Review | None:
        return self._act(Review.Event.UNBURY, at=at)

    def forget(self, *, at: datetime) -> Review | None:
        """Start again as new, with no answer and no lapse counted; what the study days count of its answers stays."""
        return self._act(Review.Event.FORGET, at=at)

    def set_due(self, day: date, *, at: datetime) -> Review | None:
        """Ask it on study day `day`, today at the earliest; what is remembered of it stays, and no burial holds.

        Raises NotInReview unless it waits for a day.
        """
        if not self.is_in_review:
            raise NotInReview
        return self._act(Review.Event.SET_DUE, at=at, due=Due(max(day, clock_of(self.learner).day(at))))

    def mark(self, *, at: datetime) -> Review | None:
        return self._act(Review.Event.MARK, at=at)

    def unmark(self, *, at: datetime) -> Review | None:
        return self._act(Review.Event.UNMARK, at=at)

    def write_note(self, note: str, *, at: datetime) -> Review | None:
        """Keep this note, of at most LONGEST_NOTE characters, in place of the one before; an empty one removes it."""
        return self._act(Review.Event.NOTE, at=at, response={"note": note})

    def undo(self, version: int, *, at: datetime) -> Review | None:
        """Take back the learner's newest act on this card, row `version`. None if it was taken back before.

        Raises Stale when it is not their newest.
        """
        log = list(self.log)
        target = next((row for row in log if row.version == version), None)
        if target is not None and target.undone_at is not None:
            return None
        acts = [row for row in active(log) if row.kind in UNDOABLE]
        if target is None or not acts or acts[-1].version != version:
            raise Stale
        row = self.new_row(Review.Event.UNDO, at=at, revision=target.revision)
        row.replaces = version
        with transaction.atomic():
            self._rewrite(row, log)
            judgements = Q(replaces=version, kind=Review.Event.REGRADE)
            self.log.filter(Q(version=version) | judgements).update(undone_at=at)
            if target.kind == Review.Event.FORGET:
                self.catch_up_on_answer(at=at)
        return row

    def follow(self, what: str, *, at: datetime) -> None:
        """Follow the library: `live`, `off` and `superseded` show or hide the card, `answer` has it learned again."""
        row = self.new_row(Review.Event.CHANGED, at=at, revision=self.question.revision, response={"what": what})
        if what == "answer":
            row.rating = Rating.AGAIN
            row.due = self._schedule(self.standing, Rating.AGAIN, 0.0, at=at)
        self._record(row, apply(self.standing, row, preset_of(self.learner)))

    def rest(self, *, at: datetime) -> None:
        """Not asked again on this study day, since a page of ours has just told the answer."""
        row = self.new_row(Review.Event.CHANGED, at=at, revision=self.question.revision, response={"what": "told"})
        self._record(row, apply(self.standing, row, preset_of(self.learner)))

    def catch_up_on_answer(self, *, at: datetime) -> None:
        """Have it learned again if its answer changed since the learner last met it, be it while it was not asked."""
        if self.memory is None or self.withdrawn:
            return
        met = IS_MEETING | Q(kind=Review.Event.CHANGED, rating__isnull=False)
        # The newest revision, not the latest answer: a quiz asks the one that it was made with.
        known = self.log.not_undone().filter(met).aggregate(newest=Max("revision__number"))["newest"]
        revisions = Revision.objects.with_own(self.learner_id).filter(question=self.question_id)
        if known is not None and revisions.filter(minor=False, number__gt=known).exists():
            self.follow(Change.What.ANSWER, at=at)

    # How it is kept

    def new_row(
        self, kind: str, *, at: datetime, revision: Revision | None, response: Response | None = None
    ) -> Review:
        """A row for what happens to the card now, to be kept by whoever asks for it."""
        return Review(
            learner_id=self.learner_id,
            question_id=self.question_id,
            version=self.version,
            kind=kind,
            revision=revision,
            fact_id=self.fact_id,
            study_day=clock_of(self.learner).day(at),
            answered_at=at,
            response=response or {},
            parameters_number=self.learner.parameters_number,
            stability_before=self.stability,
            difficulty_before=self.difficulty,
        )

    def _answered(
        self,
        kind: str,
        response: Response,
        verdict: Verdict,
        ask: Ask,
        revision: Revision,
        certainty: Certainty | None,
        *,
        at: datetime,
    ) -> Outcome:
        """An answer by which the schedule goes. Raises Stale if the card moved meanwhile."""
        body = revision.body
        row = self._judged_row(kind, response, verdict, ask, revision, certainty, at=at)
        # Of a question that was shown later than now, by a clock that was ahead, nobody knows how long it took.
        is_timed = ask.shown_at <= at
        if is_timed and grading.is_rapid_guess(body, verdict, row.elapsed_ms) and self.rapid_day != row.study_day:
            row.due = self._soon(at)
        else:
            row.rating = grading.rating_for(body, response, verdict, helped=row.was_helped)
            row.due = self._schedule(self.standing, Rating(row.rating), body.guess, at=at)
        standing = apply(self.standing, row, preset_of(self.learner))
        self._record(row, standing, [{row.study_day: answer_tally(self.standing, row)}])
        return Outcome(row, verdict)

    def _judged_row(
        self,
        kind: str,
        response: Response,
        verdict: Verdict,
        ask: Ask,
        revision: Revision,
        certainty: Certainty | None,
        *,
        at: datetime,
    ) -> Review:
        """The row of an answer that was judged; whether it is rated, and when it is due, is for the caller to say."""
        row = self.new_row(kind, at=at, revision=revision, response=response)
        row.shown_at, row.elapsed_ms, row.hinted = ask.shown_at, ask.elapsed_ms(at), ask.hinted
        row.score, row.grader, row.certainty = verdict.score, GRADER, certainty
        return row

    def foreseen(self, *, at: datetime) -> dict[Rating, Due]:
        """When each rating of an answer that is given now would have it asked again."""
        return self._dues(self.standing, list(Rating), 0.0, at=at)

    def _schedule(self, standing: Standing, rating: Rating, guess: float, *, at: datetime) -> Due:
        return self._dues(standing, [rating], guess, at=at)[rating]

    def _scheduled_then(self, judged: Review, rating: Rating, guess: float, log: list[Review]) -> Due:
        """When to ask again after an answer of the past, had it been worth this; by the calendar of that day."""
        preset, then = preset_of(self.learner), copy(self)
        before = fold([row for row in active(log) if row.version < judged.version], preset, no_tallies())
        then.learner = copy(self.learner)
        then.learner.study_day = judged.study_day
        return then._schedule(before, rating, guess, at=judged.answered_at)

    def _dues(self, standing: Standing, ratings: list[Rating], guess: float, *, at: datetime) -> dict[Rating, Due]:
        """Decide when to ask again after each of `ratings`, with this moment's load, zone and settings."""
        clock, preset = clock_of(self.learner), preset_of(self.learner)
        today, exam, seed = clock.day(at), self.exam_on, self._seed(standing)
        prospects = Prospects.of(standing.memory, at=at, clock=clock, preset=preset, guess=guess)
        wanted = [*map(prospects.load_window, ratings), last_pass(today, exam)]
        # All at once, since each answer may read the days but once.
        days = [day for window in wanted if window for day in window]
        load = Day.objects.load(self.learner, (min(days), max(days)) if days else None)
        scheduled = prospects.scheduled(seed=seed, load=load)
        return {
            rating: due if due.at else Due(before_exam(due.day, today=today, exam=exam, seed=seed, load=load))
            for rating in ratings
            for due in [scheduled[rating].due]
        }

    def _seed(self, standing: Standing) -> str:
        return f"{self.learner_id}:{self.question_id}:{standing.reps}"

    @property
    def seed(self) -> str:
        """Decides, by chance but for good, on which day of several it is asked."""
        return self._seed(self.standing)

    def _soon(self, at: datetime) -> Due:
        moment = at + RAPID_GUESS_WAIT
        clock = clock_of(self.learner)
        return Due(clock.day(moment), moment if clock.day(moment) == clock.day(at) else None)

    def _act(
        self, kind: str, *, at: datetime, due: Due | None = None, response: Response | None = None
    ) -> Review | None:
        """Keep an act that is no answer, unless the card stands so already."""
        row = self.new_row(kind, at=at, revision=self.question.revision, response=response)
        if due is not None:
            row.due = due
        standing = apply(self.standing, row, preset_of(self.learner))
        if standing == self.standing:
            return None
        self._record(row, standing)
        return row

    def _rewrite(self, row: Review, log: list[Review]) -> None:
        """Keep a row that takes the place of an earlier one, so that all after it is folded anew."""
        standing, days = rewalk(log, row, preset_of(self.learner))
        self._record(row, standing, [days])

    def _record(
        self, row: Review, standing: Standing, added: Iterable[Tallies] = (), taken: Iterable[Tallies] = ()
    ) -> None:
        """Insert the row, move the card, keep the days: one transaction, or Stale if the card moved first."""
        before = self.standing
        changed = {**self.columns_of(standing), "version": self.version + 1}
        memory = standing.memory
        row.stability_after, row.difficulty_after = (memory.stability, memory.difficulty) if memory else (None, None)
        with transaction.atomic():
            self.learner.lock()
            if not MOVE.run(
                changed, learner=self.learner_id, question=self.question_id, version=self.version, left=self.left
            ):
                raise Stale
            KEEP.run(row)
            days = difference([*added, self.due_counts(standing)], [*taken, self.due_counts(before)])
            Day.objects.add(self.learner, self.deck_id, days)
            self._move_siblings(before, standing)
        for name, value in changed.items():
            setattr(self, name, value)

    def _move_siblings(self, before: Standing, after: Standing) -> None:
        """A fact's recall questions come once one that shows the answer is known, and wait again if that is undone."""
        if after.graduated and not before.graduated:
            if self.question.is_recognition:
                Card.objects.unlock(self.learner, self.fact_id)
        elif after.graduated != before.graduated or after.withdrawn != before.withdrawn or after.reps == 0:
            Card.objects.lock_and_unlock(self.learner, [self.fact_id])

    def _kept(self, response: Response, ask: Ask, revision: Revision, kind: str = Review.Event.STUDY) -> Outcome:
        """The stored outcome of the very same answer, for a double click or a retry. Raises Stale for any other."""
        row = self.log.filter(version=ask.version).first()
        if (
            row is None
            or row.undone_at is not None
            or row.revision_id != revision.pk
            or not row.same_response(response, kind)
        ):
            raise Stale
        return Outcome(row, grading.judge(revision.body, response), replayed=True)


MEMORY = ("stability", "difficulty", "state", "step", "last_day", "model")
"""The columns that say what is believed of it."""

STANDING = (
    *("reps", "lapses", "suspended", "withdrawn", "rapid_day", "answers", "right", "elapsed_ms"),
    *("buried_on", "marked", "note"),
)
"""The columns that are named as in `Standing`."""

FOLDED = ("queue", "due_day", "due_at", "mix", *MEMORY, *STANDING)
"""The columns that the log decides."""


def card_with_content(*, learner: int, question: int) -> CardQuerySet:
    return Card.objects.with_content().filter(learner=learner, question=question)


def card_with_exam(*, learner: int, question: int) -> CardQuerySet:
    return Card.objects.with_exam().filter(learner=learner, question=question)


WITH_CONTENT = CompiledQuery(card_with_content, learner=models.BigAutoField(), question=models.BigAutoField())
WITH_EXAM = CompiledQuery(card_with_exam, learner=models.BigAutoField(), question=models.BigAutoField())


def card_as_it_was(*, learner: int, question: int, version: int, left: bool) -> CardQuerySet:
    return Card.objects.filter(learner=learner, question=question, version=version, left=left)


MOVE = CompiledUpdate(
    card_as_it_was,
    (*FOLDED, "version"),
    learner=models.BigAutoField(),
    question=models.BigAutoField(),
    version=models.PositiveIntegerField(),
    left=models.BooleanField(),
)
KEEP = CompiledInsert(Review)
