"""The form of an article."""

from django.contrib.admin.widgets import AdminDateWidget

from studyapp.kinds.written_dates import DayField
from studyapp.library.admin.forms import PlausibleForm
from studyapp.library.models import Article


class ArticleForm(PlausibleForm[Article]):
    """All that an editor may say of an article."""

    published_on = DayField(
        required=False,
        widget=AdminDateWidget,
        help_text="A day as students may write it: 12 November 2013. Leave it empty when the article does not say.",
    )
