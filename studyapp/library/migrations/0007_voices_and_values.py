"""Who speaks in a citation and all the values it gives; short names, optional decks, translations, moved facts."""

import django.db.models.deletion
from django.db import migrations, models

import studyapp.library.models.fields


def gather(apps, schema_editor):  # noqa: ARG001
    """The one value of a citation becomes the first of its values."""
    for name in ("Citation", "HistoricalCitation"):
        citations = apps.get_model("library", name)
        valued = list(citations.objects.exclude(value=""))
        for citation in valued:
            citation.values = [{"type": citation.value_type, "value": citation.value, "name": ""}]
        citations.objects.bulk_update(valued, ["values"], batch_size=500)


def spread(apps, schema_editor):  # noqa: ARG001
    """The value without a name, which is all there was."""
    for name in ("Citation", "HistoricalCitation"):
        citations = apps.get_model("library", name)
        valued = list(citations.objects.exclude(values=[]))
        for citation in valued:
            unnamed = next((value for value in citation.values if not value["name"]), {"type": "", "value": ""})
            citation.value_type, citation.value = unnamed["type"], unnamed["value"]
        citations.objects.bulk_update(valued, ["value_type", "value"], batch_size=500)


class Migration(migrations.Migration):
    dependencies = [
        ("library", "0006_name_words"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="change",
            name="change_is_of_a_known_sort",
        ),
        migrations.RemoveConstraint(
            model_name="citation",
            name="citation_once_per_fact_and_paragraph",
        ),
        migrations.RemoveConstraint(
            model_name="citation",
            name="citation_once_per_fact_without_paragraph",
        ),
        migrations.AddField(
            model_name="article",
            name="known_as",
            field=models.CharField(
                blank=True,
                help_text="What it is called everywhere when it names no publisher, such as “Hanoi report, publisher unknown”.",
                max_length=80,
                verbose_name="short name for readers",
            ),
        ),
        migrations.AddField(
            model_name="citation",
            name="speaker",
            field=models.CharField(
                blank=True,
                help_text="Whose words the article reports, such as “The police”. Leave it empty for the article’s own.",
                max_length=120,
            ),
        ),
        migrations.AddField(
            model_name="citation",
            name="values",
            field=models.JSONField(blank=True, default=list),
        ),
        migrations.AddField(
            model_name="deck",
            name="optional",
            field=models.BooleanField(
                default=False,
                help_text="For those who want more. Nothing of it is asked of who has not joined it, as in a trial quiz.",
            ),
        ),
        migrations.AddField(
            model_name="fact",
            name="translates",
            field=models.ForeignKey(
                blank=True,
                help_text="The fact that this one says in another language. It has that fact’s citations and none of its own, and whoever learns both is never asked both on one day.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="translations",
                to="library.fact",
            ),
        ),
        migrations.AddField(
            model_name="historicalarticle",
            name="known_as",
            field=models.CharField(
                blank=True,
                help_text="What it is called everywhere when it names no publisher, such as “Hanoi report, publisher unknown”.",
                max_length=80,
                verbose_name="short name for readers",
            ),
        ),
        migrations.AddField(
            model_name="historicalcitation",
            name="speaker",
            field=models.CharField(
                blank=True,
                help_text="Whose words the article reports, such as “The police”. Leave it empty for the article’s own.",
                max_length=120,
            ),
        ),
        migrations.AddField(
            model_name="historicalcitation",
            name="values",
            field=models.JSONField(blank=True, default=list),
        ),
        migrations.AddField(
            model_name="historicalfact",
            name="translates",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                help_text="The fact that this one says in another language. It has that fact’s citations and none of its own, and whoever learns both is never asked both on one day.",
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="library.fact",
            ),
        ),
        migrations.AddField(
            model_name="question",
            name="asks_for",
            field=models.CharField(
                blank=True,
                help_text="Where its citations give several values: the name of the one that is asked for.",
                max_length=60,
                verbose_name="asks for the value",
            ),
        ),
        migrations.AddField(
            model_name="question",
            name="shows_date",
            field=models.BooleanField(
                default=False,
                help_text="A line above the prompt says when: the day of the source that it follows, or “as of” of the fact. Not where the date is the answer.",
                verbose_name="shows the date",
            ),
        ),
        migrations.AddField(
            model_name="question",
            name="speaker",
            field=models.CharField(
                blank=True,
                help_text="Or the one speaker whose words its citations report, such as “The police”.",
                max_length=120,
            ),
        ),
        migrations.AlterField(
            model_name="article",
            name="folded",
            field=studyapp.library.models.fields.FoldedField(
                blank=True, default="", editable=False, of=("title", "publisher", "agency", "known_as")
            ),
        ),
        migrations.AlterField(
            model_name="article",
            name="title",
            field=models.CharField(
                blank=True,
                help_text="As the article gives it. Leave it empty where it has none.",
                max_length=300,
                verbose_name="headline",
            ),
        ),
        migrations.AlterField(
            model_name="change",
            name="what",
            field=models.CharField(
                choices=[
                    ("live", "May be asked"),
                    ("off", "Is not asked any more"),
                    ("superseded", "Is not asked any more, since its fact was superseded"),
                    ("answer", "Has another answer"),
                    ("moved", "Came from another deck, or went there"),
                ],
                max_length=12,
            ),
        ),
        migrations.AlterField(
            model_name="historicalarticle",
            name="title",
            field=models.CharField(
                blank=True,
                help_text="As the article gives it. Leave it empty where it has none.",
                max_length=300,
                verbose_name="headline",
            ),
        ),
        migrations.AlterField(
            model_name="question",
            name="according_to",
            field=models.ForeignKey(
                blank=True,
                help_text="The one source that the question follows: only what that source says is then right. The line above the prompt names it, so the prompt need not.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="library.article",
                verbose_name="according to",
            ),
        ),
        migrations.AlterField(
            model_name="question",
            name="historical",
            field=models.BooleanField(
                default=False,
                help_text="The prompt or the line above it says when, so it stays true after the fact is superseded.",
            ),
        ),
        migrations.AddConstraint(
            model_name="article",
            constraint=models.CheckConstraint(
                condition=models.Q(("known_as", ""), ("title", ""), _negated=True),
                name="article_has_a_headline_or_a_short_name",
            ),
        ),
        migrations.AddConstraint(
            model_name="change",
            constraint=models.CheckConstraint(
                condition=models.Q(("what__in", ["live", "off", "superseded", "answer", "moved"])),
                name="change_is_of_a_known_sort",
            ),
        ),
        migrations.AddConstraint(
            model_name="citation",
            constraint=models.UniqueConstraint(
                fields=("fact", "article", "paragraph", "speaker"),
                name="citation_once_per_fact_paragraph_and_speaker",
                violation_error_message="This fact cites that paragraph of the article already. Where the paragraph has several speakers, name each of them.",
            ),
        ),
        migrations.AddConstraint(
            model_name="citation",
            constraint=models.UniqueConstraint(
                condition=models.Q(("paragraph__isnull", True)),
                fields=("fact", "article", "speaker"),
                name="citation_once_per_fact_and_speaker_without_paragraph",
                violation_error_message="This fact cites that article already. Say which paragraph this is about.",
            ),
        ),
        migrations.AddConstraint(
            model_name="fact",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("translates__isnull", True),
                    models.Q(("translates", models.F("id")), _negated=True),
                    _connector="OR",
                ),
                name="fact_does_not_translate_itself",
            ),
        ),
        migrations.RunPython(gather, spread),
        migrations.RemoveConstraint(
            model_name="citation",
            name="citation_value_has_a_type",
        ),
        migrations.RemoveField(
            model_name="historicalcitation",
            name="value",
        ),
        migrations.RemoveField(
            model_name="historicalcitation",
            name="value_type",
        ),
        migrations.RemoveField(
            model_name="citation",
            name="value",
        ),
        migrations.RemoveField(
            model_name="citation",
            name="value_type",
        ),
    ]
