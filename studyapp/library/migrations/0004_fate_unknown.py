"""A fact may be over without any source that tells what came of it."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("library", "0003_accepted_answers"),
    ]

    operations = [
        migrations.AddField(
            model_name="fact",
            name="fate_unknown",
            field=models.BooleanField(
                default=False,
                help_text="Tick this where it may be over and no source tells what came of it. Its questions are retired, but for historical ones.",
                verbose_name="no longer known",
            ),
        ),
        migrations.AddField(
            model_name="historicalfact",
            name="fate_unknown",
            field=models.BooleanField(
                default=False,
                help_text="Tick this where it may be over and no source tells what came of it. Its questions are retired, but for historical ones.",
                verbose_name="no longer known",
            ),
        ),
        migrations.AlterField(
            model_name="fact",
            name="superseded_by",
            field=models.ForeignKey(
                blank=True,
                help_text="The next state that is known. If this one held until that began, say so above, in “holds until”. Its questions are retired, but for historical ones.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="supersedes",
                to="library.fact",
            ),
        ),
        migrations.AlterField(
            model_name="historicalfact",
            name="superseded_by",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                help_text="The next state that is known. If this one held until that began, say so above, in “holds until”. Its questions are retired, but for historical ones.",
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="library.fact",
            ),
        ),
        migrations.AddConstraint(
            model_name="fact",
            constraint=models.CheckConstraint(
                condition=models.Q(("fate_unknown", False), ("superseded_by__isnull", True), _connector="OR"),
                name="fact_of_unknown_fate_has_no_successor",
                violation_error_message="What came after it is known: untick “no longer known”, or name no other fact.",
            ),
        ),
    ]
