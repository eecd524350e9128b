"""The download of a learner's own data."""

from typing import cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, StreamingHttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from studyapp.accounts.models import User
from studyapp.exchange import own_data


@login_required
@require_safe
def my_data(request: HttpRequest) -> StreamingHttpResponse:
    """Everything about the learner as one JSON file."""
    at = timezone.now()
    name = f"studyapp-my-data-{timezone.localdate(at).isoformat()}.json"
    return StreamingHttpResponse(
        own_data.write(cast(User, request.user), at=at),
        content_type="application/json",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
