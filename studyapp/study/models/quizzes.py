"""Quizzes: a fixed set of questions, to be answered in one go and scored."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any, Self

from django.db import models, transaction
from django.db.models import Q
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual
from django.urls import reverse

from studyapp.accounts.models import Gone, User
from studyapp.compiled import CompiledQuery
from studyapp.kinds.base import Spec
from studyapp.library.models import Deck, Fact, Question, Revision
from studyapp.library.models.articles import long_columns
from studyapp.library.models.pictures import HEAVY, Kept

LONGEST_TITLE = 80
"""Characters."""
MOST_MINUTES = 180
DOUBLE_CLICK = timedelta(minutes=1)


class QuizManager(models.Manager["Quiz"]):
    def make(
        self,
        owner: User,
        asked: "Sequence[Asked]",
        *,
        at: datetime,
        twin: Q,
        code: Callable[[], str] | None = None,
        **options: Any,
    ) -> "Quiz":
        """A quiz of these questions, in this order: shared if it is given a `code`.

        `twin` knows the one that a click before has made, which is then returned instead.
        """
        options["length"] = len(asked)
        with transaction.atomic():
            owner.lock()  # of two clicks the second waits here, and then finds the quiz of the first
            if same := owner.quizzes.filter(twin, code__isnull=code is None, **options).first():
                return same
            quiz = self.create(owner=owner, made_at=at, code=code() if code else None, **options)
            QuizItem.objects.bulk_create(_item(quiz, position, one) for position, one in enumerate(asked, 1))
            return quiz


type Pinned = Spec
"""A copy of what one card of somebody's own asks and accepts: kind, prompt, explanation, spec and language; and what is
shown of its pictures, which are those of the quiz `shown_by`."""
type Asked = tuple[int, int] | Pinned
"""A question and the revision it is asked in, by primary key; or a copy of one, where those who are asked it may know
of no row."""


def as_worded_now(questions: Iterable[Question], *, for_others: bool = False) -> list[Asked]:
    """Live questions; `for_others` what is somebody's own is copied, so that nobody's answers hang on it."""
    return [_pinned(one) if for_others and one.is_own else (one.pk, one.asked.pk) for one in questions]


def _pinned(question: Question) -> Pinned:
    said = {name: getattr(question.asked, name) for name in ("prompt", "explanation", "spec", "pictures")}
    return {"kind": question.kind, "language": question.fact.deck.language, **said}


def _item(quiz: "Quiz", position: int, asked: Asked) -> "QuizItem":
    if isinstance(asked, tuple):
        return QuizItem(quiz=quiz, position=position, question_id=asked[0], revision_id=asked[1])
    # Of a shared quiz the copies of its pictures are its own; a quiz taken again goes on showing those of the first.
    shown_by = {"shown_by": quiz.pk} if quiz.code and asked.get("pictures") else {}
    return QuizItem(quiz=quiz, position=position, pinned={**asked, **shown_by})


def _addresses(quiz: int, kept: Kept) -> tuple[str, ...]:
    return tuple(reverse(f"quiz-picture-{size}", args=[quiz, kept["digest"]]) for size in HEAVY)


def just_made(at: datetime) -> Q:
    """A quiz that was made so shortly before, and in which nothing has happened yet, is the one that was meant."""
    return Q(made_at__gt=at - DOUBLE_CLICK, answers=None, attempts__finished_at=None)


class Quiz(models.Model):
    """What is asked, and how; never changed once it is made. `scope` says what it was drawn from."""

    owner = models.ForeignKey(
        User,
        on_delete=models.CASCADE,
        null=True,
        related_name="quizzes",
        help_text="None once the account is gone, if others had begun the quiz: it is there for these alone.",
    )
    title = models.CharField(max_length=LONGEST_TITLE, blank=True)
    scope = models.JSONField(default=dict)
    length = models.PositiveSmallIntegerField(help_text="How many questions it has.")
    minutes = models.PositiveSmallIntegerField(null=True, blank=True, help_text="None is without a time limit.")
    one_page = models.BooleanField(default=False, help_text="All questions on one page.")
    feedback_at_end = models.BooleanField(default=False, help_text="Until then nothing tells right from wrong.")
    more_time = models.BooleanField(
        default=True, help_text="Whoever takes it may take more time, or turn the time limit off; its owner always may."
    )
    made_at = models.DateTimeField()
    code = models.CharField(
        max_length=12, null=True, blank=True, unique=True, help_text="By which others take it, if it is shared."
    )
    ranking = models.BooleanField(default=False, help_text="Those who have finished see each other's names and scores.")
    follows = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="followed_by",
        help_text="The shared quiz before it, for the same people.",
    )
    closed_at = models.DateTimeField(null=True, help_text="Since when a shared quiz takes no answers.")

    objects = QuizManager()

    class Meta:
        verbose_name_plural = "quizzes"
        constraints = [
            models.CheckConstraint(condition=Q(length__gte=1), name="quiz_asks_something"),
            models.CheckConstraint(
                condition=Q(minutes=None) | Q(minutes__gte=1, minutes__lte=MOST_MINUTES), name="quiz_minutes_in_range"
            ),
            models.CheckConstraint(
                condition=LessThanOrEqual(Length("title"), LONGEST_TITLE), name="quiz_title_is_short"
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None) | Q(code__isnull=False) | Q(owner=None),
                name="quiz_is_closed_only_if_shared",
            ),
            models.CheckConstraint(
                condition=Q(owner__isnull=False) | Q(code=None, follows=None), name="quiz_of_nobody_is_open_to_nobody"
            ),
        ]

    def __str__(self) -> str:
        return self.title or f"quiz {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("quiz", args=[self.pk])

    @classmethod
    def of_code(cls, code: str) -> "Quiz | None":
        """The shared quiz with that code, which knows its owner."""
        return OF_CODE.get(code=code)

    @classmethod
    def of_key(cls, key: int) -> "Quiz | None":
        """The shared quiz with that key, as long as it has a code."""
        return OF_KEY.get(key=key)

    def hold_for(self, learner: User) -> None:
        """For a transaction of one who begins it: its owner, with whom it would go, cannot be erased before the end.

        Whoever has begun it keeps it. Raises Gone.
        """
        if self.owner_id is None:
            raise Gone
        if self.owner_id != learner.pk:
            User.hold(self.owner_id)

    @property
    def is_closed(self) -> bool:
        return self.closed_at is not None


class QuizItemQuerySet(models.QuerySet["QuizItem"]):
    def of(self, learner: User | int) -> Self:
        """What the learner may see, since they have begun the quiz."""
        return self.filter(quiz__attempts__learner=learner)

    def with_content(self) -> Self:
        """All that asking and judging needs, in one statement."""
        asked = ("according_to", "fact__deck", "fact__superseded_by")
        found = self.select_related("quiz", "revision", *(f"question__{name}" for name in asked))
        return found.defer(*long_columns("question__according_to"))


class QuizItem(models.Model):
    """One question of a quiz, pinned to the revision that is asked whatever editors do meanwhile.

    Of a card that is the own one of whoever made a quiz for others, it is a copy that names no row.
    """

    pk = models.CompositePrimaryKey("quiz_id", "position")
    quiz = models.ForeignKey(Quiz, on_delete=models.CASCADE, related_name="items", db_index=False)
    position = models.PositiveSmallIntegerField(help_text="Counted from 1.")
    question = models.ForeignKey(Question, on_delete=models.PROTECT, null=True, related_name="+")
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, null=True, related_name="+")
    pinned = models.JSONField(null=True)

    objects = QuizItemQuerySet.as_manager()

    class Meta:
        ordering = ["quiz_id", "position"]
        constraints = [
            models.UniqueConstraint(fields=["quiz", "question"], name="quiz_asks_a_question_once"),
            models.CheckConstraint(condition=Q(position__gte=1), name="quiz_item_counts_from_one"),
            models.CheckConstraint(
                condition=Q(question__isnull=False, revision__isnull=False, pinned__isnull=True)
                | Q(question=None, revision=None, pinned__isnull=False),
                name="quiz_item_names_a_question_or_is_a_copy",
            ),
        ]

    def __str__(self) -> str:
        return f"question {self.position} of {self.quiz}"

    @classmethod
    def of(cls, learner: User, quiz: int, position: int) -> "QuizItem | None":
        """One question of a quiz that the learner has begun, with all that asking and judging needs; None without."""
        return WITH_CONTENT.get(learner=learner.pk, quiz=quiz, position=position)

    @property
    def asked(self) -> Revision:
        """The revision, which knows its question; of a copy both were never stored."""
        if self.pinned is not None:
            return self._copy
        assert self.revision is not None  # noqa: S101  else it is a copy
        assert self.question is not None  # noqa: S101  likewise
        self.revision.question = self.question
        return self.revision

    @cached_property
    def _copy(self) -> Revision:
        said = dict(self.pinned or {})
        fact = Fact(deck=Deck(language=said.pop("language")), can_change=False)
        shown_by, pictures = said.pop("shown_by", None), said.pop("pictures", {})
        said["pictures"] = {place: kept | {"addresses": _addresses(shown_by, kept)} for place, kept in pictures.items()}
        return Revision(question=Question(kind=said.pop("kind"), fact=fact), **said)

    @property
    def is_own(self) -> bool:
        """Whether it is asked from a card of somebody's own: then no fact and no source stands behind it."""
        return self.pinned is not None or self.asked.is_own

    def seed(self, learner: int) -> str:
        """Orders the options: stable under reload, another for each learner, and no secret."""
        return f"{learner}:{self.quiz_id}:{self.position}"


def quiz_of_code(*, code: str) -> models.QuerySet[Quiz]:
    return Quiz.objects.select_related("owner").filter(code=code)


def quiz_of_key(*, key: int) -> models.QuerySet[Quiz]:
    return Quiz.objects.filter(pk=key, code__isnull=False)


OF_CODE = CompiledQuery(quiz_of_code, code=models.CharField())
OF_KEY = CompiledQuery(quiz_of_key, key=models.BigAutoField())


def item_with_content(*, learner: int, quiz: int, position: int) -> QuizItemQuerySet:
    return QuizItem.objects.of(learner).with_content().filter(quiz=quiz, position=position)


WITH_CONTENT = CompiledQuery(
    item_with_content,
    learner=models.BigAutoField(),
    quiz=models.BigAutoField(),
    position=models.PositiveSmallIntegerField(),
)
