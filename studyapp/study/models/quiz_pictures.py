"""Pictures of own cards that a shared quiz asks: copies for those who take it, which name no row of anybody's."""

from collections import defaultdict
from collections.abc import Iterable
from itertools import batched

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.fields.json import KT

from studyapp.accounts.models import User
from studyapp.library.models import Picture
from studyapp.library.models.pictures import HEX
from studyapp.study.models.attempts import Attempt
from studyapp.study.models.quizzes import Asked, Quiz, QuizItem

AT_ONCE = 10
"""Pictures held at a time."""


class QuizPictureManager(models.Manager["QuizPicture"]):
    def keep_for(self, quiz: Quiz, asked: Iterable[Asked]) -> None:
        """Copy what these show: from their owner, who makes this quiz, or from the quiz in which they stood before.

        For the transaction that makes it; twice is once.
        """
        wanted: dict[int | None, set[str]] = defaultdict(set)
        for one in asked:
            if not isinstance(one, tuple) and (pictures := one.get("pictures")):
                wanted[one.get("shown_by")] |= {kept["digest"] for kept in pictures.values()}
        for before, digests in wanted.items():
            kept = Picture.objects.of(quiz.owner_id) if before is None else self.filter(quiz=before)
            rows = kept.filter(digest__in=digests).values("digest", "small", "large")
            for some in batched(rows.iterator(chunk_size=AT_ONCE), AT_ONCE):
                self.bulk_create((QuizPicture(quiz=quiz, **row) for row in some), ignore_conflicts=True)

    def seen_by(self, learner: User | None) -> models.QuerySet["QuizPicture"]:
        """Of quizzes that the learner has begun; and that of a first question, which anybody with the code is asked."""
        begun = Exists(Attempt.objects.filter(learner=learner, quiz=OuterRef("quiz")))
        first = QuizItem.objects.annotate(shown=KT("pinned__pictures__prompt__digest")).filter(
            quiz=OuterRef("quiz"), position=1, shown=OuterRef("digest")
        )
        to_all = Q(Exists(first), quiz__code__isnull=False, quiz__closed_at=None)
        return self.filter(to_all if learner is None else begun | to_all)


class QuizPicture(models.Model):
    """One picture in one quiz, as long as that is there. A quiz taken again shows those of the first."""

    pk = models.CompositePrimaryKey("quiz_id", "digest")
    quiz = models.ForeignKey(Quiz, on_delete=models.CASCADE, related_name="pictures", db_index=False)
    digest = models.CharField(max_length=HEX)
    small = models.BinaryField()
    large = models.BinaryField()

    objects = QuizPictureManager()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"picture {self.digest[:8]} of {self.quiz}"
