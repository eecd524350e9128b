"""Whether packages of QTI 2.1 are valid by its schema. Run by a Python that has lxml, with the folder of schemas."""

import json
import sys
from pathlib import Path
from zipfile import ZipFile

from lxml import etree

ITEM, PACKAGE = "qtiv2p1/imsqti_v2p1.xsd", "imscp_v1p1.xsd"

folder = Path(sys.argv[1])
schemas = {name: etree.XMLSchema(etree.parse(folder / name)) for name in (ITEM, PACKAGE)}
for path in sys.argv[2:]:
    faults, files = [], 0
    with ZipFile(path) as package:
        for name in (name for name in package.namelist() if name.endswith(".xml")):
            schema = schemas[PACKAGE if name == "imsmanifest.xml" else ITEM]
            files += 1
            if not schema.validate(etree.fromstring(package.read(name)).getroottree()):
                faults.append(f"{name}: {schema.error_log.last_error}\n{package.read(name).decode()}")
    sys.stdout.write(json.dumps({"files": files, "faults": faults}) + "\n")
