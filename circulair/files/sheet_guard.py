"""What an uploaded file is, by its content, and whether it is safe to unpack."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from enum import Enum

from circulair.files.sheet_faults import (
    SheetBrokenError,
    SheetEmptyError,
    SheetKindError,
    SheetLockedError,
    SheetMacrosError,
    SheetOldError,
    SheetTooBigError,
    SheetUnpacksTooBigError,
)

MEGABYTE = 1024 * 1024
MOST_BYTES = 10 * MEGABYTE
MOST_UNPACKED = 64 * MEGABYTE
"""A sheet of 10,000 full rows unpacks to a tenth of this."""

MOST_MEMBERS = 300
MOST_RATIO = 150
RATIO_COUNTS_FROM = 8 * MEGABYTE
"""Small parts of a workbook, such as empty rows with a style, may well pack tightly."""

ZIP = b"PK\x03\x04"
OLE = bytes.fromhex("d0cf11e0a1b11ae1")
LOCKED = "EncryptedPackage".encode("utf-16-le")
OTHER_STARTS = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"{\\rtf", b"GIF8", b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!")
MARKUP = re.compile(rb"\s*<(?:\?xml|!doctype|html|table|meta)", re.IGNORECASE)
DECLARED = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
CHUNK = 256 * 1024

UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    NotImplementedError,
    RuntimeError,
    EOFError,
    OSError,
    ValueError,
)
"""What zipfile says of an archive that it cannot read."""


class FileKind(Enum):
    """The two kinds of files that are read."""

    WORKBOOK = "workbook"
    TEXT = "text"


def kind_of(content: bytes) -> FileKind:
    """Return what a file is by what is in it, whatever it is called; refuse what cannot be read."""
    if len(content) > MOST_BYTES:
        raise SheetTooBigError(MOST_BYTES // MEGABYTE)
    if not content.strip():
        raise SheetEmptyError()
    if content.startswith(OLE):
        raise SheetLockedError() if LOCKED in content else SheetOldError()
    if content.startswith(ZIP):
        return FileKind.WORKBOOK
    if content.startswith(OTHER_STARTS) or MARKUP.match(content):
        raise SheetKindError()
    return FileKind.TEXT


def check_workbook(content: bytes) -> None:
    """Refuse a workbook that is none, carries macros, or would be too much once unpacked.

    Sizes are those that the archive declares; unpacking never reads more than these. Each part that
    will be parsed is looked through for declarations of entities, which no workbook has.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
            check_members(members)
            check_parts(archive, {member.filename for member in members})
            for member in members:
                if member.filename.endswith((".xml", ".rels")):
                    check_declarations(archive, member)
    except UNREADABLE as error:
        raise SheetBrokenError() from error


def check_members(members: list[zipfile.ZipInfo]) -> None:
    """Refuse an archive with too many parts, too large ones, or some packed tighter than any sheet."""
    unpacked = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members)
    bomb = unpacked > RATIO_COUNTS_FROM and unpacked > MOST_RATIO * max(1, packed)
    if len(members) > MOST_MEMBERS or unpacked > MOST_UNPACKED or bomb:
        raise SheetUnpacksTooBigError()
    names = [member.filename for member in members]
    if len(set(names)) < len(names):
        raise SheetBrokenError()
    if any(member.flag_bits & 1 for member in members):
        raise SheetLockedError()


def check_parts(archive: zipfile.ZipFile, names: set[str]) -> None:
    """Refuse an archive that is no workbook, or one with macros or of Excel's binary kind."""
    if "[Content_Types].xml" not in names:
        raise SheetKindError()
    types = archive.read("[Content_Types].xml")
    if b"macroEnabled" in types or any(name.lower().endswith("vbaproject.bin") for name in names):
        raise SheetMacrosError()
    if "xl/workbook.xml" not in names:
        raise SheetKindError()


def check_declarations(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> None:
    """Refuse a part that declares entities, or hides behind an encoding that no workbook uses."""
    before = b""
    for chunk in chunks(archive, member):
        if DECLARED.search(before + chunk) or b"\x00" in chunk:
            raise SheetBrokenError()
        before = chunk[-16:]


def chunks(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> Iterator[bytes]:
    """Yield a part of an archive, a piece at a time."""
    with archive.open(member) as part:
        while chunk := part.read(CHUNK):
            yield chunk


def holds_formulas(content: bytes, part: str) -> bool:
    """Tell whether a sheet of a workbook has formulas in it."""
    before = b""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for chunk in chunks(archive, archive.getinfo(part)):
            if re.search(rb"<(?:\w+:)?f[\s/>]", before + chunk):
                return True
            before = chunk[-16:]
    return False
