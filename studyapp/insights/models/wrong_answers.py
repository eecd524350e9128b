"""What learners wrote that was judged wrong: counted for each of them, and for all who wrote the same."""

from django.db import models
from django.db.models import Q

from studyapp.accounts.models import User
from studyapp.library.models import Question, Revision

FEWEST = 2
"""What fewer learners wrote is shown only if one of them has asked for it, by a report or by "I was right"."""
LONGEST = 200
"""Characters."""


class Missed(models.Model):
    """What one learner wrote to one question, in whatever spelling, and was told is wrong; nobody sees it."""

    pk = models.CompositePrimaryKey("learner_id", "question_id", "since", "gap", "folded")
    learner = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+", db_index=False)
    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="+")
    since = models.PositiveIntegerField(help_text="The revision with which the question began to ask this.")
    gap = models.PositiveSmallIntegerField(help_text="Which gap of a sentence it stood in; 0 where there is none.")
    folded = models.CharField(max_length=LONGEST)
    written = models.CharField(max_length=LONGEST)
    answers = models.PositiveIntegerField()
    claims = models.PositiveIntegerField(help_text="How often the learner then said that it was right.")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(answers__gte=1), name="missed_at_least_once"),
            models.CheckConstraint(condition=Q(claims__lte=models.F("answers")), name="missed_claims_at_most_answers"),
        ]

    def __str__(self) -> str:
        return f"missed {self.pk}"


class Said(models.TextChoices):
    """What an editor did about a wrong answer."""

    ACCEPTED = "accepted", "Accepted"
    REFUSED = "refused", "Listed as wrong"
    OFFERED = "offered", "Made a wrong option"
    LEFT = "left", "Left as it is"


class Decision(models.Model):
    """An editor has seen to a wrong answer, which therefore waits no more, however often it is given."""

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="+", db_index=False)
    since = models.PositiveIntegerField()
    gap = models.PositiveSmallIntegerField()
    folded = models.CharField(max_length=LONGEST)
    said = models.CharField(max_length=8, choices=Said)
    at = models.DateTimeField()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["question", "since", "gap", "folded"], name="decided_once_a_wrong_answer"),
            models.CheckConstraint(
                condition=Q(said__in=["accepted", "refused", "offered", "left"]), name="decision_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_said_display()}: {self.folded}"


class WrongAnswer(models.Model):
    """What several learners wrote to one question as it is asked now, or one who wants it looked at."""

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="wrong_answers", db_index=False)
    since = models.PositiveIntegerField()
    gap = models.PositiveSmallIntegerField()
    folded = models.CharField(max_length=LONGEST)
    written = models.CharField(max_length=LONGEST)
    answers = models.PositiveIntegerField()
    learners = models.PositiveIntegerField()
    claims = models.PositiveIntegerField()
    reports = models.PositiveIntegerField(help_text="How many of them have reported the question.")
    decision = models.CharField(max_length=8, choices=Said, blank=True)
    revision = models.ForeignKey(
        Revision, on_delete=models.CASCADE, related_name="+", help_text="By which it is wrong."
    )

    class Meta:
        verbose_name = "wrong answer"
        default_permissions = ()
        indexes = [
            models.Index(fields=["decision", "-claims", "-learners", "-answers", "id"], name="wrong_answers_first"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["question", "since", "gap", "folded"], name="wrong_answer_once"),
            models.CheckConstraint(
                condition=Q(learners__gte=FEWEST) | Q(claims__gte=1) | Q(reports__gte=1),
                name="wrong_answer_of_one_learner_wants_to_be_seen",
            ),
            models.CheckConstraint(
                condition=Q(decision__in=["", "accepted", "refused", "offered", "left"]),
                name="wrong_answer_decision_is_known",
            ),
        ]

    def __str__(self) -> str:
        return self.written
