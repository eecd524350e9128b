"""`manage.py rebuild_answers`: prove that questions accept what their rows say; 0 differences are expected."""

from studyapp.library import answers
from studyapp.library.management.commands.rebuild_search import RebuildCommand


class Command(RebuildCommand):
    help = "Compare the answers that questions look up of one another with what they accept. --fix writes them anew."
    differences = answers.differences
