"""The help texts of quizzes speak of a time limit; nothing changes in the database."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("study", "0002_time_counts_a_minute_at_most"),
    ]

    operations = [
        migrations.AlterField(
            model_name="attempt",
            name="clock_off",
            field=models.BooleanField(default=False, help_text="The learner turned the time limit off."),
        ),
        migrations.AlterField(
            model_name="attempt",
            name="deadline",
            field=models.DateTimeField(help_text="None is without a time limit.", null=True),
        ),
        migrations.AlterField(
            model_name="quiz",
            name="minutes",
            field=models.PositiveSmallIntegerField(blank=True, help_text="None is without a time limit.", null=True),
        ),
    ]
