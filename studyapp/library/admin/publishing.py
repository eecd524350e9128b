"""Publishing on behalf of an editor."""

from dataclasses import dataclass
from datetime import datetime

from studyapp.library.answers import around
from studyapp.library.models import Article, Editor, Fact, NotPublishable, Question, State, Thing, because


@dataclass
class Publisher:
    """One editor at one moment."""

    editor: Editor
    at: datetime

    def publish(self, thing: Thing) -> None:
        """Raises NotPublishable with what to mend."""
        if isinstance(thing, Fact | Article):
            thing.publish(at=self.at, editor=self.editor)
        else:
            thing.publish(at=self.at, freeze=around(thing, thing.author_spec()), editor=self.editor)

    def follow(self, fact: Fact) -> list[tuple[Fact | Question, list[str]]]:
        """After an edit of a live fact: pause what no longer may be asked, and tell its questions the sources' values.

        Returns what was paused, each with the reasons.
        """
        if not fact.is_live:
            return []
        if problems := fact.problems() or self._hidden_sources(fact):
            with because(" ".join(problems)):
                fact.pause(at=self.at)
            return [(fact, problems)]
        paused: list[tuple[Fact | Question, list[str]]] = []
        for question in fact.questions.filter(state=State.PUBLISHED).select_related("revision", "according_to"):
            question.fact = fact
            try:
                with because("Its fact was edited."):
                    self.publish(question)
            except NotPublishable as error:
                with because(" ".join(error.problems)):
                    question.move(State.PAUSED, at=self.at)
                paused.append((question, error.problems))
        return paused

    def _hidden_sources(self, fact: Fact) -> list[str]:
        """Why readers cannot be shown what it cites by now; where they can, they are."""
        try:
            fact.show_sources(at=self.at, editor=self.editor)
        except NotPublishable as error:
            return error.problems
        return []
