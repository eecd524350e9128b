import django.db.models.deletion
from django.db import migrations, models

from studyapp.kinds import KINDS
from studyapp.library.models.accepted import LONGEST_WORD, on_ring


def fill(apps, schema_editor):  # noqa: ARG001
    """The words of names that the newest revisions accept, as `NameWord.of` tells them."""
    named = apps.get_model("library", "NameWord")
    written = apps.get_model("library", "Question").objects.filter(revision__isnull=False).select_related("revision")
    rows = []
    for question in written.order_by("pk").iterator(chunk_size=500):
        words = sorted(KINDS[question.kind](question.revision.spec).name_words)
        rows += [named(question=question, word=word) for word in words if len(word) <= LONGEST_WORD]
    named.objects.bulk_create(rows, batch_size=500)


def place_again(apps, schema_editor):  # noqa: ARG001
    """Answers with letters that are folded from now on, such as æ, have another place on the ring."""
    accepted = apps.get_model("library", "AcceptedAnswer")
    moved = []
    for answer in accepted.objects.order_by("pk").iterator(chunk_size=500):
        if answer.ring != (ring := on_ring(answer.text)):
            answer.ring = ring
            moved.append(answer)
    accepted.objects.bulk_update(moved, ["ring"], batch_size=500)


class Migration(migrations.Migration):
    dependencies = [
        ("library", "0005_summaries"),
    ]

    operations = [
        migrations.CreateModel(
            name="NameWord",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("word", models.CharField(max_length=40)),
                (
                    "question",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="name_words", to="library.question"
                    ),
                ),
            ],
            options={
                "ordering": ["question", "word"],
                "indexes": [models.Index(fields=["word"], name="name_word_by_word")],
                "constraints": [models.UniqueConstraint(fields=("question", "word"), name="name_word_once_a_question")],
            },
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.RunPython(place_again, migrations.RunPython.noop),
    ]
