"""The learner whom `quickstart` made answers one question by its page: `python -m tests.endurance.one_answer`.

Ends with a code other than 0 if that fails, or if what is kept is not what the log says afterwards.
"""

import django

django.setup()

from django.test import Client  # noqa: E402  the settings are read first
from django.test.utils import setup_test_environment  # noqa: E402

from studyapp.accounts.models import User  # noqa: E402
from tests.answering import form_on  # noqa: E402
from tests.study.differences import wrongs  # noqa: E402


def main() -> None:
    setup_test_environment()
    learner = User.objects.get(email="learner@example.org")
    before, client = learner.reviews.count(), Client()
    client.force_login(learner)
    form = form_on(client.get("/study/"))
    reply = client.post(form.url, {"ask": form.ask, "give_up": "1"})
    assert reply.status_code == 200, reply.status_code
    assert learner.reviews.count() > before
    assert wrongs(learner) == []


if __name__ == "__main__":
    main()
