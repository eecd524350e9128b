"""The history of what was there before it was kept: from versions of articles, facts and citations, from revisions, and
from the notices to learners.
"""

from collections.abc import Iterator
from typing import Any

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

FIELDS = {
    "article": (
        *("title", "known_as", "publisher", "agency", "published_on", "url", "language", "same_text_as_id"),
        *("status", "paragraphs", "no_facts_in", "summary", "note"),
    ),
    "fact": (
        *("statement", "deck_id", "as_of", "valid_from", "valid_to", "can_change", "superseded_by_id"),
        *("fate_unknown", "translates_id"),
    ),
    "citation": ("paragraph", "stance", "speaker", "says", "values"),
}
STATES = {"draft": "drafted", "ready": "ready", "published": "published", "paused": "paused", "retired": "retired"}
NOTICES = {
    "live": ("resumed", ""),
    "off": ("stopped", ""),
    "superseded": ("stopped", "Its fact was superseded."),
}
AT_ONCE = 1000


def keep(apps: Apps, _: BaseDatabaseSchemaEditor) -> None:
    acts = [*versions(apps, "article"), *versions(apps, "fact"), *citations(apps), *revisions(apps), *notices(apps)]
    acts.sort(key=lambda act: act["at"])
    act = apps.get_model("library", "Act")
    act.objects.bulk_create((act(**told) for told in acts), batch_size=AT_ONCE)


def records(apps: Apps, model: str) -> Iterator[tuple[Any, Any]]:
    """Every version of every row, with the one before it."""
    before = None
    found = apps.get_model("library", f"Historical{model.capitalize()}").objects.order_by("id", "history_date", "pk")
    for record in found.iterator(chunk_size=AT_ONCE):
        yield record, before if before is not None and before.id == record.id else None
        before = record


def differences(model: str, record: Any, before: Any) -> list[list[str]]:
    pairs = [(name, getattr(before, name, None), getattr(record, name)) for name in FIELDS[model]]
    return [
        [name.removesuffix("_id").replace("_", " "), words(was), words(now)] for name, was, now in pairs if was != now
    ]


def words(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return "; ".join(" ".join(str(part) for part in row.values() if part) for row in value)
    return "" if value is None else str(value)


def versions(apps: Apps, model: str) -> Iterator[dict[str, Any]]:
    for record, before in records(apps, model):
        name = record.statement if model == "fact" else record.title or record.known_as
        told = {
            "kind": model,
            "key": record.id,
            "fact": record.id if model == "fact" else None,
            "name": name[:200],
            "at": record.history_date,
            "editor_id": record.history_user_id,
        }
        if record.history_type == "-":
            yield {**told, "what": "deleted"}
        elif before is None or record.history_type == "+":
            yield {**told, "what": "added"}
        else:
            if found := differences(model, record, before):
                yield {**told, "what": "edited", "differences": found}
            was, now = getattr(before, "state", ""), getattr(record, "state", "")
            if was != now:
                back = now == "published" and was in ("paused", "retired")
                what = "restored" if back else STATES[now]
                yield {**told, "what": what, "before": was.capitalize(), "after": now.capitalize()}


def citations(apps: Apps) -> Iterator[dict[str, Any]]:
    statements = dict(apps.get_model("library", "Fact").objects.values_list("pk", "statement"))
    for record, before in records(apps, "citation"):
        gone = record.history_type == "-"
        if gone or before is None or record.history_type == "+":
            said = "; ".join(filter(None, [record.says, words(record.values)]))
            found = [["citation", said, ""] if gone else ["citation", "", said]]
        else:
            found = [[f"citation: {name}", was, now] for name, was, now in differences("citation", record, before)]
        if found and record.fact_id in statements:
            yield {
                "kind": "fact",
                "key": record.fact_id,
                "fact": record.fact_id,
                "what": "edited",
                "name": statements[record.fact_id][:200],
                "differences": found,
                "at": record.history_date,
                "editor_id": record.history_user_id,
            }


def revisions(apps: Apps) -> Iterator[dict[str, Any]]:
    before = None
    found = apps.get_model("library", "Revision").objects.select_related("question").order_by("question", "number")
    for revision in found.iterator(chunk_size=AT_ONCE):
        told = {
            "kind": "question",
            "key": revision.question_id,
            "fact": revision.question.fact_id,
            "name": revision.prompt[:200],
            "what": "edited" if revision.number > 1 else "added",
            "version": revision.number,
            "at": revision.created_at,
            "editor_id": revision.editor_id,
        }
        if before is not None and before.question_id == revision.question_id:
            was, now = said(before), said(revision)
            told["differences"] = [
                [name.replace("_", " "), shown(was.get(name)), shown(now.get(name))]
                for name in {**now, **was}
                if shown(was.get(name)) != shown(now.get(name))
            ]
        before = revision
        yield told


def said(revision: Any) -> dict[str, Any]:
    return {"prompt": revision.prompt, **revision.spec, "explanation": revision.explanation}


def shown(value: object) -> str:
    return "; ".join(map(shown, value)) if isinstance(value, list) else words(value) if value != {} else ""


def notices(apps: Apps) -> Iterator[dict[str, Any]]:
    found = apps.get_model("library", "Change").objects.filter(what__in=NOTICES)
    for change in found.select_related("question__revision").iterator(chunk_size=AT_ONCE):
        question = change.question
        what, cause = NOTICES[change.what]
        yield {
            "kind": "question",
            "key": question.pk,
            "fact": question.fact_id,
            "what": what,
            "cause": cause,
            "name": (question.revision.prompt if question.revision else question.slug)[:200],
            "at": change.at,
        }


class Migration(migrations.Migration):
    dependencies = [("library", "0013_groups")]

    operations = [migrations.RunPython(keep, migrations.RunPython.noop)]
