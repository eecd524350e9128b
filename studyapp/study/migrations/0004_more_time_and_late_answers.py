"""More time is for the maker to allow, late answers are kept, and a quiz may rank and follow another."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("study", "0003_quizzes_have_time_limits"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="quiz",
            name="follows",
            field=models.ForeignKey(
                blank=True,
                help_text="The shared quiz before it, for the same people.",
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="followed_by",
                to="study.quiz",
            ),
        ),
        migrations.AddField(
            model_name="quiz",
            name="more_time",
            field=models.BooleanField(
                default=True,
                help_text="Whoever takes it may take more time, or turn the time limit off; its owner always may.",
            ),
        ),
        migrations.AddField(
            model_name="quiz",
            name="ranking",
            field=models.BooleanField(
                default=False, help_text="Those who have finished see each other's names and scores."
            ),
        ),
        migrations.CreateModel(
            name="LateAnswer",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "learner_id",
                        "quiz_id",
                        "position",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("position", models.PositiveSmallIntegerField()),
                ("response", models.JSONField()),
                ("came_at", models.DateTimeField()),
                (
                    "learner",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="late_answers",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "quiz",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="late_answers", to="study.quiz"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("position__gte", 1)), name="late_answer_counts_from_one")
                ],
            },
        ),
    ]
