import django.db.models.functions.text
import django.db.models.lookups
from django.conf import settings
from django.db import migrations, models

KINDS = [
    ("study", "Answered"),
    ("override", "Judged otherwise by the learner"),
    ("undo", "Undone"),
    ("suspend", "Suspended"),
    ("unsuspend", "Resumed"),
    ("bury", "Buried until the next study day"),
    ("unbury", "Taken back into the day"),
    ("forget", "Started again as new"),
    ("set-due", "Given another due day"),
    ("mark", "Marked"),
    ("unmark", "Mark removed"),
    ("note", "Note changed"),
    ("changed", "Changed in the library"),
    ("cram", "Practised outside the schedule"),
    ("reschedule", "Brought forward"),
]
UNDOABLE = ["study", "override", "suspend", "unsuspend", "cram"]
UNDOABLE += ["bury", "unbury", "forget", "set-due", "mark", "unmark", "note"]


class Migration(migrations.Migration):
    dependencies = [
        ("library", "0001_initial"),
        ("study", "0003_certainty"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="card",
            name="buried_on",
            field=models.DateField(null=True, help_text="The study day on which it is not asked again."),
        ),
        migrations.AddField(model_name="card", name="marked", field=models.BooleanField(default=False)),
        migrations.AddField(
            model_name="card",
            name="note",
            field=models.TextField(blank=True, help_text="The learner's own; nobody else sees it."),
        ),
        migrations.AddConstraint(
            model_name="card",
            constraint=models.CheckConstraint(
                condition=django.db.models.lookups.LessThanOrEqual(
                    django.db.models.functions.text.Length("note"), 1000
                ),
                name="card_note_is_short",
            ),
        ),
        migrations.AddIndex(
            model_name="card",
            index=models.Index(
                fields=["learner", "place", "question"], condition=models.Q(suspended=True), name="card_suspended"
            ),
        ),
        migrations.AddIndex(
            model_name="card",
            index=models.Index(
                fields=["learner", "buried_on", "place", "question"],
                condition=models.Q(buried_on__isnull=False),
                name="card_buried",
            ),
        ),
        migrations.AddIndex(
            model_name="card",
            index=models.Index(
                fields=["learner", "place", "question"], condition=models.Q(marked=True), name="card_marked"
            ),
        ),
        migrations.AddIndex(
            model_name="card",
            index=models.Index(
                fields=["learner", "place", "question"], condition=models.Q(note__gt=""), name="card_with_note"
            ),
        ),
        migrations.AddIndex(
            model_name="card",
            index=models.Index(
                fields=["learner", "-lapses", "question"], condition=models.Q(lapses__gte=8), name="card_leeches"
            ),
        ),
        migrations.RemoveConstraint(model_name="review", name="review_kind_is_known"),
        migrations.RemoveIndex(model_name="review", name="review_undo"),
        migrations.AlterField(model_name="review", name="kind", field=models.CharField(max_length=10, choices=KINDS)),
        migrations.AddConstraint(
            model_name="review",
            constraint=models.CheckConstraint(
                condition=models.Q(kind__in=[value for value, _ in KINDS]), name="review_kind_is_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="review",
            constraint=models.CheckConstraint(
                condition=~models.Q(kind="set-due") | models.Q(due_day__isnull=False, due_at=None),
                name="review_set_due_names_a_day",
            ),
        ),
        migrations.AddIndex(
            model_name="review",
            index=models.Index(
                fields=["learner", "-answered_at", "-version"],
                condition=models.Q(undone_at=None, kind__in=UNDOABLE),
                name="review_undo",
            ),
        ),
    ]
