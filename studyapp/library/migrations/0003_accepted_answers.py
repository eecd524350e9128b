import django.db.models.deletion
from django.db import migrations, models

from studyapp.kinds import KINDS
from studyapp.library.models.accepted import on_ring


def fill(apps, schema_editor):  # noqa: ARG001
    """What the newest revisions accept, as `AcceptedAnswer.of` tells it."""
    accepted = apps.get_model("library", "AcceptedAnswer")
    written = apps.get_model("library", "Question").objects.filter(revision__isnull=False).select_related("revision")
    rows = []
    for question in written.order_by("pk").iterator(chunk_size=500):
        body = KINDS[question.kind](question.revision.spec)
        for place, text in enumerate(body.answers):
            ring = on_ring(text)
            rows.append(accepted(question=question, place=place, text=text, answer_type=body.answer_type, ring=ring))
    accepted.objects.bulk_create(rows, batch_size=500)


class Migration(migrations.Migration):
    dependencies = [
        ("library", "0001_squashed_0002_search"),
    ]

    operations = [
        migrations.CreateModel(
            name="AcceptedAnswer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "place",
                    models.PositiveSmallIntegerField(
                        help_text="Its place among them; the first is the answer's own name."
                    ),
                ),
                ("text", models.TextField()),
                ("answer_type", models.CharField(blank=True, max_length=20)),
                (
                    "ring",
                    models.BigIntegerField(help_text="A place by its words alone, along which options are drawn."),
                ),
                (
                    "question",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="accepted", to="library.question"
                    ),
                ),
            ],
            options={
                "ordering": ["question", "place"],
                "indexes": [
                    models.Index(fields=["answer_type", "place", "ring"], name="accepted_by_type_on_ring"),
                    models.Index(fields=["ring"], name="accepted_on_ring"),
                ],
                "constraints": [models.UniqueConstraint(fields=("question", "place"), name="accepted_once_per_place")],
            },
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.CreateModel(
            name="Load",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "said",
                    models.CharField(
                        help_text="A digest of the files, and of the code that judged them.", max_length=64
                    ),
                ),
                ("left", models.CharField(help_text="A digest of all that seeds can write.", max_length=64)),
                ("sound", models.PositiveIntegerField(help_text="How many things then stood as the seeds say.")),
                (
                    "kept",
                    models.JSONField(help_text="The names of those that stood as an editor had them."),
                ),
            ],
        ),
    ]
