"""What is wrong with an installation, in a sentence, and how it is mended."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """`is_fault` where something does not work; else it works, and could be better."""

    says: str
    remedy: str
    is_fault: bool = True

    def __str__(self) -> str:
        return f"{'FAULT' if self.is_fault else 'Note'}: {self.says}\n  {self.remedy}"
