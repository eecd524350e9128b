"""The statements that a request sends to the database, and how many an answer and the next question may cost."""

from django.db import connection


def count_up() -> None:
    """Let the database look at its tables, as it does by itself when it has the time."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
