"""From a verdict to a rating: the app judges, and the schedule is told honestly."""

from dataclasses import dataclass

from django.http import QueryDict

from studyapp.kinds.base import AnswerForm, Kind, Response, Verdict
from studyapp.scheduling import Rating

RAPID_GUESS_MS = 1000
"""A right pick in less than this was not read: it is asked again and teaches the schedule nothing."""

GAVE_UP = {"gave_up": True}
"""The response of a learner who asked to be shown the answer."""


@dataclass(frozen=True, slots=True)
class Judged:
    """What is said of an answer in a word and a sign: right, nearly right (`partly`), or neither.

    `counted_as` is "right", "wrong" or "easy" where the learner judged it otherwise.
    """

    right: bool
    partly: bool
    gave_up: bool = False
    counted_as: str = ""


def response_in(sent: QueryDict, form: AnswerForm) -> Response | None:
    """What was answered: GAVE_UP, or what `form` makes of it. None where it cannot be read, and the form says why."""
    if "give_up" in sent:
        return GAVE_UP
    return form.cleaned_data if form.is_valid() else None


def judge(body: Kind, response: Response) -> Verdict:
    return body.given_up() if response == GAVE_UP else body.grade(response)


def rating_for(body: Kind, response: Response, verdict: Verdict, *, helped: bool = False) -> Rating:
    """Right is Good, or Hard where luck or a hint helped; at least half is Hard where the kind says so; else Again.

    A flashcard takes its learner's own rating.
    """
    if body.self_rated and verdict.right:
        return Rating(int(response["rating"]))
    if verdict.right:
        return right_rating(helped=helped)
    return Rating.HARD if body.half_is_hard and verdict.score >= 0.5 else Rating.AGAIN


def right_rating(*, helped: bool) -> Rating:
    """What a right answer is worth."""
    return Rating.HARD if helped else Rating.GOOD


def is_rapid_guess(body: Kind, verdict: Verdict, elapsed_ms: int) -> bool:
    return body.recognition and verdict.right and elapsed_ms < RAPID_GUESS_MS
