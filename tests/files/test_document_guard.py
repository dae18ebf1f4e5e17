"""Which files are kept as a document: known by their content, images without what hides in them."""

import io
import subprocess
import sys

import pytest
from PIL import Image, ImageCms
from pypdf import PdfReader

from circulair.files.document_faults import (
    DocumentActiveError,
    DocumentBrokenError,
    DocumentEmptyError,
    DocumentKindError,
    DocumentLockedError,
    DocumentNameError,
    DocumentPixelsError,
    DocumentTooBigError,
)
from circulair.files.document_guard import MOST_NAME, check_name, checked
from circulair.files.sheet_guard import MOST_BYTES
from flows.errors import FlowsError
from tests.papers import (
    a_form,
    a_pdf,
    a_pdf_that_leads,
    a_photo_with_place,
    a_pixel_bomb,
    an_active_pdf,
    an_image,
)

HTML = b"<!doctype html><script>alert(1)</script>"

BAD: dict[str, tuple[bytes, type[FlowsError]]] = {
    "nothing": (b"", DocumentEmptyError),
    "blanks": (b" \r\n" * 9, DocumentEmptyError),
    "a page": (HTML, DocumentKindError),
    "a drawing that can hold a script": (b"<svg xmlns='http://www.w3.org/2000/svg'/>", DocumentKindError),
    "a program": (b"MZ" + bytes(200), DocumentKindError),
    "an archive": (b"PK\x03\x04" + bytes(200), DocumentKindError),
    "an image of a kind we do not take": (an_image("GIF"), DocumentKindError),
    "one byte too many": (a_pdf() + bytes(MOST_BYTES + 1 - len(a_pdf())), DocumentTooBigError),
    "a page that begins like a PDF": (b"%PDF-1.7\n" + HTML, DocumentBrokenError),
    "a PDF behind a page": (HTML + a_pdf(), DocumentKindError),
    "a PDF with an archive stuck to it": (a_pdf() + b"PK\x03\x04" + bytes(50), DocumentBrokenError),
    "half a PDF": (a_pdf()[: len(a_pdf()) // 2], DocumentBrokenError),
    "a PDF without its pages": (a_pdf().replace(b"/Pages", b"/Pagos"), DocumentBrokenError),
    "a locked PDF": (a_pdf(password="geheim"), DocumentLockedError),
    **{
        f"a PDF that acts by its {where}": (an_active_pdf(where), DocumentActiveError)
        for where in ("page", "jump", "web", "attachment")
    },
    "a form that reckons": (a_form("/AA"), DocumentActiveError),
    "a form whose button sends it": (a_form("/A"), DocumentActiveError),
    "a form of another kind beside": (a_form("/XFA"), DocumentActiveError),
    "a PDF with a script": (a_pdf(script="app.alert(1)"), DocumentActiveError),
    "a PDF whose link runs a script": (a_pdf_that_leads(" JavaScript:alert(1)"), DocumentActiveError),
    "a PDF whose link opens a file": (a_pdf_that_leads("file:///etc/passwd"), DocumentActiveError),
    "a pixel bomb": (a_pixel_bomb(), DocumentPixelsError),
    "a smaller pixel bomb": (a_pixel_bomb(10_000), DocumentPixelsError),
    "half a photo": (an_image("JPEG", (400, 400))[:600], DocumentBrokenError),
    "only the start of a photo": (b"\xff\xd8\xff\xe0" + bytes(80), DocumentBrokenError),
    "only the start of a WebP": (b"RIFF\x10\x00\x00\x00WEBPVP8 ", DocumentBrokenError),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_is_refused_with_its_own_reason(name: str) -> None:
    content, error = BAD[name]
    with pytest.raises(error):
        checked(content)


@pytest.mark.parametrize("address", ["https://a.example/a", "www.a.example", "mailto:a@a.example"])
def test_a_pdf_may_lead_to_a_page_and_an_address(address: str) -> None:
    content = a_pdf_that_leads(address)
    assert checked(content).content == content


def test_a_pdf_is_kept_byte_by_byte() -> None:
    assert (checked(a_pdf()).media_type, checked(a_pdf()).content) == ("application/pdf", a_pdf())


@pytest.mark.parametrize(
    ("kind", "media"), [("JPEG", "image/jpeg"), ("PNG", "image/png"), ("WEBP", "image/webp")]
)
def test_an_image_is_written_anew_as_what_it_is(kind: str, media: str) -> None:
    kept = checked(an_image(kind) + b"<script>alert(1)</script>")
    assert kept.media_type == media
    assert b"script" not in kept.content
    with Image.open(io.BytesIO(kept.content)) as image:
        assert (image.format, image.size) == (kind, (40, 20))


def test_a_photo_loses_where_and_with_what_it_was_taken_and_stands_upright() -> None:
    before = a_photo_with_place()
    kept = checked(before).content
    assert b"Kanariegeel" in before
    assert b"Kanariegeel" not in kept
    with Image.open(io.BytesIO(kept)) as image:
        assert (len(image.getexif()), image.size) == (0, (20, 40))


def test_a_picture_loses_its_remarks_and_profile_and_keeps_what_shows_through() -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    content = io.BytesIO()
    Image.new("RGBA", (8, 8), (1, 2, 3, 4)).save(content, "PNG", icc_profile=profile)
    with Image.open(io.BytesIO(checked(content.getvalue()).content)) as image:
        assert "icc_profile" not in image.info
        assert image.getpixel((0, 0)) == (1, 2, 3, 4)


def test_a_large_photo_is_made_smaller() -> None:
    with Image.open(io.BytesIO(checked(an_image("JPEG", (6000, 3000))).content)) as image:
        assert image.size == (4000, 2000)


LARGEST = """
import resource
from circulair.files.document_guard import checked
content = open({path!r}, "rb").read()
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
checked(content)
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
"""


@pytest.mark.parametrize(
    ("kind", "size", "more"),
    [
        ("PNG", (6000, 4000), {}),
        ("WEBP", (6000, 4000), {"method": 0}),
        ("JPEG", (8000, 6250), {}),
        ("JPEG", (8000, 6250), {"progressive": True}),
    ],
)
def test_the_largest_images_take_less_than_300_mb(
    kind: str, size: tuple[int, int], more: dict[str, object], tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("large") / "image"
    path.write_bytes(an_image(kind, size, **more))
    told = subprocess.run(
        [sys.executable, "-c", LARGEST.format(path=str(path))], capture_output=True, text=True, check=True
    )
    assert int(told.stdout) * 1024 < 300_000_000


@pytest.mark.parametrize("name", ["vergunning.pdf", "Vergünning  2027 (kopie).PDF", "x" * MOST_NAME])
def test_a_plain_name_is_kept_in_one_line(name: str) -> None:
    assert check_name(name) == " ".join(name.split())


@pytest.mark.parametrize(
    "name",
    [
        "../../etc/passwd", "..\\..\\boot.ini", "C:\\stukken\\a.pdf", "/a.pdf", "a\x00.pdf", "a\nb.pdf",
        "a\x1b[31m.pdf", "..", "  ", "", "x" * 10_000, "x" * (MOST_NAME + 1),
    ],
)  # fmt: skip
def test_a_name_that_no_file_has_is_refused(name: str) -> None:
    with pytest.raises(DocumentNameError):
        check_name(name)


def test_an_ordinary_form_is_kept_as_it_is_filled_in() -> None:
    form = a_form()
    assert checked(form).content == form
    [field] = (PdfReader(io.BytesIO(form)).get_fields() or {}).values()
    assert (field["/T"], field["/V"]) == ("afvalstroomnummer", "12345ABC0001")
