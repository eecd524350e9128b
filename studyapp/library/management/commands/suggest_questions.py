"""`manage.py suggest_questions`: compose questions from the library's facts, print them, and save them as drafts."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from studyapp.kinds import KINDS
from studyapp.library.models import Deck, Fact
from studyapp.library.suggesting import COMPOSED, Proposal, Suggestions, suggest


class Command(BaseCommand):
    help = "Compose questions from published facts and print them. Changes nothing, unless told to save them as drafts."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--deck", default="", help="only on the facts of the deck of this short name")
        parser.add_argument("--fact", default="", help="only on the fact of this id")
        parser.add_argument("--kind", choices=COMPOSED, help="only questions of this kind")
        parser.add_argument("--save", action="store_true", help="save them as drafts for editors to look at")

    def handle(self, **options: Any) -> None:
        kinds = [options["kind"]] if options["kind"] else COMPOSED
        with transaction.atomic():
            found = suggest(self._facts(options["deck"], options["fact"]), kinds)
            if options["save"]:
                at = timezone.now()
                for proposal in found.proposals:
                    proposal.save(at=at)
        self._tell(found)
        done = "saved as drafts" if options["save"] else "proposed; none was saved"
        self.stdout.write(f"{len(found.proposals)} {'question' if len(found.proposals) == 1 else 'questions'} {done}.")

    def _facts(self, deck: str, fact: str) -> list[Fact]:
        facts = Fact.objects.live().select_related("deck").order_by("deck__position", "deck", "position", "pk")
        if deck:
            if not Deck.objects.filter(slug=deck).exists():
                raise CommandError(f"There is no deck “{deck}”. Give the short name that stands in its address.")
            facts = facts.filter(deck__slug=deck)
        if fact:
            facts = Fact.objects.filter(slug=fact).select_related("deck") if not deck else facts.filter(slug=fact)
            if not facts.exists():
                raise CommandError(f"There is no fact “{fact}” here. Give the id that stands in its address.")
        return list(facts)

    def _tell(self, found: Suggestions) -> None:
        for proposal in found.proposals:
            self.stdout.writelines(f"{line}\n" for line in _lines(proposal))
        if found.silences:
            self.stdout.write("Nothing is proposed on:")
        for silence in found.silences:
            self.stdout.write(f"  {silence.about}\n      {silence.reason}")


def _lines(proposal: Proposal) -> list[str]:
    source = [f"    according to: {proposal.according_to.name}"] if proposal.according_to else []
    rows = [f"    {label or 'options'}: {' / '.join(choices)}" for label, choices in proposal.rows]
    also = [f"    also right: {' / '.join(proposal.also_right)}"] if proposal.also_right else []
    more = [f"    explanation: {proposal.explanation}"] if proposal.explanation else []
    return [
        f"{KINDS[proposal.kind].label} on {proposal.fact.slug}",
        f"    {proposal.prompt}",
        f"    answer: {proposal.expected}",
        *also,
        *rows,
        *more,
        *source,
        f"    why: {proposal.why}",
        "",
    ]
