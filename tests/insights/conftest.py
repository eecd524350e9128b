"""The learners and the shelf of the study room, whose days the progress pages read."""

from tests.study.conftest import ada, boris, clock, lan, lans, lans_browser, picture, shelf

__all__ = ["ada", "boris", "clock", "lan", "lans", "lans_browser", "picture", "shelf"]
