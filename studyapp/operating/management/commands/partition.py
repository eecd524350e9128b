"""`manage.py partition`: the SQL that splits the tables about learners by learner, for psql."""

from argparse import ArgumentTypeError
from typing import override

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

from studyapp.operating.partitioning import distributing, partitioning

MOST = 1024


def number_of_parts(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 2 <= int(text) <= MOST):
        raise ArgumentTypeError(f"{text} is no number from 2 to {MOST}.")
    return int(text)


class Command(BaseCommand):
    help = (
        "Print the SQL that splits the tables about learners by learner. Stop the site, make a backup, and pipe it to "
        "psql. docs/scaling.md says when this helps."
    )

    @override
    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--parts", type=number_of_parts, default=16, help="of each table; default: 16")
        parser.add_argument("--citus", action="store_true", help="over the nodes of a Citus cluster instead")

    @override
    def handle(self, *args: object, parts: int, citus: bool, **options: object) -> None:
        if connection.vendor != "postgresql":
            raise CommandError("Only PostgreSQL can split tables. Set DATABASE_URL to a PostgreSQL database.")
        # Citus wants each of its calls in a transaction of its own.
        statements = [*distributing()] if citus else ["BEGIN;", *partitioning(parts), "COMMIT;"]
        self.stdout.write("\n".join(["\\set ON_ERROR_STOP on", *statements, "ANALYZE;"]))
