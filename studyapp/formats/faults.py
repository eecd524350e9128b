"""What is wrong with a whole file, told to the person who chose it."""


class BadFile(Exception):
    """A file that cannot be taken. Its text is a whole sentence, translated, which says the remedy too."""
