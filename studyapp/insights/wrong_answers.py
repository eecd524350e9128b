"""What learners wrote that was judged wrong, kept for each of them, and gathered for editors."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import batched
from typing import Any, override

from django.db import transaction
from django.db.models import Case, Count, Exists, IntegerField, Max, Min, OuterRef, Q, Subquery, Sum, When
from django.db.models.functions import Coalesce

from studyapp.insights.collecting import Answer, CardLog, Collector
from studyapp.insights.models.collecting import Collection
from studyapp.insights.models.wrong_answers import FEWEST, LONGEST, Decision, Missed, WrongAnswer
from studyapp.kinds import KINDS
from studyapp.library.models import Question, Revision
from studyapp.study.models import Report

WRITTEN = [name for name, kind in KINDS.items() if not kind.recognition and not kind.self_rated]
"""Kinds whose answers are written."""
AT_ONCE = 500
KEY = ("question_id", "since", "gap", "folded")
COUNTED = ("written", "answers", "learners", "claims", "reports", "decision", "revision_id")

type Key = tuple[object, ...]
type Row = dict[str, Any]


class WrongAnswers(Collector):
    """Keeps a `Missed` for each thing that a learner wrote to a question and was told is wrong."""

    name = "wrong answers"
    rules = 2

    @override
    def keep(self, learner: int, logs: Sequence[CardLog]) -> None:
        Missed.objects.filter(learner=learner, question__in=[log.question_id for log in logs]).delete()
        wrong = [answer for log in logs for answer in log.answers if not answer.was_right]
        revisions = _revisions({answer.row.revision_id for answer in wrong})
        Missed.objects.bulk_create(missed(learner, wrong, revisions))

    @override
    def clear(self) -> None:
        Missed.objects.all().delete()

    @override
    def finish(self) -> None:
        gather()


def _revisions(keys: Iterable[int]) -> dict[int, tuple[Revision, int]]:
    """Revisions of questions whose answers are written, each with the one that began to ask what it asks."""
    begun = Revision.objects.filter(question=OuterRef("question"), minor=False, number__lte=OuterRef("number"))
    since = begun.order_by("-number").values("number")[:1]
    found = Revision.objects.filter(pk__in=list(keys), question__kind__in=WRITTEN).select_related("question")
    return {one.pk: (one, one.since) for one in found.annotate(since=Coalesce(Subquery(since), 1))}


def missed(learner: int, answers: Iterable[Answer], revisions: Mapping[int, tuple[Revision, int]]) -> Iterable[Missed]:
    """What these wrong answers of one learner come to."""
    found: dict[Key, Missed] = {}
    for answer in answers:
        if answer.row.revision_id not in revisions:
            continue
        revision, since = revisions[answer.row.revision_id]
        for miss in revision.body.misses(answer.row.response):
            if len(miss.written) > LONGEST:
                continue
            key = (revision.question_id, since, miss.gap, miss.folded[:LONGEST])
            if key not in found:
                counts = {"answers": 0, "claims": 0}
                found[key] = Missed(learner_id=learner, **dict(zip(KEY, key, strict=True)), **counts)
            one = found[key]
            one.written = min(one.written, miss.written) if one.written else miss.written
            one.answers += 1
            one.claims += answer.was_overridden
    return found.values()


def gather() -> None:
    """Put what all learners missed in place of what was gathered before. What stays the same is not written."""
    with transaction.atomic():
        list(Collection.objects.select_for_update().order_by("pk"))  # one after the other
        made = dict(_gathered())
        before = {tuple(row.pop(name) for name in KEY): row for row in WrongAnswer.objects.values("pk", *KEY, *COUNTED)}
        changed = [one for key, one in sorted(made.items()) if _counts(one) != _but_key(before.get(key))]
        WrongAnswer.objects.bulk_create(
            changed, batch_size=AT_ONCE, update_conflicts=True, unique_fields=KEY, update_fields=COUNTED
        )
        for gone in batched(sorted(row["pk"] for key, row in before.items() if key not in made), AT_ONCE):
            WrongAnswer.objects.filter(pk__in=gone).delete()


def _counts(one: WrongAnswer) -> dict[str, object]:
    return {name: getattr(one, name) for name in COUNTED}


def _but_key(row: dict[str, object] | None) -> dict[str, object]:
    return {name: value for name, value in (row or {}).items() if name != "pk"}


def _gathered() -> Iterator[tuple[Key, WrongAnswer]]:
    """What waits to be seen of each question as it is asked now, and is still wrong by it."""
    decided = {tuple(row[:-1]): row[-1] for row in Decision.objects.values_list(*KEY, "said")}
    for some in batched(_by_question(), AT_ONCE):
        rows_of = dict(some)
        newest = Revision.objects.filter(question__in=rows_of, minor=False).order_by()
        since = dict(newest.values_list("question").annotate(newest=Max("number")))
        for question in Question.objects.filter(pk__in=rows_of).select_related("revision"):
            for row in rows_of[question.pk]:
                key = tuple(row[name] for name in KEY)
                is_current = row["since"] == since.get(question.pk, 1)
                if is_current and not question.asked.body.takes(row["written"], row["gap"]):
                    yield key, WrongAnswer(**row, decision=decided.get(key, ""), revision=question.asked)


def _by_question() -> list[tuple[int, list[Row]]]:
    """What so many wrote that it may be shown, or one who wants it to be."""
    reported = Exists(Report.objects.filter(learner=OuterRef("learner"), question=OuterRef("question")))
    rows = Missed.objects.annotate(reported=Case(When(reported, then=1), default=0, output_field=IntegerField()))
    sums = {"answers": Sum("answers"), "claims": Sum("claims"), "reports": Sum("reported")}
    groups = rows.order_by().values(*KEY).annotate(written=Min("written"), learners=Count("*"), **sums)
    found: defaultdict[int, list[Row]] = defaultdict(list)
    for row in groups.filter(Q(learners__gte=FEWEST) | Q(claims__gte=1) | Q(reports__gte=1)):
        found[row["question_id"]].append(row)
    return list(found.items())
