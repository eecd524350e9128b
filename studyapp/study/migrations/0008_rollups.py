"""Counts of retention and certainty for each day, of answers for each card; and what was answered before is counted."""

from collections import Counter, defaultdict
from itertools import groupby

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import OuterRef, Subquery

# The fold as it was when this was written, no more of it than is counted here.

COLUMNS = (
    "question",
    "version",
    "kind",
    "replaces",
    "study_day",
    "score",
    "rating",
    "elapsed_ms",
    "certainty",
    "stability_before",
)
STEPS = {"learning": 2, "relearning": 1}
CERTAINTIES = {1: "guesses", 2: "fairly_sure", 3: "sure"}
DAY = ("young", "young_recalled", "mature", "mature_recalled")
DAY += ("guesses", "guesses_right", "fairly_sure", "fairly_sure_right", "sure", "sure_right")
CARD = ("answers", "right", "elapsed_ms")
MATURE_DAYS = 21


def living(rows):
    replaced, alive = set(), []
    for row in sorted(rows, key=lambda row: row["version"], reverse=True):
        if row["version"] not in replaced:
            replaced.add(row["replaces"])
            alive.append(row)
    return alive[::-1]


def moved(state, step, rating):
    """The state of a card, and its step, after a rating."""
    if state == "review":
        return ("relearning", 0) if rating == 1 else (state, None)
    if state is None:
        state, step = "learning", 0
    if rating < 3:
        return state, 0 if rating == 1 else step
    if rating == 4 or step + 1 == STEPS[state]:
        return "review", None
    return state, step + 1


def count_answer(day, row, *, tested):
    """Add to a day what one rated answer is to it; `tested` if it put a memory to the test."""
    if tested:
        age = "mature" if (row["stability_before"] or 0) >= MATURE_DAYS else "young"
        day[age] += 1
        day[f"{age}_recalled"] += row["rating"] > 1
    if row["certainty"]:
        said = CERTAINTIES[row["certainty"]]
        day[said] += 1
        day[f"{said}_right"] += row["score"] == 1


def count_card(rows, days):
    """Add to the days what the answers to one card are to them; return what they are to the card."""
    state, step, last_day, card = None, None, None, Counter()
    for row in living(rows):
        answered = row["kind"] in ("study", "override", "quiz")
        if answered:
            card.update(answers=1, right=row["score"] == 1, elapsed_ms=row["elapsed_ms"])
        if row["kind"] == "forget":
            state, step, last_day = None, None, None
        elif row["rating"] is not None and (answered or row["kind"] == "changed"):
            if answered:
                tested = state == "review" and last_day < row["study_day"]
                count_answer(days[row["study_day"]], row, tested=tested)
            state, step = moved(state, step, row["rating"])
            last_day = max(last_day or row["study_day"], row["study_day"])
    return card


def write(schema_editor, table, columns, keys, rows):
    quote = schema_editor.quote_name
    sets = ", ".join(f"{quote(name)} = %s" for name in columns)
    where = " AND ".join(f"{quote(name)} = %s" for name in keys)
    with schema_editor.connection.cursor() as cursor:
        cursor.executemany(f"UPDATE {quote(table)} SET {sets} WHERE {where}", rows)  # noqa: S608  names of our own


def count_learner(apps, schema_editor, learner):
    Card, Day, Review = (apps.get_model("study", name) for name in ("Card", "Day", "Review"))
    decks = dict(Card.objects.filter(learner=learner).values_list("question", "deck"))
    days, cards = defaultdict(lambda: defaultdict(Counter)), {}
    log = Review.objects.filter(learner=learner).order_by("question", "version").values(*COLUMNS)
    for question, rows in groupby(log.iterator(chunk_size=2000), key=lambda row: row["question"]):
        cards[question] = count_card(rows, days[decks.get(question)])
    of_cards = [(*(int(counts[name]) for name in CARD), learner, question) for question, counts in cards.items()]
    write(schema_editor, Card._meta.db_table, CARD, ("learner_id", "question_id"), of_cards)
    of_days = [
        (
            *(int(counts[name]) for name in DAY),
            learner,
            Day._meta.get_field("study_day").get_db_prep_value(day, schema_editor.connection),
            deck,
        )
        for deck, found in days.items()
        for day, counts in found.items()
    ]
    write(schema_editor, Day._meta.db_table, DAY, ("learner_id", "study_day", "deck_id"), of_days)


def count_what_was_answered(apps, schema_editor):
    Review = apps.get_model("study", "Review")
    # What was believed before an answer is believed before the learner's own judgement of it too.
    judged = Review.objects.filter(
        learner=OuterRef("learner"), question=OuterRef("question"), version=OuterRef("replaces")
    )
    Review.objects.filter(kind="override").update(
        stability_before=Subquery(judged.values("stability_before")[:1]),
        difficulty_before=Subquery(judged.values("difficulty_before")[:1]),
    )
    for learner in list(Review.objects.order_by().values_list("learner", flat=True).distinct()):
        count_learner(apps, schema_editor, learner)


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0004_parameters"),
        ("library", "0001_initial"),
        ("study", "0007_quizzes"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Snapshot",
            fields=[
                (
                    "learner",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="snapshot",
                        serialize=False,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("study_day", models.DateField()),
                ("taken_at", models.DateTimeField()),
                ("figures", models.JSONField()),
            ],
        ),
        migrations.AddField(
            model_name="card",
            name="answers",
            field=models.PositiveIntegerField(
                default=0, help_text="Those before it was started again as new included."
            ),
        ),
        migrations.AddField(
            model_name="card",
            name="elapsed_ms",
            field=models.PositiveBigIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="card",
            name="right",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="day",
            name="fairly_sure",
            field=models.IntegerField(default=0),
        ),
        migrations.AddField(
            model_name="day",
            name="fairly_sure_right",
            field=models.IntegerField(default=0),
        ),
        migrations.AddField(
            model_name="day",
            name="guesses",
            field=models.IntegerField(default=0),
        ),
        migrations.AddField(
            model_name="day",
            name="guesses_right",
            field=models.IntegerField(default=0),
        ),
        migrations.AddField(
            model_name="day",
            name="mature",
            field=models.IntegerField(default=0),
        ),
        migrations.AddField(
            model_name="day",
            name="mature_recalled",
            field=models.IntegerField(default=0),
        ),
        migrations.AddField(
            model_name="day",
            name="sure",
            field=models.IntegerField(default=0),
        ),
        migrations.AddField(
            model_name="day",
            name="sure_right",
            field=models.IntegerField(default=0),
        ),
        migrations.AddField(
            model_name="day",
            name="young",
            field=models.IntegerField(default=0),
        ),
        migrations.AddField(
            model_name="day",
            name="young_recalled",
            field=models.IntegerField(default=0),
        ),
        migrations.AddIndex(
            model_name="review",
            index=models.Index(
                condition=models.Q(("certainty", 3), ("score__lt", 1), ("undone_at", None)),
                fields=["learner", "-answered_at", "-version"],
                name="review_sure_and_wrong",
            ),
        ),
        migrations.AddConstraint(
            model_name="card",
            constraint=models.CheckConstraint(
                condition=models.Q(("right__lte", models.F("answers"))), name="card_right_at_most_answers"
            ),
        ),
        # Last, since PostgreSQL alters no table with rows that have just been written.
        migrations.RunPython(count_what_was_answered, migrations.RunPython.noop),
    ]
