"""Receipts as a sheet with the headings of the LMA, which our own import reads again."""

from collections.abc import Sequence
from decimal import Decimal

from circulair.files.sheet_writing import Value

HEADINGS = (
    "Afvalstroomnummer",
    "Afzender naam",
    "Naam Ontdoener",
    "LocatieHerkomst Straatnaam",
    "LocatieHerkomst Huisnummer",
    "LocatieHerkomst Postcode",
    "LocatieHerkomst Plaats",
    "Verwerkersnummer Locatie van Bestemming (LvB)",
    "LvB Bedrijfsnaam",
    "Euralcode",
    "Gebruikelijke Naam Afvalstof",
    "VerwerkingsMethode Code",
    "VerwerkingsMethode Omschrijving",
    "Routeinzameling",
    "Inzamelaarsregeling",
    "MeldPeriodeJAAR",
    "MeldPeriodeMAAND",
    "MeldPeriode soort",
    "Gewicht_KG",
    "Aantal_vrachten",
    "Ontbreekt",
)
"""The fields of a first receipt and of a monthly report (domain.md 1.4), named as in exports of the LMA.

The two collection schemes stand apart, as there. ``MeldPeriode soort`` says which of the two reports a row is
for, and the last column what it lacks: both are ours, and are left out before it is sent.
"""

KINDS = {True: "eerste ontvangst", False: "maandmelding"}
ROUTES = {True: "J", False: "N", None: ""}


def row(*parts: Sequence[Value]) -> list[Value]:
    """Return the parts of a row behind each other, one for each heading."""
    cells = [cell for part in parts for cell in part]
    if len(cells) != len(HEADINGS):
        raise ValueError("a row has one cell for each heading")
    return cells


def whole(number: int) -> Decimal:
    """Return a whole number as sheets hold it."""
    return Decimal(number)
