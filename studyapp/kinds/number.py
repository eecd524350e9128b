"""A quantity with its unit: exact decimals, with a tolerance or a range where the editor allows one."""

from collections.abc import Callable, Collection, Hashable
from dataclasses import astuple, dataclass, replace
from decimal import Decimal
from typing import Any, override

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from studyapp.kinds import bounds, disputes, fields, quantities, styles, text
from studyapp.kinds.base import Hint, Kind, Miss, Response, Sent, SourcedValue, Spec, Surroundings, Verdict
from studyapp.kinds.quantities import EXACT, MAGNITUDES, Quantity
from studyapp.kinds.units import ATTACHED_UNITS, counts_whole_things, unit_key


class NumberForm(fields.AuthorForm):
    """What an editor writes for a number; numbers are kept in the magnitude that is chosen."""

    answer = fields.NumberField(
        label="Right answer", help_text="The number alone, in English notation: 11, 3.6 or 3.6 billion."
    )
    answer_to = fields.NumberField(
        label="Up to",
        required=False,
        help_text="The upper end, where any value within a range is right. Empty for a single number.",
    )
    bound = forms.ChoiceField(
        label="Reported as",
        required=False,
        choices=[("", "Exactly"), *((bound, shown.capitalize()) for bound, shown in bounds.BOUNDS.items())],
        help_text="For “more than 80%” choose More than and write 80: “80”, “>80” and “80+” are then right, 85 is not.",
    )
    tolerance = fields.TextField(
        label="Tolerance",
        required=False,
        max_length=20,
        help_text="How far off still counts: 1 for one more or less, or 5% of the answer. Empty for exact.",
    )
    unit = fields.TextField(
        label="Unit",
        required=False,
        max_length=60,
        help_text="What is counted, such as agreements, % or US dollars. It is shown beside the field.",
    )
    unit_aliases = fields.LinesField(
        label="Other spellings of the unit",
        required=False,
        max_length=60,
        help_text="One per line. Percent, the great currencies and metric units are known by themselves.",
    )
    magnitude = forms.ChoiceField(
        label="Counted in",
        required=False,
        choices=[("", "Ones"), *((word, f"{word.capitalize()}s") for word in MAGNITUDES)],
        help_text="In millions, say: then it is shown beside the field, and a bare 3.6 means 3.6 million.",
    )

    def clean(self) -> fields.Cleaned:
        spec = super().clean() or {}
        if self.errors:
            return spec
        if spec["unit_aliases"] and not spec["unit"]:
            self.add_error("unit", _("Name the unit itself before its other spellings."))
        kept = {
            "answer": self._kept("answer", _in_spec),
            "answer_to": self._kept("answer_to", _in_spec),
            "tolerance": self._kept("tolerance", _tolerance_in_spec),
        }
        if not self.errors and kept["answer_to"] and Decimal(kept["answer_to"]) <= Decimal(kept["answer"]):
            self.add_error("answer_to", _("The upper end must be greater than the answer; swap the two."))
        if kept["answer_to"] and spec["bound"]:
            self.add_error("bound", "A bound has no upper end: choose Exactly, or leave “Up to” empty.")
        return spec | kept

    def _kept[Written](self, name: str, as_kept: Callable[[Written, str], str]) -> str:
        """One field's number as the spec keeps it; empty where there is none or it has a fault."""
        value: Written | None = self.cleaned_data.get(name)
        try:
            return as_kept(value, self.cleaned_data["magnitude"]) if value else ""
        except ValueError as fault:
            self.add_error(name, str(fault))
            return ""


class NumberAnswerField(forms.CharField):
    """A learner's number; cleans to the plain number in full ("3600000000", ">80"), or says what to write."""

    def __init__(self, *, magnitude: str, units: Collection[str], bounded: bool = False, **options: Any) -> None:
        self.magnitude, self.units, self.bounded = magnitude, units, bounded
        super().__init__(max_length=quantities.MAX_LENGTH, **options)

    def to_python(self, value: object) -> str:
        written = fields.showable(super().to_python(value) or "")
        if not text.normalise(written):
            return ""
        bound, number = bounds.split(quantities.legible(written))
        try:
            quantity = quantities.read(number, styles.current(), units=self.units)
        except ValueError as fault:
            raise ValidationError(str(fault), code="number") from fault
        self._check_units(quantity)
        if bound and not self.bounded:
            raise ValidationError(_("Write only the number."), code="bound")
        if quantity.hedged and self.bounded:
            bound = bound or bounds.ABOUT
        return f"{bounds.SIGNS.get(bound, '')}{self._in_full(quantity)}"

    def _check_units(self, quantity: Quantity) -> None:
        known = {unit_key(unit) for unit in self.units}
        for unit in quantity.units:
            if unit_key(unit) not in known:
                raise ValidationError(self._unfit(unit), code="unit")

    def _unfit(self, unit: str) -> str:
        if not self.units:
            sentence = _("The answer is a number without a unit, so “%(unit)s” does not fit. Write only the number.")
            return sentence % {"unit": unit}
        sentence = _("The answer is counted in %(asked)s, so “%(unit)s” does not fit. Write only the number.")
        return sentence % {"asked": next(iter(self.units)), "unit": unit}

    def _in_full(self, quantity: Quantity) -> str:
        if quantity.scaled or not self.magnitude:
            return quantities.plain(quantity.value)
        scale = MAGNITUDES[self.magnitude]
        if abs(quantity.value) >= scale:
            # 3600000000 in a field of billions: far likelier the number in full, but that is theirs to say.
            sentence = _("If you mean %(full)s in all, write %(short)s; if not, add the word: %(long)s.")
            style, short = styles.current(), EXACT.divide(quantity.value, scale)
            said = {
                "short": quantities.shown(short, locale=style),
                "full": quantities.shown(quantity.value, locale=style),
                "long": quantities.shown(EXACT.multiply(quantity.value, scale), self.magnitude, locale=style),
            }
            raise ValidationError(sentence % said, code="magnitude")
        return quantities.plain(EXACT.multiply(quantity.value, scale))


@dataclass(frozen=True, slots=True)
class _Right:
    """What is right by the editor or by one source, in full: a number, a range, or a number that bounds."""

    low: Decimal
    high: Decimal
    bound: str = ""

    def goes_with(self, bound: str) -> bool:
        """Whether a number said with this bound, or with none, can mean it."""
        return bound in ("", bounds.ABOUT) or bounds.same_direction(bound, self.bound)


class Number(Kind):
    """The learner writes a number."""

    name = "number"
    inputmode = "decimal"
    label = pgettext_lazy("kind of question", "Number")
    description = "The student writes a number, in any usual notation; you say how near is near enough."
    recognition = False
    disputable = True
    can_be_easy = True
    AuthorForm = NumberForm
    example = {
        "prompt": "About how many hours lie between one high tide and the next?",
        "answer": 12.4,
        "tolerance": "0.5",
        "unit": "hours",
        "unit_aliases": ["h"],
    }

    @classmethod
    @override
    def freeze(cls, spec: Spec, surroundings: Surroundings) -> Spec:
        numbers = [_sourced_number(value) for value in surroundings.sourced]
        kind = cls({**spec, "sourced": []})
        if numbers and not any(kind.means(_sourced_right(number)) for number in numbers):
            raise disputes.unsourced(kind.expected, surroundings.sourced)
        return {**spec, "sourced": disputes.stored(numbers)}

    @override
    def answer_fields(self, *, seed: str) -> dict[str, forms.Field]:
        units = [unit for unit in (self.spec["unit"], *self.spec["unit_aliases"]) if unit]
        return {
            "number": NumberAnswerField(
                magnitude=self.spec["magnitude"],
                units=units,
                bounded=any(right.bound for right in self._rights()),
                error_messages={
                    "required": _("Write a number first."),
                    "max_length": _("Too long for a number: at most %(most)s characters.")
                    % {"most": quantities.MAX_LENGTH},
                },
            )
        }

    @override
    def grade(self, response: Response) -> Verdict:
        bound, number = bounds.unsigned(response["number"])
        value = Decimal(number)
        given = bounds.shown(bound, self._with_unit(self._number(value)))
        bound, value = self._as_reported(bound, value)
        near = [right for right in self._rights() if self._within(value, right)]
        meant = [right for right in near if right.goes_with(bound)]
        if not meant:
            turned = any(right.bound for right in near)
            around = _("The other way round: %(answer)s.") % {"answer": self.expected}
            return Verdict(0.0, self.expected, given, (around,) if turned else ())
        notes: tuple[str, ...] = (
            () if any(right.low <= value <= right.high for right in meant) else (_("Close enough: it counts."),)
        )
        if bound and all(right.bound not in ("", bound) for right in meant):
            notes += (_("Reported as %(answer)s.") % {"answer": self.expected},)
        return Verdict(1.0, self.expected, given, notes + self._agreement(meant))

    @override
    def misses(self, response: Response) -> tuple[Miss, ...]:
        given = response.get("number", "")
        return (Miss(given, given),) if given and not self.takes(given) else ()

    @override
    def takes(self, written: str, gap: int = 0) -> bool:
        return self.grade({"number": written}).right

    @override
    def as_shown(self, written: str, gap: int = 0) -> str:
        return self.grade({"number": written}).given

    @classmethod
    @override
    def accepting(cls, spec: Spec, written: str, gap: int = 0) -> Spec | None:
        """With so much tolerance as it takes; where it is the bound that is wrong, none helps."""
        own, scale = cls(spec)._own, cls(spec)._scale
        bound, number = bounds.unsigned(written)
        off = max(EXACT.subtract(own.low, Decimal(number)), EXACT.subtract(Decimal(number), own.high))
        if bound or off <= 0:
            return None
        return {**spec, "tolerance": quantities.plain(EXACT.divide(off, scale))}

    @override
    def reasons(self, response: Response) -> tuple[str, ...]:
        told = []
        for right in self._rights():
            low, high = (
                EXACT.subtract(right.low, self._slack(right.low)),
                EXACT.add(right.high, self._slack(right.high)),
            )
            ends = self._number(low) if low == high else f"{self._number(low)} to {self._number(high)}"
            told.append(f"{self._with_unit(ends)} counts as right{', the tolerance included' * (low < right.low)}.")
        return tuple(dict.fromkeys(told))

    def _as_reported(self, bound: str, value: Decimal) -> tuple[str, Decimal]:
        """The bound in the words of an answer: of whole things, at least 13 are more than 12."""
        other = bounds.of_whole_things(bound, value)
        reported = {(right.bound, right.low) for right in self._rights()}
        if (bound, value) in reported or not counts_whole_things(self.spec["unit"]):
            return bound, value
        return other if other in reported else (bound, value)

    def _agreement(self, meant: Collection[_Right]) -> tuple[str, ...]:
        sourced = disputes.sourced_in(self.spec)
        return disputes.agreement([source for source in sourced if _sourced_right(source) in meant], sourced)

    @override
    def hint(self, *, seed: str) -> Hint | None:
        lowest = min(EXACT.subtract(right.low, self._slack(right.low)) for right in self._rights())
        highest = max(EXACT.add(right.high, self._slack(right.high)) for right in self._rights())
        power = Decimal(1).scaleb(lowest.adjusted())
        if lowest < 1 or lowest == power or highest >= 10 * power:
            return None  # an end of the range that is right itself would give the answer away
        ends = {"low": self._number(power), "high": self._with_unit(self._number(10 * power))}
        return Hint(styles.sentences(_("Between %(low)s and %(high)s.") % ends))

    def means(self, sourced: _Right) -> bool:
        """Whether a source's number is what the editor's answer says."""
        return self._within(sourced.low, self._own) and (not self._own.bound or self._own.goes_with(sourced.bound))

    @override
    def sample_answer(self, *, right: bool) -> Sent:
        answer = Decimal(self.spec["answer"])
        if right:
            return {"number": self.spec["answer"]}
        lowest = min(right.low - self._slack(right.low) for right in self._rights()) / self._scale
        return {"number": quantities.plain(min(answer, lowest) - 1)}

    @override
    def near_answer(self) -> Sent | None:
        highest = max(right.high for right in self._rights())
        if not self.spec["tolerance"]:
            return None
        return {"number": quantities.plain(EXACT.divide(EXACT.add(highest, self._slack(highest)), self._scale))}

    @property
    @override
    def expected(self) -> str:
        own = self._own
        others = [right for right in self._rights() if not own.low <= right.low <= own.high]
        return self._with_unit(disputes.either(self._in_words(right) for right in (own, *others)))

    @property
    @override
    def answers(self) -> tuple[str, ...]:
        ends = (end for right in self._rights() for end in (right.low, right.high))
        return tuple(dict.fromkeys(self._number(end, styles.ENGLISH) for end in ends))

    @property
    @override
    def key(self) -> Hashable:
        return (*astuple(self._own), unit_key(self.spec["unit"]))

    @property
    def asked_unit(self) -> str:
        """What is shown beside the field: "billion US dollars", "agreements", or nothing."""
        magnitude = self.spec["magnitude"]
        return f"{magnitude and quantities.magnitude_word(magnitude, styles.current())} {self.spec['unit']}".strip()

    @property
    def _scale(self) -> Decimal:
        return MAGNITUDES.get(self.spec["magnitude"], Decimal(1))

    @property
    def _own(self) -> _Right:
        """The editor's answer."""
        low = EXACT.multiply(Decimal(self.spec["answer"]), self._scale)
        high = EXACT.multiply(Decimal(self.spec["answer_to"] or self.spec["answer"]), self._scale)
        return _Right(low, high, self.spec.get("bound", ""))

    def _rights(self) -> list[_Right]:
        """The editor's answer first, then what every source says."""
        return [self._own, *map(_sourced_right, disputes.sourced_in(self.spec))]

    def _within(self, value: Decimal, right: _Right) -> bool:
        return (
            EXACT.subtract(right.low, self._slack(right.low)) <= value <= EXACT.add(right.high, self._slack(right.high))
        )

    def _slack(self, bound: Decimal) -> Decimal:
        tolerance = self.spec["tolerance"]
        if tolerance.endswith("%"):
            return abs(EXACT.multiply(bound, Decimal(tolerance[:-1]).scaleb(-2)))
        return EXACT.multiply(Decimal(tolerance or 0), self._scale)

    def _in_words(self, right: _Right) -> str:
        low, high = self._number(right.low), self._number(right.high)
        return bounds.shown(right.bound, low if low == high else _("%(low)s to %(high)s") % {"low": low, "high": high})

    def _number(self, value: Decimal, style: str = "") -> str:
        unit = self.spec["unit"] if self.spec["unit"] in ATTACHED_UNITS else ""
        return quantities.shown(value, self.spec["magnitude"], unit, locale=style or styles.current())

    def _with_unit(self, numbers: str) -> str:
        unit = self.spec["unit"]
        return f"{numbers} {unit}" if unit and unit not in ATTACHED_UNITS else numbers


def _in_spec(quantity: Quantity, magnitude: str) -> str:
    """The number as the spec keeps it: to be read in the magnitude, where there is one."""
    written = (
        quantities.in_magnitude(quantity.value, magnitude) if quantity.scaled else quantities.plain(quantity.value)
    )
    if magnitude and abs(Decimal(written)) >= MAGNITUDES[magnitude]:
        raise ValueError(f"This is counted in {magnitude}s, and {written} {magnitude} is too much of them.")
    return written


def _tolerance_in_spec(written: str, magnitude: str) -> str:
    quantity = quantities.read(written, units=["%"])
    if quantity.value <= 0:
        raise ValueError("Write a tolerance above nought, or leave it empty for exact answers.")
    if not quantity.units:
        return _in_spec(quantity, magnitude)
    if [unit_key(unit) for unit in quantity.units] != ["%"]:
        raise ValueError(_("Write a number, such as 1, or a percentage, such as 5%."))
    if quantity.value >= 100:
        raise ValueError("Write a percentage below 100%.")
    return f"{quantities.plain(quantity.value)}%"


def _sourced_right(value: SourcedValue) -> _Right:
    bound, number = bounds.unsigned(value.value)
    return _Right(Decimal(number), Decimal(number), bound)


def _sourced_number(value: SourcedValue) -> SourcedValue:
    """What a source gives, as responses are written: ">80"; ValidationError when its value is no single number."""
    try:
        bound, number = bounds.split(value.value)
        plain = quantities.plain(quantities.read(number).value)
        return replace(value, value=f"{bounds.SIGNS[bound] if bound else ''}{plain}")
    except ValueError:
        raise ValidationError(
            f"The value “{value.value}” given by {value.source} is no plain number. Correct the citation’s "
            "value, or name the one source that the question follows.",
            code="sourced_number",
        ) from None
