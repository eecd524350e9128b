"""Numbers spelt out, from nought to a hundred, in English, Russian and Vietnamese."""

from itertools import product

from studyapp.kinds.text import normalise
from studyapp.kinds.words import NUMBERS

# Every form of a word in a row: Russian counts in cases and genders, Vietnamese says "mốt" and "lăm" after tens.
_RUSSIAN_ONES = (
    "ноль нуль ноля нуля",
    "один одна одно одного одной одну одному одним одном",
    "два две двух двум двумя",
    "три трёх трём тремя",
    "четыре четырёх четырём четырьмя",
    "пять пяти пятью",
    "шесть шести шестью",
    "семь семи семью",
    "восемь восьми восемью",
    "девять девяти девятью",
    "десять десяти десятью",
    "одиннадцать одиннадцати одиннадцатью",
    "двенадцать двенадцати двенадцатью",
    "тринадцать тринадцати тринадцатью",
    "четырнадцать четырнадцати четырнадцатью",
    "пятнадцать пятнадцати пятнадцатью",
    "шестнадцать шестнадцати шестнадцатью",
    "семнадцать семнадцати семнадцатью",
    "восемнадцать восемнадцати восемнадцатью",
    "девятнадцать девятнадцати девятнадцатью",
)
_RUSSIAN_TENS = (
    "двадцать двадцати двадцатью",
    "тридцать тридцати тридцатью",
    "сорок сорока",
    "пятьдесят пятидесяти пятьюдесятью",
    "шестьдесят шестидесяти шестьюдесятью",
    "семьдесят семидесяти семьюдесятью",
    "восемьдесят восьмидесяти восемьюдесятью",
    "девяносто девяноста",
)
_VIETNAMESE_ONES = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy bẩy", "tám", "chín", "mười")
_VIETNAMESE_AFTER_TEN = ("một", "hai", "ba", "bốn", "lăm năm", "sáu", "bảy bẩy", "tám", "chín")
_VIETNAMESE_AFTER_TENS = ("mốt", "hai", "ba", "tư bốn", "lăm nhăm", "sáu", "bảy bẩy", "tám", "chín")


def _russian() -> dict[str, int]:
    ones = {form: value for value, forms in enumerate(_RUSSIAN_ONES) for form in forms.split()}
    tens = {form: 10 * place for place, forms in enumerate(_RUSSIAN_TENS, start=2) for form in forms.split()}
    both = {f"{ten} {one}": tens[ten] + ones[one] for ten, one in product(tens, ones) if 0 < ones[one] < 10}
    return {**ones, **tens, **both, "сто": 100, "ста": 100}


def _vietnamese() -> dict[str, int]:
    ones = {form: value for value, forms in enumerate(_VIETNAMESE_ONES) for form in forms.split()}
    teens = {
        f"mười {form}": 10 + value
        for value, forms in enumerate(_VIETNAMESE_AFTER_TEN, start=1)
        for form in forms.split()
    }
    tens = {f"{form} {ten}": 10 * ones[form] for form in ones if 2 <= ones[form] <= 9 for ten in ("mươi", "chục")}
    both = {
        f"{ten.removesuffix('mươi').strip() if short else ten} {form}": tens[ten] + value
        for ten in tens
        if ten.endswith("mươi")
        for value, forms in enumerate(_VIETNAMESE_AFTER_TENS, start=1)
        for form in forms.split()
        for short in ((False, True) if form in {"mốt", "tư", "lăm", "nhăm"} else (False,))
    }
    return {**ones, **teens, **tens, **both, "một chục": 10, "một trăm": 100, "trăm": 100}


SPELT: dict[str, dict[str, int]] = {
    "en": {**NUMBERS, "hundred": 100, "one hundred": 100},
    "ru": {normalise(words): value for words, value in _russian().items()},
    "vi": {normalise(words): value for words, value in _vietnamese().items()},
}
"""By language, the words as `text.normalise` folds them, a blank between them."""

LONGEST = 3
"""Words in the longest of them."""
