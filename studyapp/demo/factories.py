"""Factories for people and for a small library, made through the same verbs an editor uses; the demo and the tests share them."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import factory
from factory.base import FactoryMetaClass
from factory.django import DjangoModelFactory, Password

from studyapp.accounts.models import User
from studyapp.kinds import KINDS
from studyapp.library.answers import Answers
from studyapp.library.models import Article, Citation, Deck, Draft, Fact, Question, State

NOW = datetime(2026, 1, 5, 12, tzinfo=UTC)
"""A Monday noon: when everything here is made and published, unless `at` says otherwise."""

PASSWORD = "correct horse battery"  # noqa: S105  of people who do not exist


if TYPE_CHECKING:

    class _Making[T](FactoryMetaClass):
        """For the type checker, to which a call of a factory would look like one of its instances."""

        def __call__(cls, **fields: Any) -> T: ...


class UserFactory(DjangoModelFactory[User]):
    class Meta:
        model = User

    email = factory.Sequence(lambda n: f"user-{n}@example.org")
    name = ""
    password = Password(PASSWORD)


class LearnerFactory(UserFactory):
    """A learner; `lan=True`, `boris=True` and `ada=True` are the people met throughout."""

    class Params:
        lan = factory.Trait(name="Lan", email="lan@example.org", time_zone="Asia/Ho_Chi_Minh")
        boris = factory.Trait(name="Boris", email="boris@example.org", time_zone="Europe/Moscow")
        ada = factory.Trait(name="Ada", email="ada@example.org", time_zone="America/New_York")

    email = factory.Sequence(lambda n: f"learner-{n}@example.org")


class EditorFactory(UserFactory):
    email = factory.Sequence(lambda n: f"editor-{n}@example.org")
    is_staff = True
    is_superuser = True
