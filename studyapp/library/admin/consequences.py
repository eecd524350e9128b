"""What saving a fact would do to what is asked, said by name before it is saved."""

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256

from django.http import HttpRequest
from django.utils.safestring import SafeString

from studyapp.library.admin.acts import named
from studyapp.library.models import Act, Fact, State
from studyapp.library.models.acts import Differences

AGREED = "_agreed"
"""The field that says to which consequences the editor agreed."""
PAGE = "admin/library/fact/consequences.html"
"""Where that is said."""
NOT_SENT_AGAIN = ("csrfmiddlewaretoken", AGREED)


@dataclass(frozen=True, slots=True)
class Consequence:
    """What comes of it for one fact or question."""

    thing: SafeString | str
    end: str
    why: str = ""
    differences: Differences | tuple[()] = ()


class Unconfirmed(Exception):
    """Raised before anything is saved for good: the editor is to see what would come of it."""

    def __init__(self, fact: Fact, consequences: list[Consequence]) -> None:
        super().__init__()
        self.fact, self.consequences = fact, consequences


def consequences(fact: Fact, acts: list[Act], *, was_disputed: bool) -> Iterator[Consequence]:
    """Of what was done so far in saving it."""
    if fact.is_live and fact.is_disputed and not was_disputed:
        yield Consequence("This fact", "becomes disputed", "Whoever is asked about it sees who says what.")
    if fact.is_live and was_disputed and not fact.is_disputed:
        yield Consequence("This fact", "is disputed no longer", "Its sources agree from now on.")
    for act in acts:
        if act.kind == Act.Kind.QUESTION and act.before in ("", State.PUBLISHED.label):
            yield _of_question(act)
        elif act.what == Act.What.PAUSED:
            yield Consequence("This fact" if act.key == fact.pk else named(act), "is paused", act.cause)


def _of_question(act: Act) -> Consequence:
    if act.what != Act.What.EDITED:
        return Consequence(named(act), f"is {act.get_what_display().lower()}", act.cause)
    return Consequence(named(act), "takes other answers or shows other sources", act.cause, act.differences)


def signed(found: list[Consequence]) -> str:
    """A digest by which what was agreed to is known again."""
    return sha256(repr(found).encode()).hexdigest()[:32]


def sent_again(request: HttpRequest) -> list[tuple[str, str]]:
    """The fields of a form, for a page that sends them once more."""
    return [
        (name, str(value)) for name, values in request.POST.lists() if name not in NOT_SENT_AGAIN for value in values
    ]
