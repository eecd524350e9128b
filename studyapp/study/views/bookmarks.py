"""Facts a learner keeps at hand: keeping one, letting it go, and the list of them."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from studyapp.library.models import Fact
from studyapp.site.requests import LearnerRequest
from studyapp.study.models import Bookmark

PAGE = 50


@login_required
def bookmark(request: LearnerRequest, slug: str) -> HttpResponse:
    """Keep a fact with `keep` 1, let it go with 0; twice is once. Whoever comes here by a link sees the fact."""
    fact = get_object_or_404(Fact.objects.visible(), slug=slug)
    if request.method == "POST":
        keep = request.POST.get("keep")
        if keep not in ("0", "1"):
            sentence = _(
                "We could not tell if you want to add the bookmark or remove it. Use the button on the page of the "
                "fact."
            )
            return render(request, "400.html", {"sentence": sentence}, status=400)
        if keep == "0":
            request.user.bookmarks.filter(fact=fact).delete()
            messages.success(request, _("Bookmark removed."))
        else:
            Bookmark.objects.get_or_create(learner=request.user, fact=fact, defaults={"kept_at": timezone.now()})
            messages.success(request, _("Bookmarked. You can find it under “Your cards”."))
    return redirect("bookmarks" if request.POST.get("show") == "bookmarks" else fact)


@login_required
@require_safe
def bookmarks(request: LearnerRequest) -> HttpResponse:
    """All of them, the newest first."""
    kept = request.user.bookmarks.filter(fact__in=Fact.objects.visible()).select_related("fact__deck")
    page = Paginator(kept.order_by("-kept_at", "-fact_id"), PAGE).get_page(request.GET.get("page"))
    facts = [one.fact for one in page]
    return render(request, "study/bookmarks.html", {"page": page, "facts": facts})
