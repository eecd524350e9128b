"""Russian dates: 3 мая 2026. The month in the genitive, and no full stop, so that a date can end a sentence."""

DATE_FORMAT = "j E Y"
MONTH_DAY_FORMAT = "j E"
WEEKDAY_FORMAT = "j E (D)"
SHORT_DAY_FORMAT = "d.m"
DATETIME_FORMAT = "j E Y, H:i"
TIME_FORMAT = "H:i"
