"""What is stored about learners and is not what their log says."""

from studyapp.accounts.models import User
from studyapp.study.rebuilding import Difference, differences


def wrongs(*learners: User) -> list[Difference]:
    """Everything stored about these learners that is not what their log says."""
    return [difference for learner in learners for difference in differences(learner)]
