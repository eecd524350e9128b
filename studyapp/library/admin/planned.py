"""What is planned for a day: published as it begins, or put before editors to be looked at."""

from datetime import date, datetime

from django.contrib.admin.models import CHANGE, LogEntry

from studyapp.library.admin.checklist import Along, unlisted
from studyapp.library.admin.publishing import Publisher
from studyapp.library.admin.versions import held
from studyapp.library.models import Fact, NotPublishable, Question, Standing, Thing
from studyapp.library.models.standings import day_here


def keep_days(at: datetime) -> str:
    """Do what was planned for this day or an earlier one, and say what was done. Safe to run as often as you like.

    What cannot be published, or draws a warning that its planner has not seen, stays planned, with the reason, and is
    tried again.
    """
    day = day_here(at)
    done = [_publish(thing, day, at) for thing in _planned(day)]
    due = Standing.objects.filter(look_on__lte=day, look_due=False).update(look_due=True)
    told = {"published": done.count(True), "not published": done.count(False), "to be looked at": due}
    return ", ".join(f"{number} {what}" for what, number in told.items() if number)


def _planned(day: date) -> list[Thing]:
    """What others hang on comes first."""
    found = Standing.objects.filter(publish_on__lte=day).select_related("article", "fact", "question").order_by("pk")
    return [
        thing for name in ("article", "fact", "question") for one in found if (thing := getattr(one, name)) is not None
    ]


def _publish(thing: Thing, day: date, at: datetime) -> bool | None:
    """Whether it was published; None where somebody was quicker."""
    with held(type(thing), [str(thing.pk)]):
        thing = type(thing)._default_manager.get(pk=thing.pk)
        standing = Standing.objects.of(thing)
        if standing.publish_on is None or standing.publish_on > day or _waits_with_its_fact(thing):
            return None
        try:
            _publish_as_planned(standing, at)
        except NotPublishable as error:
            told = " ".join(error.problems)
            if told != standing.refused:
                Standing.objects.filter(pk=standing.pk).update(refused=told)
            return False
        return True


def _waits_with_its_fact(thing: Thing) -> bool:
    """Of what was said of the fact, nothing is said again of each of its questions."""
    return isinstance(thing, Question) and Standing.objects.filter(fact=thing.fact_id).exclude(refused="").exists()


def _publish_as_planned(standing: Standing, at: datetime) -> None:
    """In the name of whoever planned it. Raises NotPublishable."""
    editor, thing = standing.planned_by, standing.thing
    if editor is None:
        raise NotPublishable(["Whoever planned it has no account any more. Plan it again, or publish it."])
    if not editor.has_perm(f"library.publish_{thing._meta.model_name}"):
        raise NotPublishable([f"{editor}, who planned it, may not publish any more. Plan it again, or publish it."])
    publisher = Publisher(editor, at)
    if unseen := list(unlisted(Along.of(thing, publisher).rows, standing.planned_with)):
        raise NotPublishable([*unseen, "Look at it, and plan it again or publish it."])
    publisher.publish(thing)
    if isinstance(thing, Fact):
        publisher.follow(thing)
    LogEntry.objects.log_actions(editor.pk, [thing], CHANGE, "Published, as planned.", single_object=True)
