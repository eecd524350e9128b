"""Pictures that lie beside the files of decks: found, judged, and told from those that the library has."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from studyapp.library.models import PLACES, Picture, Question, Words
from studyapp.library.models.fields import SeedTable
from studyapp.library.models.pictures import HEAVY, digest_of
from studyapp.library.picturing import Encoded, encoded

FIELDS = {f"{place}_picture": place for place in PLACES}
"""The fields of a question that name a file, and where its picture is shown."""


@dataclass
class Beside:
    """The shared pictures of the library, by what tells them apart, and those of files that it does not have yet."""

    at: datetime
    kept: dict[str, Picture] = field(default_factory=dict)
    sources: dict[tuple[str, Words], Picture] = field(default_factory=dict)
    new: dict[str, tuple[Encoded, Words]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for picture in Picture.objects.defer(*HEAVY):
            self._know(picture)

    def _know(self, picture: Picture) -> None:
        self.kept[picture.digest] = picture
        self.sources[picture.source, picture.words] = picture

    def digest(self, file: Path, words: Words) -> str:
        """Of the picture in a file. Raises ValidationError, as `encoded` does.

        A file that the library's picture was made of, or that a dump made of that, is not encoded again: another
        version of the encoder would make another picture of it.
        """
        data = file.read_bytes()
        source = sha256(data).hexdigest()
        if (digest := digest_of(source, words)) in self.kept:
            return digest
        if known := self.sources.get((source, words)):
            return known.digest
        made = self._made_of(source) or encoded(data)
        digest = digest_of(sha256(made.large.data).hexdigest(), words)
        self.new[digest] = (made, words)
        return digest

    def _made_of(self, source: str) -> Encoded | None:
        """What is kept of the same file with other words."""
        return next((picture.encoded for (of, _), picture in self.sources.items() if of == source), None)

    def picture(self, digest: str) -> Picture:
        if digest not in self.kept:
            made, words = self.new[digest]
            self._know(Picture.objects.keep(made, words, at=self.at))
        return self.kept[digest]

    def pictures(self, said: SeedTable) -> dict[str, Picture]:
        """Of a question as its seed has it, by their places."""
        return {place: self.picture(said[name]["digest"]) for name, place in FIELDS.items() if said[name]}


def words_of(table: Mapping[str, str]) -> Words:
    return Words(table["alt"].strip(), table["credit"].strip(), table["licence"].strip())


@dataclass(frozen=True, slots=True)
class Row:
    """What a file says of a picture, and a file to be written beside it, if there is none that has it."""

    table: SeedTable
    data: bytes = b""


def row_of(question: Question, name: str, beside: Beside, there: Mapping[str, Path]) -> Row | None:
    """`there` are the files that the question names by now. None where it has no such picture."""
    has: SeedTable = question.as_seed()[name]
    if not has:
        return None
    words = {word: has[word] for word in ("alt", "credit", "licence")}
    if (file := there.get(name)) and beside.digest(file, words_of(words)) == has["digest"]:
        return Row({"file": file.name, **words})
    made = f"{question.slug}-{FIELDS[name]}-{has['digest'][:8]}.webp"
    return Row({"file": made, **words}, bytes(beside.picture(has["digest"]).large))
