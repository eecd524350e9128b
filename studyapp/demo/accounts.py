"""The two accounts of a first run, with passwords that are shown once and kept nowhere else."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from studyapp.accounts.models import User
from studyapp.demo.factories import EditorFactory, LearnerFactory
from studyapp.demo.history import Progress, live

LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""Without those that look alike."""


@dataclass(frozen=True, slots=True)
class Login:
    email: str
    password: str


def new_password() -> str:
    """Sixteen letters in groups of four: easy to copy by hand, 79 bits."""
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(4))


def open_accounts(*, demo: bool, at: datetime, progress: Progress = iter) -> list[Login]:
    """Make the editor and, if `demo`, a learner with some weeks of history; nobody where there are people already."""
    with transaction.atomic():
        if User.objects.exists():
            return []
        logins = [Login("editor@example.org", new_password())]
        EditorFactory(email=logins[0].email, password=logins[0].password, name="Editor")
        if demo:
            logins.insert(0, Login("learner@example.org", new_password()))
            learner = LearnerFactory(
                name="Lan",
                email=logins[0].email,
                password=logins[0].password,
                time_zone="Asia/Ho_Chi_Minh",
                new_per_day=5,
                ask_certainty=True,
                is_demo=True,
            )
            live(learner, until=at, progress=progress)
    return logins
