"""Where the database is that tests use, for processes of their own."""

from urllib.parse import quote

from django.db import connection


def address() -> str:
    """As DATABASE_URL names it."""
    at = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{at['NAME']}"
    return f"postgres://{at['USER']}:{quote(at['PASSWORD'])}@{at['HOST']}:{at['PORT']}/{at['NAME']}"
