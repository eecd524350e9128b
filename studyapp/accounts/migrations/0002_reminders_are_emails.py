"""The help text of the hour of reminders calls them emails; nothing changes in the database."""

import django.core.validators
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_squashed_0008_reminders"),
    ]

    operations = [
        migrations.AlterField(
            model_name="user",
            name="remind_at",
            field=models.PositiveSmallIntegerField(
                blank=True,
                help_text="A short email at this hour of your day, when something is left to study. At most one a day.",
                null=True,
                validators=[django.core.validators.MaxValueValidator(23)],
                verbose_name="remind me by email",
            ),
        ),
    ]
