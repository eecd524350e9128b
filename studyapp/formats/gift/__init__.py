"""GIFT, the text in which teachers write questions for Moodle."""
