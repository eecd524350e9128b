"""What a learner has to do with one fact: each of its questions, where it stands, and their last answers to it."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from studyapp.accounts.models import User
from studyapp.library.models import Fact
from studyapp.study.cards.fold import active
from studyapp.study.models import Card, Review
from studyapp.study.progress.knowledge import Knowledge, knowledge_of_card

LAST = 5
"""So many answers to each question are shown."""


@dataclass(frozen=True, slots=True)
class OwnQuestion:
    """One question on the fact that the learner may be asked, with their last answers to it, the newest first."""

    card: Card
    knowledge: Knowledge
    answers: list[Review]

    @property
    def is_met(self) -> bool:
        """What was not met yet shows neither its prompt nor its answer."""
        return bool(self.answers) or self.card.is_met


def own_questions(learner: User, fact: Fact, day: date) -> list[OwnQuestion]:
    """In the order in which they come; those withdrawn or left are kept if the learner has met them."""
    own = learner.cards.with_content().filter(fact=fact.original_id, question__fact=fact)
    cards = list(own.order_by("place", "question_id"))
    logs: dict[int, list[Review]] = defaultdict(list)
    for row in learner.reviews.filter(question__in=[card.question_id for card in cards]).defer("response"):
        logs[row.question_id].append(row)
    found = [
        OwnQuestion(
            card,
            knowledge_of_card(card.queue, card.due_day, card.stability, day),
            [row for row in active(logs[card.question_id]) if row.is_counted][: -LAST - 1 : -1],
        )
        for card in cards
    ]
    return [one for one in found if one.is_met or not (one.card.withdrawn or one.card.left)]
