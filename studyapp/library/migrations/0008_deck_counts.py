import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Count, Q


def fill(apps, schema_editor):  # noqa: ARG001
    """How many published facts each deck has, and how many published questions about them."""
    published = Q(facts__state="published")
    asked = published & Q(facts__questions__state="published")
    decks = (
        apps.get_model("library", "Deck")
        .objects.order_by("pk")
        .annotate(
            fact_count=Count("facts", filter=published, distinct=True),
            question_count=Count("facts__questions", filter=asked, distinct=True),
        )
    )
    counts = apps.get_model("library", "DeckCount")
    counts.objects.bulk_create(
        counts(deck_id=deck.pk, facts=deck.fact_count, questions=deck.question_count) for deck in decks
    )


class Migration(migrations.Migration):
    dependencies = [
        ("library", "0007_voices_and_values"),
    ]

    operations = [
        migrations.CreateModel(
            name="DeckCount",
            fields=[
                (
                    "deck",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="counts",
                        serialize=False,
                        to="library.deck",
                    ),
                ),
                ("facts", models.IntegerField()),
                ("questions", models.IntegerField()),
            ],
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
