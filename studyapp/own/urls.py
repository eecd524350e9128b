"""Addresses of decks and cards of one's own: their numbers below the owner's."""

from django.urls import path

from studyapp.own.views import cards, decks, from_facts, joining, listing, pasting, sharing

urlpatterns = [
    path("own/new/", decks.new_deck, name="own-new-deck"),
    path("own/<int:number>/", decks.deck, name="own-deck"),
    path("own/<int:number>/add/", cards.add_card, name="own-add-card"),
    path("own/<int:number>/edit/", decks.edit_deck, name="own-edit-deck"),
    path("own/<int:number>/delete/", decks.delete_deck, name="own-delete-deck"),
    path("own/<int:number>/take-back/", decks.take_deck_back, name="own-take-deck-back"),
    path("own/<int:number>/exam/", decks.exam, name="own-exam"),
    path("own/<int:number>/exam/bring-forward/", decks.bring_exam_forward, name="own-bring-forward"),
    path("own/<int:number>/share/", sharing.share, name="own-share"),
    path("own/join/", joining.code, name="own-code"),
    path("own/join/<str:code>/", joining.join, name="own-join"),
    path("own/<int:number>/paste/", pasting.paste, name="own-paste"),
    path("own/cards/", listing.cards, name="own-cards"),
    path("own/cards/<int:number>/", cards.card, name="own-card"),
    path("own/cards/<int:number>/move/", cards.move_card, name="own-move-card"),
    path("own/cards/<int:number>/delete/", cards.delete_card, name="own-delete-card"),
    path("own/cards/<int:number>/take-back/", cards.take_card_back, name="own-take-card-back"),
    path("own/from/<slug:slug>/", from_facts.make_card, name="own-from-fact"),
]
