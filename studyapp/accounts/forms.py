"""Forms about the learner: signing up and the settings page."""

from zoneinfo import available_timezones

from django import forms
from django.http import HttpRequest

from studyapp.accounts.models import User


class SignupForm(forms.Form):
    """What signing up asks besides email and password. The browser fills in the zone; without JavaScript it is UTC."""

    name = forms.CharField(
        max_length=80, required=False, label="Name", help_text="What we call you. You may leave it empty.",
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    time_zone = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput(attrs={"data-fill": "time-zone"}))

    field_order = ["email", "name", "password1", "password2"]

    def clean_time_zone(self) -> str:
        zone = self.cleaned_data["time_zone"]
        return zone if zone in available_timezones() else "UTC"

    def signup(self, request: HttpRequest, user: User) -> None:
        user.name = self.cleaned_data["name"]
        user.time_zone = self.cleaned_data["time_zone"]
        user.save(update_fields=["name", "time_zone"])


class SettingsForm(forms.ModelForm):
    """How a learner wants to study."""

    time_zone = forms.ChoiceField(
        choices=lambda: [(zone, zone.replace("_", " ")) for zone in sorted(available_timezones())],
        help_text=User._meta.get_field("time_zone").help_text,
    )

    class Meta:
        model = User
        fields = [
            "name", "time_zone", "day_start", "number_style", "new_per_day", "reviews_per_day", "desired_retention", "single_key_shortcuts",
        ]
