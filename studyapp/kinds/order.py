"""Put into order: every item gets a place, and counts where it stands in its own."""

from collections.abc import Hashable, Sequence
from math import factorial
from typing import override

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import pgettext, pgettext_lazy

from studyapp.kinds import fields, options, text
from studyapp.kinds.base import Hint, Part, Response, Sent, Verdict, share_right
from studyapp.kinds.rows import Rows

MIN_ITEMS = 3
MAX_ITEMS = 8


class OrderForm(fields.AuthorForm):
    """What an editor writes for an order."""

    items = fields.LinesField(
        label="Items in the right order",
        max_items=MAX_ITEMS,
        help_text=(
            f"One per line, {MIN_ITEMS} to {MAX_ITEMS} of them. None may give its own place away, "
            "by a date for instance."
        ),
    )
    first = fields.TextField(
        label="The first place",
        required=False,
        max_length=40,
        help_text="What the first place is called, such as “earliest” or “highest”. Shown above the list.",
    )
    last = fields.TextField(
        label="The last place",
        required=False,
        max_length=40,
        help_text="What the last place is called, such as “latest” or “lowest”. Shown below the list.",
    )

    def clean_items(self) -> list[str]:
        items: list[str] = self.cleaned_data["items"]
        if twin := options.twin(items):
            sentence = _("“%(item)s” says the same as another item. Replace it with something different.")
            raise ValidationError(sentence % {"item": twin})
        if len(items) < MIN_ITEMS:
            sentence = _("Give at least %(least)s items; there are %(given)s.")
            raise ValidationError(sentence % {"least": MIN_ITEMS, "given": len(items)})
        return items


class Order(Rows):
    """The learner gives every item its place."""

    name = "order"
    label = pgettext_lazy("kind of question", "Put into order")
    description = "The student puts a few items into order: events by date, numbers by size, steps by sequence."
    row = "item"
    AuthorForm = OrderForm
    example = {
        "prompt": "In which order does a harbour go through the tide, from its lowest water on?",
        "items": ["Low water", "Flood", "High water", "Ebb"],
        "first": "First",
        "last": "Last",
    }

    @override
    def answer_fields(self, *, seed: str) -> dict[str, forms.Field]:
        places = enumerate(_places()[: len(self.rows)], start=1)
        choices = [("", _("Place")), *((str(number), place) for number, place in places)]
        return self.row_fields(choices, seed=seed, unknown=_("Choose one of the places shown."))

    @override
    def response(self, cleaned: fields.Cleaned) -> Response:
        def double(place: str) -> str:
            sentence = _("More than one item is %(place)s. Give each item a different place.")
            return sentence % {"place": _places()[int(place) - 1]}

        places = self.chosen(cleaned, missing=_("Give every item a place."), double=double)
        return {"order": sorted(places, key=lambda item: places[item])}

    @override
    def grade(self, response: Response) -> Verdict:
        parts = self.parts(response)
        return Verdict(share_right(parts), self.expected, _in_words(response["order"]), (), parts)

    @override
    def parts(self, response: Response) -> tuple[Part, ...]:
        places = _places()
        given = dict(zip(response.get("order", ()), places, strict=False))
        return tuple(
            Part(item, given.get(item) == place, given.get(item, ""), place)
            for item, place in zip(self.spec["items"], places, strict=False)
        )

    @override
    def hint(self, *, seed: str) -> Hint:
        return Hint(_("“%(item)s” comes first.") % {"item": self.spec["items"][0]})

    @override
    def sample_answer(self, *, right: bool) -> Sent:
        first, *others = self.spec["items"]
        placed = [first, *others] if right else [*others, first]
        return {self.names[item]: str(place) for place, item in enumerate(placed, 1)}

    @override
    def near_answer(self) -> Sent:
        *placed, other, last = self.spec["items"]
        return {self.names[item]: str(place) for place, item in enumerate([*placed, last, other], 1)}

    @property
    @override
    def rows(self) -> Sequence[str]:
        items: list[str] = self.spec["items"]
        return items

    @property
    @override
    def expected(self) -> str:
        return _in_words(self.spec["items"])

    @property
    @override
    def guess(self) -> float:
        return 1 / factorial(len(self.spec["items"]))

    @property
    @override
    def key(self) -> Hashable:
        return tuple(text.normalise(item, accents=True) for item in self.spec["items"])


def _places() -> list[str]:
    """What the places are called, as many as there can be."""
    return [_("1st"), _("2nd"), _("3rd"), _("4th"), _("5th"), _("6th"), _("7th"), _("8th")]


def _in_words(items: Sequence[str]) -> str:
    return pgettext("between the items of an order", ", then ").join(items)
