"""Addresses of decks and cards of one's own: their numbers below the owner's."""

from django.urls import path

from studyapp.own.views import cards, decks, joining, sharing

urlpatterns = [
    path("own/<int:number>/", decks.deck, name="own-deck"),
    path("own/<int:number>/share/", sharing.share, name="own-share"),
    path("own/join/", joining.code, name="own-code"),
    path("own/join/<str:code>/", joining.join, name="own-join"),
    path("own/cards/<int:number>/", cards.card, name="own-card"),
]
