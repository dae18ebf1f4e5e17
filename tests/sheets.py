"""Sheets for tests: CSV and workbooks, good ones and bad ones."""

import io
import zipfile
from collections.abc import Iterable, Sequence

from openpyxl import Workbook

HEADING = "Aanbod of vraag;Wat;Materiaal;Hoeveelheid;Eenheid;Hoe vaak;Tot en met;Locatie"
CARDBOARD = "aanbod;schoon karton;;2;ton;per jaar;31-12-2027;"
PALLETS = "vraag;houten pallets;Pallets;2,5;ton;per jaar;31-12-2027;"
DOORS = "aanbod;binnendeuren;Binnendeuren;60;stuks;eenmalig;geen einddatum;"
UNCLEAR = "aanbod;spullen van zolder;;3;m3;eenmalig;31-12-2027;"
WRONG = "aanbod;bakstenen;;1.5;ton;eenmalig;31-13-2027;Nergens"


def a_csv(*rows: str, heading: str = HEADING, encoding: str = "utf-8") -> bytes:
    """Make a CSV as Excel saves it in Dutch."""
    return "\r\n".join([heading, *rows, ""]).encode(encoding)


def a_workbook(rows: Iterable[Sequence[object]], *more: str) -> bytes:
    """Make a workbook whose first sheet holds rows, and sheets of other names beside it."""
    book = Workbook()
    sheet = book.worksheets[0]
    for row in rows:
        sheet.append(list(row))
    for name in more:
        book.create_sheet(name)
    return saved(book)


def saved(book: Workbook) -> bytes:
    """Return a workbook as the content of a file."""
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def with_part(content: bytes, name: str, part: bytes) -> bytes:
    """Return an archive in which one part is another, or is added."""
    changed = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for member in old.namelist():
            if member != name:
                new.writestr(member, old.read(member))
        new.writestr(name, part)
    return changed.getvalue()


def part_of(content: bytes, name: str) -> bytes:
    """Return one part of an archive."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read(name)


SMALL = [["Aanbod of vraag", "Wat"], ["aanbod", "karton"]]
SHEET = "xl/worksheets/sheet1.xml"


def a_bomb() -> bytes:
    """Make a workbook of some kilobytes that unpacks to two hundred megabytes."""
    return with_part(a_workbook(SMALL), "xl/media/image1.xml", b" " * 200_000_000)


def with_macros() -> bytes:
    """Make a workbook that carries macros."""
    return with_part(a_workbook(SMALL), "xl/vbaProject.bin", b"\xd0\xcf\x11\xe0")


def billion_laughs() -> bytes:
    """Make a workbook whose sheet declares entities that grow without end."""
    laughs = b"".join(b'<!ENTITY a%d "%s">' % (n, b"&a%d;" % (n - 1) * 10) for n in range(1, 10))
    content = a_workbook(SMALL)
    sheet = part_of(content, SHEET).partition(b"?>")[2] or part_of(content, SHEET)
    head = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a0 "ha">' + laughs + b"]>"
    return with_part(content, SHEET, head + sheet.replace(b"karton", b"&a9;"))


def an_old_workbook(*, locked: bool = False) -> bytes:
    """Make the beginning of a file of the time before .xlsx, or of one with a password."""
    name = "EncryptedPackage" if locked else "Workbook"
    return bytes.fromhex("d0cf11e0a1b11ae1") + b"\x00" * 512 + name.encode("utf-16-le") + b"\x00" * 512
