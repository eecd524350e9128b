"""Items of random packages answered in OAT's QTI-SDK: full marks for what is right, and none for nothing.

On demand: `python -m tests.outside.into_qti_sdk SDK [BANKS]`, where SDK is a checkout of oat-sa/qti-sdk; needs `php`
with its parts `mbstring` and `xml`. Open questions have no right answer, and no marks.
"""

import sys
from collections import Counter
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

from studyapp.formats.qti.writing import write
from tests.outside.into_gift_readers import random_banks, readings

JUDGE = Path(__file__).with_name("judge_qti_sdk.php")
NEAR = 1e-6


def items(packed: bytes) -> list[bytes]:
    with ZipFile(BytesIO(packed)) as package:
        names = [name for name in package.namelist() if name.endswith(".xml") and name != "imsmanifest.xml"]
        return [package.read(name) for name in names]


def main(sdk: str, number: str = "300") -> None:
    files = [item for bank in random_banks(int(number)) for item in items(write(bank).data)]
    counts: Counter[str] = Counter()
    faults: list[str] = []
    for data, told in zip(files, readings(files, "php", JUDGE, sdk), strict=True):
        wanted = 0.0 if b"extendedTextInteraction" in data else 1.0
        right, none = told.get("right"), told.get("none")
        if right is None or abs(right - wanted) > NEAR or none != 0:
            faults.append(f"{told} for {data.decode()}")
        counts["open" if not wanted else "full marks"] += 1
    sys.stdout.write(f"{len(files)} items; {dict(counts)}; {len(faults)} differences\n")
    sys.stdout.writelines(f"{fault}\n" for fault in faults[:5])
    sys.exit(bool(faults))


if __name__ == "__main__":
    main(*sys.argv[1:])
