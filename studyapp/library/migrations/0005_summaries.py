"""Articles say in three sentences what they report."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("library", "0004_fate_unknown"),
    ]

    operations = [
        migrations.AddField(
            model_name="article",
            name="summary",
            field=models.TextField(
                blank=True,
                help_text="For readers: what it reports, in about three sentences of our own.",
                max_length=1000,
            ),
        ),
        migrations.AddField(
            model_name="historicalarticle",
            name="summary",
            field=models.TextField(
                blank=True,
                help_text="For readers: what it reports, in about three sentences of our own.",
                max_length=1000,
            ),
        ),
    ]
