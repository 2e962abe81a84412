"""The hashes are those of ImageHash 4.3.2 with Pillow: expectations were computed with that package on the same pixels."""

import io

import pytest
from PIL import Image, ImageDraw

from mimawari.formats.office.pictures import picture


def drawn(kind: int, width: int = 640, height: int = 200) -> Image.Image:
    """Pictures made of rectangles and gradients only, so that they are the same everywhere."""
    image = Image.new("RGB", (width, height), (30 + 20 * kind, 90, 200 - 10 * kind))
    pen = ImageDraw.Draw(image)
    for step in range(12):
        left = (step * 53 * (kind + 1)) % width
        pen.rectangle((left, step * 11, left + 60, step * 11 + 30 + 5 * kind), fill=(20 * step, 255 - 15 * step, (step * 67) % 255))
    pen.rectangle((10, height // 2, 90, height - 20), fill=(255, 255, 255))
    return image


def packed(image: Image.Image, form: str) -> bytes:
    out = io.BytesIO()
    image.save(out, form)
    return out.getvalue()


# dHash and pHash of each, by imagehash.dhash and imagehash.phash.
EXPECTED = {
    0: ("10cce3382e272922", "fe0160fe111a0df7"),
    1: ("06e0f08e303e2a21", "fd010ffe403115de"),
    2: ("4952d65616163629", "fd032afe023e00fe"),
    3: ("6c6d6d6d2d2d2d32", "fe0709ff092901f9"),
}


@pytest.mark.parametrize("kind", range(4))
@pytest.mark.parametrize("form", ["PNG", "BMP"])
def test_hashes(kind: int, form: str) -> None:
    found = picture("a", packed(drawn(kind), form))
    assert found is not None
    assert (found.width, found.height) == (640, 200)
    assert (found.dhash, found.phash) == EXPECTED[kind]


def test_a_jpeg_that_is_cut_short_is_decoded_as_far_as_it_goes() -> None:
    data = packed(drawn(1), "JPEG")
    whole, cut = picture("a", data), picture("a", data[:-40])
    assert whole is not None
    assert cut is not None
    assert (int(whole.dhash, 16) ^ int(cut.dhash, 16)).bit_count() <= 4
    assert cut.phash


@pytest.mark.parametrize(
    "data", [b"", b"GIF89a", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n" + bytes(40), b"MZ" + bytes(60), b"BM" + bytes(20)]
)
def test_what_is_no_picture(data: bytes) -> None:
    assert picture("a", data) is None


def test_narrow_ones_are_left_out_and_huge_ones_are_not_decoded() -> None:
    assert picture("a", packed(drawn(0, 299, 400), "PNG")) is None
    assert picture("a", packed(drawn(0, 300, 40), "PNG")) is not None
    huge = picture("a", packed(Image.new("1", (30_000, 1_000)), "PNG"))
    assert huge is not None
    assert (huge.width, huge.dhash, huge.phash) == (30_000, "", "")


def test_a_picture_that_cannot_be_decoded_has_no_hashes() -> None:
    data = packed(drawn(0), "PNG")
    at = data.index(b"IDAT")
    found = picture("a", data[: at + 4] + b"\xff" * 200 + data[at + 204 :])
    assert found is not None
    assert found.width == 640


def test_the_flag_of_the_library_is_put_back() -> None:
    from PIL import ImageFile

    picture("a", packed(drawn(0), "PNG"))
    assert ImageFile.LOAD_TRUNCATED_IMAGES is False
