"""Files of other programs: how each is read and written. No database, no clock, and nothing of this site but words."""
