"""What questions accept, one row an answer: whoever asks what others accept looks it up, and walks through nothing.

Beside it, all the words by which editors find a question, in a row that no student's page reads.
"""

from collections.abc import Iterable, Iterator
from hashlib import blake2b
from itertools import batched
from typing import TYPE_CHECKING, Self

from django.db import models

from studyapp.compiled import CompiledInsert
from studyapp.kinds import text
from studyapp.library.models.fields import FoldedField
from studyapp.library.models.states import State

if TYPE_CHECKING:
    from studyapp.library.models.questions import Question

AT_ONCE = 1000
"""Questions whose rows are replaced in one statement."""
LONGEST_WORD = 40
"""Letters of a word that is looked up."""


def on_ring(answer: str) -> int:
    """A place for the words of an answer, anywhere among numbers of seven bytes and the same on every machine."""
    return int.from_bytes(blake2b(text.normalise(answer).encode(), digest_size=7).digest())


class AcceptedAnswerQuerySet(models.QuerySet["AcceptedAnswer"]):
    def live(self) -> Self:
        """Of questions that may be asked."""
        return self.filter(question__state=State.PUBLISHED, question__fact__state=State.PUBLISHED)

    def own_names(self, answer_type: str) -> Self:
        """The first answers of one type."""
        return self.filter(answer_type=answer_type, place=0)

    def keep(self, questions: Iterable["Question"]) -> None:
        """Write what the newest revisions accept in place of what stood; part of whatever made them the newest."""
        for some in batched(questions, AT_ONCE):
            self.filter(question__in=[question.pk for question in some]).delete()
            KEEP_ANSWERS.run_all(row for question in some for row in AcceptedAnswer.of(question))
            NameWord.objects.filter(question__in=[question.pk for question in some]).delete()
            KEEP_WORDS.run_all(row for question in some for row in NameWord.of(question))
            Sought.objects.filter(question__in=[question.pk for question in some]).delete()
            KEEP_SOUGHT.run_all(Sought(question=question) for question in some)


class AcceptedAnswer(models.Model):
    """One text that the newest revision of a question accepts. Whether the question is live, its state says."""

    question = models.ForeignKey("Question", on_delete=models.CASCADE, related_name="accepted")
    place = models.PositiveSmallIntegerField(help_text="Its place among them; the first is the answer's own name.")
    text = models.TextField()
    answer_type = models.CharField(max_length=20, blank=True)
    ring = models.BigIntegerField(help_text="A place by its words alone, along which options are drawn.")

    objects = AcceptedAnswerQuerySet.as_manager()

    class Meta:
        ordering = ["question", "place"]
        indexes = [
            models.Index(fields=["answer_type", "place", "ring"], name="accepted_by_type_on_ring"),
            models.Index(fields=["ring"], name="accepted_on_ring"),
        ]
        constraints = [models.UniqueConstraint(fields=["question", "place"], name="accepted_once_per_place")]

    def __str__(self) -> str:
        return self.text

    @classmethod
    def of(cls, question: "Question") -> Iterator[Self]:
        """The rows that a question should have."""
        if question.revision is None:
            return
        body = question.kind_class(question.revision.spec)
        for place, answer in enumerate(body.answers):
            ring = on_ring(answer)
            yield cls(question=question, place=place, text=answer, answer_type=body.answer_type, ring=ring)


class NameWord(models.Model):
    """One word of a name that the newest revision of a question accepts, folded: by it, names spelt alike are found."""

    question = models.ForeignKey("Question", on_delete=models.CASCADE, related_name="name_words")
    word = models.CharField(max_length=LONGEST_WORD)

    class Meta:
        ordering = ["question", "word"]
        indexes = [models.Index(fields=["word"], name="name_word_by_word")]
        constraints = [models.UniqueConstraint(fields=["question", "word"], name="name_word_once_a_question")]

    def __str__(self) -> str:
        return self.word

    @classmethod
    def of(cls, question: "Question") -> Iterator[Self]:
        """The rows that a question should have."""
        if question.revision is not None:
            body = question.kind_class(question.revision.spec)
            yield from (
                cls(question=question, word=word) for word in sorted(body.name_words) if len(word) <= LONGEST_WORD
            )


class Sought(models.Model):
    """What stands in the newest revision of a question, its answers and wrong options too: editors look through it."""

    question = models.OneToOneField("Question", on_delete=models.CASCADE, primary_key=True, related_name="sought")
    words = FoldedField(of=["said"])

    class Meta:
        verbose_name_plural = "sought"

    def __str__(self) -> str:
        return self.words

    @property
    def said(self) -> str:
        if (revision := self.question.revision) is None:
            return self.question.slug
        body = self.question.kind_class(revision.spec)
        asked = [words for words, _ in body.pieces(revision.prompt)]
        return " … ".join([self.question.slug, *asked, *body.texts, revision.explanation])


KEEP_ANSWERS, KEEP_WORDS, KEEP_SOUGHT = CompiledInsert(AcceptedAnswer), CompiledInsert(NameWord), CompiledInsert(Sought)
