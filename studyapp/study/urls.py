"""Addresses of what a learner does: home, the sitting, decks, quizzes."""

from django.urls import path

from studyapp.study.views import cards, decks, home, pace, site, sitting, spacing
from studyapp.study.views.quizzes import choosing, results, taking

urlpatterns = [
    path("", home.home, name="home"),
    path("help/", site.help_page, name="help"),
    path("manifest.webmanifest", site.manifest, name="manifest"),
    path("study/", sitting.study, name="study"),
    path("study/undo/", sitting.undo, name="undo"),
    path("study/pace/", pace.pace, name="pace"),
    path("study/spacing/", spacing.spacing, name="spacing"),
    path("study/spacing/use/", spacing.use_parameters, name="use-parameters"),
    path("study/spacing/move/", spacing.respace, name="respace"),
    path("study/cards/", cards.cards, name="cards"),
    path("study/<int:question>/answer/", sitting.answer, name="answer"),
    path("study/<int:question>/hint/", sitting.show_hint, name="hint"),
    path("study/<int:question>/reveal/", sitting.reveal, name="reveal"),
    path("study/<int:question>/override/", sitting.override, name="override"),
    path("study/<int:question>/suspend/", cards.suspend, name="suspend"),
    path("study/<int:question>/resume/", cards.resume, name="resume"),
    path("study/<int:question>/bury/", cards.bury, name="bury"),
    path("study/<int:question>/unbury/", cards.unbury, name="unbury"),
    path("study/<int:question>/mark/", cards.mark, name="mark"),
    path("study/<int:question>/unmark/", cards.unmark, name="unmark"),
    path("study/<int:question>/note/", cards.note, name="note"),
    path("study/<int:question>/due/", cards.set_due, name="due"),
    path("study/<int:question>/forget/", cards.forget, name="forget"),
    path("study/<int:question>/report/", cards.report, name="report"),
    path("decks/", decks.decks, name="decks"),
    path("decks/<slug:slug>/", decks.deck, name="deck"),
    path("decks/<slug:slug>/join/", decks.join_deck, name="join"),
    path("decks/<slug:slug>/exam/", decks.exam, name="exam"),
    path("decks/<slug:slug>/exam/bring-forward/", decks.bring_exam_forward, name="bring-forward"),
    path("quizzes/", choosing.quizzes, name="quizzes"),
    path("quizzes/<int:quiz>/", taking.quiz, name="quiz"),
    path("quizzes/<int:quiz>/<int:position>/", taking.question, name="quiz-question"),
    path("quizzes/<int:quiz>/clock/", taking.clock, name="quiz-clock"),
    path("quizzes/<int:quiz>/finish/", taking.finish, name="quiz-finish"),
    path("quizzes/<int:quiz>/result/", results.result, name="quiz-result"),
    path("quizzes/<int:quiz>/again/", results.take_again, name="quiz-again"),
    path("quizzes/score/<str:token>/", results.score, name="quiz-score"),
]
