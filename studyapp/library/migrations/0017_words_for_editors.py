import django.db.models.deletion
from django.db import migrations, models

import studyapp.library.models.fields
from studyapp.kinds import KINDS, text


def fill(apps, schema_editor):  # noqa: ARG001
    """What editors search, as `FoldedField` and `Sought.said` tell it."""
    for name, column, of in (
        ("Article", "noted", ("slug", "summary", "note")),
        ("Citation", "folded", ("says", "speaker")),
    ):
        model = apps.get_model("library", name)
        rows = []
        for row in model.objects.order_by("pk").iterator(chunk_size=500):
            setattr(row, column, text.folded(*(getattr(row, part) for part in of)))
            rows.append(row)
        model.objects.bulk_update(rows, [column], batch_size=500)
    sought = apps.get_model("library", "Sought")
    questions = apps.get_model("library", "Question").objects.filter(revision__isnull=False)
    written = questions.select_related("revision")
    rows = []
    for question in written.order_by("pk").iterator(chunk_size=500):
        revision, body = question.revision, KINDS[question.kind](question.revision.spec)
        asked = [words for words, _ in body.pieces(revision.prompt)]
        row = sought(question=question)
        row.said = " … ".join([question.slug, *asked, *body.texts, revision.explanation])
        rows.append(row)
    sought.objects.bulk_create(rows, batch_size=500)


class Migration(migrations.Migration):
    dependencies = [
        ("library", "0016_kept_warnings"),
    ]

    operations = [
        migrations.CreateModel(
            name="Sought",
            fields=[
                (
                    "question",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="sought",
                        serialize=False,
                        to="library.question",
                    ),
                ),
                (
                    "words",
                    studyapp.library.models.fields.FoldedField(blank=True, default="", editable=False, of=("said",)),
                ),
            ],
            options={
                "verbose_name_plural": "sought",
            },
        ),
        migrations.AddField(
            model_name="article",
            name="noted",
            field=studyapp.library.models.fields.FoldedField(
                blank=True, default="", editable=False, of=("slug", "summary", "note")
            ),
        ),
        migrations.AddField(
            model_name="citation",
            name="folded",
            field=studyapp.library.models.fields.FoldedField(
                blank=True, default="", editable=False, of=("says", "speaker")
            ),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
