"""Pair up: each text on the left has its own on the right, among which there may be some too many."""

from collections.abc import Hashable, Mapping, Sequence
from math import perm
from random import Random
from typing import override

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from studyapp.kinds import fields, options, text
from studyapp.kinds.base import Hint, Part, Response, Sent, Verdict, share_right
from studyapp.kinds.rows import Rows

MIN_PAIRS = 2
MAX_PAIRS = 8


class MatchForm(fields.AuthorForm):
    """What an editor writes for pairs."""

    pairs = fields.PairsField(
        label="Pairs",
        max_items=MAX_PAIRS,
        help_text=(
            f"One “left = right” per line, {MIN_PAIRS} to {MAX_PAIRS} of them. Each text on the right "
            "must go with one on the left only."
        ),
    )
    distractors = fields.LinesField(
        label="Further texts on the right",
        required=False,
        max_items=MAX_PAIRS,
        help_text="Plausible texts that go with nothing on the left, one per line, so that the last pair is no gift.",
    )

    def clean(self) -> fields.Cleaned:
        spec = super().clean() or {}
        if self.errors:
            return spec
        lefts, rights = zip(*spec["pairs"], strict=True)
        if len(lefts) < MIN_PAIRS:
            self.add_error("pairs", _("Give at least %(least)s pairs.") % {"least": MIN_PAIRS})
        if twin := options.twin(lefts) or options.twin(rights):
            self.add_error("pairs", _("“%(text)s” is in two pairs. Write it in one only.") % {"text": twin})
        elif twin := options.twin([*rights, *spec["distractors"]]):
            self.add_error("distractors", options.twin_fault(twin))
        return spec


class Match(Rows):
    """The learner finds the right-hand text for each on the left."""

    name = "match"
    label = pgettext_lazy("kind of question", "Match")
    description = "The student pairs up two lists: people and offices, countries and capitals, events and years."
    row = "left"
    AuthorForm = MatchForm
    example = {
        "prompt": "Which name goes with which state of the tide?",
        "pairs": [
            "The water is rising = Flood",
            "The water is falling = Ebb",
            "The water stands still = Slack",
        ],
        "distractors": ["Swell"],
    }

    @override
    def answer_fields(self, *, seed: str) -> dict[str, forms.Field]:
        rights = options.shuffled(self._rights, f"{seed}:right")
        choices = [("", _("Choose…")), *((right, right) for right in rights)]
        return self.row_fields(choices, seed=seed, unknown=_("Choose one of the texts shown."))

    @override
    def response(self, cleaned: fields.Cleaned) -> Response:
        def double(right: str) -> str:
            return _("“%(text)s” is chosen more than once. Use it in one row only.") % {"text": right}

        return {"match": self.chosen(cleaned, missing=_("Choose something for every row."), double=double)}

    @override
    def grade(self, response: Response) -> Verdict:
        parts = self.parts(response)
        given = _in_words({part.label: part.given for part in parts})
        return Verdict(share_right(parts), self.expected, given, (), parts)

    @override
    def parts(self, response: Response) -> tuple[Part, ...]:
        given = response.get("match", {})
        return tuple(
            Part(left, given.get(left) == right, given.get(left, ""), right) for left, right in self._pairs.items()
        )

    @override
    def hint(self, *, seed: str) -> Hint:
        left, right = Random(seed).choice(sorted(self._pairs.items()))  # noqa: S311 - a hint is no secret
        return Hint(_("“%(left)s” goes with “%(right)s”.") % {"left": left, "right": right})

    @override
    def sample_answer(self, *, right: bool) -> Sent:
        first, *others = self._pairs.values()
        chosen = [first, *others] if right else [*others, first]
        return {self.names[left]: partner for left, partner in zip(self._pairs, chosen, strict=True)}

    @override
    def near_answer(self) -> Sent | None:
        *chosen, other, last = self._pairs.values()
        if self.spec["distractors"]:
            chosen += [other, self.spec["distractors"][0]]
        elif chosen:
            chosen += [last, other]
        else:
            return None
        return {self.names[left]: partner for left, partner in zip(self._pairs, chosen, strict=True)}

    @property
    def _pairs(self) -> dict[str, str]:
        return dict(self.spec["pairs"])

    @property
    def _rights(self) -> list[str]:
        return [*self._pairs.values(), *self.spec["distractors"]]

    @property
    @override
    def rows(self) -> Sequence[str]:
        return [*self._pairs]

    @property
    @override
    def expected(self) -> str:
        return _in_words(self._pairs)

    @property
    @override
    def guess(self) -> float:
        return 1 / perm(len(self._rights), len(self._pairs))

    @property
    @override
    def key(self) -> Hashable:
        return frozenset(
            (text.normalise(left, accents=True), text.normalise(right, accents=True))
            for left, right in self._pairs.items()
        )


def _in_words(pairs: Mapping[str, str]) -> str:
    return "; ".join(f"{left} – {right}" for left, right in pairs.items())
