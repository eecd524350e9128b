"""What a revision says: as pages show it, and in plain words. Of the library as it stands, of own cards as Markdown."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual
from django.utils.safestring import mark_safe
from django.utils.text import Truncator

from studyapp.kinds.base import Kind
from studyapp.kinds.fields import LONGEST_BACK, LONGEST_FRONT
from studyapp.library.models.owned import OWN
from studyapp.markdown import FORMATTED, plain, safe_html

type Pieces = list[tuple[str, str | None]]

LONGEST_SHARED, LONGEST_LISTED = 500, 300
"""Characters of a prompt and of an explanation in the library; of a prompt in a list."""
SHORT_AND_PLAIN = (
    LessThanOrEqual(Length("prompt"), LONGEST_SHARED)
    & LessThanOrEqual(Length("explanation"), LONGEST_SHARED)
    & Q(**{f"spec__{FORMATTED}__isnull": True})
)
OF_THE_LIBRARY_OR_OWN = OWN | SHORT_AND_PLAIN


def require_short(texts: Mapping[str, str]) -> None:
    """Of a revision of the library. Raises ValidationError, by field."""
    faults: dict[str, ValidationError] = {}
    for name, said in texts.items():
        try:
            MaxLengthValidator(LONGEST_SHARED)(said)
        except ValidationError as fault:
            faults[name] = fault
    if faults:
        raise ValidationError(faults)


class ShownTexts(models.Model):
    """The texts of a revision."""

    prompt = models.CharField(max_length=LONGEST_FRONT)
    explanation = models.CharField(max_length=LONGEST_BACK, blank=True)
    spec = models.JSONField()

    class Meta:
        abstract = True

    if TYPE_CHECKING:

        @property
        def body(self) -> Kind: ...

    @property
    def is_formatted(self) -> bool:
        """Without its question, which need not be at hand."""
        return bool(self.spec.get(FORMATTED))

    @property
    def words(self) -> str:
        """The prompt without its gaps."""
        return " … ".join(words for words, _ in self.body.pieces(self.plain_prompt))

    @property
    def pieces(self) -> Pieces:
        """The prompt as it is shown, cut at its gaps."""
        return self._cut(self.body.pieces)

    @property
    def filled(self) -> Pieces:
        """The prompt with the verdict: what belongs into its gaps stands in them."""
        return self._cut(self.body.filled)

    @property
    def pieces_in_short(self) -> Pieces:
        """For lists: a long prompt is cut, and has neither gaps nor formatting there."""
        if len(self.prompt) <= LONGEST_LISTED:
            return self.pieces
        return [(Truncator(self.words).chars(LONGEST_LISTED), None)]

    def _cut(self, cut: Callable[[str], Pieces]) -> Pieces:
        if not self.is_formatted:
            return cut(self.prompt)
        return [(mark_safe(words), gap) for words, gap in cut(safe_html(self.prompt))]  # noqa: S308  cut between words

    @property
    def plain_prompt(self) -> str:
        return plain(self.prompt) if self.is_formatted else str(self.prompt)

    @property
    def prompt_in_short(self) -> str:
        return Truncator(self.plain_prompt).chars(LONGEST_LISTED)

    @property
    def shown_explanation(self) -> str:
        return safe_html(self.explanation) if self.is_formatted else str(self.explanation)
