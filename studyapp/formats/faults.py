"""What is wrong with a file as a whole."""


class BadFile(Exception):
    """It cannot be read. The text is a whole sentence for a person, translated, which says the remedy too."""
