"""What there is to warn of in what the seeds wrote, said by file, fact and question as faults are."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Count, Q

from studyapp.kinds.cautions import Caution
from studyapp.library.models import Article, Deck, Fact, KeptWarning, State
from studyapp.library.models.warned import REMARKS
from studyapp.library.seeds.faults import Place


@dataclass(slots=True)
class Warned:
    """Warnings, each with its place, and how many things draw no more than a remark."""

    told: list[str] = field(default_factory=list)
    remarks: int = 0


def warned(folder: str, *, at: datetime, is_sound: Callable[[Place], bool] = lambda _: True) -> Warned:
    """Of what is kept as drawing warnings, as it stands now; without what is at fault, of which enough is said."""
    kept = KeptWarning.objects.exclude(fact__seed_digest="").values_list("sort")
    numbers = dict(kept.annotate(number=Count("pk")))
    remarks = sum(number for sort, number in numbers.items() if sort in REMARKS)
    if not numbers.keys() - REMARKS:
        return Warned(remarks=remarks)
    found = [(place, caution) for place, caution in _found(folder, at=at) if is_sound(place)]
    grave = [(place, caution) for place, caution in found if caution.sort not in REMARKS]
    return Warned([f"{place}: {caution}" for place, caution in sorted(grave, key=_by_file)], remarks)


def _by_file(one: tuple[Place, Caution]) -> str:
    return one[0].file


def _found(folder: str, *, at: datetime) -> Iterator[tuple[Place, Caution]]:
    rows = KeptWarning.objects.grave()
    for article in Article.objects.filter(pk__in=rows.values("article")).exclude(seed_digest=""):
        yield from _at(Place(f"{folder}/articles/{article.slug}.toml"), article.warnings(at=at))
    for deck in Deck.objects.filter(pk__in=rows.values("deck")).exclude(seed_digest=""):
        yield from _at(Place(f"{folder}/decks/{deck.slug}.toml"), deck.warnings())
    drawing = Q(pk__in=rows.values("fact")) | Q(pk__in=rows.values("question__fact"))
    for fact in Fact.objects.filter(drawing).exclude(seed_digest="").to_look_at().order_by("deck", "position"):
        file = f"{folder}/decks/{fact.deck.slug}.toml"
        yield from _at(Place(file, fact.slug), fact.warnings(at=at))
        for question in fact.questions.all():
            if question.seed_digest and question.state != State.RETIRED:
                question.fact = fact
                yield from _at(Place(file, fact.slug, question.slug), question.warnings())


def _at(place: Place, cautions: Iterable[Caution]) -> Iterator[tuple[Place, Caution]]:
    return ((place, caution) for caution in cautions)
