"""Proof files for tests, made on the spot: PDFs, images, and what only looks like one."""

import io
import struct
import zlib
from typing import Any

from PIL import Image
from pypdf import PdfWriter
from pypdf.generic import (
    ArrayObject,
    BooleanObject,
    DictionaryObject,
    NameObject,
    NumberObject,
    TextStringObject,
)

from circulair.services.documents import Upload
from circulair.store.records import DocumentKind

BOMB_SIDE = 60_000
GPS = 0x8825
MADE_BY = 0x010F


def a_pdf(*, password: str = "", script: str = "") -> bytes:
    """Return a PDF of one empty page, locked or with a script where that is asked."""
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    if script:
        action = {NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject(script)}
        writer.root_object[NameObject("/OpenAction")] = DictionaryObject(action)
    if password:
        writer.encrypt(password, algorithm="RC4-128")
    content = io.BytesIO()
    writer.write(content)
    return content.getvalue()


def acting(kind: str) -> dict[NameObject, Any]:
    """Return an action that runs a script, or opens a page of the web."""
    what = {
        NameObject("/JS"): TextStringObject("app.alert(1)"),
        NameObject("/URI"): TextStringObject("a.example"),
    }
    return {NameObject("/S"): NameObject(kind), **what}


def an_active_pdf(where: str) -> bytes:
    """Return a PDF that does something by itself: at a page, after a jump, or by a file within it."""
    writer = PdfWriter()
    page = writer.add_blank_page(200, 200)
    script = DictionaryObject(acting("/JavaScript"))
    if where == "page":
        page[NameObject("/AA")] = DictionaryObject({NameObject("/O"): script})
    elif where == "jump":
        jump = {NameObject("/S"): NameObject("/GoTo"), NameObject("/Next"): script}
        writer.root_object[NameObject("/OpenAction")] = DictionaryObject(jump)
    elif where == "web":
        writer.root_object[NameObject("/OpenAction")] = DictionaryObject(
            {NameObject("/S"): NameObject("/URI")}
        )
    else:
        writer.add_attachment("a.exe", b"MZ")
    content = io.BytesIO()
    writer.write(content)
    return content.getvalue()


def a_pdf_that_leads(address: str) -> bytes:
    """Return a PDF with a link to an address."""
    writer = PdfWriter()
    page = writer.add_blank_page(200, 200)
    leads = {NameObject("/S"): NameObject("/URI"), NameObject("/URI"): TextStringObject(address)}
    link = {
        NameObject("/Type"): NameObject("/Annot"),
        NameObject("/Subtype"): NameObject("/Link"),
        NameObject("/Rect"): ArrayObject([NumberObject(one) for one in (20, 150, 180, 170)]),
        NameObject("/A"): DictionaryObject(leads),
    }
    page[NameObject("/Annots")] = ArrayObject([DictionaryObject(link)])
    content = io.BytesIO()
    writer.write(content)
    return content.getvalue()


def a_form(acts: str = "") -> bytes:
    """Return a PDF with a field that is filled in, as offices make them; or one that also acts, and how."""
    writer = PdfWriter()
    page = writer.add_blank_page(200, 200)
    field = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Annot"),
            NameObject("/Subtype"): NameObject("/Widget"),
            NameObject("/FT"): NameObject("/Tx"),
            NameObject("/T"): TextStringObject("afvalstroomnummer"),
            NameObject("/V"): TextStringObject("12345ABC0001"),
            NameObject("/DA"): TextStringObject("/Helv 10 Tf 0 g"),
            NameObject("/Rect"): ArrayObject([NumberObject(one) for one in (20, 150, 180, 170)]),
        }
    )
    script, sends = DictionaryObject(acting("/JavaScript")), DictionaryObject(acting("/SubmitForm"))
    added = {"/AA": DictionaryObject({NameObject("/K"): script}), "/A": sends}
    if acts in added:
        field[NameObject(acts)] = added[acts]
    reference = writer._add_object(field)  # the library has no other way to keep a field
    page[NameObject("/Annots")] = ArrayObject([reference])
    form = {
        NameObject("/Fields"): ArrayObject([reference]),
        NameObject("/NeedAppearances"): BooleanObject(True),
    }
    if acts == "/XFA":
        form[NameObject("/XFA")] = ArrayObject()
    writer.root_object[NameObject("/AcroForm")] = DictionaryObject(form)
    content = io.BytesIO()
    writer.write(content)
    return content.getvalue()


def an_image(kind: str = "PNG", size: tuple[int, int] = (40, 20), **more: Any) -> bytes:  # as Pillow takes it
    """Return an image of one colour."""
    content = io.BytesIO()
    Image.new("RGB", size, (20, 120, 90)).save(content, kind, **more)
    return content.getvalue()


def a_photo_with_place() -> bytes:
    """Return a photo that says by which camera and where it was taken, and that it lies on its side."""
    exif = Image.Exif()
    exif[MADE_BY], exif[0x0112] = "Kanariegeel Camera", 6
    exif.get_ifd(GPS)[1] = "N"
    return an_image("JPEG", exif=exif.tobytes(), comment=b"Kanariegeel remark")


def a_pixel_bomb(side: int = BOMB_SIDE) -> bytes:
    """Return a small PNG that claims to be huge."""
    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    rows = zlib.compress(bytes(1_000_000), 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def chunk(kind: bytes, content: bytes) -> bytes:
    """Return a part of a PNG with its length and check sum."""
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def a_permit(name: str = "vergunning.pdf", content: bytes | None = None) -> Upload:
    """Return a permit as a form knows it."""
    return Upload(name, a_pdf() if content is None else content, DocumentKind.PERMIT, "page 3")
