"""What an uploaded proof file is, by its content: a PDF as it is, or an image that is written anew."""

import importlib
import io
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PIL import Image, ImageOps

from circulair.files.document_faults import (
    DocumentBrokenError,
    DocumentEmptyError,
    DocumentKindError,
    DocumentNameError,
    DocumentPixelsError,
    DocumentTooBigError,
)
from circulair.files.sheet_guard import MEGABYTE, MOST_BYTES
from flows.errors import FlowsError
from flows.texts import clean_line

MOST_NAME = 120
"""Characters of the name of a file."""

MILLION = 1_000_000
MOST_MEGAPIXELS = {"JPEG": 50, "PNG": 24, "WEBP": 24}
"""Of a JPEG, which can be read smaller than it is, more; a raw pixel takes up to four bytes."""

LONGEST_SIDE = 4000
"""Pixels: enough to read every line of a photographed page."""

MEDIA = {"PDF": "application/pdf", "JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp"}
SUFFIXES = {"application/pdf": "pdf", "image/jpeg": "jpg", "image/png": "png", "image/webp": "webp"}
"""How a file of each kind that is kept ends, by its type."""

UNREADABLE = (OSError, ValueError, SyntaxError, EOFError, KeyError, TypeError, zlib.error)
"""What Pillow says of an image that it cannot read."""


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """A file that can be kept: its type by content, and what is stored of it."""

    media_type: str
    content: bytes


def check_name(name: str) -> str:
    """Return the name of a file in one clean line; refuse one with folders, control signs or too long."""
    try:
        tidy = clean_line(name, MOST_NAME)
    except FlowsError as error:
        raise DocumentNameError(MOST_NAME) from error
    if not tidy.strip(". ") or "/" in tidy or "\\" in tidy:
        raise DocumentNameError(MOST_NAME)
    return tidy


def checked(content: bytes) -> CheckedFile:
    """Return what is kept of a file, whatever it is called; refuse all but PDF, JPEG, PNG and WebP."""
    if len(content) > MOST_BYTES:
        raise DocumentTooBigError(MOST_BYTES // MEGABYTE)
    if not content.strip():
        raise DocumentEmptyError()
    kind = kind_of(content)
    return KEPT[kind](content)


def kind_of(content: bytes) -> str:
    """Return the kind of a file by how it begins."""
    starts = {"PDF": b"%PDF-", "JPEG": b"\xff\xd8\xff", "PNG": b"\x89PNG\r\n\x1a\n"}
    for kind, start in starts.items():
        if content.startswith(start):
            return kind
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "WEBP"
    raise DocumentKindError()


def kept_pdf(content: bytes) -> CheckedFile:
    """Return a PDF as it is, if nothing in it acts; what reads PDFs is loaded for the first of them."""
    importlib.import_module("circulair.files.pdf_guard").check_pdf(content)
    return CheckedFile(MEDIA["PDF"], content)


def kept_image(kind: str, content: bytes) -> CheckedFile:
    """Return an image written anew: its pixels upright, without whatever else the file carried."""
    try:
        with Image.open(io.BytesIO(content), formats=[kind]) as image:
            check_pixels(image, kind)
            image.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
            plain = stripped(image)
        written = io.BytesIO()
        plain.save(written, kind, **({} if kind == "PNG" else {"quality": 88}))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise DocumentPixelsError(MOST_MEGAPIXELS[kind]) from error
    except UNREADABLE as error:
        raise DocumentBrokenError() from error
    return CheckedFile(MEDIA[kind], written.getvalue())


def check_pixels(image: Image.Image, kind: str) -> None:
    """Refuse an image with too many pixels before any of them is unpacked."""
    if image.width * image.height > MOST_MEGAPIXELS[kind] * MILLION:
        raise DocumentPixelsError(MOST_MEGAPIXELS[kind])


def stripped(image: Image.Image) -> Image.Image:
    """Return the pixels of an image, upright, at most as large as one needs to read it."""
    image.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    upright = ImageOps.exif_transpose(image)
    clear = image.format != "JPEG" and ("A" in upright.mode or "transparency" in upright.info)
    plain = upright.convert("RGBA" if clear else "RGB")
    plain.info.clear()
    return plain


KEPT: dict[str, Callable[[bytes], CheckedFile]] = {
    "PDF": kept_pdf,
    **{kind: partial(kept_image, kind) for kind in MOST_MEGAPIXELS},
}
"""What is done with each kind."""
