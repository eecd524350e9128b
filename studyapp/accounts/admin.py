"""Editors in admin: a superuser invites them, chooses their groups, and lets them go; nothing tells of learning."""

from typing import override

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.core.signing import BadSignature, Signer
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse

from studyapp.accounts.adapter import LONGEST_EMAIL, plain_email
from studyapp.accounts.editors import Editor

NOT_SENT = "The email could not be sent, so nobody was invited. Try again later, or see to EMAIL_URL."


def _version(editor: Editor) -> list[object]:
    return [editor.is_staff, editor.is_active, editor.is_superuser, *sorted(editor.groups.values_list("pk", flat=True))]


class InvitationForm(forms.ModelForm[Editor]):
    """Whom to invite. Who has an account already keeps it, and their name."""

    email = forms.EmailField(
        max_length=LONGEST_EMAIL,
        label="Email address",
        help_text="They get a link by which they set a password. It is good once, and for three days.",
    )
    name = forms.CharField(max_length=80, required=False, help_text="What pages call them. They can change it.")

    class Meta:
        model = Editor
        fields = ["email", "name", "groups"]
        widgets = {"groups": forms.CheckboxSelectMultiple}

    def clean_email(self) -> str:
        email = plain_email(self.cleaned_data["email"])
        if Editor.objects.filter(email=email, is_active=True).exists():
            raise ValidationError("They are an editor already. Open their page to choose groups, or to write again.")
        return email

    def validate_unique(self) -> None:
        """The address may have an account: then that becomes an editor's."""


class EditorForm(forms.ModelForm[Editor]):
    """What an editor may do, made from what was stored when the page was opened."""

    version = forms.CharField(required=False, widget=forms.HiddenInput)
    is_staff = forms.BooleanField(
        required=False,
        label="Editor",
        help_text="Untick this to close the editors’ pages to them. They go on as a learner.",
    )
    is_active = forms.BooleanField(
        required=False,
        label="May sign in",
        help_text="Untick this to close the account: they are signed out at once, and cannot even study any more.",
    )

    class Meta:
        model = Editor
        fields = ["groups", "is_staff", "is_active"]
        widgets = {"groups": forms.CheckboxSelectMultiple}

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # Django's own
        self.stored = Signer(salt=__name__).sign_object(_version(self.instance))
        self.initial["version"] = self.stored

    def clean(self) -> dict[str, object]:
        cleaned = super().clean() or {}
        if not self._is_current(str(cleaned.get("version", ""))):
            assert isinstance(self.data, QueryDict)  # noqa: S101  as it was sent
            self.data = self.data.copy()
            self.data["version"] = self.stored
            raise ValidationError(
                "Nothing was saved: this editor was changed after you opened the page. "
                "Look at it once more, and save what you want."
            )
        return cleaned

    def _is_current(self, version: str) -> bool:
        try:
            opened = Signer(salt=__name__).unsign_object(version)
        except BadSignature:
            return False
        return bool(opened == _version(Editor._base_manager.select_for_update().get(pk=self.instance.pk)))


class OwnForm(EditorForm):
    """Nobody lets themselves go, or nobody might be left to bring them back."""

    is_staff = None  # type: ignore[assignment]  # Django's way of leaving a field out
    is_active = None  # type: ignore[assignment]  # likewise

    class Meta(EditorForm.Meta):
        fields = ["groups"]


@admin.register(Editor)
class EditorAdmin(admin.ModelAdmin[Editor]):
    """For superusers alone. There is no deleting: what an editor did stays theirs, and so does what they learn."""

    list_display = ["email", "name", "in_groups", "is_superuser", "is_active", "come"]
    list_filter = ["groups", "is_active"]
    search_fields = ["email", "name"]
    list_per_page = 50
    actions = ["write_again"]

    @override
    def get_queryset(self, request: HttpRequest) -> QuerySet[Editor]:
        return super().get_queryset(request).prefetch_related("groups")

    @admin.display(description="groups")
    def in_groups(self, editor: Editor) -> str:
        return ", ".join(group.name for group in editor.groups.all())

    @admin.display(description="has set a password", boolean=True)
    def come(self, editor: Editor) -> bool:
        return editor.has_come

    @override
    def get_form(
        self, request: HttpRequest, obj: Editor | None = None, change: bool = False, **kwargs: object
    ) -> type[forms.ModelForm[Editor]]:
        form = InvitationForm if obj is None else OwnForm if obj.pk == request.user.pk else EditorForm
        return super().get_form(request, obj, change, **{**kwargs, "form": form})

    @override
    def get_fields(self, request: HttpRequest, obj: Editor | None = None) -> tuple[str, ...]:
        asked = "email", "name", "groups"
        return (*asked, "is_superuser", "is_staff", "is_active", "version") if obj else asked

    @override
    def get_readonly_fields(self, request: HttpRequest, obj: Editor | None = None) -> list[str]:
        own = ["is_staff", "is_active"] if obj and obj.pk == request.user.pk else []
        return ["email", "name", "is_superuser", *own] if obj else []

    @override
    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, object] | None = None
    ) -> HttpResponse:
        one_way = {"show_save_and_add_another": False, "show_save_and_continue": False}
        context = {"title": "Invite an editor", **one_way, **(extra_context or {})}
        return super().add_view(request, form_url, context)

    @override
    def save_model(self, request: HttpRequest, obj: Editor, form: forms.ModelForm[Editor], change: bool) -> None:
        if change:
            obj.save(update_fields=["is_staff", "is_active"])
            return
        asked = form.cleaned_data
        editor = Editor.objects.invite(request, asked["email"], asked["name"], asked["groups"])
        obj.pk, obj.email = editor.pk, editor.email
        obj._state.adding = False
        form.cleaned_data["groups"] = Group.objects.filter(pk__in=editor.groups.values("pk"))

    @override
    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, object] | None = None,
    ) -> HttpResponse:
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except OSError:
            messages.error(request, NOT_SENT)
            return HttpResponseRedirect(request.get_full_path())

    @override
    def response_add(self, request: HttpRequest, obj: Editor, post_url_continue: str | None = None) -> HttpResponse:
        messages.success(request, f"{obj.email} is an editor now, and gets an email that says so.")
        return HttpResponseRedirect(reverse("admin:accounts_editor_changelist"))

    @admin.action(
        description="Write to them again",
        location=[admin.ActionLocation.CHANGE_LIST, admin.ActionLocation.CHANGE_FORM],
    )
    def write_again(self, request: HttpRequest, queryset: QuerySet[Editor]) -> None:
        try:
            for editor in queryset:
                editor.write(request)
        except OSError:
            messages.error(request, "The email could not be sent. Try again later, or see to EMAIL_URL.")
            return
        messages.success(request, f"An email is on its way to {', '.join(str(editor.email) for editor in queryset)}.")

    # Superusers alone, whatever permissions there are

    @override
    def has_module_permission(self, request: HttpRequest) -> bool:
        return self._may(request)

    @override
    def has_view_permission(self, request: HttpRequest, obj: Editor | None = None) -> bool:
        return self._may(request)

    @override
    def has_add_permission(self, request: HttpRequest) -> bool:
        return self._may(request)

    @override
    def has_change_permission(self, request: HttpRequest, obj: Editor | None = None) -> bool:
        return self._may(request)

    @override
    def has_delete_permission(self, request: HttpRequest, obj: Editor | None = None) -> bool:
        return False

    def _may(self, request: HttpRequest) -> bool:
        return request.user.is_active and request.user.is_superuser
