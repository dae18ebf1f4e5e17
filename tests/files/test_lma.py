"""Exports of the LMA: stream numbers become offers, reports of months are summed over their newest year."""

from decimal import Decimal

import pytest

from circulair.files.listing_sheets import SheetRow, read_sheet
from circulair.files.sheet_faults import SheetRefusedError

STREAMS = (
    "Afvalstroomnummer,Verwerkersnummer Locatie van Bestemming (LvB),LvB KvK nummer,LvB Bedrijfsnaam,"
    "LvB Adres,LvB Postcode/Plaats,Handelsregisternummer Ontdoener,Naam Ontdoener,Land Ontdoener,"
    "LocatieHerkomst Straatnaam,LocatieHerkomst Huisnummer,LocatieHerkomst HuisnummerToevoeging,"
    "LocatieHerkomst Postcode,LocatieHerkomst Plaats,LocatieHerkomst Nabijheidsbeschrijving,"
    "LocatieHerkomst Land,Euralcode,Euralcode Omschrijving,Gebruikelijke Naam Afvalstof,"
    "VerwerkingsMethode Code,VerwerkingsMethode Omschrijving,Routeinzameling,Inzamelaarsregeling,"
    "Particuliere Ontdoener"
)
STREAM = (
    "123450000001,12345,12345678,Verwerker,Weg 1,6161AB Geleen,87654321,Winkel,Nederland,Straat,4,A,"
    "6161AC,Geleen,,Nederland,150101,papier en karton,karton,B05,Overig,N,N,N"
)
REPORTS = (
    "Afvalstroomnummer;EuralCode;BenamingAfval;MeldPeriodeJAAR;MeldPeriodeMAAND;Gewicht_KG;Aantal_vrachten"
)


def rows(heading: str, *lines: str) -> tuple[SheetRow, ...]:
    return read_sheet("\n".join([heading, *lines]).encode(), "nl").rows


def test_a_stream_number_is_an_offer_with_its_name_code_and_place() -> None:
    [row] = rows(STREAMS, STREAM)
    assert row.cells == {
        "side": "offer",
        "title": "karton",
        "eural": "150101",
        "postcode": "6161AC",
        "house_number": "4-A",
    }


def test_reports_are_summed_over_the_months_of_the_newest_year() -> None:
    told = ("1;150101;karton;2025;12;900;1", "1;150101;karton;2026;1;100,5;1", "1;150101;karton;2026;2;200;2")
    [row] = rows(
        REPORTS,
        *told,
    )
    assert (row.number, row.cells["amount"], row.cells["unit"], row.cells["period"]) == (
        2,
        Decimal("300.5"),
        "kg",
        "year",
    )


def test_each_stream_number_is_a_row_of_its_own() -> None:
    found = rows(REPORTS, "1;150101;karton;2026;1;100;1", "2;150102;folie;2026;1;50;1")
    assert [row.cells["title"] for row in found] == ["karton", "folie"]


def test_a_weight_that_is_none_is_handed_on_to_be_named() -> None:
    [row] = rows(REPORTS, "1;150101;karton;2026;1;veel;1")
    assert row.cells["amount"] == "veel"


def test_a_column_that_no_such_export_has_is_refused() -> None:
    with pytest.raises(SheetRefusedError) as caught:
        rows(REPORTS + ";Kleur", "1;150101;karton;2026;1;1;1;rood")
    assert [fault.code for fault in caught.value.faults] == ["sheet.unknown_column"]
