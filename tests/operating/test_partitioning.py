"""Tables about learners can be split by learner: their keys begin with the learner, but for those that cannot."""

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, models, transaction

from studyapp.accounts.models import User
from studyapp.operating.partitioning import distributing, keys, partitioning, tables
from studyapp.study.models import Review
from tests.answering import learn
from tests.people import NOON
from tests.shelf import Shelf
from tests.study.differences import wrongs

OF_LEARNERS = {"learner", "owner", "user"}
"""What the relation to the learner is called."""
OF_EDITORS = {"editor", "history_user", "edited_by", "ready_by", "moved_by", "planned_by"}
"""What that to an editor is called."""
NUMBERED = "It is named by its number, in addresses and by other tables; a learner has few."
OF_ALL = "One table holds the library and cards of learners' own, and numbers name both."
OF_QUIZ = "A quiz is of all who take it, not of one learner."
OF_IMPORT = "It begins with the file that one learner brought, and goes with it."
EXCEPTIONS = {
    "account_emailaddress (id)": NUMBERED,
    "account_emailaddress (email)": "No two confirm the same address.",
    "account_emailconfirmation (id)": NUMBERED,
    "account_emailconfirmation (key)": "Whoever follows a link in an email is found by it.",
    "accounts_parameterset (id)": NUMBERED,
    "accounts_user (id)": "The learner.",
    "accounts_user (email)": "Whoever signs in is found by it.",
    "accounts_user (ticket)": "Whoever follows a link in an email is found by it.",
    "django_admin_log (id)": "Of editors alone.",
    "exchange_import (id)": NUMBERED,
    "exchange_importchunk (arrival_id, number)": OF_IMPORT,
    "exchange_importdeck (id)": OF_IMPORT,
    "exchange_importdeck (hidden_id)": OF_IMPORT,
    "exchange_importdeck (arrival_id, position)": OF_IMPORT,
    "exchange_importrow (arrival_id, position)": OF_IMPORT,
    "library_deck (id)": OF_ALL,
    "library_deck (slug)": OF_ALL,
    "library_fact (id)": OF_ALL,
    "library_fact (slug)": OF_ALL,
    "library_picture (id)": OF_ALL,
    "library_picture (digest)": "Of the library alone.",
    "library_question (id)": OF_ALL,
    "library_question (slug)": OF_ALL,
    "library_revision (id)": OF_ALL,
    "library_revision (question_id, number)": OF_ALL,
    "own_arrived (fact_id)": OF_ALL,
    "study_notice (id)": NUMBERED,
    "study_quiz (id)": OF_QUIZ,
    "study_quiz (code)": "Whoever was given the code finds the quiz by it.",
    "study_quizitem (quiz_id, position)": OF_QUIZ,
    "study_quizitem (quiz_id, question_id)": OF_QUIZ,
    "study_quizpicture (quiz_id, digest)": OF_QUIZ,
    "study_report (id)": NUMBERED,
}
"""Keys of tables about learners that do not begin with the learner, and why."""


def relations(model: type[models.Model]) -> list[models.ForeignKey[models.Model, models.Model]]:
    return [field for field in model._meta.concrete_fields if isinstance(field, models.ForeignKey)]


def about_learners() -> set[type[models.Model]]:
    """Models with a relation to the learner; and outside the library, whatever is a part of one of these."""
    every = apps.get_models()
    found = {model for model in every if OF_LEARNERS & {field.name for field in relations(model)}} | {User}
    whole = {model for model in found if model._meta.app_label != "library"} - {User}
    while whole:
        parts = {
            model
            for model in every
            if any(field.related_model in whole and not field.null for field in relations(model))
        }
        whole = parts - found
        found |= parts
    return found


def test_every_relation_to_a_person_is_to_a_learner_or_to_an_editor() -> None:
    of_people = {field.name for model in apps.get_models() for field in relations(model) if field.related_model is User}
    assert of_people == OF_LEARNERS | OF_EDITORS


def test_every_key_of_a_table_about_learners_begins_with_the_learner_or_says_why_not() -> None:
    others = {
        f"{model._meta.db_table} ({', '.join(key)})"
        for model in about_learners()
        for key in keys(model)
        if key[0] not in {f"{name}_id" for name in OF_LEARNERS}
    }
    assert others == EXCEPTIONS.keys()


def test_what_is_split_is_about_learners() -> None:
    assert set(tables()) < {model._meta.db_table for model in about_learners()}
    assert {"study_card", "study_review", "study_day"} < set(tables())


def test_what_is_handed_to_citus_is_each_table_that_is_split_and_what_it_refers_to() -> None:
    statements = list(distributing())
    refer = [number for number, said in enumerate(statements) if "create_reference_table" in said]
    assert refer == list(range(len(refer)))
    assert len(statements) == len(refer) + len(tables())
    assert "SELECT create_reference_table('library_question');" in statements


@pytest.mark.skipif(connection.vendor != "sqlite", reason="SQLite alone cannot split a table")
def test_on_sqlite_the_command_says_what_it_needs() -> None:
    with pytest.raises(CommandError, match="Set DATABASE_URL to a PostgreSQL database"):
        call_command("partition")


@pytest.mark.parametrize("parts", ["1", "0", "-4", "many", "1025", "²"])
def test_a_number_of_parts_that_cannot_be_is_refused(parts: str) -> None:
    with pytest.raises(CommandError, match="is no number from 2 to 1024"):
        call_command("partition", f"--parts={parts}")


@pytest.mark.skipif(connection.vendor != "postgresql", reason="PostgreSQL alone splits tables")
def test_rows_and_names_of_constraints_outlive_the_split(lan: User, lans: Shelf) -> None:
    at = learn(lan, lans.choice, at=NOON)
    reviews = list(Review.objects.order_by("pk").values_list())
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for statement in partitioning(2):
            cursor.execute(statement)
    assert list(Review.objects.order_by("pk").values_list()) == reviews
    learn(lan, lans.typed, at=at)
    assert wrongs(lan) == []
    with pytest.raises(IntegrityError, match="study_review_pkey"), transaction.atomic():
        Review.objects.bulk_create(Review.objects.all())
