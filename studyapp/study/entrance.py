"""Signing in and up where it concerns what was studied: a guest brings it along."""

from typing import override

from django.http import HttpRequest
from django.utils import timezone

from studyapp.accounts.adapter import Adapter
from studyapp.accounts.guests import guest_of
from studyapp.accounts.models import User
from studyapp.study.guests import chosen, move_quizzes, settle
from studyapp.study.unsent import hand_over


class Entrance(Adapter):
    @override
    def login(self, request: HttpRequest, user: User) -> None:
        guest, decks = guest_of(request), chosen(request, user)  # now, since another learner's session is emptied
        super().login(request, user)
        hand_over(request, user.pk)
        if guest is not None and guest.pk != user.pk:
            move_quizzes(guest, user)
        if decks:
            settle(user, decks, at=timezone.now())
