"""Pictures as they come in: what is taken, what is refused and in which words, and what is left of them."""

import os

import pytest
from django.core.exceptions import ValidationError
from PIL import Image

from studyapp.library.picturing import LARGE, MOST_BYTES, MOST_OF_LARGE, MOST_OF_SMALL, SMALL, encoded
from tests.pictures import claiming, drawn, opened, saved

pytestmark = pytest.mark.any_database

WEBP = b"RIFF\x1e\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0"
HUGE_GIF = b"GIF89a" + b"\x30\x75" * 2 + b"\0\0\0,\0\0\0\0" + b"\x30\x75" * 2 + b"\0\2\0;"


REFUSED = {
    "empty": (b"", "This file is empty. Choose a picture."),
    "too large a file": (b"\0" * (MOST_BYTES + 1), "a picture may have 5.0\xa0MB. Make it smaller"),
    "a bomb": (claiming(30_000, 30_000), "more than 24 megapixels. Make it smaller"),
    "a few pixels too many": (claiming(5_000, 5_034), "more than 24 megapixels"),
    "a WebP of many pixels": (WEBP + b"\x2f\x75\0" * 2, "more than 24 megapixels"),
    "a GIF of many pixels": (HUGE_GIF, "more than 24 megapixels"),
    "without a width": (claiming(0, 10), "This is no picture that is taken"),
    "without its pixels": (claiming(40, 30), "damaged or not all there"),
    "half a PNG": (drawn("PNG", (300, 300))[:100], "damaged or not all there"),
    "half a JPEG": (drawn("JPEG", (300, 300))[:-400], "damaged or not all there"),
    "half a GIF": (drawn("GIF", (300, 300))[:-30], "damaged or not all there"),
    "half a WebP": (drawn("WEBP", (300, 300))[:60], "damaged or not all there"),
    "SVG": (b"<?xml version='1.0'?>\n<SVG xmlns='http://www.w3.org/2000/svg'/>", "an SVG drawing"),
    "TIFF": (drawn("TIFF"), "saved as PNG, JPEG, WebP or GIF"),
    "a page": (b"<html>harbour.png</html>", "saved as PNG, JPEG, WebP or GIF"),
}


@pytest.mark.parametrize(("file", "told"), REFUSED.values(), ids=REFUSED.keys())
def test_what_is_no_picture_that_is_taken_is_refused_in_a_sentence(file: bytes, told: str) -> None:
    with pytest.raises(ValidationError) as refused:
        encoded(file)
    [sentence] = refused.value.messages
    assert told in sentence


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_a_picture_is_turned_upright_and_nothing_else_is_left_of_what_its_file_says(kind: str) -> None:
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "Secret Camera"
    exif.get_ifd(0x8825)[1] = "N"
    made = encoded(drawn(kind, (60, 20), exif=exif.tobytes(), icc_profile=b"Secret profile"))
    for size in (made.small, made.large):
        assert (size.width, size.height) == (20, 60) == opened(size.data).size
        assert opened(size.data).format == "WEBP"
        assert not {"exif", "icc_profile", "xmp"} & opened(size.data).info.keys()
        assert b"Secret" not in size.data


def test_what_has_much_detail_is_made_smaller_until_it_fits() -> None:
    noise = Image.frombytes("RGB", (1000, 500), os.urandom(1000 * 500 * 3))
    made = encoded(saved(noise, "PNG"))
    assert len(made.large.data) <= MOST_OF_LARGE
    assert len(made.small.data) <= MOST_OF_SMALL
    assert made.small.width <= made.large.width < 1000
    assert made.large.width == 2 * made.large.height


def test_what_is_plain_is_kept_in_two_sizes_and_never_made_larger() -> None:
    made = encoded(drawn(size=(1600, 400)))
    assert [(size.width, size.height) for size in (made.small, made.large)] == [(SMALL, 160), (LARGE, 320)]
    assert encoded(drawn()).small == encoded(drawn()).large


def test_of_what_moves_the_beginning_is_kept_and_what_is_clear_stays_clear() -> None:
    frames = [Image.new("RGBA", (8, 8), colour) for colour in ("red", "blue")]
    moving = encoded(saved(frames[0], "GIF", save_all=True, append_images=frames[1:]))
    red, green, blue = opened(moving.large.data).convert("RGB").getpixel((4, 4))  # type: ignore[misc]  # of three bands
    assert red > 200 > 50 > green + blue
    assert not getattr(opened(moving.large.data), "is_animated", False)
    clear = encoded(saved(Image.new("LA", (8, 8), (0, 0)), "PNG"))
    assert opened(clear.large.data).getchannel("A").getextrema() == (0, 0)
