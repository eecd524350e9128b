"""What cannot come along from one program to another, in words: a sentence for each key of `Lost.what`, by count."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from django.utils.translation import ngettext_lazy

from studyapp.formats.notes import Lost

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

type Sentence = "_StrPromise"

LOSSES: Mapping[str, Sentence] = {
    "sound": ngettext_lazy("%(count)s sound is left out.", "%(count)s sounds are left out.", "count"),
    "speech": ngettext_lazy(
        "%(count)s note is no longer read aloud.", "%(count)s notes are no longer read aloud.", "count"
    ),
    "picture-missing": ngettext_lazy(
        "%(count)s picture is not in the file.", "%(count)s pictures are not in the file.", "count"
    ),
    "picture-elsewhere": ngettext_lazy(
        "%(count)s picture is not a file of its own, and is left out.",
        "%(count)s pictures are not files of their own, and are left out.",
        "count",
    ),
    "picture-further": ngettext_lazy(
        "%(count)s picture is left out, because a side of a card shows one.",
        "%(count)s pictures are left out, because a side of a card shows one.",
        "count",
    ),
    "script": ngettext_lazy(
        "%(count)s note loses a script, a form or a page within it.",
        "%(count)s notes lose scripts, forms or pages within them.",
        "count",
    ),
    "link": ngettext_lazy(
        "%(count)s link leads to no website; its words stay.",
        "%(count)s links lead to no website; their words stay.",
        "count",
    ),
    "formatting": ngettext_lazy(
        "%(count)s note loses some of its formatting, such as colours; its words stay.",
        "%(count)s notes lose some of their formatting, such as colours; their words stay.",
        "count",
    ),
    "formula": ngettext_lazy(
        "%(count)s note shows its formulas as they were typed, in LaTeX.",
        "%(count)s notes show their formulas as they were typed, in LaTeX.",
        "count",
    ),
    "became-flashcard": ngettext_lazy(
        "%(count)s card becomes a flashcard, because its answer cannot be typed here.",
        "%(count)s cards become flashcards, because their answers cannot be typed here.",
        "count",
    ),
    "card-empty": ngettext_lazy(
        "%(count)s card is left out, because nothing that can be shown is on one of its sides.",
        "%(count)s cards are left out, because nothing that can be shown is on one of their sides.",
        "count",
    ),
    "other-kind": ngettext_lazy(
        "%(count)s card is of another kind by now, and stays here as it is.",
        "%(count)s cards are of another kind by now, and stay here as they are.",
        "count",
    ),
    "edited-library": ngettext_lazy(
        "%(count)s card of the library was edited elsewhere, and stays here as its editors have it.",
        "%(count)s cards of the library were edited elsewhere, and stay here as their editors have them.",
        "count",
    ),
    "picture-unreadable": ngettext_lazy(
        "%(count)s picture cannot be read, and is left out.",
        "%(count)s pictures cannot be read, and are left out.",
        "count",
    ),
    "tags-library": ngettext_lazy(
        "%(count)s note loses its tags, because the library has none.",
        "%(count)s notes lose their tags, because the library has none.",
        "count",
    ),
    "picture-no-room": ngettext_lazy(
        "%(count)s picture is left out, because you have as many as you may have.",
        "%(count)s pictures are left out, because you have as many as you may have.",
        "count",
    ),
    "private-note": ngettext_lazy(
        "%(count)s remark that you wrote beside a card is left out.",
        "%(count)s remarks that you wrote beside cards are left out.",
        "count",
    ),
    "review": ngettext_lazy(
        "%(count)s answer is left out, because its time cannot be true.",
        "%(count)s answers are left out, because their times cannot be true.",
        "count",
    ),
    "further-answers": ngettext_lazy(
        "%(count)s question keeps one of its right answers.",
        "%(count)s questions keep one of their right answers.",
        "count",
    ),
    "partial-credit": ngettext_lazy(
        "%(count)s question loses answers that were right in part.",
        "%(count)s questions lose answers that were right in part.",
        "count",
    ),
    "answer-feedback": ngettext_lazy(
        "%(count)s question loses comments on its answers.",
        "%(count)s questions lose comments on their answers.",
        "count",
    ),
    "wildcard": ngettext_lazy(
        "%(count)s question has a star in an answer, which is only a star here.",
        "%(count)s questions have a star in an answer, which is only a star here.",
        "count",
    ),
    "capitals": ngettext_lazy(
        "%(count)s question takes small letters for capitals here.",
        "%(count)s questions take small letters for capitals here.",
        "count",
    ),
    "correction-missing": ngettext_lazy(
        "%(count)s false statement does not say how it really is. Add that here.",
        "%(count)s false statements do not say how it really is. Add that here.",
        "count",
    ),
    "options-typed": ngettext_lazy(
        "%(count)s question offers no options within its text: you type the answer.",
        "%(count)s questions offer no options within their text: you type the answer.",
        "count",
    ),
    "kind-left": ngettext_lazy(
        "%(count)s card is left out, because this format has no such question.",
        "%(count)s cards are left out, because this format has no such questions.",
        "count",
    ),
    "blanks": ngettext_lazy(
        "%(count)s card is left out, because it has more than one blank. Moodle XML can take it.",
        "%(count)s cards are left out, because they have more than one blank. Moodle XML can take them.",
        "count",
    ),
    "signs": ngettext_lazy(
        "%(count)s card is left out, because programs do not agree about signs in it, such as “->”.",
        "%(count)s cards are left out, because programs do not agree about signs in them, such as “->”.",
        "count",
    ),
    "pair": ngettext_lazy(
        "%(count)s pair is left out, because programs do not agree about a sign in it, such as : or =.",
        "%(count)s pairs are left out, because programs do not agree about a sign in them, such as : or =.",
        "count",
    ),
    "signs-elsewhere": ngettext_lazy(
        "%(count)s card is right in Moodle, but some programs misread a sign in it: a minus, a } or a \\.",
        "%(count)s cards are right in Moodle, but some programs misread a sign in them: a minus, a } or a \\.",
        "count",
    ),
    "wildcard-there": ngettext_lazy(
        "%(count)s card has a star in its answer. In Moodle, any words are right in its place.",
        "%(count)s cards have a star in their answers. In Moodle, any words are right in its place.",
        "count",
    ),
    "became-match": ngettext_lazy(
        "%(count)s card with an order becomes pairs of an item and its place.",
        "%(count)s cards with an order become pairs of an item and its place.",
        "count",
    ),
    "became-typed": ngettext_lazy(
        "%(count)s card with a blank at its end becomes a question with a typed answer.",
        "%(count)s cards with a blank at their end become questions with typed answers.",
        "count",
    ),
    "became-essay": ngettext_lazy(
        "%(count)s date becomes an open question: its answer is shown, and not checked.",
        "%(count)s dates become open questions: their answers are shown, and not checked.",
        "count",
    ),
    "became-choice": ngettext_lazy(
        "%(count)s statement becomes a choice between true and false.",
        "%(count)s statements become choices between true and false.",
        "count",
    ),
    "became-basic": ngettext_lazy(
        "%(count)s card becomes a flashcard: every Anki has those.",
        "%(count)s cards become flashcards: every Anki has those.",
        "count",
    ),
    "explanation-left": ngettext_lazy(
        "%(count)s explanation is left out.", "%(count)s explanations are left out.", "count"
    ),
    "picture-left": ngettext_lazy("%(count)s picture is left out.", "%(count)s pictures are left out.", "count"),
    "picture-no-place": ngettext_lazy(
        "%(count)s picture is left out, because the file would become too large.",
        "%(count)s pictures are left out, because the file would become too large.",
        "count",
    ),
    "typed-rules": ngettext_lazy(
        "%(count)s card loses rules for typed answers, such as accents or known wrong answers.",
        "%(count)s cards lose rules for typed answers, such as accents or known wrong answers.",
        "count",
    ),
    "disputed": ngettext_lazy(
        "%(count)s card on which sources disagree keeps one right answer.",
        "%(count)s cards on which sources disagree keep one right answer each.",
        "count",
    ),
    "bound": ngettext_lazy(
        "%(count)s number loses its “more than” or “less than”.",
        "%(count)s numbers lose their “more than” or “less than”.",
        "count",
    ),
    "magnitude": ngettext_lazy(
        "%(count)s number is to be written in full, without million or billion.",
        "%(count)s numbers are to be written in full, without million or billion.",
        "count",
    ),
    "unit": ngettext_lazy(
        "%(count)s number has its unit behind the question.",
        "%(count)s numbers have their units behind the question.",
        "count",
    ),
    "range": ngettext_lazy(
        "%(count)s range becomes its middle with a tolerance.",
        "%(count)s ranges become their middle with a tolerance.",
        "count",
    ),
    "ordering": ngettext_lazy(
        "%(count)s card with an order needs Moodle 4.4 or its plugin “Ordering”.",
        "%(count)s cards with an order need Moodle 4.4 or its plugin “Ordering”.",
        "count",
    ),
    "waits-again": ngettext_lazy(
        "%(count)s change is of something that learners see. It waits until someone publishes it again.",
        "%(count)s changes are of things that learners see. They wait until someone publishes them again.",
        "count",
    ),
    "cell-unused": ngettext_lazy(
        "%(count)s cell is left out, because its kind of question has no such field.",
        "%(count)s cells are left out, because their kinds of question have no such field.",
        "count",
    ),
    "ends": ngettext_lazy(
        "%(count)s card loses what its first and last places are called.",
        "%(count)s cards lose what their first and last places are called.",
        "count",
    ),
}


def told(what: str, count: int) -> str:
    """One loss as a whole sentence. Raises KeyError for one that has none."""
    return LOSSES[what] % {"count": count}


def counted(lost: Iterable[Lost]) -> list[str]:
    """All losses of many notes, a sentence each, in the order of LOSSES."""
    counts = Counter(one.what for one in lost)
    return [told(what, counts[what]) for what in LOSSES if counts[what]]
