"""Admin pages as an editor meets them: open one, change a field or two, press a button."""

from collections.abc import Iterable, Iterator
from typing import Any

from django import forms
from django.db.models import Model
from django.test import Client
from django.urls import reverse

from studyapp.library.admin.versions import seen


def address(thing: Model, page: str = "change") -> str:
    opts = thing._meta
    return reverse(f"admin:{opts.app_label}_{opts.model_name}_{page}", args=[thing.pk])


def list_address(model: type[Model]) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")


def filled(response: Any) -> dict[str, Any]:
    """What a browser would send back of a page that nobody touched."""
    return {name: value for form in _forms(response) for name, value in _values(form)}


def _forms(response: Any) -> Iterator[forms.BaseForm]:
    yield response.context["adminform"].form
    for inline in response.context["inline_admin_formsets"]:
        yield inline.formset.management_form
        yield from inline.formset.forms


def _values(form: forms.BaseForm) -> Iterator[tuple[str, Any]]:
    for bound in form:
        value = bound.value()
        if bound.name == "values":
            for number, row in enumerate(value or [{"name": "", "type": "", "value": ""}]):
                yield from ((f"{bound.html_name}-{number}-{part}", told) for part, told in row.items())
        elif isinstance(bound.field.widget, forms.CheckboxInput):
            if value:
                yield bound.html_name, "on"
        else:
            yield bound.html_name, "" if value is None else value


def save(client: Client, page: str, **changes: Any) -> Any:
    """Open the page, change what is given (`spec__answer` is the field `spec-answer`), save, and agree to all of it."""
    data = filled(client.get(page))
    verb: dict[str, Any] = {name: changes.pop(name) for name in ("_verb", "_preview", "_addanother") if name in changes}
    for name, value in changes.items():
        name = name.replace("__", "-")
        if value is None:
            data.pop(name, None)
        else:
            data[name] = value
    return agree(client, page, client.post(page, data | (verb or {"_continue": "1"})))


def agree(client: Client, page: str, asked: Any) -> Any:
    """Press “Yes, save it” where the page asks first."""
    if asked.status_code != 200 or "agreed" not in asked.context:
        return asked
    return client.post(page, dict(asked.context["sent"]) | dict([asked.context["agreed"]]))


def said(response: Any) -> str:
    """Every message of the page that follows, as plain text with its markup."""
    if response.status_code == 302:
        response = response.client.get(response["Location"])
    return "\n".join(str(message) for message in response.context["messages"])


def errors(response: Any) -> dict[str, str]:
    """What stands beside the fields of a page that was not saved."""
    assert response.status_code == 200, "it was saved"
    return {name: " ".join(map(str, found)) for form in _forms(response) for name, found in form.errors.items()}


def act(client: Client, model: type[Model], action: str, *things: Model, **more: str) -> Any:
    """Tick things in their list, as it is now, and run an action on them."""
    keys = [thing.pk for thing in things]
    shown = seen(model._default_manager.filter(pk__in=keys))
    data = {"action": action, "_selected_action": keys, "_seen": shown, "index": "0", **more}
    if more:
        del data["index"]
    return client.post(list_address(model), data)


def listed(response: Any) -> Any:
    """The page to which a verb leads before anything is published."""
    return response.client.get(response["Location"])


def ticks(page: Any) -> set[str]:
    ticked: set[str] = page.context["ticked"]
    return ticked


def publish_listed(page: Any, ticked: Iterable[str] | None = None) -> Any:
    """Publish what is ticked on that page, or something else than that."""
    data = {"seal": page.context["checklist"].sealed(), "publish": list(ticks(page) if ticked is None else ticked)}
    return page.client.post(page.request["PATH_INFO"] + "?" + page.request["QUERY_STRING"], data)


def checked(response: Any) -> Any:
    """Look at what would be published, and publish it."""
    return publish_listed(listed(response))


def shown_in(response: Any) -> list[str]:
    """What a page of several things, or one that asks before it deletes, sends back of what it shows."""
    shown: list[str] = response.context["seen"]
    return shown


def bring_back(client: Client, page: str, **fields: Any) -> Any:
    """Open the page of an older version, and bring it back with these fields."""
    version = client.get(page).context["adminform"].form["version"].value()
    return client.post(page, {**fields, "version": version})
