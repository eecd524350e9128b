"""Moodle’s own XML, in which it exports a whole question bank."""
