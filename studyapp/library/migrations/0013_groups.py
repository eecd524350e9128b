"""The groups of editors, each with what its work takes and no more; a room above adds what is its own."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

EVERY = ("article", "citation", "deck", "fact", "question", "act")
WRITTEN = ("article", "citation", "deck", "fact", "question")
PUBLISHED = ("article", "fact", "question")

READ = [("view", model) for model in EVERY] + [("review", "act")]
GROUPS = {
    "Editors": [*READ, *((verb, model) for model in WRITTEN for verb in ("add", "change", "delete"))],
    "Reviewers": READ,
    "Publishers": [*READ, *(("publish", model) for model in PUBLISHED)],
}


def make(apps: Apps, _: BaseDatabaseSchemaEditor) -> None:
    """Permissions are else made after all migrations, and a group that is there already is only added to."""
    content_type, permission, group = (
        apps.get_model("contenttypes", "ContentType"),
        apps.get_model("auth", "Permission"),
        apps.get_model("auth", "Group"),
    )
    for name, granted in GROUPS.items():
        made, _new = group.objects.get_or_create(name=name)
        for verb, model in granted:
            of, _new = content_type.objects.get_or_create(app_label="library", model=model)
            found, _new = permission.objects.get_or_create(
                content_type=of, codename=f"{verb}_{model}", defaults={"name": words(verb, model)}
            )
            made.permissions.add(found)


def words(verb: str, model: str) -> str:
    if (verb, model) == ("review", "act"):
        return "Can comment on what others wrote, and say that it was reviewed"
    return f"Can {verb} {model}"


class Migration(migrations.Migration):
    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("library", "0012_acts"),
    ]

    operations = [migrations.RunPython(make, migrations.RunPython.noop)]
