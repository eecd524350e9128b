"""Seeds: the library as TOML files that editors can comment and keep under version control."""

from studyapp.library.seeds.faults import Fault, SeedFaults
from studyapp.library.seeds.ledger import NoSuch, Report
from studyapp.library.seeds.loading import load

__all__ = ["Fault", "NoSuch", "Report", "SeedFaults", "load"]
