"""Addresses of decks and cards of one's own: their numbers below the owner's."""

from django.urls import path

from studyapp.own.views import cards, decks

urlpatterns = [
    path("own/<int:number>/", decks.deck, name="own-deck"),
    path("own/cards/<int:number>/", cards.card, name="own-card"),
]
