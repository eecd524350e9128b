"""The jobs that run beside requests, to be seen by superusers: what came of each, and when it runs next."""

from typing import override

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from studyapp.jobs.models import Job, JobQuerySet
from studyapp.jobs.neglect import neglected
from studyapp.library.admin.base import SoundAdmin
from studyapp.site.values import Context


@admin.register(Job)
class JobAdmin(SoundAdmin[Job]):
    """Read only, but that one can be asked for at once. What a job says may name learners."""

    list_display = ["purpose", "state", "next_run", "last_run", "seconds", "said", "error"]
    fields = ["name", "purpose", "state", "next_run", "last_run", "seconds", "said", "error"]
    actions = ["run_now"]
    list_display_links = ["purpose"]

    @override
    def get_queryset(self, request: HttpRequest) -> JobQuerySet:
        return Job.objects.registered()

    @override
    def changelist_view(self, request: HttpRequest, extra_context: Context | None = None) -> HttpResponse:
        if request.method == "GET" and (sentence := neglected(timezone.now())):
            messages.warning(request, sentence)
        return super().changelist_view(request, extra_context)

    @admin.display(description="job")
    def purpose(self, job: Job) -> str:
        return job.purpose

    @admin.display
    def state(self, job: Job) -> str:
        if job.is_held(timezone.now()):
            return "Running"
        return f"Failed {job.failures} time{'' if job.failures == 1 else 's'} in a row" if job.failures else "Waiting"

    @admin.display(description="took", ordering="took")
    def seconds(self, job: Job) -> str:
        return f"{job.took.total_seconds():.1f} s" if job.took is not None else ""

    @admin.action(
        permissions=["run"],
        description="Run now",
        location=[admin.ActionLocation.CHANGE_LIST, admin.ActionLocation.CHANGE_FORM],
    )
    def run_now(self, request: HttpRequest, queryset: QuerySet[Job]) -> None:
        asked = Job.objects.filter(pk__in=queryset.values("pk")).run_now(at=timezone.now())
        messages.success(request, f"Asked for: {asked}. The process that runs jobs begins within seconds.")

    def has_run_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    @override
    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    @override
    def has_view_permission(self, request: HttpRequest, obj: Job | None = None) -> bool:
        return request.user.is_active and request.user.is_superuser

    @override
    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    @override
    def has_change_permission(self, request: HttpRequest, obj: Job | None = None) -> bool:
        return False

    @override
    def has_delete_permission(self, request: HttpRequest, obj: Job | None = None) -> bool:
        return False
