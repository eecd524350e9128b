"""Where editors keep articles, decks, facts and questions: Django's admin, with the library's own verbs."""

from django.contrib import admin

from studyapp.library.admin.articles import ArticleAdmin
from studyapp.library.admin.decks import DeckAdmin
from studyapp.library.admin.facts import FactAdmin
from studyapp.library.admin.jobs import JobAdmin
from studyapp.library.admin.questions import QuestionAdmin

__all__ = ["ArticleAdmin", "DeckAdmin", "FactAdmin", "JobAdmin", "QuestionAdmin"]

admin.site.site_header = admin.site.site_title = "Studyapp for editors"
admin.site.index_title = "The library"
