"""Pictures as they come in and as they are kept: judged, turned upright, and encoded anew as WebP in two sizes.

Only the pixels are kept: where, when and by whom a picture was taken is gone, and of what moves the first frame stays.
What a file is called does not matter; what is in it does.
"""

import warnings
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

TAKEN = ("PNG", "JPEG", "WEBP", "GIF")
MOST_BYTES = 5 * 1024 * 1024
MOST_MEGAPIXELS = 24
MOST_PIXELS = MOST_MEGAPIXELS * 1024 * 1024
"""Phones call a little more than 24 million so."""

LARGE, SMALL = 1280, 640
"""The longer side, in pixels: for screens that are wide or dense, and for phones."""
MOST_OF_LARGE, MOST_OF_SMALL = 220_000, 80_000
"""Bytes."""
STEPS = [(part, quality) for part in (1.0, 0.75, 0.5, 0.25, 0.125) for quality in (82, 66, 50)]
"""What is tried until it fits: how much of the side, and the quality of WebP from 1 to 100."""

# By the size that a file's head gives Pillow refuses what has more than twice as many, before it reads a pixel.
Image.MAX_IMAGE_PIXELS = MOST_PIXELS // 2


@dataclass(frozen=True, slots=True)
class Scaled:
    """A picture in one size, as WebP; width and height in pixels."""

    data: bytes
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Encoded:
    """A picture as it is kept."""

    source: str
    """The SHA-256 of the file that it was made of, in hexadecimal."""
    small: Scaled
    large: Scaled


def read(upload: UploadedFile[bytes]) -> Encoded:
    """What was uploaded, encoded once however often a request asks: at best before its transaction begins.

    Raises ValidationError as `encoded` does.
    """
    found = vars(upload).get("picture")
    if found is None:
        found = vars(upload)["picture"] = _judged(upload)
    if isinstance(found, ValidationError):
        raise found
    assert isinstance(found, Encoded)  # noqa: S101  as it was kept there
    return found


def look_at(files: MultiValueDict[str, UploadedFile[bytes]]) -> None:
    """Read all that a request brings; what is wrong with one is told when it is asked for."""
    for _name, uploads in files.lists():
        for upload in uploads:
            with suppress(ValidationError):
                read(upload)


def _judged(upload: UploadedFile[bytes]) -> Encoded | ValidationError:
    try:
        if upload.size and upload.size > MOST_BYTES:
            raise too_large(upload.size)
        return encoded(upload.read())
    except ValidationError as error:
        return error


def encoded(file: bytes) -> Encoded:
    """The picture in a file. Raises ValidationError with a sentence that says what to do."""
    if not file:
        raise ValidationError(_("This file is empty. Choose a picture."), code="empty")
    if len(file) > MOST_BYTES:
        raise too_large(len(file))
    whole = _decoded(file)
    large = _within(whole, LARGE, MOST_OF_LARGE)
    is_small = max(large.width, large.height) <= SMALL and len(large.data) <= MOST_OF_SMALL
    small = large if is_small else _within(whole, SMALL, MOST_OF_SMALL)
    return Encoded(sha256(file).hexdigest(), small, large)


def too_large(size: int) -> ValidationError:
    told = _("This file has %(size)s, and a picture may have %(most)s. Make it smaller, and choose it again.")
    return ValidationError(told % {"size": filesizeformat(size), "most": filesizeformat(MOST_BYTES)}, code="large")


def _decoded(file: bytes) -> Image.Image:
    """Upright, and no larger than is kept. Pillow writes nothing but its pixels unless it is told to."""
    try:
        with warnings.catch_warnings(action="ignore"), Image.open(BytesIO(file), formats=TAKEN) as image:
            return _pixels(image)
    except UnidentifiedImageError as error:
        raise _no_picture(file) from error
    except Image.DecompressionBombError as error:
        told = _("This picture has more than %(most)s megapixels. Make it smaller, and choose it again.")
        raise ValidationError(told % {"most": MOST_MEGAPIXELS}, code="pixels") from error
    except Exception as error:  # a decoder has many words for a file that breaks off
        told = _("This picture cannot be read: its file is damaged or not all there. Save it again, and choose that.")
        raise ValidationError(told, code="damaged") from error


def _pixels(image: Image.Image) -> Image.Image:
    image.draft(None, (LARGE, LARGE))  # a JPEG need not be read in more detail
    has_gaps = image.has_transparency_data
    if image.mode.startswith("I;16"):
        image = image.point(lambda value: value / 256, "L")
    image = image.convert("RGBA" if has_gaps else "RGB") if image.mode not in {"RGB", "RGBA"} else image
    image = image.resize(_fitting(image.size, LARGE), Image.Resampling.LANCZOS, reducing_gap=2.0)
    return ImageOps.exif_transpose(image)


def _within(image: Image.Image, side: int, most: int) -> Scaled:
    return next(scaled for scaled in _ever_smaller(image, side) if len(scaled.data) <= most)


def _ever_smaller(image: Image.Image, side: int) -> Iterator[Scaled]:
    for part, quality in STEPS:
        size = _fitting(image.size, round(side * part))
        scaled = image if size == image.size else image.resize(size, Image.Resampling.LANCZOS)
        file = BytesIO()
        scaled.save(file, "WEBP", quality=quality)
        yield Scaled(file.getvalue(), *size)


def _fitting(size: tuple[int, int], side: int) -> tuple[int, int]:
    """Never larger than it is."""
    width, height = size
    share = min(1.0, side / max(size))
    return max(round(width * share), 1), max(round(height * share), 1)


def _no_picture(file: bytes) -> ValidationError:
    if b"<svg" in file[:2000].lower():
        told = _("This is an SVG drawing, and those are not taken. Save it as PNG, and choose that.")
        return ValidationError(told, code="svg")
    told = _("This is no picture that is taken. Choose one that is saved as PNG, JPEG, WebP or GIF.")
    return ValidationError(told, code="unknown")
