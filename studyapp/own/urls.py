"""Addresses of decks and cards of one's own: their numbers below the owner's."""

from django.urls import path

from studyapp.own.views import cards, decks, listing, pasting

urlpatterns = [
    path("own/<int:number>/", decks.deck, name="own-deck"),
    path("own/<int:number>/paste/", pasting.paste, name="own-paste"),
    path("own/cards/", listing.cards, name="own-cards"),
    path("own/cards/<int:number>/", cards.card, name="own-card"),
]
