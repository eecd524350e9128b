"""What runs beside requests: jobs that come again, in one table, run by one process on the same database."""

from studyapp.jobs.registry import job

__all__ = ["job"]
