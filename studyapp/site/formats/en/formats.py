"""British dates: 3 May 2026."""

DATE_FORMAT = "j F Y"
MONTH_DAY_FORMAT = "j F"
WEEKDAY_FORMAT = "l, j F"
SHORT_DAY_FORMAT = "j M"
DATETIME_FORMAT = "j F Y, H:i"
TIME_FORMAT = "H:i"
