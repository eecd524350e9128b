"""What several sources say about one answer: all are right, and a verdict tells who says what."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from studyapp.kinds.base import SourcedValue, Spec


def stored(sourced: Iterable[SourcedValue]) -> list[dict[str, str]]:
    """Sourced values as a spec keeps them."""
    return [asdict(value) for value in sourced]


def sourced_in(spec: Spec) -> tuple[SourcedValue, ...]:
    """The sourced values that a frozen spec keeps; none before it is frozen."""
    return tuple(SourcedValue(**value) for value in spec.get("sourced", ()))


def either(answers: Iterable[str]) -> str:
    """Several right answers as one phrase: "11", "11 or 12", "11, 12 or 13"."""
    *most, last = dict.fromkeys(answers)
    return _("%(answers)s or %(last)s") % {"answers": ", ".join(most), "last": last} if most else last


def unsourced(answer: str, sourced: Sequence[SourcedValue]) -> ValidationError:
    """The error for an answer that none of the sources gives."""
    return ValidationError(
        f"The sources give {either(value.value for value in sourced)}, but the answer is “{answer}”. "
        "Correct the answer or the citations, or name the one source that the question follows.",
        code="unsourced",
    )


def agreement(agreeing: Sequence[SourcedValue], sourced: Sequence[SourcedValue]) -> tuple[str, ...]:
    """The sentence that says who agrees with an answer, where not all sources do."""
    if not agreeing or len(agreeing) == len(sourced):
        return ()
    names = "; ".join(f"{value.source} ({value.says})" if value.says else value.source for value in agreeing)
    voices, all_voices = ({value.voice for value in values} for values in (agreeing, sourced))
    sentence = ngettext(
        "Right by one of %(all)s independent sources: %(names)s.",
        "Right by %(n)s of %(all)s independent sources: %(names)s.",
        len(voices),
    )
    return (sentence % {"n": len(voices), "all": len(all_voices), "names": names},)
