"""What kinds that show their options share: telling two apart, shuffling them, and what is wrong with a set of them."""

import random
from collections.abc import Collection, Iterable, Sequence
from itertools import combinations

from django.utils.translation import gettext as _

from studyapp.kinds import text
from studyapp.kinds.base import JudgedOption, SourcedValue
from studyapp.kinds.cautions import Caution, Sort
from studyapp.kinds.quantities import same_quantity


def same(left: str, right: str) -> bool:
    """Whether two options say the same, in words or as a number."""
    return text.normalise(left) == text.normalise(right) or same_quantity(left, right)


def twin(options: Iterable[str]) -> str | None:
    """The first option that says the same as one before it."""
    return next((second for first, second in combinations(options, 2) if same(first, second)), None)


def twin_fault(option: str) -> str:
    """The sentence for an option that has a twin."""
    return _("“%(option)s” says the same as another option. Replace it with something different.") % {"option": option}


def right_by_a_source(distractors: Iterable[str], sourced: Iterable[SourcedValue]) -> str | None:
    """The first wrong option that one of the sources calls right."""
    right = [value.value for value in sourced]
    return next((option for option in distractors if any(same(option, value) for value in right)), None)


def shuffled(options: Iterable[str], seed: str) -> list[str]:
    """The options in an order that hangs on their set and the seed alone, and so tells nothing of what is right."""
    order = sorted(options)
    random.Random(seed).shuffle(order)  # noqa: S311 - an order to be seen by everyone, no secret
    return order


def judged(offered: Iterable[str], *, right: Collection[str], chosen: Collection[str]) -> tuple[JudgedOption, ...]:
    """Each option as it was offered, whether it is right, and whether the learner chose it."""
    return tuple(JudgedOption(option, option in right, option in chosen) for option in offered)


def listed(options: Sequence[str]) -> str:
    """Several texts as one phrase: "A", "A and B", "A, B and C"."""
    *most, last = options
    return _("%(texts)s and %(last)s") % {"texts": ", ".join(most), "last": last} if most else last


def warnings(options: Iterable[str]) -> list[Caution]:
    """What an editor should look at again in a set of at least two options."""
    found = []
    *_, second, longest = sorted(options, key=len)
    if len(longest) > 15 and len(longest) > 2 * len(second):
        told = f"“{longest}” is far longer than the other options, which draws the eye to it. Make them about as long."
        found.append(Caution(Sort.LENGTH, told))
    if any(text.normalise(option).endswith("of the above") for option in options):
        told = "The options are shuffled for every student, so nothing stands “above”. Write that option otherwise."
        found.append(Caution(Sort.JUDGING, told))
    return found
