"""Units as people write them, in English and in the words of other learners, and which of them are the same."""

from functools import lru_cache

from studyapp.kinds.text import normalise

ATTACHED_UNITS = {"%", "$", "US$", "€", "£", "₽", "₫", "¥"}
"""Units written onto the number itself: the percent sign after it, the others before."""

MONEY = {"us dollar", "euro", "pound sterling", "rouble", "dong", "yuan", "yen"}

_SPELLINGS = {
    "%": (
        "percent, per cent, pct, percentage, Prozent, pour cent, phần trăm,"
        "процент, процента, проценты, процентов, процентами"
    ),
    "us dollar": (
        "$, US$, $US, USD, dollar, U.S. dollar, American dollar, US-Dollar, de dollar, 美元,"
        "đô la, đô, đô la Mỹ, đôla, Mỹ kim, доллар, доллара, доллары, долларов, долл, доллар США, доллара США,"
        "доллары США, долларов США, долл США, американских долларов"
    ),
    "euro": "€, EUR, евро, ơ rô, đồng euro",
    "pound sterling": (
        "£, GBP, pound, pounds sterling, British pound, bảng, bảng Anh, фунт, фунта, фунты, фунтов,"
        "фунт стерлингов, фунта стерлингов, фунтов стерлингов"
    ),
    "rouble": (
        "₽, RUB, ruble, Russian rouble, Russian ruble, Rubel, rúp, rúp Nga, đồng rúp, рубль, рубля, рубли, рублей,"
        "руб, р, российских рублей"
    ),
    "dong": "₫, VND, Vietnamese dong, đồng, đ, đồng Việt Nam, VNĐ, донг, донга, донги, донгов, вьетнамских донгов",
    "yuan": (
        "CNY, RMB, renminbi, 元, 人民币, nhân dân tệ, tệ, đồng nhân dân tệ,юань, юаня, юани, юаней, китайских юаней"
    ),
    "yen": (
        "¥, JPY, 円, 日本円, Japanese yen, yên, yên Nhật, yen Nhật, đồng yên,"
        "иена, иены, иен, йена, йены, йен, японских иен"
    ),
    "kilometre": (
        "km, kilometer, cây số, ki lô mét, kilômét, ki-lô-mét, км, километр, километра, километры, километров"
    ),
    "metre": "m, meter, mét, м, метр, метра, метры, метров",
    "centimetre": "cm, centimeter, xăng ti mét, xăng-ti-mét, см, сантиметр, сантиметра, сантиметров",
    "millimetre": "mm, millimeter, mi li mét, mi-li-mét, мм, миллиметр, миллиметра, миллиметров",
    "square kilometre": (
        "km2, sq km, square kilometer, kilômét vuông, ki lô mét vuông, ki-lô-mét vuông, km vuông, cây số vuông,"
        "км2, кв км, кв. км, квадратный километр, квадратных километра, квадратных километров"
    ),
    "hectare": "ha, héc ta, hécta, héc-ta, га, гектар, гектара, гектары, гектаров",
    "kilogram": "kg, kilo, kilogramme, ki lô gam, ki-lô-gam, кг, кило, килограмм, килограмма, килограммов",
    "tonne": "t, metric ton, tấn, т, тонна, тонны, тонн",
    "year": "yr, năm, год, года, годы, лет, годов, Jahr, Jahre, Jahren",
    "month": "tháng, месяц, месяца, месяцы, месяцев, Monat, Monate, mois",
    "week": "tuần, tuần lễ, неделя, недели, недель, Woche, Wochen, semaine",
    "day": "ngày, день, дня, дни, дней, сутки, суток, Tag, Tage, Tagen, jour",
    "hour": "h, hr, giờ, tiếng, giờ đồng hồ, час, часа, часы, часов, ч, Stunde, Stunden, heure",
    "minute": "min, phút, минута, минуты, минут, мин, Minuten",
    "second": "sec, s, giây, секунда, секунды, секунд, сек, с, Sekunde, Sekunden, seconde",
    "person": "people, persons, người, человек, человека, люди, людей, чел, Person, Personen, Menschen, personne",
    "country": "nước, quốc gia, страна, страны, стран, Land, Länder, pays",
    "time": "lần, раз, раза, Mal, fois",
    "degree": "°, degree, độ, градус, градуса, градусы, градусов, Grad, degré",
}
"""The usual name of a unit, and its other spellings."""

_WHOLE = {"person", "country", "time"}
_MEASURES = {
    *(_SPELLINGS.keys() - _WHOLE),
    *("mile", "nautical mile", "foot", "feet", "inch", "inche", "yard", "acre", "litre", "liter", "barrel", "gallon"),
    *("gram", "ounce", "carat", "ton", "decade", "century", "knot", "watt", "kilowatt", "megawatt", "gigawatt"),
    *("kw", "mw", "gw", "kwh", "mwh", "gwh", "km/h", "mph", "volt", "hertz", "point", "percentage point", "gb", "tb"),
    *("celsiu", "degree celsiu", "kelvin", "bar", "calorie", "joule", "newton", "cubic metre", "square metre", "m2"),
}


def counts_whole_things(unit: str) -> bool:
    """Whether there is nothing between one of it and the next: of agreements, but neither of kilometres nor of none."""
    return bool(unit) and unit_key(unit) not in _MEASURES


def is_known(unit: str) -> bool:
    """Whether it is one of the units that are listed here."""
    return unit_key(unit) in _SPELLINGS


@lru_cache(maxsize=1024)
def unit_key(unit: str) -> str:
    """What the spellings of one unit have in common: ``%`` and ``per cent``, ``visit`` and ``Visits``."""
    folded = normalise(unit)
    return _KEYS.get(folded) or _KEYS.get(_singular(folded)) or _singular(folded)


def _singular(unit: str) -> str:
    if unit.endswith("ies") and len(unit) > 4:
        return f"{unit[:-3]}y"
    return unit[:-1] if unit.endswith("s") and len(unit) > 2 else unit


_KEYS = {normalise(spelling): key for key, spellings in _SPELLINGS.items() for spelling in (key, *spellings.split(","))}
