"""The texts of articles, for editors alone: what they read facts from, numbered as paragraphs are counted."""

import re
from collections.abc import Iterator

from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Q

from studyapp.kinds import text as written
from studyapp.library.models.articles import Article

LONGEST = 60_000
"""Characters: some ten thousand words."""

_MONTHS = (
    "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    "|nov(?:ember)?|dec(?:ember)?|января|февраля|марта|апреля|мая|июня|июля|августа|сентября|октября|ноября|декабря"
)
_DAY = re.compile(
    r"(?:\w+day,? )?(?:"
    rf"[0-9]{{1,2}}(?:st|nd|rd|th)? (?:{_MONTHS})\.?,? [0-9]{{4}}(?: г\.?)?"
    rf"|(?:{_MONTHS})\.? [0-9]{{1,2}}(?:st|nd|rd|th)?,? [0-9]{{4}}"
    r"|(?:ngày )?[0-9]{1,2} tháng [0-9]{1,2},? (?:năm )?[0-9]{4}"
    r"|[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{1,2}[./][0-9]{1,2}[./][0-9]{4}"
    r")(?:,? (?:at )?[0-9]{1,2}[:.][0-9]{2}(?: ?[ap]\.?m\.?)?)?",
    re.IGNORECASE,
)
_BYLINE = re.compile(r"by (?:\S+ ){0,7}\S*[^\s.!?:]", re.IGNORECASE)
_ADDRESS = re.compile(r"original url:?.*|<?https?://\S+>?", re.IGNORECASE)
_READING_TIME = re.compile(r"(?:.{1,60} )?[0-9]+ min(?:ute)?s? read", re.IGNORECASE)
MOST_WORDS_OF_A_DATELINE = 4


def paragraphs(text: str, headline: str) -> list[str]:
    """The blocks of an article's text that count as paragraphs, the first of them number 1.

    Blank lines separate them; where there is none, each line is one. What stands alone and does not count: the
    headline, also repeated, bylines, datelines and lines with a date, and the article's address.
    """
    found: list[str] = []
    for block in _blocks(text):
        if not all(_is_beside(line, headline, before=not found) for line in block.splitlines()):
            found.append(block)
    return found


def _blocks(text: str) -> Iterator[str]:
    lines = [line.strip() for line in text.splitlines()]
    blocks = re.split(r"\n{2,}", "\n".join(lines).strip())
    return filter(None, (block.strip() for block in (blocks if len(blocks) > 1 else blocks[0].split("\n"))))


def _is_beside(line: str, headline: str, *, before: bool) -> bool:
    """Whether a line stands beside the text, or `before` the first of its paragraphs, and is none of it."""
    plain = line.strip("#*_ ")
    if headline and written.normalise(plain) == written.normalise(headline):
        return True
    if _DAY.fullmatch(plain) or _ADDRESS.fullmatch(plain) or _BYLINE.fullmatch(plain):
        return True
    is_dateline = plain.isupper() and len(plain.split()) <= MOST_WORDS_OF_A_DATELINE
    return not plain or (before and bool(is_dateline or _READING_TIME.fullmatch(plain)))


class ArticleText(models.Model):
    """The text of an article as an editor pasted it. It is not ours: no reader sees it, and it leaves by no export."""

    article = models.OneToOneField(Article, on_delete=models.CASCADE, primary_key=True, related_name="text")
    text = models.TextField(max_length=LONGEST, validators=[MaxLengthValidator(LONGEST)])

    class Meta:
        default_permissions = ()  # whoever may see or change the article may do so with its text
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="article_text_is_not_empty")]

    def __str__(self) -> str:
        return f"The text of {self.article}"

    @property
    def paragraphs(self) -> list[str]:
        return paragraphs(self.text, self.article.title)
