"""`manage.py rebuild_counts`: prove that decks hold as much as is kept of them; 0 differences are expected."""

from studyapp.library import deck_counts
from studyapp.library.management.commands.rebuild_search import RebuildCommand


class Command(RebuildCommand):
    help = "Compare how many facts and questions of each deck are published with what is kept. --fix writes it anew."
    differences = deck_counts.differences
