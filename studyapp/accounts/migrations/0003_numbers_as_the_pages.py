"""Numbers are read as the language of the pages has it, until a learner says otherwise.

English was the default and so tells no choice: it follows the pages now, and is understood as well anyway.
"""

from django.db import migrations, models


def follow_the_pages(apps, _schema_editor):
    apps.get_model("accounts", "User").objects.filter(number_style="en").update(number_style="")


def say_english(apps, _schema_editor):
    apps.get_model("accounts", "User").objects.filter(number_style="").update(number_style="en")


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_reminders_are_emails"),
    ]

    operations = [
        migrations.AlterField(
            model_name="user",
            name="number_style",
            field=models.CharField(
                blank=True,
                choices=[
                    ("en", "3,600.5 (English)"),
                    ("vi", "3.600,5 (Vietnamese)"),
                    ("ru", "3 600,5 (Russian)"),
                    ("de", "3.600,5 (German)"),
                    ("fr", "3 600,5 (French)"),
                ],
                default="",
                help_text=(
                    "How we read the numbers and dates you type, and show them. English is always understood as well."
                ),
                max_length=8,
                verbose_name="numbers are written",
            ),
        ),
        migrations.RunPython(follow_the_pages, say_english),
    ]
