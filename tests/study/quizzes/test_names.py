"""Names of participants: any script, no tricks."""

import pytest
from django.core.exceptions import ValidationError

from studyapp.study.quizzes.names import clean_line


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("Lan", "Lan"),
        ("  Tô   Lâm ", "Tô Lâm"),
        ("To\u0302 La\u0302m", "Tô Lâm"),
        ("Борис", "Борис"),
        ("नमस्\u200dते", "नमस्\u200dते"),
        ("👩\u200d🚀", "👩\u200d🚀"),
        ("x" * 40, "x" * 40),
        ("<b>Ada</b>", "<b>Ada</b>"),
        ("Lan\tMinh", "Lan Minh"),
    ],
)
def test_a_name_is_kept_with_its_spaces_in_order(typed: str, name: str) -> None:
    assert clean_line(typed, most=40, empty="Choose a name.") == name


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "   ",
        "x" * 41,
        "Lan\0",
        "Lan\u202enaL",
        "\u2066Lan",
        "La\u200bn",
        "\u0301",
        "\u200d",
        "Lan\x07",
        "\ud800",
        "\ue000",
    ],
)
def test_a_name_that_hides_something_or_is_none_is_refused(typed: str) -> None:
    with pytest.raises(ValidationError):
        clean_line(typed, most=40, empty="Choose a name.")
