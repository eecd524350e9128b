"""What waits for review, articles that readers do not see yet, and who brought each thing to where it stands."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("library", "0009_permissions_to_publish"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Standing",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("edited_at", models.DateTimeField(null=True)),
                ("moved_at", models.DateTimeField(null=True)),
                (
                    "seen_by_two",
                    models.BooleanField(
                        default=False,
                        help_text="As it is published, others than its publisher wrote it and marked it as ready.",
                    ),
                ),
                ("publish_on", models.DateField(null=True)),
                (
                    "refused",
                    models.TextField(blank=True, default="", help_text="Why it was not published on that day."),
                ),
                ("look_on", models.DateField(null=True)),
                (
                    "look_due",
                    models.BooleanField(default=False, help_text="That day has come, and nobody has looked yet."),
                ),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="fact",
            name="fact_state_is_known",
        ),
        migrations.RemoveConstraint(
            model_name="question",
            name="question_state_is_known",
        ),
        migrations.AddField(
            model_name="article",
            name="state",
            field=models.CharField(
                choices=[
                    ("draft", "Draft"),
                    ("ready", "Ready for review"),
                    ("published", "Published"),
                    ("retired", "Retired"),
                ],
                default="published",
                editable=False,
                max_length=12,
            ),
        ),
        migrations.AlterField(
            model_name="article",
            name="state",
            field=models.CharField(
                choices=[
                    ("draft", "Draft"),
                    ("ready", "Ready for review"),
                    ("published", "Published"),
                    ("retired", "Retired"),
                ],
                default="draft",
                editable=False,
                max_length=12,
            ),
        ),
        migrations.AddField(
            model_name="historicalarticle",
            name="state",
            field=models.CharField(
                choices=[
                    ("draft", "Draft"),
                    ("ready", "Ready for review"),
                    ("published", "Published"),
                    ("retired", "Retired"),
                ],
                default="published",
                editable=False,
                max_length=12,
            ),
        ),
        migrations.AlterField(
            model_name="historicalarticle",
            name="state",
            field=models.CharField(
                choices=[
                    ("draft", "Draft"),
                    ("ready", "Ready for review"),
                    ("published", "Published"),
                    ("retired", "Retired"),
                ],
                default="draft",
                editable=False,
                max_length=12,
            ),
        ),
        migrations.AlterField(
            model_name="fact",
            name="state",
            field=models.CharField(
                choices=[
                    ("draft", "Draft"),
                    ("ready", "Ready for review"),
                    ("published", "Published"),
                    ("paused", "Paused until an editor looks"),
                    ("retired", "Retired"),
                ],
                default="draft",
                editable=False,
                max_length=12,
            ),
        ),
        migrations.AlterField(
            model_name="historicalfact",
            name="state",
            field=models.CharField(
                choices=[
                    ("draft", "Draft"),
                    ("ready", "Ready for review"),
                    ("published", "Published"),
                    ("paused", "Paused until an editor looks"),
                    ("retired", "Retired"),
                ],
                default="draft",
                editable=False,
                max_length=12,
            ),
        ),
        migrations.AlterField(
            model_name="question",
            name="state",
            field=models.CharField(
                choices=[
                    ("draft", "Draft"),
                    ("ready", "Ready for review"),
                    ("published", "Published"),
                    ("paused", "Paused until an editor looks"),
                    ("retired", "Retired"),
                ],
                default="draft",
                editable=False,
                max_length=12,
            ),
        ),
        migrations.AddIndex(
            model_name="article",
            index=models.Index(condition=models.Q(("state", "ready")), fields=["id"], name="article_ready"),
        ),
        migrations.AddIndex(
            model_name="fact",
            index=models.Index(condition=models.Q(("state", "ready")), fields=["id"], name="fact_ready"),
        ),
        migrations.AddIndex(
            model_name="fact",
            index=models.Index(condition=models.Q(("state", "paused")), fields=["id"], name="fact_paused"),
        ),
        migrations.AddIndex(
            model_name="question",
            index=models.Index(condition=models.Q(("state", "ready")), fields=["id"], name="question_ready"),
        ),
        migrations.AddIndex(
            model_name="question",
            index=models.Index(condition=models.Q(("state", "paused")), fields=["id"], name="question_paused"),
        ),
        migrations.AddConstraint(
            model_name="article",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ("draft", "ready", "published", "retired"))),
                name="article_state_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="fact",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["draft", "ready", "published", "paused", "retired"])),
                name="fact_state_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="question",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["draft", "ready", "published", "paused", "retired"])),
                name="question_state_is_known",
            ),
        ),
        migrations.AddField(
            model_name="standing",
            name="article",
            field=models.OneToOneField(
                null=True, on_delete=django.db.models.deletion.CASCADE, related_name="standing", to="library.article"
            ),
        ),
        migrations.AddField(
            model_name="standing",
            name="edited_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="standing",
            name="fact",
            field=models.OneToOneField(
                null=True, on_delete=django.db.models.deletion.CASCADE, related_name="standing", to="library.fact"
            ),
        ),
        migrations.AddField(
            model_name="standing",
            name="moved_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="standing",
            name="planned_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="standing",
            name="question",
            field=models.OneToOneField(
                null=True, on_delete=django.db.models.deletion.CASCADE, related_name="standing", to="library.question"
            ),
        ),
        migrations.AddField(
            model_name="standing",
            name="ready_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddIndex(
            model_name="standing",
            index=models.Index(
                condition=models.Q(("publish_on__isnull", False)), fields=["publish_on"], name="standing_by_publish_on"
            ),
        ),
        migrations.AddIndex(
            model_name="standing",
            index=models.Index(
                condition=models.Q(("look_on__isnull", False)), fields=["look_on"], name="standing_by_look_on"
            ),
        ),
        migrations.AddConstraint(
            model_name="standing",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("article__isnull", False), ("fact__isnull", True), ("question__isnull", True)),
                    models.Q(("article__isnull", True), ("fact__isnull", False), ("question__isnull", True)),
                    models.Q(("article__isnull", True), ("fact__isnull", True), ("question__isnull", False)),
                    _connector="OR",
                ),
                name="standing_is_of_one_thing",
            ),
        ),
        migrations.AddConstraint(
            model_name="standing",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("seen_by_two", False),
                    models.Q(
                        models.Q(("moved_by", models.F("edited_by")), _negated=True),
                        models.Q(("moved_by", models.F("ready_by")), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="standing_seen_by_two_is_so",
            ),
        ),
        migrations.AddConstraint(
            model_name="standing",
            constraint=models.CheckConstraint(
                condition=models.Q(("refused", ""), ("publish_on__isnull", False), _connector="OR"),
                name="standing_refused_was_planned",
            ),
        ),
        migrations.AddConstraint(
            model_name="standing",
            constraint=models.CheckConstraint(
                condition=models.Q(("look_due", False), ("look_on__isnull", False), _connector="OR"),
                name="standing_due_has_a_day_to_look",
            ),
        ),
    ]
