"""The tables of the library, and which earlier steps this one stands for."""

import re

import django.core.validators
import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models

import studyapp.library.models.fields
import studyapp.library.models.questions


class Migration(migrations.Migration):
    initial = True

    replaces = [
        ("library", "0001_initial"),
        ("library", "0002_search"),
    ]

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Deck",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "slug",
                    models.SlugField(
                        help_text="Used in the address and in the seeds. It never changes.",
                        max_length=80,
                        unique=True,
                        verbose_name="short name",
                    ),
                ),
                ("title", models.CharField(max_length=120)),
                (
                    "description",
                    models.TextField(blank=True, help_text="One or two sentences for students.", max_length=1000),
                ),
                (
                    "language",
                    models.CharField(default="en", help_text="The language of its facts and questions.", max_length=12),
                ),
                ("position", models.PositiveSmallIntegerField(default=0, help_text="Decks are listed in this order.")),
                (
                    "seed_digest",
                    studyapp.library.models.fields.SeedDigestField(
                        blank=True, default="", editable=False, max_length=64
                    ),
                ),
            ],
            options={
                "ordering": ["position", "title", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Article",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "slug",
                    models.SlugField(
                        help_text="Stands in the address and in the seeds.",
                        max_length=80,
                        unique=True,
                        verbose_name="short name",
                    ),
                ),
                ("title", models.CharField(help_text="The headline as the article gives it.", max_length=300)),
                (
                    "publisher",
                    models.CharField(
                        blank=True, help_text="Leave it empty when the article does not say.", max_length=120
                    ),
                ),
                (
                    "agency",
                    models.CharField(
                        blank=True,
                        help_text="Whose text it carries, such as AFP. Outlets with one agency’s text count as one independent source.",
                        max_length=120,
                        verbose_name="news agency",
                    ),
                ),
                (
                    "published_on",
                    models.DateField(blank=True, help_text="Leave it empty when the article does not say.", null=True),
                ),
                ("url", models.URLField(blank=True, max_length=500, verbose_name="address")),
                (
                    "language",
                    models.CharField(default="en", help_text="A language tag such as en or vi.", max_length=12),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("active", "Active"),
                            ("corrected", "Corrected by its publisher"),
                            ("retracted", "Retracted by its publisher"),
                        ],
                        default="active",
                        help_text="Marking an article corrected or retracted pauses the facts that rest on it alone.",
                        max_length=12,
                    ),
                ),
                (
                    "paragraphs",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="How many blocks of text it has after the headline, captions included.",
                        null=True,
                    ),
                ),
                (
                    "no_facts_in",
                    models.CharField(
                        blank=True,
                        help_text="Numbers of paragraphs that hold nothing to learn, such as 9,12. The others wait for a fact.",
                        max_length=200,
                        validators=[
                            django.core.validators.RegexValidator(
                                re.compile("^\\d+(?:,\\d+)*\\Z"),
                                code="invalid",
                                message="Enter only digits separated by commas.",
                            )
                        ],
                        verbose_name="paragraphs without facts",
                    ),
                ),
                (
                    "note",
                    models.TextField(
                        blank=True,
                        help_text="For readers: oddities of this source, and what it leaves unknown.",
                        max_length=2000,
                    ),
                ),
                (
                    "seed_digest",
                    studyapp.library.models.fields.SeedDigestField(
                        blank=True, default="", editable=False, max_length=64
                    ),
                ),
                (
                    "folded",
                    studyapp.library.models.fields.FoldedField(
                        blank=True, default="", editable=False, of=("title", "publisher", "agency")
                    ),
                ),
                (
                    "same_text_as",
                    models.ForeignKey(
                        blank=True,
                        help_text="Another article whose text this one largely repeats, even if it does not say so. The two then count as one source.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="copies",
                        to="library.article",
                        verbose_name="same text as",
                    ),
                ),
            ],
            options={
                "ordering": ["published_on", "slug"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("same_text_as", None),
                            models.Q(("same_text_as", models.F("id")), _negated=True),
                            _connector="OR",
                        ),
                        name="article_is_not_a_copy_of_itself",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("status__in", ["active", "corrected", "retracted"])),
                        name="article_status_is_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Fact",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "slug",
                    models.SlugField(
                        help_text="Never changes: learners’ progress hangs on it.",
                        max_length=80,
                        unique=True,
                        verbose_name="id",
                    ),
                ),
                (
                    "statement",
                    models.CharField(
                        help_text="One sentence in our own words, understood without the article.", max_length=500
                    ),
                ),
                (
                    "as_of",
                    studyapp.library.models.fields.PartialDateField(
                        blank=True,
                        help_text="When this was reported to be so: 2013-11-12, 2013-11 or 2013.",
                        max_length=10,
                        verbose_name="as of",
                    ),
                ),
                (
                    "valid_from",
                    studyapp.library.models.fields.PartialDateField(
                        blank=True,
                        help_text="If known: when it began to be so.",
                        max_length=10,
                        verbose_name="holds from",
                    ),
                ),
                (
                    "valid_to",
                    studyapp.library.models.fields.PartialDateField(
                        blank=True,
                        help_text="If known: when it ceased to be so.",
                        max_length=10,
                        verbose_name="holds until",
                    ),
                ),
                (
                    "can_change",
                    models.BooleanField(
                        default=True,
                        help_text="Untick for what no later event can change, such as a past event. Everything else needs a date.",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("published", "Published"),
                            ("paused", "Paused until an editor looks"),
                            ("retired", "Retired"),
                        ],
                        default="draft",
                        editable=False,
                        max_length=12,
                    ),
                ),
                ("position", models.PositiveIntegerField(default=0, help_text="New facts are met in this order.")),
                (
                    "seed_digest",
                    studyapp.library.models.fields.SeedDigestField(
                        blank=True, default="", editable=False, max_length=64
                    ),
                ),
                (
                    "folded",
                    studyapp.library.models.fields.FoldedField(
                        blank=True, default="", editable=False, of=("statement",)
                    ),
                ),
                (
                    "deck",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="facts", to="library.deck"
                    ),
                ),
                (
                    "superseded_by",
                    models.ForeignKey(
                        blank=True,
                        help_text="The fact that took this one’s place. Its questions are then retired, but for historical ones.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="supersedes",
                        to="library.fact",
                    ),
                ),
            ],
            options={
                "ordering": ["deck", "position", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["draft", "published", "paused", "retired"])),
                        name="fact_state_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("superseded_by__isnull", True),
                            models.Q(("superseded_by", models.F("id")), _negated=True),
                            _connector="OR",
                        ),
                        name="fact_does_not_supersede_itself",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "published"), _negated=True),
                            ("can_change", False),
                            models.Q(("as_of", ""), ("valid_from", ""), ("valid_to", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="fact_that_can_change_is_dated_when_published",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Citation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "stance",
                    models.CharField(
                        choices=[("supports", "Agrees"), ("differs", "Differs")], default="supports", max_length=10
                    ),
                ),
                (
                    "says",
                    models.CharField(help_text="What this article says, in a few words of our own.", max_length=300),
                ),
                (
                    "paragraph",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="Blocks of text counted from 1 after the headline, captions included; 0 is the headline.",
                        null=True,
                    ),
                ),
                (
                    "value_type",
                    models.CharField(
                        blank=True,
                        choices=[("", "No value"), ("number", "Number"), ("date", "Date"), ("text", "Name or phrase")],
                        default="",
                        max_length=10,
                    ),
                ),
                (
                    "value",
                    models.CharField(
                        blank=True,
                        help_text="The value this article gives, where values can be compared: 11, 2013-11-12, Tô Lâm.",
                        max_length=120,
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0, editable=False)),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="citations", to="library.article"
                    ),
                ),
                (
                    "fact",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="citations", to="library.fact"
                    ),
                ),
            ],
            options={
                "ordering": ["position", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("fact", "article", "paragraph"),
                        name="citation_once_per_fact_and_paragraph",
                        violation_error_message="This fact cites that paragraph of the article already.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("paragraph__isnull", True)),
                        fields=("fact", "article"),
                        name="citation_once_per_fact_without_paragraph",
                        violation_error_message="This fact cites that article already. Say which paragraph this is about.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("stance__in", ["supports", "differs"])), name="citation_stance_is_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("value", ""), ("value_type", "")),
                            models.Q(
                                models.Q(("value", ""), _negated=True), models.Q(("value_type", ""), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="citation_value_has_a_type",
                        violation_error_message="Give both a value and its type, or neither.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalArticle",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                (
                    "slug",
                    models.SlugField(
                        help_text="Stands in the address and in the seeds.", max_length=80, verbose_name="short name"
                    ),
                ),
                ("title", models.CharField(help_text="The headline as the article gives it.", max_length=300)),
                (
                    "publisher",
                    models.CharField(
                        blank=True, help_text="Leave it empty when the article does not say.", max_length=120
                    ),
                ),
                (
                    "agency",
                    models.CharField(
                        blank=True,
                        help_text="Whose text it carries, such as AFP. Outlets with one agency’s text count as one independent source.",
                        max_length=120,
                        verbose_name="news agency",
                    ),
                ),
                (
                    "published_on",
                    models.DateField(blank=True, help_text="Leave it empty when the article does not say.", null=True),
                ),
                ("url", models.URLField(blank=True, max_length=500, verbose_name="address")),
                (
                    "language",
                    models.CharField(default="en", help_text="A language tag such as en or vi.", max_length=12),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("active", "Active"),
                            ("corrected", "Corrected by its publisher"),
                            ("retracted", "Retracted by its publisher"),
                        ],
                        default="active",
                        help_text="Marking an article corrected or retracted pauses the facts that rest on it alone.",
                        max_length=12,
                    ),
                ),
                (
                    "paragraphs",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="How many blocks of text it has after the headline, captions included.",
                        null=True,
                    ),
                ),
                (
                    "no_facts_in",
                    models.CharField(
                        blank=True,
                        help_text="Numbers of paragraphs that hold nothing to learn, such as 9,12. The others wait for a fact.",
                        max_length=200,
                        validators=[
                            django.core.validators.RegexValidator(
                                re.compile("^\\d+(?:,\\d+)*\\Z"),
                                code="invalid",
                                message="Enter only digits separated by commas.",
                            )
                        ],
                        verbose_name="paragraphs without facts",
                    ),
                ),
                (
                    "note",
                    models.TextField(
                        blank=True,
                        help_text="For readers: oddities of this source, and what it leaves unknown.",
                        max_length=2000,
                    ),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "same_text_as",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        help_text="Another article whose text this one largely repeats, even if it does not say so. The two then count as one source.",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="library.article",
                        verbose_name="same text as",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical article",
                "verbose_name_plural": "historical articles",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalCitation",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                (
                    "stance",
                    models.CharField(
                        choices=[("supports", "Agrees"), ("differs", "Differs")], default="supports", max_length=10
                    ),
                ),
                (
                    "says",
                    models.CharField(help_text="What this article says, in a few words of our own.", max_length=300),
                ),
                (
                    "paragraph",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="Blocks of text counted from 1 after the headline, captions included; 0 is the headline.",
                        null=True,
                    ),
                ),
                (
                    "value_type",
                    models.CharField(
                        blank=True,
                        choices=[("", "No value"), ("number", "Number"), ("date", "Date"), ("text", "Name or phrase")],
                        default="",
                        max_length=10,
                    ),
                ),
                (
                    "value",
                    models.CharField(
                        blank=True,
                        help_text="The value this article gives, where values can be compared: 11, 2013-11-12, Tô Lâm.",
                        max_length=120,
                    ),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "article",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="library.article",
                    ),
                ),
                (
                    "fact",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="library.fact",
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical citation",
                "verbose_name_plural": "historical citations",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalFact",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                (
                    "slug",
                    models.SlugField(
                        help_text="Never changes: learners’ progress hangs on it.", max_length=80, verbose_name="id"
                    ),
                ),
                (
                    "statement",
                    models.CharField(
                        help_text="One sentence in our own words, understood without the article.", max_length=500
                    ),
                ),
                (
                    "as_of",
                    studyapp.library.models.fields.PartialDateField(
                        blank=True,
                        help_text="When this was reported to be so: 2013-11-12, 2013-11 or 2013.",
                        max_length=10,
                        verbose_name="as of",
                    ),
                ),
                (
                    "valid_from",
                    studyapp.library.models.fields.PartialDateField(
                        blank=True,
                        help_text="If known: when it began to be so.",
                        max_length=10,
                        verbose_name="holds from",
                    ),
                ),
                (
                    "valid_to",
                    studyapp.library.models.fields.PartialDateField(
                        blank=True,
                        help_text="If known: when it ceased to be so.",
                        max_length=10,
                        verbose_name="holds until",
                    ),
                ),
                (
                    "can_change",
                    models.BooleanField(
                        default=True,
                        help_text="Untick for what no later event can change, such as a past event. Everything else needs a date.",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("published", "Published"),
                            ("paused", "Paused until an editor looks"),
                            ("retired", "Retired"),
                        ],
                        default="draft",
                        editable=False,
                        max_length=12,
                    ),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "deck",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="library.deck",
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "superseded_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        help_text="The fact that took this one’s place. Its questions are then retired, but for historical ones.",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="library.fact",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical fact",
                "verbose_name_plural": "historical facts",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Question",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "slug",
                    models.SlugField(
                        help_text="Never changes: learners’ progress hangs on it.",
                        max_length=80,
                        unique=True,
                        verbose_name="id",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=studyapp.library.models.questions.kind_choices, editable=False, max_length=20
                    ),
                ),
                (
                    "historical",
                    models.BooleanField(
                        default=False,
                        help_text="The prompt itself says when, so this question stays true after the fact is superseded.",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("published", "Published"),
                            ("paused", "Paused until an editor looks"),
                            ("retired", "Retired"),
                        ],
                        default="draft",
                        editable=False,
                        max_length=12,
                    ),
                ),
                (
                    "position",
                    models.PositiveSmallIntegerField(
                        default=0,
                        help_text="The first that can be recognised is asked first; the others follow once it is known.",
                    ),
                ),
                (
                    "seed_digest",
                    studyapp.library.models.fields.SeedDigestField(
                        blank=True, default="", editable=False, max_length=64
                    ),
                ),
                (
                    "according_to",
                    models.ForeignKey(
                        blank=True,
                        help_text="If the prompt names a source, choose it here: only what that source says is then right.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="library.article",
                        verbose_name="according to",
                    ),
                ),
                (
                    "fact",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="questions", to="library.fact"
                    ),
                ),
            ],
            options={
                "ordering": ["fact", "position", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Revision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                ("prompt", models.CharField(max_length=500)),
                ("explanation", models.CharField(blank=True, max_length=500)),
                ("spec", models.JSONField()),
                ("minor", models.BooleanField(help_text="Wording only: learners keep their progress.")),
                ("created_at", models.DateTimeField()),
                (
                    "folded",
                    studyapp.library.models.fields.FoldedField(blank=True, default="", editable=False, of=("words",)),
                ),
                (
                    "editor",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "question",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="revisions", to="library.question"
                    ),
                ),
            ],
            options={
                "ordering": ["question", "number"],
                "constraints": [
                    models.UniqueConstraint(fields=("question", "number"), name="revision_number_once_per_question"),
                ],
            },
        ),
        migrations.AddField(
            model_name="question",
            name="revision",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.RESTRICT,
                related_name="+",
                to="library.revision",
            ),
        ),
        migrations.CreateModel(
            name="Change",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "what",
                    models.CharField(
                        choices=[
                            ("live", "May be asked"),
                            ("off", "Is not asked any more"),
                            ("superseded", "Is not asked any more, since its fact was superseded"),
                            ("answer", "Has another answer"),
                        ],
                        max_length=12,
                    ),
                ),
                ("at", models.DateTimeField()),
                (
                    "deck",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="changes", to="library.deck"
                    ),
                ),
                (
                    "question",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="changes", to="library.question"
                    ),
                ),
                (
                    "revision",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="library.revision"
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "indexes": [
                    models.Index(fields=["deck", "id"], name="change_by_deck"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("what__in", ["live", "off", "superseded", "answer"])),
                        name="change_is_of_a_known_sort",
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="question",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["draft", "published", "paused", "retired"])),
                name="question_state_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="question",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "published"), _negated=True), ("revision__isnull", False), _connector="OR"
                ),
                name="question_has_a_revision_when_published",
            ),
        ),
    ]
