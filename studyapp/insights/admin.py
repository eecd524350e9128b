"""What editors see of learners' answers, in admin."""

from studyapp.insights import inbox  # noqa: F401  registers
