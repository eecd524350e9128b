"""Tables about learners can be split by learner: their keys begin with the learner, but for those that cannot."""

from collections.abc import Iterator
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection, models

from studyapp.accounts.models import User
from studyapp.operating.partitioning import distributing, keys, partitioning, tables
from studyapp.study.models import Review
from tests.answering import learn
from tests.people import NOON
from tests.shelf import Shelf
from tests.study.differences import wrongs

OF_LEARNERS = {"learner", "owner", "user"}
"""What the relation to the learner is called; the others lead to editors."""
OF_EDITORS = {"editor", "history_user", "edited_by", "ready_by", "moved_by", "planned_by"}
BY_NUMBER = "It is named by its number, in addresses and in other tables; a learner has few."
OF_ALL = "The library and the cards of learners are in one table, and its numbers name both."
OF_THE_WHOLE = "Its numbers are of one who has one of these."
EXCEPTIONS = {
    "accounts_user (id)": "The learner.",
    "accounts_user (email)": "Who signs in is found by it.",
    "accounts_user (ticket)": "A link in an email, or a guest, is known by it.",
    "account_emailaddress (id)": BY_NUMBER,
    "account_emailaddress (email)": "No two confirm the same address.",
    "account_emailconfirmation (id)": BY_NUMBER,
    "account_emailconfirmation (key)": "A link in an email is known by it.",
    "accounts_parameterset (id)": BY_NUMBER,
    "django_admin_log (id)": "Of editors.",
    "study_quiz (id)": "Whoever has the code takes it: it is of all who do.",
    "study_quiz (code)": "A quiz is found by it.",
    "study_quizitem (quiz_id, position)": OF_THE_WHOLE,
}
