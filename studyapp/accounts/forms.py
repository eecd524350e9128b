"""Forms about the learner: signing up, the settings page, and leaving."""

from datetime import time
from functools import cache

from django import forms
from django.conf import settings
from django.http import HttpRequest, QueryDict
from django.utils.formats import time_format
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from studyapp.accounts.models import NumberStyle, TextSize, Theme, User
from studyapp.accounts.zones import canonical, canonical_zones

REGIONS: dict[str, str | Promise] = {
    "Africa": _("Africa"),
    "America": _("America"),
    "Antarctica": _("Antarctica"),
    "Arctic": _("Arctic"),
    "Asia": _("Asia"),
    "Atlantic": _("Atlantic Ocean"),
    "Australia": _("Australia"),
    "Europe": _("Europe"),
    "Indian": _("Indian Ocean"),
    "Pacific": _("Pacific Ocean"),
    "Other": pgettext_lazy("time zones", "Other"),
}
"""What the first parts of the zones' names are called."""


@cache
def zone_choices() -> list[tuple[str | Promise, list[tuple[str, str]]]]:
    """The time zones by continent, as select groups; made once, since there are hundreds."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for zone in sorted(canonical_zones()):
        continent, _, place = zone.partition("/")
        group = continent if place else "Other"
        groups.setdefault(group, []).append((zone, (place or zone).replace("_", " ").replace("/", ", ")))
    named = sorted(groups.items(), key=lambda item: (item[0] == "Other", item[0]))
    return [(REGIONS.get(group, group), zones) for group, zones in named]


class SignupForm(forms.Form):
    """What signing up asks besides email and password. The browser fills in the zone; without JavaScript it is UTC."""

    name = forms.CharField(
        max_length=80,
        required=False,
        label=_("Name (optional)"),
        help_text=_("What we should call you. Only you see it."),
        widget=forms.TextInput(attrs={"autocomplete": "name", "dir": "auto"}),
    )
    # Unbounded on purpose: nobody can mend an error in a field they cannot see, so a bad zone becomes UTC.
    time_zone = forms.CharField(required=False, widget=forms.HiddenInput(attrs={"data-fill": "time-zone"}))

    field_order = ["email", "password1", "name"]

    def __init__(self, *args: object, request: HttpRequest, **kwargs: object) -> None:
        self.request = request
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # Django's own

    def clean_time_zone(self) -> str:
        return canonical(self.cleaned_data["time_zone"])

    def keep_choice(self, account: User) -> None:
        """What else the form asked, kept for when its author is in that account: a room above that asks says how."""

    def signup(self, _request: HttpRequest, user: User) -> None:
        self.keep_choice(user)
        user.name = self.cleaned_data["name"] or user.name
        if user.time_zone == "UTC":  # a guest's own stays: their study days go by it
            user.time_zone = self.cleaned_data["time_zone"]
        user.save(update_fields=["name", "time_zone"])


def hour_choices() -> list[tuple[str | int, str | Promise]]:
    """Every hour, and none."""
    return [("", _("Never")), *((hour, time_format(time(hour))) for hour in range(24))]


class SettingsForm(forms.ModelForm[User]):
    """How a learner wants to study."""

    language = forms.ChoiceField(
        label=_("Language"),
        choices=[("", _("Same as my browser")), *settings.LANGUAGES],
        required=False,
        help_text=User._meta.get_field("language").help_text,
    )
    number_style = forms.ChoiceField(
        label=capfirst(User._meta.get_field("number_style").verbose_name),
        choices=[("", _("Same as the language of these pages")), *NumberStyle.choices],
        required=False,
        help_text=User._meta.get_field("number_style").help_text,
    )
    theme = forms.ChoiceField(
        label=capfirst(User._meta.get_field("theme").verbose_name),
        choices=[("", _("Same as my device")), *Theme.choices],
        required=False,
    )
    text_size = forms.ChoiceField(
        label=capfirst(User._meta.get_field("text_size").verbose_name),
        choices=[("", _("Same as my browser")), *TextSize.choices],
        required=False,
    )
    answer_at_once = forms.BooleanField(
        label=capfirst(User._meta.get_field("answer_at_once").verbose_name),
        help_text=User._meta.get_field("answer_at_once").help_text,
        required=False,
    )
    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        choices=zone_choices,
        help_text=User._meta.get_field("time_zone").help_text,
    )
    remind_at = forms.TypedChoiceField(
        choices=hour_choices,
        coerce=int,
        empty_value=None,
        required=False,
        label=capfirst(User._meta.get_field("remind_at").verbose_name),
        help_text=User._meta.get_field("remind_at").help_text,
    )

    class Meta:
        model = User
        fields = [
            "name",
            "language",
            "time_zone",
            "day_start",
            "number_style",
            "theme",
            "text_size",
            "new_per_day",
            "reviews_per_day",
            "daily_goal",
            "desired_retention",
            "single_key_shortcuts",
            "answer_at_once",
            "retype_wrong",
            "ask_certainty",
            "quizzes_count",
            "remind_at",
        ]
        labels = {"name": _("Name")}
        widgets = {
            "name": forms.TextInput(attrs={"autocomplete": "name", "dir": "auto"}),
            "day_start": forms.NumberInput(attrs={"min": 0, "max": 12}),
            "new_per_day": forms.NumberInput(attrs={"min": 0, "max": 999}),
            "reviews_per_day": forms.NumberInput(attrs={"min": 0, "max": 9999}),
            "daily_goal": forms.NumberInput(attrs={"min": 1, "max": 999}),
            "desired_retention": forms.NumberInput(attrs={"min": "0.70", "max": "0.99"}),
        }

    def __init__(self, data: QueryDict | None, *, instance: User) -> None:
        super().__init__(data, instance=instance)
        label = gettext("How much you want to remember (%(percent)s of 100)")
        self.fields["desired_retention"].label = label % {"percent": round(100 * instance.desired_retention)}
        self.initial["time_zone"] = canonical(instance.time_zone)  # an older name of it is not on the list


class DeleteAccountForm(forms.Form):
    """Leaving for good asks for the password: a borrowed phone must not be enough. A guest has none."""

    password = forms.CharField(
        label=_("Your current password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def __init__(self, data: QueryDict | None, *, user: User) -> None:
        super().__init__(data)
        self.user = user
        if user.is_guest:
            del self.fields["password"]

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        if not self.user.check_password(password):
            raise forms.ValidationError(gettext("That is not your current password."))
        return password
