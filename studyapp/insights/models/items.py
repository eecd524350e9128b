"""How questions do: what each learner's answers to a revision add up to, and the figures of all learners together."""

from django.db import models
from django.db.models import F, Q

from studyapp.accounts.models import User
from studyapp.insights.classical import difficulty
from studyapp.library.models import Question, Revision

FEWEST = 10
"""No figure rests on fewer learners, nor on fewer answers: it would say little, and perhaps of whom."""


class Encounter(models.Model):
    """What one learner's answers to one revision add up to; nobody sees it.

    The `first_…` columns are of the learner's very first answer to the question, and empty in other revisions.
    """

    pk = models.CompositePrimaryKey("learner_id", "question_id", "revision_id")
    learner = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+", db_index=False)
    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="+")
    revision = models.ForeignKey(Revision, on_delete=models.CASCADE, related_name="+")
    answers = models.PositiveIntegerField()
    quiz = models.PositiveIntegerField(help_text="Of these, answers in a quiz.")
    practice = models.PositiveIntegerField(help_text="And answers for practice, outside the schedule.")
    hinted = models.PositiveIntegerField()
    overridden = models.PositiveIntegerField()
    lapses = models.PositiveIntegerField()
    first_right = models.BooleanField(null=True)
    first_ms = models.PositiveIntegerField(null=True)
    first_picks = models.PositiveSmallIntegerField(
        null=True,
        help_text="A bit for each option that was picked, in the order of their labels; null if there are none.",
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(answers__gte=1), name="encounter_has_an_answer"),
            models.CheckConstraint(
                condition=Q(first_right=None, first_ms=None, first_picks=None)
                | Q(first_right__isnull=False, first_ms__isnull=False),
                name="encounter_first_answer_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"encounter {self.pk}"


CURRENT = Q(revision=F("question__revision"))
"""Of figures: those of the revision that is asked now."""


class ItemFigures(models.Model):
    """How one revision of a question does, over all learners. There is a row once enough of them have answered it."""

    revision = models.OneToOneField(Revision, on_delete=models.CASCADE, primary_key=True, related_name="figures")
    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="figures")
    learners = models.PositiveIntegerField(help_text="How many have answered it.")
    answers = models.PositiveIntegerField("asked", help_text="How often it was answered in all.")
    quiz = models.PositiveIntegerField()
    practice = models.PositiveIntegerField()
    hinted = models.PositiveIntegerField()
    overridden = models.PositiveIntegerField()
    lapses = models.PositiveIntegerField()
    firsts = models.PositiveIntegerField(help_text="How many met the question in this revision.")
    first_right = models.PositiveIntegerField(null=True)
    median_ms = models.PositiveIntegerField(null=True)
    picks = models.JSONField(null=True, help_text="Each option as it was `Picked`, where the kind has options.")
    gave_up = models.PositiveIntegerField(null=True, help_text="How many asked to be shown the answer instead.")
    compared = models.PositiveIntegerField(help_text="How many of those have a rest score.")
    discrimination = models.FloatField(null=True)
    is_unpicked = models.BooleanField("nobody picks a distractor", default=False)
    is_contrary = models.BooleanField("stronger learners are more often wrong", default=False)
    is_easy = models.BooleanField("too easy to tell from guessing", default=False)
    is_slow = models.BooleanField("slow", default=False)
    is_contested = models.BooleanField("learners often say they were right", default=False)

    flags = models.PositiveSmallIntegerField("to look at", default=0, help_text="How many of these there are.")

    class Meta:
        verbose_name = "question in figures"
        verbose_name_plural = "questions in figures"
        default_permissions = ()
        constraints = [
            models.CheckConstraint(condition=Q(learners__gte=FEWEST), name="item_figures_are_of_enough_learners"),
            models.CheckConstraint(
                condition=Q(firsts__gte=FEWEST) | Q(first_right=None, median_ms=None, picks__isnull=True, gave_up=None),
                name="item_figures_of_enough_first_answers",
            ),
            models.CheckConstraint(
                condition=Q(compared__gte=FEWEST) | Q(discrimination=None), name="item_figures_compare_enough_learners"
            ),
            models.CheckConstraint(
                condition=Q(discrimination=None) | Q(discrimination__gte=-1, discrimination__lte=1),
                name="item_figures_discrimination_in_range",
            ),
            models.CheckConstraint(
                condition=Q(learners__lte=F("answers"), firsts__lte=F("learners"), compared__lte=F("firsts")),
                name="item_figures_count_the_same_learners",
            ),
        ]

    def __str__(self) -> str:
        return str(self.revision)

    @property
    def difficulty(self) -> float | None:
        """The share of first answers that were right."""
        return None if self.first_right is None else difficulty(self.first_right, self.firsts)
