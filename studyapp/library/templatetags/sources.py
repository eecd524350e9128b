"""What a template says of sources."""

from django import template

from studyapp.library.models import Citation, Followed

register = template.Library()


@register.filter
def followed_by(citation: Citation, question: object) -> bool:
    """Whether a question that names a source follows this one; of no question, none is followed."""
    return isinstance(question, Followed) and question.names_a_source and question.heeds(citation)
