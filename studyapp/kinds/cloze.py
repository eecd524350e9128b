"""A sentence with blanks to be filled in, each of them judged with the patience of a typed answer."""

from collections.abc import Hashable, Iterator, Sequence
from itertools import combinations, islice, permutations
from typing import override

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from studyapp.kinds import disputes, fields, figures, slips, styles, text
from studyapp.kinds.base import Hint, Kind, Miss, Part, Response, Sent, Spec, Surroundings, Verdict, share_right
from studyapp.kinds.cautions import Caution, Sort
from studyapp.kinds.typed import SLIPS_TRIED, about_names, asks_back, begins_so, spelt, what_is_wrong

MARK = "[blank]"
MAX_BLANKS = 5
MAX_SPELLINGS = 20
MAX_LENGTH = 200
_FEWEST_WORDS = 4


class BlanksField(forms.Field):
    """What belongs into each blank, "Hanoi | Ha Noi" one per line or as a list; cleans to a list of spellings each."""

    widget = forms.Textarea(attrs={"rows": MAX_BLANKS})

    def to_python(self, value: object) -> list[list[str]]:
        if value in self.empty_values:
            return []
        if isinstance(value, str):
            value = value.splitlines()
        blanks = [self._spellings(entry) for entry in (value if isinstance(value, (list, tuple)) else [value])]
        blanks = [spellings for spellings in blanks if spellings]
        if len(blanks) > MAX_BLANKS:
            sentence = _("There can be %(most)s blanks at most; here are %(given)s.")
            raise ValidationError(sentence % {"most": MAX_BLANKS, "given": len(blanks)}, code="many")
        return blanks

    def _spellings(self, entry: object) -> list[str]:
        entries = entry if isinstance(entry, (list, tuple)) else [entry]
        if any(isinstance(one, (list, tuple, dict)) for one in entries):
            raise ValidationError("Write the spellings of each blank as one text: “Hanoi | Ha Noi”.", code="list")
        spellings = [fields.showable(part) for one in entries for part in str(one).split("|")]
        spellings = [spelling for spelling in dict.fromkeys(spellings) if text.normalise(spelling)]
        if len(spellings) > MAX_SPELLINGS:
            sentence = _("Give at most %(most)s spellings of each blank.")
            raise ValidationError(sentence % {"most": MAX_SPELLINGS}, code="many")
        for spelling in spellings:
            if len(spelling) > MAX_LENGTH:
                raise ValidationError(fields.too_long(spelling, MAX_LENGTH), code="long")
        return spellings

    def prepare_value(self, value: object) -> object:
        if not isinstance(value, (list, tuple)):
            return value
        return "\n".join(" | ".join(map(str, one)) if isinstance(one, (list, tuple)) else str(one) for one in value)


class ClozeForm(fields.AuthorForm):
    """What an editor writes for a sentence with blanks."""

    blanks = BlanksField(
        label="Answers",
        help_text=(
            f"One line for each {MARK} of the prompt, in order. Other spellings follow after a bar, "
            "“Hanoi | Ha Noi”; the first is the one shown."
        ),
    )
    accents_matter = fields.FlagField(
        label="Accents matter",
        required=False,
        help_text="Tick this only where the accents are what the question is about.",
    )
    any_order = fields.FlagField(
        label="In any order",
        required=False,
        help_text="Tick this where the sentence is as true with the answers in another order. Each then counts once.",
    )


class BlankAnswerField(fields.AnswerField):
    """What a learner fills into a blank; where that holds a number or a date, theirs cleans to that in English."""

    def __init__(self, *, like: str, label: str, required: bool) -> None:
        self.like = like
        super().__init__(label=label, required=required, max_length=MAX_LENGTH, error_messages=what_is_wrong())

    def to_python(self, value: object) -> str:
        written = super().to_python(value)
        try:
            return figures.in_english(written, self.like, styles.current()) if written else ""
        except ValueError as fault:
            raise ValidationError(str(fault), code="figure") from fault


class Cloze(Kind):
    """The learner fills in the blanks of a sentence."""

    name = "cloze"
    label = pgettext_lazy("kind of question", "Fill in the blanks")
    description = f"The student fills in up to five blanks of a sentence; write {MARK} where they belong."
    recognition = False
    disputable = True
    can_be_easy = True
    needs_named_source_when_disputed = True
    AuthorForm = ClozeForm
    example = {
        "prompt": "Twice a month come [blank] tides, which rise highest, and between them come [blank] tides.",
        "blanks": ["Spring | Springs", "Neap | Neaps"],
    }

    @classmethod
    @override
    def freeze(cls, spec: Spec, surroundings: Surroundings) -> Spec:
        kind = cls(spec)
        values = [value.value for value in surroundings.sourced]
        if values and not any(kind._hits(value, blank) for value in values for blank in spec["blanks"]):
            raise disputes.unsourced(kind.expected, surroundings.sourced)
        rules = slips.Rules(surroundings.language, spec["accents_matter"])
        rivals = {other for other in surroundings.accepted_elsewhere if slips.in_reach(other, kind.answers, rules)}
        names = slips.parts_in_reach(surroundings.names, kind.answers, rules)
        return {**spec, "accepted_elsewhere": sorted(rivals), "language": surroundings.language, "names": names}

    @classmethod
    @override
    def prompt_fault(cls, spec: Spec, prompt: str) -> str:
        marks, blanks = prompt.count(MARK), len(spec["blanks"])
        if not marks:
            return _("Write %(mark)s in the prompt wherever something is to be filled in.") % {"mark": MARK}
        if marks != blanks:
            sentence = _("The prompt has %(marks)s %(mark)s, but the answers fill %(blanks)s. Write one line for each.")
            return sentence % {"marks": marks, "mark": MARK, "blanks": blanks}
        return ""

    @override
    def pieces(self, prompt: str) -> list[tuple[str, str | None]]:
        *before, last = prompt.split(MARK)
        labels = [str(number) for number in range(1, len(before) + 1)] if len(before) > 1 else [""] * len(before)
        return [*zip(before, labels, strict=True), (last, None)]

    @override
    def filled(self, prompt: str) -> list[tuple[str, str | None]]:
        pieces = prompt.split(MARK)
        return [*zip(pieces, (_shown(blank[0], blank) for blank in self._blanks), strict=False), (pieces[-1], None)]

    @override
    def answer_fields(self, *, seed: str) -> dict[str, forms.Field]:
        return {
            name: BlankAnswerField(
                like=self._blanks[number - 1][0],
                label=_("Blank %(number)s") % {"number": number},
                required=len(self._blanks) == 1,
            )
            for number, name in enumerate(self._names, start=1)
        }

    @override
    def response(self, cleaned: fields.Cleaned) -> Response:
        if not any(cleaned.values()):
            raise ValidationError(_("Fill in at least one of the blanks."), code="empty")
        return cleaned

    @override
    def doubts(self, response: Response) -> dict[str, str]:
        words = {
            name: self._doubtful_word(response.get(name, ""), self._blanks if self._any_order else [blank])
            for name, blank in zip(self._names, self._blanks, strict=True)
        }
        return {name: asks_back(word) for name, word in words.items() if word}

    @override
    def grade(self, response: Response) -> Verdict:
        judged = list(self._judged(response))
        score = share_right(judged)
        given = "; ".join(part.given or "–" for part in judged)
        if len(judged) == 1:
            return Verdict(score, self.expected, given, tuple(part.note for part in judged if part.note))
        return Verdict(score, self.expected, given, parts=tuple(judged))

    @override
    def misses(self, response: Response) -> tuple[Miss, ...]:
        accents = self.spec["accents_matter"]
        written = (response.get(name, "") for name in self._names)
        judged = enumerate(zip(written, self._judged(response), strict=True), start=1)
        return tuple(
            Miss(given, text.normalise(given, accents=accents), gap)
            for gap, (given, part) in judged
            if given and not part.right
        )

    @override
    def takes(self, written: str, gap: int = 0) -> bool:
        blanks = self._blanks if self._any_order else self._blanks[gap - 1 : gap]
        return any(self._judge(written, blank)[0] for blank in blanks)

    @override
    def as_shown(self, written: str, gap: int = 0) -> str:
        return _shown(written, self._blanks[gap - 1]) if gap <= len(self._blanks) else written

    @classmethod
    @override
    def accepting(cls, spec: Spec, written: str, gap: int = 0) -> Spec | None:
        """Where the answers may stand in any order, nobody can tell which of them was meant."""
        blanks = [list(blank) for blank in spec["blanks"]]
        if gap > len(blanks) or (spec.get("any_order") and len(blanks) > 1) or "|" in written:
            return None
        blanks[gap - 1].append(written)
        return {**spec, "blanks": blanks}

    @override
    def reasons(self, response: Response) -> tuple[str, ...]:
        return tuple(
            f"Blank {part.label} accepts {', '.join(blank)}."
            for part, blank in zip(self._judged(response), self._blanks, strict=True)
            if not part.right
        )

    @override
    def parts(self, response: Response) -> tuple[Part, ...]:
        judged = tuple(self._judged(response))
        return judged if len(judged) > 1 else ()

    @override
    def sample_answer(self, *, right: bool) -> Sent:
        return {
            name: blank[0] if right else "something else entirely"
            for name, blank in zip(self._names, self._blanks, strict=True)
        }

    @override
    def near_answer(self) -> Sent | None:
        sent = {**self.sample_answer(right=True)}
        if len(self._blanks) > 1:
            return {**sent, self._names[-1]: ""}
        for slip in islice(text.slipped(self._blanks[0][0]), SLIPS_TRIED):
            response = {self._names[0]: slip}
            if not self.doubts(response) and (verdict := self.grade(response)).right and verdict.notes:
                return response
        return None

    @override
    def hint(self, *, seed: str) -> Hint | None:
        letters = [text.first_letters(blank[0]) for blank in self._blanks]
        return begins_so("; ".join(begun or "…" for begun in letters)) if any(letters) else None

    @property
    @override
    def expected(self) -> str:
        return "; ".join(_shown(blank[0], blank) for blank in self._blanks)

    @property
    @override
    def answers(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(spelling for blank in self._blanks for spelling in blank))

    @property
    @override
    def words_told_apart(self) -> frozenset[str]:
        """Those of what is written with capitals, as names are."""
        return text.words_of(word for answer in self.answers for word in answer.split() if word[0].isupper())

    @property
    @override
    def key(self) -> Hashable:
        return tuple(text.normalise(blank[0], accents=True) for blank in self._blanks)

    @override
    def warnings(self, prompt: str = "") -> list[Caution]:
        left = prompt.split(MARK)
        given_away = super().warnings
        found = list(dict.fromkeys(warning for piece in left for warning in given_away(piece)))
        if sum(len(text.normalise(piece).split()) for piece in left) < _FEWEST_WORDS:
            told = "So little is left of the sentence that nobody can know what is meant. Leave more of it."
            found.append(Caution(Sort.EMPTY, told))
        return [*found, *self._about_shared_answers(), *about_names(self.spec, self.answers)]

    def _about_shared_answers(self) -> Iterator[Caution]:
        if self._any_order:
            return
        for (one, blank), (other, another) in combinations(enumerate(self._blanks, start=1), 2):
            shared = next((spelling for spelling in blank if self._hits(spelling, another)), None)
            if shared is not None:
                yield Caution(
                    Sort.JUDGING,
                    f"Blanks {one} and {other} both accept “{shared}”, so writing it twice is right twice. "
                    "If they can change places, give each its own answer and tick “In any order”.",
                )

    @property
    def _blanks(self) -> Sequence[Sequence[str]]:
        blanks: Sequence[Sequence[str]] = self.spec["blanks"]
        return blanks

    @property
    def _any_order(self) -> bool:
        return bool(self.spec.get("any_order"))

    @property
    def _names(self) -> list[str]:
        return [f"blank_{number}" for number in range(1, len(self._blanks) + 1)]

    def _judged(self, response: Response) -> Iterator[Part]:
        given = [response.get(name, "") for name in self._names]
        for number, (text_given, blank) in enumerate(zip(given, self._in_their_order(given), strict=True), start=1):
            right, note = self._judge(text_given, blank)
            yield Part(str(number), right, _shown(text_given, blank), _shown(blank[0], blank), note)

    def _in_their_order(self, given: Sequence[str]) -> Sequence[Sequence[str]]:
        """The blanks as the learner filled them in: in any order, the one in which most are right, early ones first."""
        if not self._any_order:
            return self._blanks
        fits = {
            (place, number)
            for place, one in enumerate(given)
            for number, blank in enumerate(self._blanks)
            if self._judge(one, blank)[0]
        }
        orders = [[*enumerate(order)] for order in permutations(range(len(self._blanks)))]
        best = max(orders, key=lambda order: (len(fits.intersection(order)), [pair in fits for pair in order]))
        return [self._blanks[number] for _, number in best]

    def _judge(self, given: str, blank: Sequence[str]) -> tuple[bool, str]:
        """Whether a blank is filled rightly, and what is to be said of the spelling."""
        if not given:
            return False, ""
        if self._hits(given, blank):
            return True, ""
        match = self._slip(given, blank)
        if match and not match.doubtful:
            return True, spelt(match.accepted)
        bare = {text.normalise(spelling) for spelling in blank}
        return False, _("The accents matter here.") if text.normalise(given) in bare else ""

    def _doubtful_word(self, given: str, blanks: Sequence[Sequence[str]]) -> str:
        """A word that is as near as a slip to what one of these blanks takes, and yet another; empty if none is."""
        if not given or any(self._hits(given, blank) for blank in blanks):
            return ""
        slipped = [match for blank in blanks if (match := self._slip(given, blank))]
        return next((match.doubtful for match in slipped), "") if all(match.doubtful for match in slipped) else ""

    def _slip(self, given: str, blank: Sequence[str]) -> slips.Match | None:
        """The spelling of a blank of which a text is a near miss; None where it is wrong."""
        others = [spelling for other in self._blanks if other is not blank for spelling in other]
        rivals = [*others, *self.spec.get("accepted_elsewhere", ())]
        return slips.find(given, blank, rivals, self._rules)

    @property
    def _rules(self) -> slips.Rules:
        names = frozenset(self.spec.get("names", ()))
        language, accents = self.spec.get("language", "en"), self.spec["accents_matter"]
        return slips.Rules(language, accents, others=names, looks_up="language" in self.spec)

    def _hits(self, given: str, blank: Sequence[str]) -> bool:
        """Whether a text is one of the spellings, or the same number or date in another notation."""
        accents = self.spec["accents_matter"]
        folded = text.normalise(given, accents=accents)
        return any(
            folded == text.normalise(spelling, accents=accents) or figures.same(given, spelling) for spelling in blank
        )


def _shown(written: str, blank: Sequence[str]) -> str:
    """What stands in a blank as whoever reads the page writes it."""
    return figures.shown(written, blank[0], styles.current())
