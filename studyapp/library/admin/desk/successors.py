"""The piece of the desk on which a fact of the paragraph becomes what came after an older one, or no longer is that."""

from typing import ClassVar, override

from django import forms
from django.contrib import messages
from django.contrib.admin import AdminSite
from django.db.models import Field as DbField
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict

from studyapp.kinds.fields import Cleaned
from studyapp.library.admin.desk.facts import FactPiece
from studyapp.library.admin.desk.places import Place
from studyapp.library.admin.facts import FactForm
from studyapp.library.admin.forms import Files
from studyapp.library.models import Fact, State

HELP = {
    "superseded_by": "A fact from this paragraph. With none chosen, nothing is said to have come after it.",
    "valid_to": "Only if a source tells when it ceased to be so: 12 November 2013, November 2013 or 2013.",
    "fate_unknown": "For what may be over where no source tells what came of it. Untick it if a newer fact is known.",
}


class SuccessorForm(FactForm):
    """What is known of the time after a fact. Opened from a newer fact, it has that filled in, and nothing is saved."""

    newer: ClassVar[Fact | None]

    def __init__(
        self,
        data: QueryDict | None = None,
        files: Files | None = None,
        *,
        initial: Cleaned | None = None,
        instance: Fact | None = None,
    ) -> None:
        filled = {"superseded_by": self.newer.pk} if self.newer and data is None else {}
        super().__init__(data, files, initial={**(initial or {}), **filled}, instance=instance)


class SuccessorPiece(FactPiece):
    """The admin of facts, for what came after one."""

    inlines = []
    autocomplete_fields = []
    change_form_template = "admin/library/desk/successor_form.html"
    fieldsets = [(None, {"fields": ["superseded_by", "valid_to", "fate_unknown"]})]

    def __init__(self, site: AdminSite, place: Place, older: Fact, newer: Fact | None) -> None:
        super().__init__(site, place)
        self.older, self.newer = older, newer

    @property
    def _by(self) -> int | str:
        return self.newer.pk if self.newer else ""

    @override
    def address_of(self, fact: Fact | None) -> str:
        return self.place.at("successor", self.older.pk, by=self._by)

    @override
    def back_to(self, fact: Fact | None) -> str:
        return self.place.at(fact=self._by)

    @override
    def get_form(
        self, request: HttpRequest, obj: Fact | None = None, change: bool = False, **kwargs: object
    ) -> type[ModelForm[Fact]]:
        here = type("SuccessorForm", (SuccessorForm,), {"newer": self.newer})
        return super(FactPiece, self).get_form(request, obj, change, **{**kwargs, "form": here})

    @override
    def formfield_for_dbfield(
        self, db_field: DbField[object, object], request: HttpRequest, **kwargs: object
    ) -> forms.Field | None:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and db_field.name in HELP:
            field.help_text = HELP[db_field.name]
        if isinstance(field, forms.ModelChoiceField):
            known = (*self.place.facts, self.newer, self.older.superseded_by)
            field.queryset = Fact.objects.filter(pk__in={fact.pk for fact in known if fact and fact != self.older})
        return field

    @override
    def response_change(self, request: HttpRequest, obj: Fact) -> HttpResponse:
        about = str(obj).rstrip(".")
        if obj.superseded_by:
            messages.success(request, f"Saved: “{about}” is superseded by “{str(obj.superseded_by).rstrip('.')}”.")
            return HttpResponseRedirect(self.place.at(fact=obj.superseded_by.pk))
        retired = obj.questions.filter(state=State.RETIRED).exists()
        stay = " Its retired questions stay so, until they are published again." if retired else ""
        messages.success(request, f"Saved: nothing supersedes “{about}”.{stay}")
        return HttpResponseRedirect(self.back_to(obj))
