"""Who is there: a session and its user, which every request looks up, each by a statement that is compiled once.

What is not quite usual is left to Django: a session that is over, a secret key that was changed, a user who may not
sign in any more, and of course a visitor.
"""

from datetime import datetime
from typing import override

from django.conf import settings
from django.contrib import auth
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends import db
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.models import Session
from django.db.models import BigAutoField, CharField, DateTimeField, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from studyapp.accounts.models import User
from studyapp.compiled import CompiledQuery


def session_data(*, key: str, at: datetime) -> QuerySet[Session, str]:
    return Session.objects.filter(session_key=key, expire_date__gt=at).values_list("session_data", flat=True)


def user_with(*, key: int) -> QuerySet[User]:
    return User.objects.filter(pk=key)


SESSION_DATA = CompiledQuery(session_data, key=CharField(), at=DateTimeField())
USER = CompiledQuery(user_with, key=BigAutoField())


class SessionStore(db.SessionStore):
    @override
    def load(self) -> dict[str, object]:
        data = SESSION_DATA.get(key=self.session_key, at=timezone.now())
        return super().load() if data is None else self.decode(data)


def present_user(request: HttpRequest) -> User | AnonymousUser:
    return _usual_user(request.session) or auth.get_user(request)


def _usual_user(session: SessionBase) -> User | None:
    signed = session.get(auth.HASH_SESSION_KEY)
    if not signed or session.get(auth.BACKEND_SESSION_KEY) not in settings.AUTHENTICATION_BACKENDS:
        return None
    user = USER.get(key=session[auth.SESSION_KEY])
    if user and user.is_active and constant_time_compare(signed, user.get_session_auth_hash()):
        return user
    return None
