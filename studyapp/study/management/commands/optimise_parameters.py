"""`manage.py optimise_parameters`: fit FSRS parameters to learners' logs, and use them where they predict better."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from tqdm import tqdm

from studyapp.accounts.models import ParameterSet, User
from studyapp.scheduling.fitting import OptimiserMissing, TooFew
from studyapp.study.spacing.parameters import refit


class Command(BaseCommand):
    help = (
        "Fit FSRS parameters to the log of one learner, or of all. What predicts held-out reviews best is used: the "
        "default, the fitted set, or one between the two. Old sets are kept. No due day moves."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        who = parser.add_mutually_exclusive_group(required=True)
        who.add_argument("--learner", metavar="EMAIL", help="the learner with this email address")
        who.add_argument("--all", action="store_true", help="every learner")

    def handle(self, **options: Any) -> None:
        learners = self._all() if options["all"] else [self._one(options["learner"])]
        try:
            for learner in tqdm(learners, desc="Learners", disable=None, file=self.stderr):
                self._refit(learner, alone=not options["all"])
        except OptimiserMissing as error:
            raise CommandError(str(error)) from error

    def _refit(self, learner: User, *, alone: bool) -> None:
        with tqdm(desc=_name(learner), leave=False, disable=None, file=self.stderr) as bar:

            def tell(done: int, phases: int) -> None:
                bar.total = phases
                bar.update(done - bar.n)

            try:
                kept = refit(learner, at=timezone.now(), progress=tell)
            except TooFew as error:
                if alone:
                    raise CommandError(str(error)) from error
                self.stdout.write(f"{_name(learner)}: {error}")
                return
        self.stdout.write(_report(learner, kept))

    def _all(self) -> list[User]:
        return list(User.objects.filter(cards__isnull=False).distinct().order_by("pk"))

    def _one(self, email: str) -> User:
        learner = User.objects.filter(email=email.lower()).first()
        if learner is None:
            raise CommandError(f"There is no learner with the email address {email}.")
        return learner


def _name(learner: User) -> str:
    """As `--learner` takes it, for whoever runs the site; guests have no address."""
    return learner.email or str(learner)


def _report(learner: User, kept: ParameterSet) -> str:
    losses = ", ".join(f"{choice} {loss:.4f}" for choice, loss in kept.log_losses.items())
    return (
        f"{_name(learner)}: fitted on {kept.fitted_on} next-day reviews, judged by {kept.held_out} later ones. "
        f"Log loss: {losses}. Chosen: {kept.choice} (set {kept.number})."
    )
