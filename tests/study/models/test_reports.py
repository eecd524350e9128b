"""Reports from before there was one open report a learner and question."""

from collections.abc import Iterator

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from studyapp.demo.factories import LearnerFactory, QuestionFactory
from studyapp.study.models import Report
from tests.people import DAY, NOON

BEFORE, AFTER = [("study", "0011_shared_quizzes")], [("study", "0012_one_open_report")]


def migrate(to: list[tuple[str, str]]) -> None:
    MigrationExecutor(connection).migrate(to)


@pytest.fixture
def before(transactional_db: None) -> Iterator[None]:
    """The tables as they were, and afterwards as they are."""
    newest = MigrationExecutor(connection).loader.graph.leaf_nodes("study")
    migrate(BEFORE)
    yield
    Report.objects.all().delete()
    migrate(newest)


def test_of_many_open_reports_the_newest_stays_open_and_what_was_resolved_stays_so(before: None) -> None:
    lan, boris = LearnerFactory(lan=True), LearnerFactory(boris=True)
    question, other = QuestionFactory(kind="typed"), QuestionFactory(kind="typed")

    def said(learner, about, at, resolved_at=None):
        return Report.objects.create(
            learner=learner,
            question=about,
            revision=about.revision,
            reason="wrong",
            reported_at=at,
            resolved_at=resolved_at,
        )

    newest = said(lan, question, NOON + DAY)
    older = [said(lan, question, NOON), said(lan, question, NOON)]
    twice = [said(boris, other, NOON) for _ in range(2)]
    alone = [said(boris, question, NOON), said(lan, other, NOON)]
    resolved = said(lan, question, NOON + 2 * DAY, resolved_at=NOON + 3 * DAY)
    begun = timezone.now()
    migrate(AFTER)
    assert set(Report.objects.open()) == {newest, twice[-1], *alone}
    for report in (*older, twice[0]):
        report.refresh_from_db()
        assert begun <= report.resolved_at <= timezone.now()
    resolved.refresh_from_db()
    assert resolved.resolved_at == NOON + 3 * DAY
