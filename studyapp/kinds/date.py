"""A date, asked for and judged as precisely as its answer is known: to the year, the month or the day."""

from collections.abc import Hashable, Sequence
from dataclasses import replace
from typing import Any, Literal, override

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from studyapp.kinds import dates, disputes, fields, partial_dates, styles, text
from studyapp.kinds.base import Hint, Kind, Miss, Response, Sent, SourcedValue, Spec, Surroundings, Verdict
from studyapp.kinds.written_dates import AnyDateField

_MISSING = {
    ("year", "month"): gettext_lazy("Give the month as well."),
    ("year", "day"): gettext_lazy("Give the day and the month as well."),
    ("month", "day"): gettext_lazy("Give the day as well."),
}


class DateForm(fields.AuthorForm):
    """What an editor writes for a date."""

    answer = AnyDateField(
        label="Right answer",
        help_text=(
            "A year, a month or a day, as students may write it: 2013, November 2013 or 2013-11-12. Students must be "
            "as precise as you are. Before 1000 it can be a year alone: 987, AD 79 or 44 BC."
        ),
    )
    year_given = fields.FlagField(
        label="The prompt says the year",
        required=False,
        help_text="Then the student may leave it out.",
    )

    def clean(self) -> fields.Cleaned:
        spec = super().clean() or {}
        if not self.errors and spec["year_given"] and partial_dates.precision(spec["answer"]) == "year":
            self.add_error(
                "year_given", _("The year is what is asked for here. Untick this, or give the month of the answer too.")
            )
        return spec


class DateAnswerField(forms.CharField):
    """A learner's date; cleans to the canonical text of the precision asked for, or says what to write."""

    def __init__(self, *, right: Sequence[str], year: int | None, **options: Any) -> None:
        self.precision, self.year = partial_dates.precision(right[0]), year
        before_christ = any(date.startswith("-") for date in right)
        self.short_year: Literal["", "ours", "either"] = (
            "either" if before_christ else "ours" if any(map(partial_dates.is_early, right)) else ""
        )
        self.like = "-0321" if before_christ else partial_dates.cut(dates.EXAMPLE, self.precision)
        super().__init__(max_length=dates.MAX_LENGTH, **options)

    def to_python(self, value: object) -> str:
        written = fields.showable(super().to_python(value) or "")
        if not text.normalise(written):
            return ""
        try:
            found = dates.read(written, styles.current(), year=self.year, short_year=self.short_year, like=self.like)
        except ValueError as fault:
            raise ValidationError(str(fault), code="date") from fault
        if missing := _MISSING.get((partial_dates.precision(found), self.precision)):
            raise ValidationError(missing, code="precision")
        return partial_dates.cut(found, self.precision)


class Date(Kind):
    """The learner writes a date."""

    name = "date"
    label = pgettext_lazy("kind of question", "Date")
    description = "The student writes a year, a month or a day, in any usual notation."
    recognition = False
    disputable = True
    can_be_easy = True
    AuthorForm = DateForm
    example = {
        "prompt": "On which day was the barrier that guards London against storm tides opened?",
        "answer": "1984-05-08",
    }

    @classmethod
    @override
    def freeze(cls, spec: Spec, surroundings: Surroundings) -> Spec:
        precision = partial_dates.precision(spec["answer"])
        sourced = [replace(value, value=_sourced_date(value, precision)) for value in surroundings.sourced]
        if sourced and spec["answer"] not in {value.value for value in sourced}:
            shown = [replace(value, value=partial_dates.display(value.value)) for value in sourced]
            raise disputes.unsourced(partial_dates.display(spec["answer"]), shown)
        return {**spec, "sourced": disputes.stored(sourced)}

    @classmethod
    @override
    def prompt_fault(cls, spec: Spec, prompt: str) -> str:
        year = spec["answer"][:4]
        if not spec["year_given"] or text.stands_in(year, prompt):
            return ""
        return _("The year %(year)s is not in the prompt. Write it there, or untick that it is.") % {"year": year}

    @override
    def answer_fields(self, *, seed: str) -> dict[str, forms.Field]:
        return {
            "date": DateAnswerField(
                right=self._right,
                year=int(self.spec["answer"][:4]) if self.spec["year_given"] else None,
                error_messages={
                    "required": _("Write a date first."),
                    "max_length": _("Too long for a date: at most %(most)s characters.") % {"most": dates.MAX_LENGTH},
                },
            )
        }

    @override
    def grade(self, response: Response) -> Verdict:
        given = partial_dates.cut(response["date"], self._precision)
        shown = _shown(given)
        if given not in self._right:
            return Verdict(0.0, self.expected, shown, self._what_is_right(given))
        sourced = disputes.sourced_in(self.spec)
        agreeing = [source for source in sourced if source.value == given]
        return Verdict(1.0, self.expected, shown, disputes.agreement(agreeing, sourced))

    @override
    def misses(self, response: Response) -> tuple[Miss, ...]:
        given = response.get("date", "")
        return (Miss(given, given),) if given and not self.takes(given) else ()

    @override
    def takes(self, written: str, gap: int = 0) -> bool:
        return self.grade({"date": written}).right

    @override
    def as_shown(self, written: str, gap: int = 0) -> str:
        return self.grade({"date": written}).given

    @override
    def reasons(self, response: Response) -> tuple[str, ...]:
        given = partial_dates.display(response["date"])
        return (f"It is read as {given}, and judged to the {self._precision}.",)

    @override
    def sample_answer(self, *, right: bool) -> Sent:
        answer = self.spec["answer"]
        if partial_dates.is_early(answer):
            return {"date": partial_dates.display(answer) if right else "AD 2000"}
        # Leap years, so that the last day of February stays a day.
        others = (f"{year}{answer[4:]}" for year in range(2000, partial_dates.FIRST_YEAR, -4))
        return {"date": answer if right else next(other for other in others if other not in self._right)}

    @override
    def near_answer(self) -> Sent | None:
        answer, width = self.spec["answer"], {"year": 0, "month": 2, "day": 2}[self._precision]
        if partial_dates.is_early(answer) or not width:
            return None
        others = (f"{answer[:-width]}{number:02d}" for number in range(1, 13))
        return {"date": next(other for other in others if other not in self._right)}

    @override
    def hint(self, *, seed: str) -> Hint | None:
        answer = self.spec["answer"]
        if partial_dates.is_early(answer):
            return None
        if self._precision == "year":
            return Hint(_("In the %(decade)ss.") % {"decade": f"{answer[:3]}0"})
        wider = answer[:7] if self._precision == "day" else answer[:4]
        within = _shown(wider, with_year=not self.spec["year_given"])
        return Hint(styles.sentences(_("In %(when)s.") % {"when": within})) if within else None

    @property
    @override
    def expected(self) -> str:
        return disputes.either(map(_shown, self._right))

    @property
    @override
    def answers(self) -> tuple[str, ...]:
        return tuple(partial_dates.display(answer) for answer in self._right)

    @property
    @override
    def key(self) -> Hashable:
        return str(self.spec["answer"])

    @property
    @override
    def inputmode(self) -> str:  # type: ignore[override]  # of some questions this kind needs letters
        return "numeric" if self._precision == "year" and not any(map(partial_dates.is_early, self._right)) else "text"

    @property
    def asked(self) -> str:
        """What is shown beside the field: how precise the answer must be."""
        if self._precision == "year":
            return _("year")
        if self._precision == "month":
            return _("month") if self.spec["year_given"] else _("month and year")
        return _("day and month") if self.spec["year_given"] else _("day, month and year")

    @property
    def _precision(self) -> Literal["year", "month", "day"]:
        return partial_dates.precision(self.spec["answer"])

    @property
    def _right(self) -> list[str]:
        """Every date that is right, the editor's first."""
        return list(dict.fromkeys([self.spec["answer"], *(value.value for value in disputes.sourced_in(self.spec))]))

    def _what_is_right(self, given: str) -> tuple[str, ...]:
        """The sentence for a wrong date that is right as far as it goes, beyond what the prompt says."""
        year_given = self.spec["year_given"]
        if self._precision == "year":
            return ()
        if self._precision == "day" and any(right[:7] == given[:7] for right in self._right):
            return (_("The month is right.") if year_given else _("The month and the year are right."),)
        if not year_given and any(right[:4] == given[:4] for right in self._right):
            return (_("The year is right."),)
        return ()


def _shown(date: str, *, with_year: bool = True) -> str:
    return partial_dates.shown(date, styles.current(), with_year=with_year)


def _read_date(written: str) -> str:
    try:
        return dates.read(written)
    except ValueError:
        return ""


def _sourced_date(value: SourcedValue, precision: Literal["year", "month", "day"]) -> str:
    """What a source gives, as precisely as is asked; ValidationError when it gives less."""
    try:
        found = partial_dates.parse_of_any_age(value.value)
    except ValueError:
        found = _read_date(value.value)
    if not found or (partial_dates.precision(found), precision) in _MISSING:
        raise ValidationError(
            f"The value “{value.value}” given by {value.source} is no date as precise as the answer. Correct the "
            "citation’s value, ask less precisely, or name the one source that the question follows.",
            code="sourced_date",
        )
    return partial_dates.cut(found, precision)
