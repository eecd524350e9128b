"""An article from its text: the address and what it says of itself, pasted with the text; or the text anew."""

from typing import override

from django import forms
from django.contrib import messages
from django.contrib.admin import AdminSite
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.utils import timezone

from studyapp.kinds.fields import Cleaned
from studyapp.library.admin.article_form import ArticleForm
from studyapp.library.admin.base import Fieldsets
from studyapp.library.admin.deletion import CarefulDeletionAdmin
from studyapp.library.admin.desk.places import Place
from studyapp.library.admin.forms import Files
from studyapp.library.admin.slugs import free_slug
from studyapp.library.models import Article, ArticleText, Standing
from studyapp.library.models.texts import LONGEST, paragraphs

DELETE = "_delete_text"
"""The button that deletes the text."""


class TextForm(ArticleForm):
    """An article, with its text beside what it says of itself."""

    text = forms.CharField(
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 24, "cols": 90}),
        help_text="All of it, with a blank line after each paragraph. Editors alone can read it. Captions, subheads "
        "and quotes that stand alone count as paragraphs; the headline, bylines, lines with a date and the address "
        "do not.",
    )

    class Meta:
        model = Article
        fields = ["url", "title", "known_as", "publisher", "agency", "published_on", "language"]

    def __init__(
        self,
        data: QueryDict | None = None,
        files: Files | None = None,
        *,
        initial: Cleaned | None = None,
        instance: Article | None = None,
    ) -> None:
        super().__init__(data, files, initial=initial, instance=instance)
        kept = ArticleText.objects.filter(article=self.instance.pk or 0).first()
        self.initial.setdefault("text", kept.text if kept else "")
        self.fields["text"].required = DELETE not in self.data

    @override
    def clean(self) -> Cleaned:
        cleaned = super().clean()
        if DELETE in self.data:
            cleaned["text"] = ""
        elif text := cleaned.get("text"):
            self._count(text, cleaned.get("title", self.instance.title))
        return cleaned

    def _count(self, text: str, headline: str) -> None:
        """The text says how many paragraphs there are, as long as nothing goes by another number."""
        article, count = self.instance, len(paragraphs(text, headline))
        if not count:
            self.add_error("text", "No paragraph was found in it. Paste the article’s text, not its headline alone.")
        elif article.paragraphs not in (None, count) and _goes_by_numbers(article):
            self.add_error(
                "text",
                f"By this text it has {count} paragraphs, and by the article’s form {article.paragraphs}, and facts "
                "go by those numbers. Look at the blank lines of the text, or change the number in the form.",
            )
        else:
            article.paragraphs = count


def _goes_by_numbers(article: Article) -> bool:
    return bool(article.no_facts_in) or article.citations.filter(paragraph__gt=0).exists()


class TextPiece(CarefulDeletionAdmin[Article]):
    """The page of a text: with its article, where that is new."""

    form = TextForm
    change_form_template = "admin/library/desk/text.html"
    actions = []

    def __init__(self, site: AdminSite) -> None:
        super().__init__(Article, site)

    @override
    def get_fieldsets(self, request: HttpRequest, obj: Article | None = None) -> Fieldsets:
        if obj:
            return [(None, {"fields": ["text"]})]
        told = "What the article does not say stays empty, and readers see “not stated”."
        return [
            (None, {"fields": ["url", "text"]}),
            (
                "What it says of itself",
                {
                    "fields": ["title", "known_as", "publisher", "agency", "published_on", "language"],
                    "description": told,
                },
            ),
        ]

    @override
    def save_model(self, request: HttpRequest, obj: Article, form: ModelForm[Article], change: bool) -> None:
        if not change:
            obj.slug = free_slug(Article, obj.heading)
        super().save_model(request, obj, form, change)
        if text := form.cleaned_data["text"]:
            ArticleText.objects.update_or_create(article=obj, defaults={"text": text})
        else:
            ArticleText.objects.filter(article=obj).delete()
        at = timezone.now()
        obj.keep_warnings(at=at)
        if not change:
            Standing.objects.edited(obj, at=at, editor=request.user)

    @override
    def response_add(self, request: HttpRequest, obj: Article, post_url_continue: str | None = None) -> HttpResponse:
        return self._to_the_desk(request, obj)

    @override
    def response_change(self, request: HttpRequest, obj: Article) -> HttpResponse:
        return self._to_the_desk(request, obj)

    def _to_the_desk(self, request: HttpRequest, article: Article) -> HttpResponse:
        done = "The text was deleted." if DELETE in request.POST else f"Saved: {article.paragraphs} paragraphs."
        messages.success(request, done)
        return HttpResponseRedirect(Place(article).at())
