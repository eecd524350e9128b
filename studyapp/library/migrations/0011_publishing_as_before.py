"""Whoever could publish, since they could change, still can."""

from django.conf import settings
from django.db import migrations
from django.db.models import Q

MODELS = ("article", "fact", "question")


def allow(apps, schema_editor):  # noqa: ARG001
    Permission = apps.get_model("auth", "Permission")
    Group = apps.get_model("auth", "Group")
    User = apps.get_model(settings.AUTH_USER_MODEL)
    ContentType = apps.get_model("contenttypes", "ContentType")
    for model in MODELS:
        before = Q(codename=f"change_{model}", content_type__app_label="library", content_type__model=model)
        change = Permission.objects.filter(before).first()
        if change is None:
            continue  # a new site
        publish, _ = Permission.objects.get_or_create(
            codename=f"publish_{model}",
            content_type=ContentType.objects.get(app_label="library", model=model),
            defaults={"name": f"Can publish {model}"},
        )
        for group in Group.objects.filter(permissions=change):
            group.permissions.add(publish)
        for user in User.objects.filter(user_permissions=change):
            user.user_permissions.add(publish)


class Migration(migrations.Migration):
    dependencies = [
        ("library", "0010_states_and_standings"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [migrations.RunPython(allow, migrations.RunPython.noop)]
