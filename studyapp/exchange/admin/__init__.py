"""What editors' admin has of files: those that they bring, and the tables that lists are downloaded as."""

from studyapp.exchange.admin import files, tables

__all__ = ["files", "tables"]
