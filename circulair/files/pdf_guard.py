"""Which PDFs are kept: those that read strictly, are not locked, and in which nothing acts by itself."""

import io
import itertools
import re
from collections.abc import Iterator

from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, NullObject

from circulair.files.document_faults import DocumentActiveError, DocumentBrokenError, DocumentLockedError

MOST_OBJECTS = 200_000
"""Entries in the table of a PDF; a permit of a hundred pages has some thousand."""

PDF_END = b"%%EOF"
ACTS = frozenset({"/AA", "/JS", "/JavaScript", "/XFA", "/EF", "/EmbeddedFiles"})
"""Keys under which a PDF keeps what happens by itself, or files within it."""

RUNS = frozenset(
    {
        "/JavaScript",
        "/Launch",
        "/ImportData",
        "/SubmitForm",
        "/GoToR",
        "/GoToE",
        "/Rendition",
        "/RichMediaExecute",
    }
)
"""What an action of a PDF may not do when it is opened."""

SCHEME = re.compile(r"\s*([a-z][a-z0-9+.-]*):", re.IGNORECASE)
LEADS = frozenset({"http", "https", "mailto", "tel"})
"""By what a link in a PDF may lead somewhere, where it says so."""


def check_pdf(content: bytes) -> None:
    """Refuse a PDF that does not read strictly, is locked, can act, or is followed by something else."""
    if content.rpartition(PDF_END)[2].strip(b"\r\n\t \x00") or PDF_END not in content:
        raise DocumentBrokenError()
    try:
        reader = PdfReader(io.BytesIO(content), strict=True, xref_stream_maximum_entries=MOST_OBJECTS)
        locked = reader.is_encrypted
        active = not locked and (not len(reader.pages) or runs(reader))
    except Exception as error:  # whatever a crafted file makes the reader raise
        raise DocumentBrokenError() from error
    if locked:
        raise DocumentLockedError()
    if active:
        raise DocumentActiveError()


def runs(reader: PdfReader) -> bool:
    """Return whether a PDF can do something by itself or carries files, anywhere in what it holds."""
    opening = reader.root_object.get("/OpenAction", NullObject()).get_object()
    if isinstance(opening, DictionaryObject) and opening.get("/S", "/GoTo") != "/GoTo":
        return True
    return any(
        ACTS & one.keys() or one.get("/S") in RUNS or ("/URI" in one and not leads_away(one["/URI"]))
        for one in dictionaries(reader)
    )


def leads_away(address: object) -> bool:
    """Return whether the address of a link, or their base, is one of the web, of mail or a telephone."""
    told = address.get("/Base", "") if isinstance(address, DictionaryObject) else address
    scheme = SCHEME.match(str(told))
    return scheme is None or scheme[1].lower() in LEADS


def dictionaries(reader: PdfReader) -> Iterator[DictionaryObject]:
    """Yield every dictionary that a PDF leads to, each once; DocumentBrokenError where there are too many."""
    seen: set[tuple[int, int]] = set()
    waiting: list[object] = [reader.trailer]
    for steps in itertools.count():
        if not waiting:
            return
        if steps > MOST_OBJECTS:
            raise DocumentBrokenError()
        one = waiting.pop()
        if isinstance(one, IndirectObject):
            if (one.idnum, one.generation) in seen:
                continue
            seen.add((one.idnum, one.generation))
            one = one.get_object()
        if isinstance(one, DictionaryObject):
            yield one
            waiting += one.values()
        elif isinstance(one, ArrayObject):
            waiting += one
