"""The tables of study, and which earlier steps this one stands for."""

import django.db.models.deletion
import django.db.models.functions.text
import django.db.models.lookups
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    replaces = [
        ("study", "0001_initial"),
        ("study", "0002_hints"),
        ("study", "0003_certainty"),
        ("study", "0004_acts"),
        ("study", "0005_exams_and_practice"),
        ("study", "0006_parameters_of_a_review"),
        ("study", "0007_quizzes"),
        ("study", "0008_rollups"),
        ("study", "0009_bookmarks"),
        ("study", "0010_leaving"),
        ("study", "0011_shared_quizzes"),
        ("study", "0012_one_open_report"),
    ]

    dependencies = [
        ("accounts", "0001_squashed_0008_reminders"),
        ("library", "0001_squashed_0002_search"),
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
        migrations.CreateModel(
            name="Bookmark",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "learner_id", "fact_id", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("kept_at", models.DateTimeField()),
                (
                    "fact",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="bookmarks",
                        to="library.fact",
                    ),
                ),
                (
                    "learner",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="bookmarks",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Day",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "learner_id",
                        "study_day",
                        "deck_id",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("study_day", models.DateField()),
                ("answers", models.IntegerField(default=0)),
                ("right", models.IntegerField(default=0)),
                ("new", models.IntegerField(default=0)),
                ("reviews", models.IntegerField(default=0)),
                ("elapsed_ms", models.BigIntegerField(default=0)),
                ("due", models.IntegerField(default=0)),
                ("young", models.IntegerField(default=0)),
                ("young_recalled", models.IntegerField(default=0)),
                ("mature", models.IntegerField(default=0)),
                ("mature_recalled", models.IntegerField(default=0)),
                ("guesses", models.IntegerField(default=0)),
                ("guesses_right", models.IntegerField(default=0)),
                ("fairly_sure", models.IntegerField(default=0)),
                ("fairly_sure_right", models.IntegerField(default=0)),
                ("sure", models.IntegerField(default=0)),
                ("sure_right", models.IntegerField(default=0)),
                (
                    "deck",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="library.deck"
                    ),
                ),
                (
                    "learner",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="days",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Enrolment",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "learner_id", "deck_id", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("joined_at", models.DateTimeField()),
                (
                    "left_at",
                    models.DateTimeField(
                        blank=True, help_text="Until the learner joins again nothing is asked.", null=True
                    ),
                ),
                ("changes_seen", models.BigIntegerField(default=0)),
                (
                    "exam_on",
                    models.DateField(
                        blank=True,
                        help_text="The day to know the deck by: until then no review of it is put off past it.",
                        null=True,
                    ),
                ),
                (
                    "deck",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="enrolments", to="library.deck"
                    ),
                ),
                (
                    "learner",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="enrolments",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Quiz",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(blank=True, max_length=80)),
                ("scope", models.JSONField(default=dict)),
                ("length", models.PositiveSmallIntegerField(help_text="How many questions it has.")),
                (
                    "minutes",
                    models.PositiveSmallIntegerField(blank=True, help_text="None is without a clock.", null=True),
                ),
                ("one_page", models.BooleanField(default=False, help_text="All questions on one page.")),
                (
                    "feedback_at_end",
                    models.BooleanField(default=False, help_text="Until then nothing tells right from wrong."),
                ),
                ("made_at", models.DateTimeField()),
                (
                    "code",
                    models.CharField(
                        blank=True,
                        help_text="By which others take it, if it is shared.",
                        max_length=12,
                        null=True,
                        unique=True,
                    ),
                ),
                ("closed_at", models.DateTimeField(help_text="Since when a shared quiz takes no answers.", null=True)),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="quizzes", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "quizzes",
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("length__gte", 1)), name="quiz_asks_something"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("minutes", None), models.Q(("minutes__gte", 1), ("minutes__lte", 180)), _connector="OR"
                        ),
                        name="quiz_minutes_in_range",
                    ),
                    models.CheckConstraint(
                        condition=django.db.models.lookups.LessThanOrEqual(
                            django.db.models.functions.text.Length("title"), 80
                        ),
                        name="quiz_title_is_short",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("closed_at", None), ("code__isnull", False), _connector="OR"),
                        name="quiz_is_closed_only_if_shared",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Attempt",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "learner_id", "quiz_id", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("started_at", models.DateTimeField()),
                ("deadline", models.DateTimeField(help_text="None is without a clock.", null=True)),
                (
                    "more_time",
                    models.PositiveSmallIntegerField(default=0, help_text="How often the learner took more time."),
                ),
                ("clock_off", models.BooleanField(default=False, help_text="The learner turned the clock off.")),
                ("finished_at", models.DateTimeField(null=True)),
                (
                    "name",
                    models.CharField(blank=True, help_text="Chosen to take part in a shared quiz.", max_length=40),
                ),
                (
                    "hidden",
                    models.BooleanField(default=False, help_text="The owner of the quiz does not show the name."),
                ),
                ("right", models.PositiveSmallIntegerField(null=True)),
                ("score", models.FloatField(help_text="The sum of the scores of the answers.", null=True)),
                (
                    "learner",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="attempts",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "quiz",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="attempts", to="study.quiz"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["learner", "-finished_at"], name="attempt_finished"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("finished_at", None), ("right", None), ("score", None)),
                            models.Q(
                                ("finished_at__isnull", False), ("right__isnull", False), ("score__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="attempt_is_counted_when_finished",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("score", None), ("score__gte", models.F("right")), _connector="OR"),
                        name="attempt_scores_at_least_what_is_right",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("finished_at", None), ("finished_at__gte", models.F("started_at")), _connector="OR"
                        ),
                        name="attempt_ends_after_it_began",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("clock_off", False), ("deadline", None), _connector="OR"),
                        name="attempt_clock_off_has_no_end",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("more_time__lte", 100)), name="attempt_more_time_in_range"
                    ),
                    models.CheckConstraint(
                        condition=django.db.models.lookups.LessThanOrEqual(
                            django.db.models.functions.text.Length("name"), 40
                        ),
                        name="attempt_name_is_short",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="QuizAnswer",
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
                ("score", models.FloatField()),
                ("elapsed_ms", models.PositiveIntegerField(default=0)),
                ("answered_at", models.DateTimeField()),
                (
                    "logged_as",
                    models.PositiveIntegerField(
                        help_text="The version of the row that it also is in the log of the learner's card.", null=True
                    ),
                ),
                (
                    "learner",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="quiz_answers",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "quiz",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="answers", to="study.quiz"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("score__gte", 0), ("score__lte", 1)), name="quiz_answer_score_in_range"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("position__gte", 1)), name="quiz_answer_counts_from_one"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="QuizItem",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "quiz_id", "position", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(help_text="Counted from 1.")),
                (
                    "question",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="library.question"
                    ),
                ),
                (
                    "quiz",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="items",
                        to="study.quiz",
                    ),
                ),
                (
                    "revision",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="library.revision",
                    ),
                ),
            ],
            options={
                "ordering": ["quiz_id", "position"],
                "constraints": [
                    models.UniqueConstraint(fields=("quiz", "question"), name="quiz_asks_a_question_once"),
                    models.CheckConstraint(condition=models.Q(("position__gte", 1)), name="quiz_item_counts_from_one"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Report",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("wrong", "The answer is wrong"),
                            ("unclear", "The question is unclear, or has more than one answer"),
                            ("judged", "My answer should have been accepted"),
                            ("outdated", "It is out of date"),
                            ("other", "Something else"),
                        ],
                        max_length=10,
                    ),
                ),
                ("comment", models.CharField(blank=True, max_length=1000)),
                ("reported_at", models.DateTimeField()),
                ("resolved_at", models.DateTimeField(blank=True, null=True)),
                (
                    "learner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="reports", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "question",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="reports", to="library.question"
                    ),
                ),
                (
                    "revision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="library.revision"
                    ),
                ),
            ],
            options={
                "ordering": ["-reported_at"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("reason__in", ["wrong", "unclear", "judged", "outdated", "other"])),
                        name="report_reason_is_known",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("resolved_at", None)),
                        fields=("learner", "question"),
                        name="report_is_open_once_a_question",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Review",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "learner_id",
                        "question_id",
                        "version",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("version", models.PositiveIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("study", "Answered"),
                            ("override", "Judged otherwise by the learner"),
                            ("undo", "Undone"),
                            ("suspend", "Suspended"),
                            ("unsuspend", "Resumed"),
                            ("bury", "Buried until the next study day"),
                            ("unbury", "Taken back into the day"),
                            ("forget", "Started again as new"),
                            ("set-due", "Given another due day"),
                            ("mark", "Marked"),
                            ("unmark", "Mark removed"),
                            ("note", "Note changed"),
                            ("changed", "Changed in the library"),
                            ("cram", "Practised outside the schedule"),
                            ("quiz", "Answered in a quiz"),
                            ("reschedule", "Moved to another day"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "replaces",
                    models.PositiveIntegerField(
                        help_text="The version of the row that this one undoes or takes the place of.", null=True
                    ),
                ),
                ("study_day", models.DateField()),
                ("shown_at", models.DateTimeField(null=True)),
                ("answered_at", models.DateTimeField()),
                ("response", models.JSONField(default=dict)),
                ("score", models.FloatField(null=True)),
                ("rating", models.PositiveSmallIntegerField(null=True)),
                ("elapsed_ms", models.PositiveIntegerField(default=0)),
                ("hinted", models.BooleanField(default=False, help_text="A hint was shown before the answer.")),
                (
                    "certainty",
                    models.PositiveSmallIntegerField(
                        choices=[(1, "A guess"), (2, "Fairly sure"), (3, "Sure")], null=True
                    ),
                ),
                (
                    "grader",
                    models.PositiveSmallIntegerField(default=0, help_text="The version of the rules that judged it."),
                ),
                (
                    "parameters_number",
                    models.PositiveSmallIntegerField(
                        help_text="The learner's set of FSRS parameters in use then; null for the default.", null=True
                    ),
                ),
                ("stability_before", models.FloatField(null=True)),
                ("difficulty_before", models.FloatField(null=True)),
                ("stability_after", models.FloatField(null=True)),
                ("difficulty_after", models.FloatField(null=True)),
                ("due_day", models.DateField(null=True)),
                ("due_at", models.DateTimeField(null=True)),
                ("undone_at", models.DateTimeField(null=True)),
                (
                    "fact",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reviews",
                        to="library.fact",
                    ),
                ),
                (
                    "learner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="reviews", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "question",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reviews",
                        to="library.question",
                    ),
                ),
                (
                    "revision",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="library.revision",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(
                            ("undone_at", None), models.Q(("kind", "study"), ("kind", "quiz"), _connector="OR")
                        ),
                        fields=["learner", "study_day", "fact"],
                        name="review_facts_of_the_day",
                    ),
                    models.Index(
                        condition=models.Q(
                            ("undone_at", None),
                            models.Q(
                                ("kind", "study"),
                                ("kind", "override"),
                                ("kind", "suspend"),
                                ("kind", "unsuspend"),
                                ("kind", "cram"),
                                ("kind", "bury"),
                                ("kind", "unbury"),
                                ("kind", "forget"),
                                ("kind", "set-due"),
                                ("kind", "mark"),
                                ("kind", "unmark"),
                                ("kind", "note"),
                                _connector="OR",
                            ),
                        ),
                        fields=["learner", "-answered_at", "-version"],
                        name="review_undo",
                    ),
                    models.Index(
                        condition=models.Q(("score__lt", 1), ("undone_at", None)),
                        fields=["learner", "study_day", "question"],
                        name="review_mistakes",
                    ),
                    models.Index(
                        condition=models.Q(("kind", "cram"), ("undone_at", None)),
                        fields=["learner", "study_day", "question"],
                        name="review_crams",
                    ),
                    models.Index(
                        condition=models.Q(("kind", "changed")), fields=["learner", "study_day"], name="review_news"
                    ),
                    models.Index(
                        condition=models.Q(("certainty", 3), ("score__lt", 1), ("undone_at", None)),
                        fields=["learner", "-answered_at", "-version"],
                        name="review_sure_and_wrong",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "study",
                                    "override",
                                    "undo",
                                    "suspend",
                                    "unsuspend",
                                    "bury",
                                    "unbury",
                                    "forget",
                                    "set-due",
                                    "mark",
                                    "unmark",
                                    "note",
                                    "changed",
                                    "cram",
                                    "quiz",
                                    "reschedule",
                                ],
                            )
                        ),
                        name="review_kind_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("score", None), models.Q(("score__gte", 0), ("score__lte", 1)), _connector="OR"
                        ),
                        name="review_score_in_range",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("rating", None), models.Q(("rating__gte", 1), ("rating__lte", 4)), _connector="OR"
                        ),
                        name="review_rating_in_range",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("certainty", None), ("certainty__in", [1, 2, 3]), _connector="OR"),
                        name="review_certainty_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("replaces", None), ("replaces__lt", models.F("version")), _connector="OR"),
                        name="review_replaces_an_earlier_row",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind__in", ["undo", "override"]), _negated=True),
                            ("replaces__isnull", False),
                            _connector="OR",
                        ),
                        name="review_undo_names_its_row",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind__in", ["study", "override", "quiz"]), _negated=True),
                            models.Q(("due_day__isnull", False), ("score__isnull", False)),
                            _connector="OR",
                        ),
                        name="review_answer_is_judged_and_due",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "set-due"), _negated=True),
                            models.Q(("due_at", None), ("due_day__isnull", False)),
                            _connector="OR",
                        ),
                        name="review_set_due_names_a_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "cram"), _negated=True),
                            models.Q(("due_at", None), ("due_day", None), ("rating", None), ("score__isnull", False)),
                            _connector="OR",
                        ),
                        name="review_cram_is_judged_and_moves_nothing",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "reschedule"), _negated=True),
                            models.Q(("due_at", None), ("due_day__isnull", False), ("rating", None)),
                            _connector="OR",
                        ),
                        name="review_reschedule_names_a_day",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Card",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "learner_id", "question_id", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("place", models.PositiveIntegerField(help_text="Where it stands in line while it is new.")),
                ("version", models.PositiveIntegerField(default=0, help_text="The number of rows in its log.")),
                (
                    "queue",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (0, "Waits until its fact is recognised"),
                            (1, "Not met yet"),
                            (2, "In a learning step"),
                            (3, "In review"),
                            (4, "Suspended, or no longer asked"),
                        ]
                    ),
                ),
                ("due_day", models.DateField(null=True)),
                ("due_at", models.DateTimeField(null=True)),
                ("mix", models.PositiveIntegerField(help_text="Orders what falls due on one day.")),
                ("reps", models.PositiveIntegerField(default=0)),
                ("lapses", models.PositiveIntegerField(default=0)),
                (
                    "answers",
                    models.PositiveIntegerField(
                        default=0, help_text="Those before it was started again as new included."
                    ),
                ),
                ("right", models.PositiveIntegerField(default=0)),
                ("elapsed_ms", models.PositiveBigIntegerField(default=0)),
                ("stability", models.FloatField(null=True)),
                ("difficulty", models.FloatField(null=True)),
                ("state", models.CharField(blank=True, max_length=10)),
                ("step", models.PositiveSmallIntegerField(null=True)),
                ("last_day", models.DateField(null=True)),
                (
                    "model",
                    models.CharField(
                        blank=True, help_text="The memory model that stability and difficulty belong to.", max_length=12
                    ),
                ),
                ("suspended", models.BooleanField(default=False)),
                ("withdrawn", models.BooleanField(default=False, help_text="The library no longer asks it.")),
                (
                    "left",
                    models.BooleanField(
                        default=False, help_text="Its learner left the deck: not asked until they join again."
                    ),
                ),
                (
                    "rapid_day",
                    models.DateField(
                        help_text="The study day on which it was last answered too quickly to count.", null=True
                    ),
                ),
                ("buried_on", models.DateField(help_text="The study day on which it is not asked again.", null=True)),
                ("marked", models.BooleanField(default=False)),
                ("note", models.TextField(blank=True, help_text="The learner's own; nobody else sees it.")),
                (
                    "deck",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cards",
                        to="library.deck",
                    ),
                ),
                (
                    "fact",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cards",
                        to="library.fact",
                    ),
                ),
                (
                    "learner",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="cards",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "question",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cards",
                        to="library.question",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["learner", "queue", "due_day", "mix", "question"], name="card_by_day"),
                    models.Index(fields=["learner", "queue", "due_at"], name="card_by_moment"),
                    models.Index(fields=["learner", "fact"], name="card_siblings"),
                    models.Index(
                        fields=["learner", "deck", "queue", "due_day", "mix", "question"], name="card_by_deck"
                    ),
                    models.Index(
                        condition=models.Q(("suspended", True)),
                        fields=["learner", "place", "question"],
                        name="card_suspended",
                    ),
                    models.Index(
                        condition=models.Q(("buried_on__isnull", False)),
                        fields=["learner", "buried_on", "place", "question"],
                        name="card_buried",
                    ),
                    models.Index(
                        condition=models.Q(("marked", True)),
                        fields=["learner", "place", "question"],
                        name="card_marked",
                    ),
                    models.Index(
                        condition=models.Q(("note__gt", "")),
                        fields=["learner", "place", "question"],
                        name="card_with_note",
                    ),
                    models.Index(
                        condition=models.Q(("lapses__gte", 8)),
                        fields=["learner", "-lapses", "question"],
                        name="card_leeches",
                    ),
                    models.Index(fields=["question"], name="card_by_question"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("queue__in", [0, 1, 2, 3, 4])), name="card_queue_is_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("queue__in", [2, 3]), _negated=True), ("due_day__isnull", False), _connector="OR"
                        ),
                        name="card_in_review_has_a_due_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("queue", 2), _negated=True), ("due_at__isnull", False), _connector="OR"
                        ),
                        name="card_in_a_step_has_a_moment",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("difficulty", None), ("last_day", None), ("stability", None), ("state", "")),
                            models.Q(
                                ("difficulty__isnull", False),
                                ("last_day__isnull", False),
                                ("stability__isnull", False),
                                ("difficulty__gte", 1),
                                ("difficulty__lte", 10),
                                ("stability__gt", 0),
                                ("state__in", ["learning", "review", "relearning"]),
                            ),
                            _connector="OR",
                        ),
                        name="card_memory_is_whole_and_in_range",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("lapses__lte", models.F("reps"))), name="card_lapses_at_most_reps"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("right__lte", models.F("answers"))), name="card_right_at_most_answers"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("suspended", True), ("withdrawn", True), ("left", True), _connector="OR", _negated=True
                            ),
                            ("queue", 4),
                            _connector="OR",
                        ),
                        name="card_off_is_in_no_queue",
                    ),
                    models.CheckConstraint(
                        condition=django.db.models.lookups.LessThanOrEqual(
                            django.db.models.functions.text.Length("note"), 1000
                        ),
                        name="card_note_is_short",
                    ),
                ],
            },
        ),
    ]
