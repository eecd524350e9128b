"""Sentences with a gap that can be understood alone, and such as leave open what they speak of."""

import pytest

from studyapp.library.suggesting.self_contained import stands_alone


@pytest.mark.parametrize(
    "sentence",
    [
        "In 1901 Anna Berg came to ____ on a visit, and the visit was a short one.",
        "The agreements of the northern ports with Norway bear the date of ____ 1901.",
        "The talks that Anna Berg began in 1901 ended in ____.",
        "The plans by which the port grew were drawn in ____ in 1901.",
        "In a good year the nine pilots of the port guide in 250 ships to ____.",
        "In 1901 Norway and Denmark built a light at ____ for the two countries.",
        "Ahead of his voyage of 1901 Boris Lund wrote to ____.",
        "Boris Lund sold his ferry to ____ in 1901.",
        "Before 1901 Boris Lund had last been at sea in ____.",
        "In 1901 Norway's King ____ opened the harbour.",
        "In 1901 ____ became king of Norway and of its isles.",
        "In 1901 ____ met the king of Norway.",
        "The Tide Office of the northern ports sits in ____.",
        "____ is described as the father of all tide tables.",
    ],
)
def test_a_sentence_that_names_what_it_speaks_of_stands_alone(sentence: str) -> None:
    assert stands_alone(sentence.replace("____", "Port Ada"), sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "During the visit of June 1901 a pact was signed at ____.",
        "____ counted 12 ships after the June 1901 visit.",
        "____ stood behind the plans in the harbour as they were told in 1901.",
        "One of the agreements of May 1901 was made by ____.",
        "In 1901 the first of the six ships was handed over to ____.",
        "Of the nine ferries of 1901 none went to ____.",
        "In 1901 an article in ____ praised the friendship of the two countries.",
        "In 1901, the day before his visit, a paper in ____ praised Boris Lund.",
        "Boris Lund had last been at sea in ____; in 1902 he died.",
        "So far no pilot of the port has been to ____.",
        "In 1901 President ____ praised the tides.",
        "In 1901 Prime Minister ____ opened the harbour.",
        "The tolls of the port fell after 1901, when ____ had become king.",
        "In 1901 ____ met the king on the quay.",
        "The pilots of the port gave Boris Lund a boat like that of ____.",
        "The king of Norway is ____.",
    ],
)
def test_a_sentence_that_leaves_open_which_or_whose_or_when_does_not(sentence: str) -> None:
    assert not stands_alone(sentence.replace("____", "Boris Lund"), sentence)
