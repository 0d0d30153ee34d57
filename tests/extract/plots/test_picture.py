"""Pictures that are no plots, or hardly pictures: an answer or a coded problem, never an exception."""

import io
import struct
import zlib

import numpy as np
import pytest
from matloom.extract.plots.picture import WORKING_SIDE, load_picture
from matloom.extract.plots.raster import digitize_picture
from PIL import Image, ImageDraw


def encoded(image: Image.Image, kind: str = "PNG", **options) -> bytes:
    stream = io.BytesIO()
    image.save(stream, kind, **options)
    return stream.getvalue()


def huge_png(width: int, height: int) -> bytes:
    """A PNG whose header promises a size that its data does not hold."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(bytes(64))) + chunk(b"IEND", b"")
    )


def drawing() -> Image.Image:
    image = Image.new("RGB", (300, 200), "white")
    ImageDraw.Draw(image).line([(20, 180), (150, 40), (280, 90)], fill=(200, 0, 0), width=3)
    return image


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"not a picture",
        b"\x89PNG\r\n\x1a\n",
        encoded(Image.new("RGB", (1, 1))),
        huge_png(20_000, 20_000),
        huge_png(200_000, 200_000),
        encoded(drawing())[:400],
    ],
    ids=["empty", "text", "signature", "one pixel", "huge", "huger", "cut off"],
)
def test_what_cannot_be_read_is_a_coded_problem(data: bytes) -> None:
    result = digitize_picture(data)
    assert result.value.axes == ()
    assert result.value.series == ()
    assert [p.code for p in result.problems] == ["P001"]


@pytest.mark.parametrize("mode", ["CMYK", "L", "LA", "P", "RGBA", "1", "I;16", "F"])
def test_every_mode_is_rgb_afterwards(mode: str) -> None:
    if mode == "I;16":
        ramp = np.linspace(0, 60_000, 300 * 200).astype(np.uint16).reshape(200, 300)
        image = Image.fromarray(ramp)
    else:
        image = drawing().convert("RGB").convert(mode)
    pixels = load_picture(encoded(image, "TIFF" if mode in ("CMYK", "F", "I;16") else "PNG")).value
    assert pixels is not None
    assert pixels.shape == (200, 300, 3)
    assert int(np.ptp(pixels)) > 100


def test_an_animation_gives_its_first_picture() -> None:
    frames = [drawing(), Image.new("RGB", (300, 200), "black")]
    pixels = load_picture(encoded(frames[0], "GIF", save_all=True, append_images=frames[1:])).value
    assert pixels is not None
    assert pixels[0, 0].tolist() == [255, 255, 255]


def test_large_pictures_are_worked_on_smaller() -> None:
    pixels = load_picture(encoded(Image.new("RGB", (5000, 3000), "white"))).value
    assert pixels is not None
    assert max(pixels.shape) == WORKING_SIDE


def test_noise_and_a_curve_without_axes_give_no_numbers() -> None:
    noise = np.random.default_rng(3).integers(0, 256, (240, 320, 3)).astype(np.uint8)
    for picture in (Image.fromarray(noise), drawing()):
        result = digitize_picture(encoded(picture))
        assert result.value.series == ()
        assert [p.code for p in result.problems] == ["P001"]
