"""Pages of decks and cards of one's own."""

from django.test import Client

from studyapp.accounts.models import User
from tests.own.decks import own_deck, own_note


def test_only_the_owner_finds_a_deck_and_its_cards(lans_browser: Client, lan: User, boris: User) -> None:
    note = own_note(own_deck(lan))
    for address in (note.deck.get_absolute_url(), note.get_absolute_url()):
        assert "Bowline" in lans_browser.get(address).content.decode()
        boris_browser = Client()
        boris_browser.force_login(boris)
        assert boris_browser.get(address).status_code == 404
