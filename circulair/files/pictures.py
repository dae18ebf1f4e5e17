"""Pictures for public pages: of an image only its pixels, as a JPEG that a telephone loads quickly."""

import io

from PIL import Image

from circulair.files.document_faults import DocumentKindError
from circulair.files.document_guard import MEDIA, checked

LONGEST_SIDE = 1600
"""Pixels of a picture on a page."""

QUALITY = 82


def small_jpeg(content: bytes) -> bytes:
    """Return a JPEG, PNG or WebP as a small JPEG without whatever else the file carried; refuse all else."""
    kept = checked(content)
    if kept.media_type == MEDIA["PDF"]:
        raise DocumentKindError()
    with Image.open(io.BytesIO(kept.content)) as image:
        image.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
        ground = Image.new("RGB", image.size, "white")
        ground.paste(image, mask=image if image.mode == "RGBA" else None)
    written = io.BytesIO()
    ground.save(written, "JPEG", quality=QUALITY)
    return written.getvalue()
