"""Random banks written as QTI 2.1, held against its schema.

On demand: `python -m tests.outside.into_qti_schema PYTHON SCHEMAS [BANKS]`, where PYTHON has lxml, and SCHEMAS is the
folder `schemes` of oat-sa/qti-sdk.
"""

import sys
from pathlib import Path

from studyapp.formats.qti.writing import write
from tests.outside.into_gift_readers import random_banks, readings

HERE = Path(__file__).parent


def main(python: str, schemas: str, number: str = "300") -> None:
    written = [write(bank) for bank in random_banks(int(number))]
    judged = readings([one.data for one in written], python, HERE / "judge_qti.py", schemas)
    faults = [fault for one in judged for fault in one["faults"]]
    items, left = sum(one.cards for one in written), sum(len(one.lost) for one in written)
    files = sum(one["files"] for one in judged)
    sys.stdout.write(f"{len(written)} packages, {items} items, {files} files; {left} losses; {len(faults)} not valid\n")
    sys.stdout.writelines(f"{fault}\n" for fault in faults[:5])
    sys.exit(bool(faults))


if __name__ == "__main__":
    main(*sys.argv[1:])
