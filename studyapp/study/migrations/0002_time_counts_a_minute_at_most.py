"""One answer counts as a minute at most: times of cards and days are added up anew wherever one took longer."""

from django.db import migrations

# An answer counts unless it was undone, or a judgement of the learner's own that stands took its place.
COUNTED = """
    study_review AS answer
    WHERE answer.undone_at IS NULL AND NOT EXISTS (
        SELECT 1 FROM study_review AS judged
        WHERE judged.learner_id = answer.learner_id AND judged.question_id = answer.question_id
        AND judged.replaces = answer.version AND judged.kind = 'override' AND judged.undone_at IS NULL
    )
"""
MINUTES = "SUM(CASE WHEN answer.elapsed_ms > 60000 THEN 60000 ELSE answer.elapsed_ms END) AS ms"

# Practice counts for the day, not for the card.
CARDS = f"""
UPDATE study_card SET elapsed_ms = counted.ms FROM (
    SELECT answer.learner_id, answer.question_id, {MINUTES}
    FROM {COUNTED} AND answer.kind IN ('study', 'override', 'quiz')
    GROUP BY answer.learner_id, answer.question_id
    HAVING MAX(answer.elapsed_ms) > 60000
) AS counted
WHERE study_card.learner_id = counted.learner_id AND study_card.question_id = counted.question_id
"""  # noqa: S608  constants above

DAYS = f"""
UPDATE study_day SET elapsed_ms = counted.ms FROM (
    SELECT answer.learner_id, answer.study_day, answer.deck_id, {MINUTES}
    FROM (
        SELECT answer.learner_id, answer.study_day, card.deck_id, answer.elapsed_ms
        FROM study_card AS card, {COUNTED} AND answer.kind IN ('study', 'override', 'quiz', 'cram')
        AND card.learner_id = answer.learner_id AND card.question_id = answer.question_id
    ) AS answer
    GROUP BY answer.learner_id, answer.study_day, answer.deck_id
    HAVING MAX(answer.elapsed_ms) > 60000
) AS counted
WHERE study_day.learner_id = counted.learner_id AND study_day.study_day = counted.study_day
AND study_day.deck_id = counted.deck_id
"""  # noqa: S608  constants above

# They are made anew, from the cards, at the next look.
SNAPSHOTS = """
DELETE FROM study_snapshot WHERE learner_id IN (SELECT learner_id FROM study_review WHERE elapsed_ms > 60000)
"""

STATEMENTS = [CARDS, DAYS, SNAPSHOTS]


class Migration(migrations.Migration):
    dependencies = [("study", "0001_squashed_0012_one_open_report")]

    operations = [migrations.RunSQL(STATEMENTS, migrations.RunSQL.noop, elidable=True)]
