"""What learners do again and again: study, take quizzes, bring cards."""

import re
import threading
from typing import override
from urllib.parse import urlencode

from tests.benchmarks.wire import form_on, forms_on
from tests.endurance.learners import PATIENCE, Learner, Sent

ANSWER, QUIZ_ANSWER = r"/study/\d+/answer/", r"/quizzes/\d+/\d+/"
READ, DONE = 'value="apply"', 'class="button" href="/study/"'
"""What the page of a file shows once it was read, and once its cards are there."""


class Student(Learner):
    """Answers what is asked next."""

    @override
    def take_a_turn(self) -> bool:
        from studyapp.study.cards.asks import Ask  # noqa: PLC0415  Django is set up first

        page = self.page("/study/")
        if not forms_on(page, ANSWER):
            return False
        form = form_on(page, ANSWER)
        ask = Ask.opened(form.hidden["ask"])
        self.answer("study", Sent(self.pk, ask.question, ask.version), form, page, self.ledger.studied)
        return True


class QuizTaker(Learner):
    """Takes one quiz of five questions after the other."""

    @override
    def take_a_turn(self) -> bool:
        page = self.page(self.ask("/quizzes/", urlencode({"length": "5"})).location)
        while forms := forms_on(page, QUIZ_ANSWER):
            quiz, position = (int(number) for number in re.findall(r"\d+", forms[0].address)[:2])
            self.answer("quiz", Sent(self.pk, quiz, position), forms[0], page, self.ledger.quizzed)
            page = self.page(f"/quizzes/{quiz}/")
        for form in forms_on(page, r"/quizzes/\d+/finish/"):
            self.ask(form.address, "finish=1")
        return True


class Importer(Learner):
    """Brings one list of cards after the other, looks at each, and has cards made of it."""

    CARDS = 20
    number = 0

    @override
    def take_a_turn(self) -> bool:
        self.number += 1
        name = f"list-{self.chance.randrange(10**9)}.txt"
        text = "".join(f"{name} {n} – back {n}\n" for n in range(self.CARDS))
        address = self.upload(name, text)
        if self.wait_for(address, READ):
            decks = re.findall(r'name="deck" value="(\d+)" checked', self.page(address))
            self.ask(address, urlencode([("do", "apply"), *(("deck", deck) for deck in decks)]))
            if self.wait_for(address, DONE):
                self.ledger.imported.append(Sent(self.pk, int(re.findall(r"\d+", address)[0]), self.CARDS))
        return True

    def upload(self, name: str, text: str) -> str:
        """Its address. Whoever got no reply looks first whether the file has come, and stops it if it is half there."""
        border = "endurance"
        fields = {"language": "en", "into": ""}
        parts = [f'Content-Disposition: form-data; name="{key}"\r\n\r\n{value}' for key, value in fields.items()]
        parts.append(
            f'Content-Disposition: form-data; name="file"; filename="{name}"\r\nContent-Type: text/plain\r\n\r\n{text}'
        )
        body = "".join(f"--{border}\r\n{part}\r\n" for part in parts) + f"--{border}--\r\n"
        reply = self.ask("/bring/", body.encode(), f"multipart/form-data; boundary={border}")
        if reply.status == 422:  # those that got no reply wait for a word
            for address in re.findall(r'href="(/bring/\d+/)"', self.page("/bring/")):
                self.ask(address, urlencode({"do": "cancel"}))
            return self.upload(name, text)
        assert reply.status == 302, f"{reply.status} for a file: {reply.page[:2000]}"
        return reply.location

    def wait_for(self, address: str, mark: str) -> bool:
        """False if the run ended before."""
        for _ in range(10 * PATIENCE):
            page = self.page(address)
            if mark in page and 'id="standing"' not in page:
                return True
            if self.gate.ended:
                return False
            threading.Event().wait(0.3)
        raise AssertionError(f"{address} never shows {mark}")
