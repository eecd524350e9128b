"""A package of QTI 2.1: a zip file with an item for each question, and the manifest that names them."""

from collections.abc import Iterable, Mapping, Sequence
from io import BytesIO
from xml.etree.ElementTree import Element, SubElement
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from studyapp.formats.classroom.going import Going, Picture, Shown, Written, gathered, short
from studyapp.formats.notes import Lost, Note
from studyapp.formats.qti.items import item_of, pictured
from studyapp.formats.xml import leaf, printed

_PACKAGE = "http://www.imsglobal.org/xsd/imscp_v1p1"
_ITEM = "imsqti_item_xmlv2p1"
FOLDER = "pictures"


def write(notes: Iterable[Note], picture: Picture | None = None) -> Written:
    """The same cards make the same bytes."""
    lost: list[Lost] = []
    files: dict[str, list[str]] = {}
    file = BytesIO()
    shown = Shown(picture)
    kept: set[str] = set()
    with ZipFile(file, "w", ZIP_DEFLATED) as package:
        for card, item, losses in gathered(notes, _item, lambda _card: []):
            lost += losses
            if item is None:
                continue
            pictures, left = shown(card)
            within = {f"{FOLDER}/{card.pictures[place]}": data for place, data in pictures.items()}
            lost += [*left, *pictured(item, card, {place: f"{FOLDER}/{card.pictures[place]}" for place in pictures})]
            name = f"{item.attrib['identifier']}.xml"
            files[name] = [name, *within]
            _add(package, name, printed(item, declared=True))
            for path in within.keys() - kept:
                _add(package, path, within[path])
            kept |= within.keys()
        _add(package, "imsmanifest.xml", printed(_manifest(files), declared=True))
    return Written(file.getvalue(), len(files), tuple(lost))


def _item(card: Going) -> tuple[Element, list[Lost]]:
    return item_of(card, f"q{short(card.name)}"), []


def _add(package: ZipFile, name: str, data: bytes) -> None:
    """With the same date in every file."""
    package.writestr(ZipInfo(name), data, ZIP_DEFLATED)


def _manifest(files: Mapping[str, Sequence[str]]) -> Element:
    """Of each item, the files that belong to it."""
    manifest = Element("manifest", {"xmlns": _PACKAGE, "identifier": "questions"})
    said = SubElement(manifest, "metadata")
    leaf(said, "schema", "QTIv2.1 Package")
    leaf(said, "schemaversion", "1.0.0")
    SubElement(manifest, "organizations")
    resources = SubElement(manifest, "resources")
    for name, paths in files.items():
        told = {"identifier": name.removesuffix(".xml"), "type": _ITEM, "href": name}
        resource = SubElement(resources, "resource", told)
        for path in paths:
            SubElement(resource, "file", {"href": path})
    return manifest
