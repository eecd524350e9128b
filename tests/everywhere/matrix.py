"""What every address answers to everyone who reads it, and who sends it an empty form: each has its place here.

"GET / POST" and the addresses that answer so. A word is a status, or the page that the answer leads to: that where one
signs in, or signs up. One word stands for everyone, two for a visitor and the rest, three for a visitor, a guest and
the rest, four for a visitor, a guest, the learner whose rows are asked for, and everyone else.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

from tests.addresses import Address
from tests.everywhere.world import PEOPLE, STAFF

type Row = dict[str, list[str]]
"""For GET and POST: a word for each of PEOPLE."""

LEARNERS = {
    # For everyone
    "200 / 405": (
        "healthz readyz help cards-guide offline service-worker manifest robots.txt privacy home search decks deck "
        "timeline articles article fact disputes picture-small picture-large quiz-picture-small quiz-picture-large "
        "quiz-score quiz-code own-code account_inactive account_reset_password_done "
        "account_reset_password_from_key_done"
    ),
    "404 / 405": "bring-template metrics",
    "200 / 422": "quizzes take-part account_reset_password account_reset_password_from_key",
    "200 / 200": "stop-reminders",
    "200 / 404": "account_confirm_email",
    "200 / signup signup 400": "own-join",
    "302 / 400": "try-quiz answer-first choose-language",
    "302 / 302": "account_email_verification_sent",
    "200 200 302 / 422 422 302": "account_login account_signup",
    "302 200 / 302": "account_logout",
    # For learners
    "login 200 / login 405": (
        "study spacing cards bookmarks my-data progress progress-retention progress-knowledge progress-calibration"
    ),
    "login 200 / login 422": "pace note due report settings take-along take-questions",
    "login 200 / login 302": "respace forget leave",
    "login 200 / login 302 422": "delete-account",
    "login 302 / login 302": "suspend resume bury unbury mark unmark join bring-forward account_confirm_login_code",
    "login 302 / login 400": "undo at-once bookmark answer hint reveal retype override",
    "login 302 / login 404": "use-parameters",
    "login 302 / login 404 302 404": "outdated",
    "login 302 / login 422": "exam",
    # For one's own quizzes, which a guest has too
    "login 404 200 404 / login 404 400 404": "quiz-question",
    "login 404 200 404 / login 404 302 404": "quiz-finish",
    "login 404 200 404 / login 405": "quiz-result quiz-scores",
    "login 404 302 404 / login 404 302 404": "quiz quiz-again quiz-another",
    "login 404 302 404 / login 404 400 404": "quiz-time-limit quiz-name quiz-give-time quiz-close",
    # For those with an account
    "login signup 200 / login signup 302": "account_email",
    "login signup 200 / login signup 422": "share-quiz account_change_password account_reauthenticate",
    "login signup 302 / login signup 302": "account_set_password",
    "login signup 200 404 / login signup 422 404": "share-own",
    "login 403 200 / login 403 400": "own-cards",
    "login 403 200 / login 403 422": "own-new-deck own-from-fact bring",
    # For whoever owns it
    "login 403 200 404 / login 403 405": "own-deck",
    "login 403 200 404 / login 403 302 404": "own-delete-deck",
    "login 403 200 404 / login 403 400 404": "own-share bring-one",
    "login 403 200 404 / login 403 422 404": "own-add-card own-edit-deck own-paste own-card",
    "login 403 302 404 / login 403 302 404": (
        "own-take-deck-back own-bring-forward own-delete-card own-take-card-back"
    ),
    "login 403 302 404 / login 403 422 404": "own-exam own-move-card",
}
EDITORS = {
    # For all of them
    "200 / 200": (
        "index app_list desk library_act_changelist library_act_history library_article_changelist "
        "library_article_history library_deck_changelist library_deck_history library_fact_changelist "
        "library_fact_history library_question_changelist library_question_history question_guide question_guide+kind "
        "question_preview question_revision insights_wronganswer_changelist insights_wronganswer_history "
        "study_report_changelist study_report_history insights_question insights_itemfigures_changelist "
        "insights_itemfigures_history"
    ),
    "200 / 403": "library_act_change study_report_change",
    "200 / 405": "password_change_done jsi18n",
    "200 / 422": "password_change",
    "302 / 302": (
        "view_on_site check article_settle question_preview_new library_article_remark library_deck_remark "
        "library_fact_remark library_question_remark insights_itemfigures_change "
        "library/act/<path:object_id>/ library/article/<path:object_id>/ library/deck/<path:object_id>/ "
        "library/fact/<path:object_id>/ library/question/<path:object_id>/ jobs/job/<path:object_id>/ "
        "accounts/editor/<path:object_id>/ insights/wronganswer/<path:object_id>/ study/report/<path:object_id>/ "
        "insights/itemfigures/<path:object_id>/ auth/group/<path:object_id>/ exchange/import/<path:object_id>/"
    ),
    "404 / 404": "library_template desk_new_question (?P<url>.*)$",
    # For nobody
    "403 / 403": (
        "library_act_add library_act_delete jobs_job_add jobs_job_delete accounts_editor_delete "
        "insights_wronganswer_add insights_wronganswer_delete study_report_add study_report_delete "
        "insights_itemfigures_add insights_itemfigures_delete exchange_import_add exchange_import_delete"
    ),
    "403 / 405": "autocomplete",
    # For those who may write
    "200 403 403 200 / 200 403 403 200": (
        "desk_new library_article_add library_deck_add library_fact_add library_question_add"
    ),
    "200 403 403 200 / 302 403 403 302": (
        "library_article_delete library_deck_delete library_fact_delete library_question_delete"
    ),
    "200 403 403 200 / 409 403 403 409": "desk_text desk_successor",
    "200 403 403 200 / 422 403 403 422": "desk_fact exchange_import_changelist",
    "404 403 403 404 / 404 403 403 404": "exchange_import_change",
    "302 403 403 302 / 302 403 403 302": "exchange_import_history question_suggest",
    "404 403 403 404 / 422 403 403 422": "article_preview_new fact_preview_new",
    "200 / 302 403 403 302": "insights_wronganswer_change",
    "200 / 409 403 403 409": (
        "desk_fact+key/fact library_article_change library_article_simple_history library_deck_change "
        "library_fact_change library_fact_simple_history library_question_change"
    ),
    "200 / 422 403 403 422": "article_preview fact_preview",
    "302 / 409 403 403 409": "desk_question",
    "405 / 302 403 403 302": "insights_collect",
    "405 / 400 403 403 400": "desk_none desk_dismiss",
    "200 403 403 200 / 405": "exchange_import_guide",
    # For those who may publish
    "403 403 302 302 / 403 403 302 302": "library_article_move library_fact_move library_question_move",
    "405 / 403 403 302 302": "desk_publish",
    "200 403 200 200 / 422 403 422 422": "library_article_plan library_fact_plan library_question_plan",
    # For superusers
    "403 403 403 200 / 403 403 403 200": (
        "jobs_job_changelist jobs_job_history accounts_editor_changelist accounts_editor_add accounts_editor_history "
        "accounts_editor_change auth_group_changelist auth_group_add auth_group_history auth_group_delete "
        "auth_group_change"
    ),
    "403 403 403 200 / 403": "jobs_job_change",
}
"""Of admin, where one word stands for all who work there, and four for an editor, a reviewer, a publisher and a
superuser; everyone else is led to where one signs in."""
ODD = {
    "login": "login signup 403 403 302 302 302 302 / login signup 403 403 422 422 422 422",
    "logout": "302 302 302 302 405 405 405 405 / 302 302 302 302 200 200 200 200",
}
"""Of admin too, with a word for each of PEOPLE."""
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE")
AS_FORMS = {"admin:login"}
"""Where Django's own view takes HEAD for a form that is not sent yet."""
PLACES = {"login": "/accounts/login/", "signup": "/accounts/signup/", "admin": "/admin/login/"}
FIRST = len(PEOPLE) - len(STAFF) - 1
"""So many of PEOPLE do not work in admin."""


def of_learners(words: list[str]) -> list[str]:
    return words + words[-1:] * (len(PEOPLE) - len(words))


def of_editors(words: list[str]) -> list[str]:
    return ["admin"] * FIRST + words * ((len(PEOPLE) - FIRST) // len(words))


def _rows(table: dict[str, str], people: Callable[[list[str]], list[str]], before: str) -> Iterator[tuple[str, Row]]:
    for answers, addresses in table.items():
        read, sent = (people(half.split()) for half in answers.split(" / "))
        for name in addresses.split():
            route = name.startswith("(") or "<" in name
            yield f"{before}{'/:'[not route]}{name}" if before else name, {"GET": read, "POST": sent}


def _every_row() -> dict[str, Row]:
    found = [
        *_rows(LEARNERS, of_learners, ""),
        *_rows(EDITORS, of_editors, "admin"),
        *_rows({answers: name for name, answers in ODD.items()}, list, "admin"),
    ]
    twice = [name for name, count in Counter(name for name, _ in found).items() if count > 1]
    assert not twice, twice
    return dict(found)


ROWS = _every_row()


def expected(address: Address, method: str, who: str) -> str:
    """A status, or a key of PLACES."""
    if method not in ("GET", "HEAD", "POST"):
        return "405"
    row = ROWS[address.name]["GET" if method == "HEAD" else method]
    return row[PEOPLE.index(who)]


def found(answer: Any) -> str:
    """The same of what came."""
    to = answer.get("Location", "")
    led = (name for name, place in PLACES.items() if answer.status_code == 302 and to.startswith(place))
    return next(led, str(answer.status_code))
