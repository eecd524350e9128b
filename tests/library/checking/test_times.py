"""Words that say when only to who reads them today are found in three languages, and only where they say that."""

import pytest

from studyapp.library.checking.times import about_time, relative

pytestmark = pytest.mark.any_database

FOUND = [
    ("en", "He came last week.", "last week"),
    ("en", "This year prices rose.", "This year"),
    ("en-GB", "It was signed two years ago.", "years ago"),
    ("en", "The port is now closed.", "now"),
    ("en", "The current president is Lam.", "current"),
    ("en", "Prices recently rose.", "recently"),
    ("vi", "Ông đến Hà Nội hôm qua.", "hôm qua"),
    ("vi", "Tuần trước giá tăng.", "Tuần trước"),
    ("vi", "Năm ngoái Nga bán ít hơn.", "Năm ngoái"),
    ("vi", "Ho\u0302m nay trời mưa.", "Hôm nay"),
    ("ru", "Он приехал на прошлой неделе.", "прошлой неделе"),
    ("ru", "В этом году цены выросли.", "В этом году"),
    ("ru", "Недавно подписали договор.", "Недавно"),
    ("ru", "Нынешний президент – То Лам.", "Нынешний президент"),
]
SAID_OTHERWISE = [
    ("en", "On the last day of the visit he spoke."),
    ("en", "In the last week of June 2024 it rained."),
    ("en", "He said: “We met last week.”"),
    ("en", "The current carried the boat past the pier."),
    ("en", "Two years later it was over, as is known."),
    ("vi", "Một năm sau, họ gặp lại nhau vào tháng sáu."),
    ("ru", "Прошло два года, и договор истёк в следующий раз."),
    ("ru", "По словам газеты, «вчера всё решилось»."),
    ("de", "Gestern war alles anders, last week."),
]


@pytest.mark.parametrize(("language", "said", "word"), FOUND)
def test_a_word_that_goes_stale_is_found_as_it_stands_there(language: str, said: str, word: str) -> None:
    assert relative(said, language).endswith(word)
    [caution] = about_time("The prompt", said, language)
    assert caution.sort == "relative_time"
    assert "Give the date" in caution


@pytest.mark.parametrize(("language", "said"), SAID_OTHERWISE)
def test_what_says_when_for_good_draws_nothing(language: str, said: str) -> None:
    assert list(about_time("The prompt", said, language)) == []
