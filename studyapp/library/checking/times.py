"""Words that say when only to who reads them today: “last week”, “hôm qua”, “недавно”."""

import re
import unicodedata
from collections.abc import Iterator

from studyapp.kinds.cautions import Caution, Sort

_UNIT = r"(?:week|month|year|decade|spring|summer|autumn|winter|(?:mon|tues|wednes|thurs|fri|satur|sun)day)"
_RU_YEAR = r"(?:год[уа]?|месяц[еа]?|лет[ое]м?|осень[ю]?|осенью|зим[уы]|зимой|весной|весну|недел[юеи]|неделей)"
_WORDS = {
    "en": rf"\b(?:(?<!\bthe )(?:last|this|next|past|coming)\s+{_UNIT}(?!\s+of\b)"
    r"|yesterday|today|tonight|tomorrow|nowadays|right now|just now|until now|by now|(?<=is )now|(?<=are )now"
    r"|(?<=has )now|(?<=have )now|\w+ ago|recently|currently|lately|at present"
    r"|current(?=\s+(?:president|prime|minister|leader|head|chair|chief|government|state|price|rate|record|holder)))\b",
    "vi": r"\b(?:hôm nay|hôm qua|hôm kia|ngày mai|ngày kia|(?:tuần|tháng) (?:trước|này|tới|sau|qua)(?! khi\b)"
    r"|năm ngoái|năm nay|năm tới|vừa qua|vừa rồi|mới đây|gần đây|hiện nay|hiện tại|hiện giờ|bây giờ|sắp tới)\b",
    "ru": r"\b(?:сегодня|вчера|позавчера|завтра|послезавтра|сейчас|ныне|недавно|на днях|в последнее время"
    rf"|(?:прошл|нынешн|следующ|будущ|текущ)\w+ {_RU_YEAR}|(?:в|на) эт(?:ом|ой) (?:году|месяце|неделе)"
    r"|(?:нынешн|действующ)(?:ий|его|ему|им|ем|яя|ей|юю) (?:президент|премьер|министр|глав|руковод)\w*)\b",
}
_RELATIVE = {language: re.compile(words, re.IGNORECASE) for language, words in _WORDS.items()}
_QUOTED = re.compile(r"“[^”]*”|„[^“”]*[“”]|«[^»]*»|\"[^\"]*\"")


def relative(said: str, language: str) -> str:
    """The first word of the kind in a text, as it stands there; empty where there is none, or only in a quotation."""
    known = _RELATIVE.get(language.lower().partition("-")[0])
    found = known and known.search(_QUOTED.sub(" … ", unicodedata.normalize("NFC", said)))
    return found[0] if found else ""


def about_time(what: str, said: str, language: str) -> Iterator[Caution]:
    if word := relative(said, language):
        told = f"{what} says “{word}”, which is another time for everyone who reads it later. Give the date."
        yield Caution(Sort.RELATIVE_TIME, told)
