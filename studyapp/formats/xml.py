"""Elements of XML that are written."""

import re
from xml.etree.ElementTree import Element, SubElement, tostring

_UNWRITABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML cannot hold."""


def writable(text: str) -> str:
    return _UNWRITABLE.sub("", text)


def leaf(parent: Element, name: str, text: str, attributes: dict[str, str] | None = None) -> Element:
    """An element with nothing but words within."""
    element = SubElement(parent, name, attributes or {})
    element.text = writable(text)
    return element


def printed(element: Element, *, declared: bool = False) -> bytes:
    return bytes(tostring(element, encoding="utf-8", xml_declaration=declared)) + b"\n"
