"""Vietnamese dates: 3 tháng 5 năm 2026."""

DATE_FORMAT = r"j \t\h\á\n\g n \n\ă\m Y"
MONTH_DAY_FORMAT = r"j \t\h\á\n\g n"
WEEKDAY_FORMAT = r"l, j \t\h\á\n\g n"
SHORT_DAY_FORMAT = "j/n"
DATETIME_FORMAT = r"H:i, j \t\h\á\n\g n \n\ă\m Y"
TIME_FORMAT = "H:i"
