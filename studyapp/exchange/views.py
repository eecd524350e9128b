"""A learner's own data: the download, and the pages that say what is kept and how cards come and go."""

from typing import cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
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


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """What is kept, and what for. The tables are those of the download, so that none can be forgotten."""
    return render(
        request, "exchange/privacy.html", {"parts": own_data.EXPORTED.values(), "left_out": own_data.LEFT_OUT.values()}
    )


@require_safe
def guide(request: HttpRequest) -> HttpResponse:
    """Which file is for which program, and the steps in both."""
    return render(request, "exchange/guide.html")
