"""What a student reads in the form of a card: the kinds of question and their fields, in the student's own language.

The kinds' forms speak to editors; here each field that a student may fill in has a label and, where it needs one, a
help. What is not named here is not shown.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

type Words = "str | _StrPromise"


@dataclass(frozen=True, slots=True)
class Said:
    """One field, as it is asked for; `first` where it stands beside the front, and not under “More options”."""

    label: Words
    help: Words = ""
    first: bool = False
    needed: bool = False
    """Where an editor may leave it empty, and a student may not."""


@dataclass(frozen=True, slots=True)
class KindInWords:
    """What a card of this kind asks, in a sentence, and its fields by name, in the order in which they stand."""

    asks: Words
    front: Said
    fields: dict[str, Said]


QUESTION = Said(pgettext_lazy("field of a card", "Question"))
ANSWER = pgettext_lazy("field of a card", "Answer")
ONE_A_LINE = _("One a line.")
EXPLANATION = Said(_("Explanation"), _("Shown with the answer, to say why it is so."))
SPOKEN = {
    "spoken_in": Said(_("The answer is a name in"), _("Choose its language, and you can hear it with the answer.")),
    "spoken_as": Said(_("How that language writes it"), _("If not as in the answer: Tô Lâm for To Lam.")),
}
ACCENTS = Said(_("Accents count"), _("Else an answer without them is right too."))

FIRST_KINDS = ("flashcard", "typed", "cloze", "choice")
"""The kinds that are offered first."""

KINDS_IN_WORDS = {
    "flashcard": KindInWords(
        _("You turn the card over, and say how well you knew it."),
        Said(pgettext_lazy("side of a card", "Front")),
        {"answer": Said(pgettext_lazy("side of a card", "Back"), first=True), **SPOKEN},
    ),
    "typed": KindInWords(
        _("You type the answer. Capitals, accents and small typos do not matter."),
        QUESTION,
        {
            "answer": Said(ANSWER, first=True),
            "aliases": Said(_("Also right"), ONE_A_LINE),
            "wrong_answers": Said(_("Looks alike, but is wrong"), ONE_A_LINE),
            "is_name": Said(_("It is a person’s name"), _("Then the words may come in any order.")),
            "accents_matter": ACCENTS,
            **SPOKEN,
        },
    ),
    "cloze": KindInWords(
        _("You fill in what is missing in a sentence."),
        Said(_("Sentence"), _("Write [blank] for what is missing, up to five times.")),
        {
            "blanks": Said(
                _("What is missing"),
                _("One line for each [blank]. Other spellings follow after a bar: Hanoi | Ha Noi."),
                first=True,
            ),
            "any_order": Said(_("In any order"), _("The blanks may be filled in another order too.")),
            "accents_matter": ACCENTS,
        },
    ),
    "choice": KindInWords(
        _("You choose one of several options."),
        QUESTION,
        {
            "answer": Said(_("Right option"), first=True),
            "distractors": Said(_("Wrong options"), _("One a line, eight at most."), first=True, needed=True),
        },
    ),
    "several": KindInWords(
        _("You tick every option that is right."),
        QUESTION,
        {
            "answers": Said(_("Right options"), ONE_A_LINE, first=True),
            "distractors": Said(_("Wrong options"), ONE_A_LINE, first=True),
        },
    ),
    "true_false": KindInWords(
        _("You say whether something is so."),
        QUESTION,
        {
            "answer": Said(_("Is it so?"), first=True),
            "correction": Said(_("How it really is"), _("One sentence. Needed where it is not so."), first=True),
        },
    ),
    "number": KindInWords(
        _("You write a number."),
        QUESTION,
        {
            "answer": Said(ANSWER, _("The number alone, written the English way: 11, 3.6 or 3.6 billion."), first=True),
            "unit": Said(_("Unit"), _("Such as km or %. It is shown beside the field."), first=True),
            "tolerance": Said(_("How far off is still right"), _("Such as 1, or 5%. Leave it empty for exact.")),
            "answer_to": Said(_("Up to"), _("If every number up to this one is right too.")),
            "unit_aliases": Said(_("Other spellings of the unit"), ONE_A_LINE),
        },
    ),
    "date": KindInWords(
        _("You write a year, a month or a day."),
        QUESTION,
        {
            "answer": Said(ANSWER, _("Such as 2013, November 2013 or 2013-11-12."), first=True),
            "year_given": Said(_("The question says the year"), _("Then it may be left out.")),
        },
    ),
    "order": KindInWords(
        _("You put things into order."),
        QUESTION,
        {
            "items": Said(_("The things in the right order"), _("One a line, 3 to 8 of them."), first=True),
            "first": Said(_("What the first place is called"), _("Such as “earliest”.")),
            "last": Said(_("What the last place is called"), _("Such as “latest”.")),
        },
    ),
    "match": KindInWords(
        _("You find what goes together."),
        QUESTION,
        {
            "pairs": Said(_("Pairs"), _("One “left = right” a line, 2 to 8 of them."), first=True),
            "distractors": Said(_("More on the right"), _("What goes with nothing on the left, one a line.")),
        },
    ),
}
