"""Where things stand on their way to students, and why one may not go on."""

from django.db import models


class State(models.TextChoices):
    """Where a fact, a question or an article stands. Only what is published is studied; no article is paused."""

    DRAFT = "draft", "Draft"
    READY = "ready", "Ready for review"
    PUBLISHED = "published", "Published"
    PAUSED = "paused", "Paused until an editor looks"
    RETIRED = "retired", "Retired"


UNSEEN = (State.DRAFT, State.READY)
"""In these readers see nothing of it."""
OF_ARTICLES = (*UNSEEN, State.PUBLISHED, State.RETIRED)
"""What becomes of a doubtful article is its status; retired, its page stays for those who come from its facts."""


class NotPublishable(Exception):
    """Raised with the sentences that say what to mend first."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__(" ".join(problems))
        self.problems = problems
