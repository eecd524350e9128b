"""The learner: who they are, when their day begins and how much they want to study."""

from collections.abc import Callable, Collection
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar
from uuid import UUID
from zoneinfo import ZoneInfo, available_timezones

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import connection, models, transaction
from django.db.models.functions import Lower
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

GOES_FIRST: list[Callable[[Collection["User"]], None]] = []
"""What deletes, in the same transaction, whatever would keep accounts from going, and sets free what stays for others;
rooms above add it as they start."""


def validate_time_zone(name: str) -> None:
    if name not in available_timezones():
        raise ValidationError(
            gettext("We do not know the time zone “%(name)s”. Use a name such as Asia/Ho_Chi_Minh or Europe/Moscow.")
            % {"name": name}
        )


def display_name(user: "User") -> str:
    return user.get_short_name()


class UserQuerySet(models.QuerySet["User"]):
    def delete(self) -> tuple[int, dict[str, int]]:
        with transaction.atomic():
            let_go(self)
            return super().delete()

    delete.alters_data = True  # type: ignore[attr-defined]  # as Django's own
    delete.queryset_only = True  # type: ignore[attr-defined]  # likewise


class UserManager(BaseUserManager["User"]):
    use_in_migrations = True

    def get_queryset(self) -> UserQuerySet:
        return UserQuerySet(self.model, using=self._db)

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def guest(self, ticket: UUID, *, time_zone: str) -> "User":
        """The guest whom the page of this ticket brought in; made at their first answer, found by a second click."""
        new = {"is_guest": True, "email": None, "password": make_password(None), "time_zone": time_zone}
        return self.get_or_create(ticket=ticket, defaults=new)[0]

    def get_by_natural_key(self, email: str | None) -> "User":
        return self.get(email=(email or "").strip().lower())

    def with_confirmed_address(self) -> models.QuerySet["User"]:
        return self.filter(emailaddress__email=models.F("email"), emailaddress__verified=True)

    def to_be_reminded(self) -> models.QuerySet["User"]:
        """Those who chose an hour, and whose address is known to be theirs: nobody else may be written to every day."""
        return self.with_confirmed_address().filter(remind_at__isnull=False, is_active=True, is_demo=False)


class NumberStyle(models.TextChoices):
    """How a learner writes numbers; the value is the locale that Babel reads them in. None follows the pages."""

    ENGLISH = "en", _("3,600.5 (English)")
    VIETNAMESE = "vi", _("3.600,5 (Vietnamese)")
    RUSSIAN = "ru", _("3 600,5 (Russian)")
    GERMAN = "de", _("3.600,5 (German)")
    FRENCH = "fr", _("3 600,5 (French)")


class Theme(models.TextChoices):
    """How pages look, whatever the device has it."""

    LIGHT = "light", _("Light")
    DARK = "dark", _("Dark")


class TextSize(models.TextChoices):
    """How large text is beside what the browser has it."""

    LARGE = "large", _("Large")
    LARGER = "larger", _("Larger")


class Gone(Exception):
    """The account was erased meanwhile."""


class User(AbstractUser):
    """A learner or an editor; signs in by email."""

    username = None  # type: ignore[assignment]  # there is the email
    first_name = None  # type: ignore[assignment]  # there is one name
    last_name = None  # type: ignore[assignment]  # there is one name
    # Null, since unique: many guests have none.
    email = models.EmailField(  # type: ignore[assignment]  # Django has it never null  # noqa: DJ001
        _("email address"),
        unique=True,
        null=True,
        error_messages={"unique": _("There is already an account with this email address.")},
    )
    name = models.CharField(max_length=80, blank=True, help_text=_("What we should call you. Only you see it."))
    language = models.CharField(
        max_length=8,
        choices=settings.LANGUAGES,
        default="",
        blank=True,
        help_text=_("The language of these pages. Questions and facts stay in their own language."),
    )

    time_zone = models.CharField(
        max_length=64,
        default="UTC",
        validators=[validate_time_zone],
        help_text=_("It decides when your study day starts."),
    )
    day_start = models.PositiveSmallIntegerField(
        _("day starts at"),
        default=4,
        validators=[MaxValueValidator(12)],
        help_text=_(
            "The hour when a new study day starts. With 4, what you study at 1 a.m. still counts for the day before."
        ),
    )
    number_style = models.CharField(
        _("how I write numbers"),
        max_length=8,
        choices=NumberStyle,
        default="",
        blank=True,
        help_text=_("How you type numbers and dates, and how we show them. The English way always works too."),
    )
    new_per_day = models.PositiveSmallIntegerField(
        _("new questions a day"),
        default=10,
        validators=[MaxValueValidator(999)],
        help_text=_("How many new questions, never asked before, you get on one study day."),
    )
    reviews_per_day = models.PositiveSmallIntegerField(
        _("reviews a day"),
        default=200,
        validators=[MaxValueValidator(9999)],
        help_text=_("The most reviews you get on one study day; the others wait."),
    )
    catch_up_pace = models.PositiveSmallIntegerField(
        null=True,
        editable=False,
        validators=[MinValueValidator(1), MaxValueValidator(9999)],
        help_text="Reviews a day in place of the usual limit, until what has piled up is worked off.",
    )
    desired_retention = models.DecimalField(
        max_digits=3,
        decimal_places=2,
        default=Decimal("0.90"),
        validators=[MinValueValidator(Decimal("0.70")), MaxValueValidator(Decimal("0.99"))],
        help_text=_(
            "0.90 means: of 100 questions that come back, you still know 90. A higher number costs you more reviews "
            "every day. 0.90 suits most people. Anki calls this “desired retention”."
        ),
    )
    single_key_shortcuts = models.BooleanField(
        _("single-key shortcuts"),
        default=True,
        help_text=_("Answer with 1–9, undo with u, and so on. Turn it off if you use speech input."),
    )

    ask_certainty = models.BooleanField(
        _("ask how sure I am"),
        default=False,
        help_text=_(
            "With every answer you can say if it was a guess. A right guess comes back sooner, and you see how well "
            "you judge yourself."
        ),
    )

    answer_at_once = models.BooleanField(
        _("answer with one tap"),
        null=True,
        blank=True,
        default=None,
        help_text=_("Tap an option, or press its number key, and your answer is sent at once."),
    )
    retype_wrong = models.BooleanField(
        _("type the right answer after a wrong one"),
        default=True,
        help_text=_("After a wrong answer you get a line to type the right one. It never counts."),
    )

    quizzes_count = models.BooleanField(
        _("quizzes count for my schedule"),
        default=True,
        help_text=_(
            "Your answers in a quiz also decide when those questions come back. If this is off, quizzes do not "
            "change your daily study."
        ),
    )

    daily_goal = models.PositiveSmallIntegerField(
        _("my goal: answers a day"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(999)],
        help_text=_("Optional. “Today” shows how close you are to it. It changes nothing else."),
    )
    theme = models.CharField(
        _("appearance"),
        max_length=5,
        choices=Theme,
        default="",
        blank=True,
    )
    text_size = models.CharField(_("text size"), max_length=6, choices=TextSize, default="", blank=True)

    remind_at = models.PositiveSmallIntegerField(
        _("remind me by email"),
        null=True,
        blank=True,
        validators=[MaxValueValidator(23)],
        help_text=_(
            "A short email at this hour, on days when you still have something to study. Never more than one a day."
        ),
    )
    reminded_on = models.DateField(
        null=True, editable=False, help_text="The latest study day whose reminder was seen to, sent or not needed."
    )

    parameters = models.JSONField(
        null=True, editable=False, help_text="FSRS parameters fitted to this learner's log; null for the default."
    )
    parameters_number = models.PositiveSmallIntegerField(
        null=True, editable=False, help_text="The number of the set that the parameters come from."
    )

    study_day = models.DateField(
        null=True, editable=False, help_text="The latest study day reached; it never goes back."
    )
    has_notices = models.BooleanField(
        default=False, editable=False, help_text="Something waits to be told on the next page."
    )
    is_demo = models.BooleanField("demo account", default=False, editable=False)
    is_guest = models.BooleanField(
        default=False, editable=False, help_text="Answered without an account; signing up makes a learner of the guest."
    )
    ticket = models.UUIDField(
        null=True, unique=True, editable=False, help_text="Of a guest: the page from which the first answer came."
    )

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects: ClassVar[UserManager] = UserManager()  # type: ignore[assignment]  # takes no username, as Django's does

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(email=Lower("email")), name="user_email_is_lower_case"),
            models.CheckConstraint(
                condition=models.Q(is_guest=True, email=None)
                | models.Q(is_guest=False, email__isnull=False, ticket=None),
                name="user_email_unless_guest",
            ),
            models.CheckConstraint(
                condition=models.Q(language__in=["", *dict(settings.LANGUAGES)]), name="user_language_is_known"
            ),
            models.CheckConstraint(condition=models.Q(day_start__lte=12), name="user_day_starts_by_noon"),
            models.CheckConstraint(condition=models.Q(new_per_day__lte=999), name="user_new_per_day_in_range"),
            models.CheckConstraint(condition=models.Q(reviews_per_day__lte=9999), name="user_reviews_per_day_in_range"),
            models.CheckConstraint(
                condition=models.Q(catch_up_pace=None) | models.Q(catch_up_pace__gte=1, catch_up_pace__lte=9999),
                name="user_catch_up_pace_in_range",
            ),
            models.CheckConstraint(
                condition=models.Q(daily_goal=None) | models.Q(daily_goal__gte=1, daily_goal__lte=999),
                name="user_daily_goal_in_range",
            ),
            models.CheckConstraint(condition=models.Q(theme__in=["", *Theme.values]), name="user_theme_is_known"),
            models.CheckConstraint(
                condition=models.Q(text_size__in=["", *TextSize.values]), name="user_text_size_is_known"
            ),
            models.CheckConstraint(
                condition=models.Q(remind_at=None) | models.Q(remind_at__lte=23), name="user_remind_at_is_an_hour"
            ),
            models.CheckConstraint(
                condition=models.Q(parameters__isnull=True, parameters_number__isnull=True)
                | models.Q(parameters__isnull=False, parameters_number__isnull=False),
                name="user_parameters_come_from_a_set",
            ),
            models.CheckConstraint(
                condition=models.Q(desired_retention__gte=Decimal("0.70"), desired_retention__lte=Decimal("0.99")),
                name="user_desired_retention_in_range",
            ),
        ]

    def __str__(self) -> str:
        """As editors' pages name people, where learners' addresses have no place."""
        return (self.is_staff and self.email) or f"learner {self.pk}"

    def clean(self) -> None:
        self.email = self.email.strip().lower() if self.email else None

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name or (self.email.partition("@")[0] if self.email else gettext("Guest"))

    def lock(self) -> None:
        """For a transaction that writes about this learner: whoever else does waits for its end.

        Taken before any other lock, so that no two wait for each other. Raises Gone.
        """
        _stay(self.pk, "NO KEY UPDATE")

    @staticmethod
    def hold(key: int) -> None:
        """For a transaction that writes about something of this user's: they cannot be erased before its end.

        Raises Gone.
        """
        _stay(key, "KEY SHARE")

    def delete(self, using: str | None = None, keep_parents: bool = False) -> tuple[int, dict[str, int]]:
        with transaction.atomic():
            let_go([self])
            return super().delete(using, keep_parents)

    def erase(self) -> None:
        """Delete the account and everything in it. Twice is once."""
        with transaction.atomic():
            # First, so that whoever writes about this learner has finished, or comes too late.
            for user in User.objects.select_for_update().filter(pk=self.pk):
                user.delete()

    @property
    def reviews_limit(self) -> int:
        """How many reviews are asked on one study day."""
        return self.reviews_per_day if self.catch_up_pace is None else self.catch_up_pace

    def use(self, parameter_set: "ParameterSet | None") -> None:
        """Schedule by these parameters from now on, or by the default. What is believed of the cards is not touched."""
        self.parameters = parameter_set.values if parameter_set else None
        self.parameters_number = parameter_set.number if parameter_set else None
        self.save(update_fields=["parameters", "parameters_number"])

    @property
    def email_is_confirmed(self) -> bool:
        return User.objects.with_confirmed_address().filter(pk=self.pk).exists()

    def take_reminder(self, day: date, *, latest: date) -> bool:
        """See to the reminder of a study day. False if that was done before, or if none is wanted any more.

        What is said of a day after `latest` is not believed. The database decides, so that two runs at once send one
        email.
        """
        done = models.Q(reminded_on__gte=day, reminded_on__lte=latest)
        mine = User.objects.filter(pk=self.pk, remind_at__isnull=False).exclude(done)
        return bool(mine.update(reminded_on=day))

    def stop_reminders(self) -> None:
        self.remind_at = None
        self.save(update_fields=["remind_at"])

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)


class ParameterSet(models.Model):
    """FSRS parameters that a fit to one learner's log came to. None is ever changed, so that each can be restored."""

    class Choice(models.TextChoices):
        DEFAULT = "default", _("the default")
        FITTED = "fitted", _("fitted to you")
        SHRUNK = "shrunk", _("between the default and yours")

    learner = models.ForeignKey(User, on_delete=models.CASCADE, related_name="parameter_sets")
    number = models.PositiveSmallIntegerField()
    values = models.JSONField(help_text="The weights w0 to w20.")
    choice = models.CharField(max_length=8, choices=Choice)
    fitted_on = models.PositiveIntegerField(help_text="How many next-day reviews it was fitted on.")
    held_out = models.PositiveIntegerField(help_text="How many it was judged by.")
    log_losses = models.JSONField(help_text="Nats per review held out, by choice.")
    fitted_at = models.DateTimeField()

    class Meta:
        ordering = ["learner_id", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["learner", "number"], name="parameter_set_number_once_per_learner"),
            models.CheckConstraint(
                condition=models.Q(choice__in=["default", "fitted", "shrunk"]), name="parameter_set_choice_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"parameters {self.number}, {self.get_choice_display()}"

    @property
    def log_loss(self) -> float:
        """That of the set which was chosen."""
        return float(self.log_losses[self.choice])

    @property
    def default_log_loss(self) -> float:
        return float(self.log_losses["default"])


def let_go(learners: Collection[User]) -> None:
    """Before these accounts are deleted, in the transaction that does it."""
    for prepare in GOES_FIRST:
        prepare(learners)


def _stay(key: int, strength: str) -> None:
    # By hand, since every answer asks for it. On SQLite a transaction that writes is alone anyway.
    lock = f" FOR {strength}" if connection.features.has_select_for_update else ""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT 1 FROM accounts_user WHERE id = %s{lock}", [key])  # noqa: S608  ours
        if cursor.fetchone() is None:
            raise Gone
