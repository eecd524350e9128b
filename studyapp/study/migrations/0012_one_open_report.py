"""One open report a learner and question: of those that are there the newest stays open."""

from django.conf import settings
from django.db import migrations, models
from django.utils import timezone


def resolve_all_but_the_newest(apps, schema_editor):
    Report = apps.get_model("study", "Report")
    still_open = Report.objects.using(schema_editor.connection.alias).filter(resolved_at=None)
    alike = still_open.filter(learner=models.OuterRef("learner"), question=models.OuterRef("question"))
    newest = alike.order_by("-reported_at", "-pk").values("pk")[:1]
    still_open.exclude(pk=models.Subquery(newest)).update(resolved_at=timezone.now())


class Migration(migrations.Migration):
    dependencies = [
        ("study", "0011_shared_quizzes"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunPython(resolve_all_but_the_newest, migrations.RunPython.noop, elidable=True),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.UniqueConstraint(
                condition=models.Q(("resolved_at", None)),
                fields=("learner", "question"),
                name="report_is_open_once_a_question",
            ),
        ),
    ]
