"""What learners do over and over while it is measured: study, rate flashcards, take quizzes, look at pages."""

import random

from django.core.handlers.wsgi import WSGIHandler
from django.db.models import Q
from django.utils import timezone

from studyapp.accounts.models import User
from studyapp.library.models import Question
from studyapp.study.models import Attempt, Quiz
from studyapp.study.models.quizzes import as_worded_now
from tests.benchmarks.wire import Browser, Costs, Response, form_on, forms_on

ANSWER, REVEAL, QUIZ = r"/study/\d+/answer/", r"/study/\d+/reveal/", r"/quizzes/\d+/\d+/"
QUESTIONS = 20


class Studying:
    """The next question is fetched, and answered rightly. `who` tells one learner's costs from another's."""

    def __init__(self, site: WSGIHandler, learner: User, who: str = "") -> None:
        self.browser, self.who = Browser(site, learner), who

    def round(self) -> Costs:
        asked = self.browser.get("/study/")
        form = form_on(asked.text, ANSWER)
        judged = self.browser.post(form.address, form.filled("Kilo"))
        return {f"next{self.who}": asked.cost, f"answer{self.who}": judged.cost}


class Rating:
    """A flashcard is rated, and the next one is there; what turning it over costs is not counted."""

    def __init__(self, site: WSGIHandler, learner: User) -> None:
        self.browser = Browser(site, learner)
        self.page = self.browser.get("/study/").text

    def round(self) -> Costs:
        turning = form_on(self.page, REVEAL)
        revealed = self.browser.post(turning.address, turning.hidden)
        form = form_on(revealed.text, ANSWER)
        cost, following = self.rated(form.address, form.hidden | {"rating": "3"})
        self.page = following.text
        return {"rating": cost}

    def rated(self, address: str, sent: dict[str, str]) -> tuple[float, Response]:
        """In one request, where the answer to a rating shows the next card; else in two."""
        rated = self.browser.post(address, sent)
        if forms_on(rated.text, REVEAL):
            return rated.cost, rated
        following = self.browser.get("/study/")
        return rated.cost + following.cost, following


class Quizzing:
    """A question of a quiz is answered, and its verdict is there; what showing the question costs is not counted."""

    def __init__(self, site: WSGIHandler, learner: User, deck: str) -> None:
        self.browser, self.learner, self.deck = Browser(site, learner), learner, deck
        self.left, self.quiz = 0, 0

    def begin(self) -> None:
        at, chance = timezone.now(), random.Random(self.quiz)
        questions = list(Question.objects.live().filter(fact__deck__slug=self.deck).order_by("pk"))
        asked = as_worded_now(chance.sample(questions, QUESTIONS))
        quiz = Quiz.objects.make(self.learner, asked, at=at, twin=Q(pk=None), title=f"After quiz {self.quiz}")
        Attempt.objects.begin(quiz, self.learner, at=at)
        self.left, self.quiz = QUESTIONS - 1, quiz.pk  # without the last answer, which ends the quiz

    def round(self) -> Costs:
        if not self.left:
            self.begin()
        form = form_on(self.browser.get(f"/quizzes/{self.quiz}/").text, QUIZ)
        judged = self.browser.post(form.address, form.filled("Kilo"))
        assert 'id="verdict"' in judged.text
        self.left -= 1
        return {"quiz answer": judged.cost}


class Looking:
    """Whole pages, each looked at once."""

    def __init__(self, site: WSGIHandler, learner: User, pages: dict[str, str]) -> None:
        self.browser, self.pages = Browser(site, learner, HTTP_ACCEPT="text/html"), pages

    def round(self) -> Costs:
        return {name: self.browser.get(address).cost for name, address in self.pages.items()}
