from itertools import batched

from django.db import migrations, models

CIRCUMSTANCES = {
    "according_to": "according_to_id",
    "speaker": "speaker",
    "asks_for": "asks_for",
    "shows_date": "shows_date",
    "historical": "historical",
}
AT_ONCE = 500


def fill(apps, _schema_editor):
    """Of the newest revisions it is known."""
    Question, Revision = (apps.get_model("library", name) for name in ("Question", "Revision"))
    found = Question.objects.filter(revision__isnull=False).order_by("pk")
    for some in batched(found.values_list("revision", *CIRCUMSTANCES.values()), AT_ONCE):
        told = [Revision(pk=key, circumstances=dict(zip(CIRCUMSTANCES, said, strict=True))) for key, *said in some]
        Revision.objects.bulk_update(told, ["circumstances"])


class Migration(migrations.Migration):
    dependencies = [
        ("library", "0018_article_texts_and_dismissals"),
    ]

    operations = [
        migrations.AddField(
            model_name="standing",
            name="planned_with",
            field=models.JSONField(
                default=dict, help_text="What stood on the list when that day was set, as `Listed`."
            ),
        ),
        migrations.AddField(
            model_name="revision",
            name="circumstances",
            field=models.JSONField(
                blank=True,
                help_text="What stood around it while it was the newest, in the end; null of older ones, of which it is not "
                "known.",
                null=True,
            ),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
