"""Packed files and pictures as others write them, in base64, with the numbers that they hold.

The gzip files are made by Python's gzip module. The pictures are put together here, chunk by chunk, after the
PNG specification (W3C, third edition): what they hold is known before they are written.
"""

import base64
import gzip
import io
import random
import struct
import zlib
from collections.abc import Callable, Iterator

from .document import shortest

TEXT = b"what is packed is unpacked; " * 200


def encoded(data: bytes) -> str:
    return base64.b64encode(data).decode()


def packed_files() -> Iterator[dict]:
    named = io.BytesIO()
    with gzip.GzipFile("a name.txt", "wb", 9, named, mtime=0) as file:
        file.write(TEXT)
    cases = [
        ("text", gzip.compress(TEXT, 9, mtime=0), TEXT),
        ("empty", gzip.compress(b"", 9, mtime=0), b""),
        ("named", named.getvalue(), TEXT),
    ]
    for name, packed, unpacked in cases:
        yield {"name": name, "packed": encoded(packed), "unpacked": encoded(unpacked)}
    # 16 MiB of zeros in 16 KB.
    yield {"name": "bomb", "packed": encoded(gzip.compress(bytes(1 << 24), 9, mtime=0)), "unpacked": ""}


# color type → samples of a pixel, whether the last is an opacity
KINDS = {"gray": (0, 1, False), "rgb": (2, 3, False), "palette": (3, 1, False), "gray-alpha": (4, 2, True),
         "rgb-alpha": (6, 4, True)}
# Adam7: first column, first row, step to the right, step down (PNG, 8.1)
PASSES = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def row_bytes(samples: list[int], depth: int) -> bytes:
    """Samples of one row, packed from the highest bit down, the last byte filled up with zeros."""
    bits = "".join(format(sample, f"0{depth}b") for sample in samples)
    bits += "0" * (-len(bits) % 8)
    return int(bits, 2).to_bytes(len(bits) // 8, "big") if bits else b""


def png(kind: str, depth: int, pixels: list[list[list[int]]], interlaced: bool, extra: bytes = b"") -> bytes:
    height, width = len(pixels), len(pixels[0])
    parts = PASSES if interlaced else [(0, 0, 1, 1)]
    data = b""
    for left, top, right, down in parts:
        for row in pixels[top::down]:
            samples = [sample for pixel in row[left::right] for sample in pixel]
            if samples:
                data += b"\0" + row_bytes(samples, depth)
    header = struct.pack(">IIBBBBB", width, height, depth, KINDS[kind][0], 0, 0, int(interlaced))
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + extra + chunk(b"IDAT", zlib.compress(data, 9))
            + chunk(b"IEND", b""))


def gray(samples: list[int], largest: int) -> float:
    """ITU-R BT.601, times the opacity."""
    value = [sample / largest for sample in samples]
    light = 0.299 * value[0] + 0.587 * value[1] + 0.114 * value[2] if len(value) >= 3 else value[0]
    return 255 * light * (value[-1] if len(value) in (2, 4) else 1)


def pictures() -> Iterator[dict]:
    width, height = 13, 9
    plans = [(kind, depth, False) for kind, depths in [
        ("gray", (1, 2, 4, 8, 16)), ("rgb", (8, 16)), ("palette", (1, 2, 4, 8)), ("gray-alpha", (8, 16)),
        ("rgb-alpha", (8, 16))] for depth in depths]
    plans += [("rgb", 8, True), ("gray", 4, True), ("rgb-alpha", 16, True)]
    for kind, depth, interlaced in plans:
        name = kind.replace("-alpha", "") + str(depth) + ("-alpha" if "alpha" in kind else "")
        name += "-interlaced" if interlaced else ""
        source, largest = random.Random(name), 2 ** depth - 1
        pixels = [[[source.randint(0, largest) for _ in range(KINDS[kind][1])] for _ in range(width)]
                  for _ in range(height)]
        extra, brightness = b"", [gray(pixel, largest) for row in pixels for pixel in row]
        if kind == "palette":
            colors = [[source.randint(0, 255) for _ in range(3)] for _ in range(2 ** depth)]
            extra = chunk(b"PLTE", bytes(sample for color in colors for sample in color))
            brightness = [gray(colors[pixel[0]], 255) for row in pixels for pixel in row]
            if depth == 8:
                yield picture(f"{name}.png", width, height, png(kind, depth, pixels, interlaced, extra), brightness)
                opacities = [source.randint(0, 255) for _ in range(2 ** depth)]
                extra += chunk(b"tRNS", bytes(opacities))
                name += "-transparent"
                brightness = [gray(colors[p[0]] + [opacities[p[0]]], 255) for row in pixels for p in row]
        yield picture(f"{name}.png", width, height, png(kind, depth, pixels, interlaced, extra), brightness)
    huge = struct.pack(">IIBBBBB", 2_000_000_000, 2_000_000_000, 8, 0, 0, 0, 0)
    data = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", huge) + chunk(b"IDAT", zlib.compress(bytes(9))) + chunk(b"IEND", b"")
    yield picture("huge.png", 2_000_000_000, 2_000_000_000, data, [])


def picture(name: str, width: int, height: int, data: bytes, brightness: list[float]) -> dict:
    return {"name": name, "width": width, "height": height, "bytes": encoded(data),
            "brightness": [shortest(value) for value in brightness]}


ALL: dict[str, Callable[[], Iterator[dict]]] = {"packed_files": packed_files, "pictures": pictures}
