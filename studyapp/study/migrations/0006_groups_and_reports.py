"""Editors look at what learners report, and settle it; the other groups may read it."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

GROUPS = {"Editors": ("view", "change"), "Reviewers": ("view",), "Publishers": ("view",)}


def give(apps: Apps, _: BaseDatabaseSchemaEditor) -> None:
    content_type, permission, group = (
        apps.get_model("contenttypes", "ContentType"),
        apps.get_model("auth", "Permission"),
        apps.get_model("auth", "Group"),
    )
    of, _new = content_type.objects.get_or_create(app_label="study", model="report")
    for name, verbs in GROUPS.items():
        made, _new = group.objects.get_or_create(name=name)
        for verb in verbs:
            found, _new = permission.objects.get_or_create(
                content_type=of, codename=f"{verb}_report", defaults={"name": f"Can {verb} report"}
            )
            made.permissions.add(found)


class Migration(migrations.Migration):
    dependencies = [
        ("library", "0013_groups"),
        ("study", "0005_plainer_words"),
    ]

    operations = [migrations.RunPython(give, migrations.RunPython.noop)]
