"""What is planned for a day, as the page does it."""

from datetime import date

from studyapp.accounts.models import User
from studyapp.demo.factories import NOW
from studyapp.library.admin.checklist import Along, listed
from studyapp.library.admin.publishing import Publisher
from studyapp.library.models import Standing, Thing

TODAY = NOW.date()


def plan(thing: Thing, editor: User, publish_on: date | None = TODAY, look_on: date | None = None) -> None:
    """As the page does it, which shows what comes along."""
    shown = listed(Along.of(thing, Publisher(editor, NOW)).rows)
    Standing.objects.of(thing).plan(publish_on=publish_on, look_on=look_on, editor=editor, listed=shown)
