"""Eras as people write them around a year: "44 BC", "79 н. э.", "năm 500 trước Công nguyên", "v. Chr."."""

import re

from studyapp.kinds.text import normalise

BEFORE, OURS = "before", "ours"

# As `normalise` folds them: without accents and without a final stop.
_BEFORE = (
    r"b\.? ?c(?:\.? ?e)?|before christ|до н\.? ?э|до нашеи эры|до рождества христова|до р\.? ?х|t\.? ?c\.? ?n|"
    r"truoc cong nguyen|truoc cn|v\. ?chr|vor christus|av(?:ant|\.) ?j\.?-? ?c|avant jesus-christ|avant notre ere"
)
_OURS = (
    r"a\.? ?d|c\.? ?e|anno domini|н\.? ?э|нашеи эры|от рождества христова|от р\.? ?х|s\.? ?c\.? ?n|"
    r"sau cong nguyen|sau cn|n\. ?chr|nach christus|apr(?:es|\.) ?j\.?-? ?c|apres jesus-christ|de notre ere"
)
_ERA = rf"(?:(?P<before>{_BEFORE})|(?P<ours>{_OURS}))"
_FIRST = re.compile(rf"(?:(?:in|the year|im jahr|en|nam|в) )?{_ERA}\.? (?P<rest>.*[0-9].*)", re.DOTALL)
_LAST = re.compile(rf"(?P<rest>.*[0-9].*?) ?(?<![^\W\d_]){_ERA}", re.DOTALL)


def split(line: str) -> tuple[str, str]:
    """The era that stands before or after a year, and the line without it; the line itself where there is none."""
    folded = normalise(line)
    found = _LAST.fullmatch(folded) or _FIRST.fullmatch(folded)
    if not found:
        return "", line
    return (BEFORE if found["before"] else OURS), found["rest"]
