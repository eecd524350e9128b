from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("library", "0008_deck_counts"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="article",
            options={
                "ordering": ["published_on", "slug"],
                "permissions": [("publish_article", "Can publish article")],
            },
        ),
        migrations.AlterModelOptions(
            name="fact",
            options={"ordering": ["deck", "position", "pk"], "permissions": [("publish_fact", "Can publish fact")]},
        ),
        migrations.AlterModelOptions(
            name="question",
            options={
                "ordering": ["fact", "position", "pk"],
                "permissions": [("publish_question", "Can publish question")],
            },
        ),
    ]
