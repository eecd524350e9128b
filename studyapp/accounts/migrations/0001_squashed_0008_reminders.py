"""The tables of accounts, and which earlier steps this one stands for."""

from decimal import Decimal

import django.core.validators
import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import studyapp.accounts.models


class Migration(migrations.Migration):
    initial = True

    replaces = [
        ("accounts", "0001_initial"),
        ("accounts", "0002_ask_certainty"),
        ("accounts", "0003_catch_up_pace"),
        ("accounts", "0004_parameters"),
        ("accounts", "0005_language"),
        ("accounts", "0006_quizzes_count"),
        ("accounts", "0007_guests"),
        ("accounts", "0008_reminders"),
    ]

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [
        migrations.CreateModel(
            name="User",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                (
                    "is_superuser",
                    models.BooleanField(
                        default=False,
                        help_text="Designates that this user has all permissions without explicitly assigning them.",
                        verbose_name="superuser status",
                    ),
                ),
                (
                    "is_staff",
                    models.BooleanField(
                        default=False,
                        help_text="Designates whether the user can log into this admin site.",
                        verbose_name="staff status",
                    ),
                ),
                (
                    "is_active",
                    models.BooleanField(
                        default=True,
                        help_text="Designates whether this user should be treated as active. Unselect this instead of deleting accounts.",
                        verbose_name="active",
                    ),
                ),
                ("date_joined", models.DateTimeField(default=django.utils.timezone.now, verbose_name="date joined")),
                (
                    "email",
                    models.EmailField(
                        error_messages={"unique": "There is an account with this email address already."},
                        max_length=254,
                        null=True,
                        unique=True,
                        verbose_name="email address",
                    ),
                ),
                ("name", models.CharField(blank=True, help_text="What we call you. Only you see it.", max_length=80)),
                (
                    "language",
                    models.CharField(
                        blank=True,
                        choices=[("en", "English"), ("vi", "Tiếng Việt"), ("ru", "Русский")],
                        default="",
                        help_text="The language of these pages. Questions and facts stay in their own.",
                        max_length=8,
                    ),
                ),
                (
                    "time_zone",
                    models.CharField(
                        default="UTC",
                        help_text="Decides when your study day begins.",
                        max_length=64,
                        validators=[studyapp.accounts.models.validate_time_zone],
                    ),
                ),
                (
                    "day_start",
                    models.PositiveSmallIntegerField(
                        default=4,
                        help_text="The hour at which a new study day begins: with 4, what you study at 1 a.m. counts for yesterday.",
                        validators=[django.core.validators.MaxValueValidator(12)],
                        verbose_name="day starts at",
                    ),
                ),
                (
                    "number_style",
                    models.CharField(
                        choices=[
                            ("en", "3,600.5 (English)"),
                            ("vi", "3.600,5 (Vietnamese)"),
                            ("ru", "3 600,5 (Russian)"),
                            ("de", "3.600,5 (German)"),
                            ("fr", "3 600,5 (French)"),
                        ],
                        default="en",
                        help_text="How we read the numbers you type. English is always understood as well.",
                        max_length=8,
                        verbose_name="numbers are written",
                    ),
                ),
                (
                    "new_per_day",
                    models.PositiveSmallIntegerField(
                        default=10,
                        help_text="How many questions you have never met are brought in on one study day.",
                        validators=[django.core.validators.MaxValueValidator(999)],
                        verbose_name="new questions a day",
                    ),
                ),
                (
                    "reviews_per_day",
                    models.PositiveSmallIntegerField(
                        default=200,
                        help_text="At most so many reviews are asked on one study day; the rest waits.",
                        validators=[django.core.validators.MaxValueValidator(9999)],
                        verbose_name="reviews a day",
                    ),
                ),
                (
                    "catch_up_pace",
                    models.PositiveSmallIntegerField(
                        editable=False,
                        help_text="Reviews a day in place of the usual limit, until what has piled up is worked off.",
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(9999),
                        ],
                    ),
                ),
                (
                    "desired_retention",
                    models.DecimalField(
                        decimal_places=2,
                        default=Decimal("0.90"),
                        help_text="The share of reviews you want to get right. Higher means more reviews: 0.90 suits most people.",
                        max_digits=3,
                        validators=[
                            django.core.validators.MinValueValidator(Decimal("0.70")),
                            django.core.validators.MaxValueValidator(Decimal("0.99")),
                        ],
                    ),
                ),
                (
                    "single_key_shortcuts",
                    models.BooleanField(
                        default=True,
                        help_text="Answer with 1–9, undo with u, and so on. Turn it off if you use speech input.",
                        verbose_name="single-key shortcuts",
                    ),
                ),
                (
                    "ask_certainty",
                    models.BooleanField(
                        default=False,
                        help_text="Beside every answer you can then say whether it was a guess. A right guess comes back sooner, and you learn how well you judge yourself.",
                        verbose_name="ask how sure I am",
                    ),
                ),
                (
                    "quizzes_count",
                    models.BooleanField(
                        default=True,
                        help_text="What you answer in a quiz then also moves the day on which it is asked again. Otherwise quizzes and daily study know nothing of each other.",
                        verbose_name="quizzes count for my schedule",
                    ),
                ),
                (
                    "remind_at",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="A short letter at this hour of your day, when something is left to study. At most one a day.",
                        null=True,
                        validators=[django.core.validators.MaxValueValidator(23)],
                        verbose_name="remind me by email",
                    ),
                ),
                (
                    "reminded_on",
                    models.DateField(
                        editable=False,
                        help_text="The latest study day whose reminder was seen to, sent or not needed.",
                        null=True,
                    ),
                ),
                (
                    "parameters",
                    models.JSONField(
                        editable=False,
                        help_text="FSRS parameters fitted to this learner's log; null for the default.",
                        null=True,
                    ),
                ),
                (
                    "parameters_number",
                    models.PositiveSmallIntegerField(
                        editable=False, help_text="The number of the set that the parameters come from.", null=True
                    ),
                ),
                (
                    "study_day",
                    models.DateField(
                        editable=False, help_text="The latest study day reached; it never goes back.", null=True
                    ),
                ),
                ("is_demo", models.BooleanField(default=False, editable=False, verbose_name="demo account")),
                (
                    "is_guest",
                    models.BooleanField(
                        default=False,
                        editable=False,
                        help_text="Answered without an account; signing up makes a learner of the guest.",
                    ),
                ),
                (
                    "ticket",
                    models.UUIDField(
                        editable=False,
                        help_text="Of a guest: the page from which the first answer came.",
                        null=True,
                        unique=True,
                    ),
                ),
                (
                    "groups",
                    models.ManyToManyField(
                        blank=True,
                        help_text="The groups this user belongs to. A user will get all permissions granted to each of their groups.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.group",
                        verbose_name="groups",
                    ),
                ),
                (
                    "user_permissions",
                    models.ManyToManyField(
                        blank=True,
                        help_text="Specific permissions for this user.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.permission",
                        verbose_name="user permissions",
                    ),
                ),
            ],
            managers=[
                ("objects", studyapp.accounts.models.UserManager()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("email", django.db.models.functions.text.Lower("email"))),
                        name="user_email_is_lower_case",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("email", None), ("is_guest", True)),
                            models.Q(("email__isnull", False), ("is_guest", False), ("ticket", None)),
                            _connector="OR",
                        ),
                        name="user_email_unless_guest",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("language__in", ["", "en", "vi", "ru"])), name="user_language_is_known"
                    ),
                    models.CheckConstraint(condition=models.Q(("day_start__lte", 12)), name="user_day_starts_by_noon"),
                    models.CheckConstraint(
                        condition=models.Q(("new_per_day__lte", 999)), name="user_new_per_day_in_range"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reviews_per_day__lte", 9999)), name="user_reviews_per_day_in_range"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("catch_up_pace", None),
                            models.Q(("catch_up_pace__gte", 1), ("catch_up_pace__lte", 9999)),
                            _connector="OR",
                        ),
                        name="user_catch_up_pace_in_range",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("remind_at", None), ("remind_at__lte", 23), _connector="OR"),
                        name="user_remind_at_is_an_hour",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("parameters__isnull", True), ("parameters_number__isnull", True)),
                            models.Q(("parameters__isnull", False), ("parameters_number__isnull", False)),
                            _connector="OR",
                        ),
                        name="user_parameters_come_from_a_set",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("desired_retention__gte", Decimal("0.70")), ("desired_retention__lte", Decimal("0.99"))
                        ),
                        name="user_desired_retention_in_range",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ParameterSet",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField()),
                ("values", models.JSONField(help_text="The weights w0 to w20.")),
                (
                    "choice",
                    models.CharField(
                        choices=[("default", "the default"), ("fitted", "as fitted"), ("shrunk", "between the two")],
                        max_length=8,
                    ),
                ),
                ("fitted_on", models.PositiveIntegerField(help_text="How many next-day reviews it was fitted on.")),
                ("held_out", models.PositiveIntegerField(help_text="How many it was judged by.")),
                ("log_losses", models.JSONField(help_text="Nats per review held out, by choice.")),
                ("fitted_at", models.DateTimeField()),
                (
                    "learner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="parameter_sets",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["learner_id", "-number"],
                "constraints": [
                    models.UniqueConstraint(fields=("learner", "number"), name="parameter_set_number_once_per_learner"),
                    models.CheckConstraint(
                        condition=models.Q(("choice__in", ["default", "fitted", "shrunk"])),
                        name="parameter_set_choice_is_known",
                    ),
                ],
            },
        ),
    ]
