"""Composed questions that an editor did not want: what is dismissed is not proposed again."""

from collections.abc import Hashable, Iterable, Iterator

from django.db import models

from studyapp.kinds import text
from studyapp.library.models.facts import Fact

LONGEST = 200
"""Characters of an answer by which a question is known again."""


def as_known(answer: str) -> str:
    return text.normalise(answer)[:LONGEST]


class DismissalManager(models.Manager["Dismissal"]):
    def likenesses(self, facts: Iterable[Fact]) -> Iterator[tuple[int, str, Hashable]]:
        """What is not to be proposed on these facts: each with the kind and the answer."""
        return self.filter(fact__in=facts).values_list("fact", "kind", "answer").iterator()

    def dismiss(self, fact: Fact, kind: str, answer: str) -> None:
        self.get_or_create(fact=fact, kind=kind, answer=as_known(answer))

    def take_back(self, fact: Fact, kind: str, answer: str) -> None:
        self.filter(fact=fact, kind=kind, answer=as_known(answer)).delete()


class Dismissal(models.Model):
    """A kind of question with an answer that is not to be proposed on a fact, however it may be worded."""

    fact = models.ForeignKey(Fact, on_delete=models.CASCADE, related_name="dismissals")
    kind = models.CharField(max_length=20)
    answer = models.CharField(max_length=LONGEST, help_text="Folded, and cut where it is long.")

    objects = DismissalManager()

    class Meta:
        default_permissions = ()  # whoever may add questions may dismiss composed ones
        constraints = [
            models.UniqueConstraint(fields=["fact", "kind", "answer"], name="dismissed_once_per_fact_kind_and_answer")
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.answer}"
