"""Addresses of what a learner does: home, the sitting, decks."""

from django.urls import path

from studyapp.study.views import cards, decks, home, sitting

urlpatterns = [
    path("", home.home, name="home"),
    path("study/", sitting.study, name="study"),
    path("study/undo/", sitting.undo, name="undo"),
    path("study/suspended/", cards.suspended, name="suspended"),
    path("study/<int:question>/answer/", sitting.answer, name="answer"),
    path("study/<int:question>/hint/", sitting.show_hint, name="hint"),
    path("study/<int:question>/reveal/", sitting.reveal, name="reveal"),
    path("study/<int:question>/override/", sitting.override, name="override"),
    path("study/<int:question>/suspend/", cards.suspend, name="suspend"),
    path("study/<int:question>/resume/", cards.resume, name="resume"),
    path("study/<int:question>/report/", cards.report, name="report"),
    path("decks/", decks.decks, name="decks"),
    path("decks/<slug:slug>/", decks.deck, name="deck"),
    path("decks/<slug:slug>/join/", decks.join_deck, name="join"),
]
