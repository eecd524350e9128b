"""What runs beside the site itself: sessions that are over are cleared away."""

from datetime import datetime, timedelta
from importlib import import_module

from django.conf import settings

from studyapp.jobs import job


@job(every=timedelta(days=1))
def clear_sessions(at: datetime) -> str:  # noqa: ARG001  Django looks at its own clock
    """Clear away sessions that are over"""
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
    return ""
