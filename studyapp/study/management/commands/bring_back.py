"""`manage.py bring_back`: once a clock that was ahead is right again, ask in good time what it put off too far."""

from typing import Any

from django.core.cache import cache
from django.core.management.base import BaseCommand
from django.utils import timezone
from tqdm import tqdm

from studyapp.accounts.models import User
from studyapp.study.spacing.rescheduling import bring_back


class Command(BaseCommand):
    help = (
        "For after the server's clock was days ahead, and only once it is right: what was answered meanwhile is asked "
        "as if answered today, and no rate limit counts what has yet to come. Run again, it changes nothing."
    )

    def handle(self, **_options: Any) -> None:
        at, moved = timezone.now(), 0
        learners = User.objects.filter(cards__isnull=False).distinct().order_by("pk")
        for learner in tqdm(
            learners.iterator(), total=learners.count(), desc="Learners", disable=None, file=self.stderr
        ):
            moved += bring_back(learner, at=at)
        cache.clear()
        self.stdout.write(f"{moved} review{'' if moved == 1 else 's'} brought back.")
