"""What becomes of shared quizzes when an account is deleted: whoever has begun one can finish it."""

from collections.abc import Collection

from django.db.models import Exists, F, OuterRef, Q

from studyapp.accounts.models import User
from studyapp.study.models import Attempt, Quiz


def set_free(learners: Collection[User]) -> None:
    """For the transaction that deletes these accounts: what others have begun stays with them, as nobody's.

    It keeps its questions and its title, and nobody can begin it any more. It goes with the last who has begun it.
    """
    gone = [learner.pk for learner in learners]
    theirs = Quiz.objects.filter(owner__in=gone, code__isnull=False)
    taken = Attempt.objects.filter(learner__in=gone).exclude(quiz__owner=F("learner"))
    keys = {*theirs.values_list("pk", flat=True), *taken.values_list("quiz", flat=True)}
    if not keys:
        return
    # In order, so that of two who leave each other's quizzes at once the second waits, and then sees who is left.
    list(Quiz.objects.select_for_update(no_key=True).filter(pk__in=keys).order_by("pk").values_list("pk"))
    others = Exists(Attempt.objects.filter(quiz=OuterRef("pk")).exclude(learner__in=gone))
    left = Quiz.objects.filter(others, pk__in=keys, owner__in=gone)
    left.filter(scope__has_key="own").update(scope={})  # numbers of decks that go as well
    left.update(owner=None, code=None, follows=None)
    Quiz.objects.filter(~others, Q(owner__in=gone) | Q(owner=None), pk__in=keys).delete()
