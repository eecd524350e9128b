"""The floor under a question and its answer: the same durable work by Django's own means, and nothing besides.

A session and its learner, the card that is due first and what it asks; then the card locked and moved on, a row of the
log, the day counted, and a fragment of a page. The app that is named here is not installed, so no migration and no test
knows of its tables: `build` makes them in a benchmark's database. To be imported once Django is set up.
"""

# ruff: noqa: DJ008  nobody reads these rows

import random
from datetime import timedelta

from django.contrib.auth.decorators import login_required
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection, models, transaction
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.test import override_settings
from django.urls import path
from django.utils import timezone

from studyapp.accounts.models import User
from tests.benchmarks.wire import Browser, Costs, form_on

MIDDLEWARE = [
    "tests.benchmarks.floor.own_addresses",
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
OPTIONS = ["Paris", "Rome", "Berlin", "Madrid"]
FRAGMENT = """
<div id="sitting"><h1>{{ prompt }}</h1>
<form method="post" action="/floor/answer/" hx-post="/floor/answer/">
<input type="hidden" name="card" value="{{ card }}">
<input type="hidden" name="csrfmiddlewaretoken" value="{{ csrf_token }}">
{% for option in options %}
<label><input type="radio" name="choice" value="{{ forloop.counter }}">{{ option }}</label>
{% endfor %}
<button>Answer</button></form></div>
"""


class Note(models.Model):
    front = models.TextField()
    options = models.JSONField(default=list)

    objects: models.Manager["Note"] = models.Manager()

    class Meta:
        app_label = "floor"


class Card(models.Model):
    learner = models.ForeignKey(User, models.CASCADE, related_name="+")
    note = models.IntegerField()
    due = models.DateTimeField()
    stability = models.FloatField(default=1)
    reps = models.IntegerField(default=0)

    objects: models.Manager["Card"] = models.Manager()

    class Meta:
        app_label = "floor"
        indexes = [models.Index(fields=["learner", "due"], name="floor_card_due")]


class Log(models.Model):
    learner = models.ForeignKey(User, models.CASCADE, related_name="+")
    card = models.IntegerField()
    rating = models.IntegerField()
    at = models.DateTimeField()
    elapsed_ms = models.IntegerField()
    response = models.JSONField(default=dict)

    objects: models.Manager["Log"] = models.Manager()

    class Meta:
        app_label = "floor"
        indexes = [models.Index(fields=["learner", "card"], name="floor_log_of_card")]


class Day(models.Model):
    learner = models.ForeignKey(User, models.CASCADE, related_name="+")
    day = models.DateField()
    answers = models.IntegerField(default=0)

    objects: models.Manager["Day"] = models.Manager()

    class Meta:
        app_label = "floor"
        constraints = [models.UniqueConstraint(fields=["learner", "day"], name="floor_day_once")]


def build(learner: User, cards: int) -> None:
    """The tables, and so many cards in them, all due."""
    with connection.schema_editor() as editor:
        for model in (Note, Card, Log, Day):
            editor.create_model(model)
    chance, now = random.Random(7), timezone.now()
    notes = Note.objects.bulk_create(Note(front=f"Question {number}?", options=OPTIONS) for number in range(cards))
    Card.objects.bulk_create(
        Card(learner=learner, note=note.pk, due=now - timedelta(days=30 * chance.random())) for note in notes
    )


def show(request: HttpRequest, prompt: str, options: list[str], card: int) -> HttpResponse:
    context = {"prompt": prompt, "options": options, "card": card}
    return HttpResponse(template.render(context, request))


@login_required
def next_card(request: HttpRequest) -> HttpResponse:
    card = Card.objects.filter(learner_id=request.user.pk).order_by("due").first()
    assert card is not None
    note = Note.objects.get(pk=card.note)
    return show(request, note.front, note.options, card.pk)


@login_required
def answer(request: HttpRequest) -> HttpResponse:
    learner, now = request.user.pk, timezone.now()
    with transaction.atomic():
        card = Card.objects.select_for_update().get(learner_id=learner, pk=int(request.POST["card"]))
        card.due = now + timedelta(days=card.stability)
        card.stability = min(card.stability * 1.01, 60)
        card.reps += 1
        card.save(update_fields=["due", "stability", "reps"])
        row = Log(learner_id=learner, card=card.pk, rating=3, at=now, elapsed_ms=1234, response={"text": "Kilo"})
        row.save(force_insert=True)
        if not Day.objects.filter(learner_id=learner, day=now.date()).update(answers=F("answers") + 1):
            Day.objects.create(learner_id=learner, day=now.date(), answers=1)
    return show(request, "Right", OPTIONS, card.pk)


def bare(request: HttpRequest) -> HttpResponse:
    """A view that asks nothing of the database: not even who is there."""
    return show(request, "Right", OPTIONS, 1)


def own_addresses(get_response):
    def with_own_addresses(request):
        request.urlconf = __name__
        return get_response(request)

    return with_own_addresses


template = engines["django"].from_string(FRAGMENT)
urlpatterns = [path("floor/next/", next_card), path("floor/answer/", answer), path("floor/bare/", bare)]


class Floor:
    """One question of the floor, its answer, and the bare view."""

    def __init__(self, learner: User) -> None:
        with override_settings(MIDDLEWARE=MIDDLEWARE):
            self.browser = Browser(WSGIHandler(), learner)

    def round(self) -> Costs:
        asked = self.browser.get("/floor/next/")
        form = form_on(asked.text, "/answer/")
        judged = self.browser.post(form.address, form.hidden | {"choice": "1"})
        bare = self.browser.get("/floor/bare/")
        return {"floor next": asked.cost, "floor answer": judged.cost, "bare": bare.cost}
