"""A package of QTI 2.1: a zip file with an item for each question, and the manifest that names them."""

from collections.abc import Iterable, Sequence
from io import BytesIO
from xml.etree.ElementTree import Element, SubElement
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from studyapp.formats.classroom.going import Going, Written, gathered, short
from studyapp.formats.notes import Lost, Note
from studyapp.formats.qti.items import item_of
from studyapp.formats.xml import leaf, printed

_PACKAGE = "http://www.imsglobal.org/xsd/imscp_v1p1"
_ITEM = "imsqti_item_xmlv2p1"


def write(notes: Iterable[Note]) -> Written:
    """The same cards make the same bytes."""
    lost: list[Lost] = []
    names: list[str] = []
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as package:
        for _card, item, losses in gathered(notes, _item):
            lost += losses
            if item is not None:
                names.append(item.attrib["identifier"])
                _add(package, f"{names[-1]}.xml", item)
        _add(package, "imsmanifest.xml", _manifest(names))
    return Written(file.getvalue(), len(names), tuple(lost))


def _item(card: Going) -> tuple[Element, list[Lost]]:
    return item_of(card, f"q{short(card.name)}"), []


def _add(package: ZipFile, name: str, element: Element) -> None:
    """With the same date in every file."""
    package.writestr(ZipInfo(name), printed(element, declared=True), ZIP_DEFLATED)


def _manifest(names: Sequence[str]) -> Element:
    manifest = Element("manifest", {"xmlns": _PACKAGE, "identifier": "questions"})
    said = SubElement(manifest, "metadata")
    leaf(said, "schema", "QTIv2.1 Package")
    leaf(said, "schemaversion", "1.0.0")
    SubElement(manifest, "organizations")
    resources = SubElement(manifest, "resources")
    for name in names:
        resource = SubElement(resources, "resource", {"identifier": name, "type": _ITEM, "href": f"{name}.xml"})
        SubElement(resource, "file", {"href": f"{name}.xml"})
    return manifest
